"""Hazardous waste 危险废物: profiles, containers from generation to the storage bay, and manifests of their trips."""

from ledger.catalogue import publish
from ledger.hazardous_waste.container import Container
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.waste_profile import WasteProfile

publish(WasteProfile, Container, Manifest)
