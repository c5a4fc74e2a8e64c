"""The ledgers of hazardous waste that producers keep (HJ 1259-2022 Annex B), as workbooks in and out."""
