"""Parties 相关方: organisations, their places and instruments, what they may do, and the keys they speak with."""

from ledger.catalogue import publish
from ledger.parties.contract import Contract
from ledger.parties.conveyance import Conveyance
from ledger.parties.credential import Credential
from ledger.parties.delegation import Delegation
from ledger.parties.device import Device
from ledger.parties.establishment import Establishment
from ledger.parties.exemption import Exemption
from ledger.parties.facility import Facility
from ledger.parties.gate import Gate
from ledger.parties.licence import Licence
from ledger.parties.organisation import Organisation
from ledger.parties.output import Output
from ledger.parties.scale import Scale
from ledger.parties.storage_extension import StorageExtension
from ledger.parties.supervision_list import SupervisionList

publish(Organisation, Establishment, Facility, Scale, Credential, Delegation)
publish(SupervisionList, StorageExtension, Output, Licence, Contract, Exemption)
publish(Conveyance, Device, Gate)
