"""Hazardous waste 危险废物: profiles and containers, from generation to the storage bay."""

from ledger.catalogue import publish
from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.waste_profile import WasteProfile

publish(WasteProfile, Container)
