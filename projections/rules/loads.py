"""Loads on the way: when one was dispatched, from where and to where, whatever carries it."""

from typing import NamedTuple

from ledger.construction_waste.trip import Trip
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import ManifestState
from ledger.industrial_waste.consignment import Consignment, ConsignmentState
from projections.rules.case import Case, Step


class Load(NamedTuple):
    """A load of hazardous or industrial waste between two establishments, once it has left."""

    step: Step
    """Its dispatch."""
    transferor: str | None
    receiver: str | None
    from_establishment: str | None
    to_establishment: str | None


def dispatch_of(case: Case) -> Step | None:
    """T(dispatched): of a manifest its collection, else its loading; of a consignment or trip its departure."""
    return case.first(Manifest.Collected, Consignment.Dispatched, Trip.Departed) or case.first(Manifest.Loaded)


def load_of(case: Case) -> Load | None:
    """The load of a manifest or consignment; None while it has not left, or nobody said from where."""
    step, state = dispatch_of(case), case.state
    if step is None or not isinstance(state, ManifestState | ConsignmentState):
        return None
    sender = state.transferor if isinstance(state, ManifestState) else None
    return Load(step, sender, state.receiver, state.from_establishment, state.to_establishment)
