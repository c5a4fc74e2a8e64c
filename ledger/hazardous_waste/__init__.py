"""Hazardous waste 危险废物: from the plan of a year over profiles and containers to treatment and its residues."""

from ledger.catalogue import publish
from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.declaration import Declaration
from ledger.hazardous_waste.management_plan import ManagementPlan
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.repacking import Repacking
from ledger.hazardous_waste.storage_count import StorageCount
from ledger.hazardous_waste.tank import Tank
from ledger.hazardous_waste.treatment import Treatment
from ledger.hazardous_waste.waste_profile import WasteProfile

publish(WasteProfile, Container, Repacking, StorageCount, Tank, Treatment, ManagementPlan, Declaration, Manifest)
