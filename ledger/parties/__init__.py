"""Parties 相关方: organisations, their places and instruments, and the keys they speak with."""

from ledger.catalogue import publish
from ledger.parties.credential import Credential
from ledger.parties.delegation import Delegation
from ledger.parties.establishment import Establishment
from ledger.parties.facility import Facility
from ledger.parties.organisation import Organisation
from ledger.parties.scale import Scale

publish(Organisation, Establishment, Facility, Scale, Credential, Delegation)
