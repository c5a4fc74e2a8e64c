"""Loads on the way: when one was dispatched, whatever carries it."""

from ledger.construction_waste.trip import Trip
from ledger.hazardous_waste.manifest import Manifest
from ledger.industrial_waste.consignment import Consignment
from projections.rules.case import Case, Step


def dispatch_of(case: Case) -> Step | None:
    """T(dispatched): of a manifest its collection, else its loading; of a consignment or trip its departure."""
    return case.first(Manifest.Collected, Consignment.Dispatched, Trip.Departed) or case.first(Manifest.Loaded)
