"""The loops 环 of a subject at one moment: how each stands, why, and what it waits for."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ledger.clock import microseconds, read_instant, shanghai_day
from ledger.construction_waste.trip import Trip
from ledger.construction_waste.trip_state import TripState
from ledger.construction_waste.trip_state import loop_status as trip_status
from ledger.cross_province import transfer_state
from ledger.cross_province.transfer_state import TransferState
from ledger.fact import AnyFact, speaker_of
from ledger.hazardous_waste.container import ContainerState
from ledger.hazardous_waste.custody import duty_of
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import ManifestState, loop_status
from ledger.industrial_waste import batch, consignment
from ledger.industrial_waste.batch import BatchState
from ledger.industrial_waste.consignment import ConsignmentState
from ledger.subjects import beside_gate, division_in, kind_of, owner_of
from projections.custody.moment import Moment
from projections.loops.waits import times

CUSTODY: Final = "custody"
TENTH: Final = 360_000_000
"""Microseconds in a tenth of an hour."""


class Loop(NamedTuple):
    """A loop as it stands by the facts alone: time may yet make it overdue, or broken."""

    subject: str
    loop: str
    status: str
    reason: str
    opened_at: str
    month: str
    """YYYY-MM in which it was opened, in Shanghai."""
    closed_at: str | None
    place: str
    """The establishment whose loop it is, or the gate that a trip left; while none is told, the organisation."""
    mass_g: int
    closed_after: int | None
    """Tenths of an hour from its opening to its closing; None unless it is closed."""


def tenths_of_an_hour(status: str, opened_at: str, closed_at: str | None) -> int | None:
    """How long a closed loop took, whole tenths; None for one that is not closed, or not said to be by any time."""
    if status != "closed" or closed_at is None:
        return None
    return max(0, (microseconds(read_instant(closed_at)) - microseconds(read_instant(opened_at))) // TENTH)


def whose(subject: str, place: str) -> str:
    """The organisation whose loop it is: of the place, or of who numbered a trip that left by a gate."""
    return owner_of(subject) or "" if beside_gate(place) else place.partition(":")[2][:18]


def loops_at(subject: str, moment: Moment) -> tuple[Loop, ...]:
    """The loops of a subject; none before anything was said of it."""
    if moment.began is None:
        return ()
    if kind_of(subject) == "manifest":
        return (_of_a_manifest(subject, moment.state, moment, moment.began),)
    if kind_of(subject) in STATUS:
        return (_of_itself(subject, moment.state, moment, moment.began),)
    if kind_of(subject) == "trip":
        return (_of_a_trip(subject, moment.state, moment, moment.began),)
    return (_custody(subject, moment.state, moment, moment.began),)


STATUS: Final[dict[str, Callable[[Any], str]]] = {
    "transfer": transfer_state.loop_status,
    "batch": batch.loop_status,
    "consignment": consignment.loop_status,
}
"""Kinds with one loop that is called like them, and how it stands by the facts."""


def _of_itself(subject: str, state: Any, moment: Moment, began: str) -> Loop:
    kind = kind_of(subject)
    status: tuple[str, str] = (STATUS[kind](state), state.stage) if moment.standing else ("cancelled", "withdrawn")
    closed = getattr(state, "decided_at", None) or _ended(moment, None)
    place, mass = _place_and_mass(state)
    speaker = f"organisation:{speaker_of(moment.standing[0].statement)}" if moment.standing else ""
    owner = owner_of(subject)
    place = place or (f"organisation:{owner}" if owner is not None else speaker)
    return _loop(subject, kind, status, began, None if status[0] == "open" else closed, place, mass)


def _place_and_mass(state: TransferState | BatchState | ConsignmentState) -> tuple[str | None, int]:
    """Where it is from as far as that was told, and how much it is of."""
    match state:
        case TransferState():
            return state.from_establishment or state.transferor, state.quantity_g or 0
        case BatchState():
            return state.establishment, state.generated_g
    return state.from_establishment, state.dispatched_g or state.accepted_g + state.refused_g


def _custody(subject: str, state: ContainerState, moment: Moment, began: str) -> Loop:
    duty = duty_of(state)
    status = (duty.status, duty.reason) if moment.standing else ("cancelled", "withdrawn")
    masses = state.masses
    mass = masses.arisen_g + masses.received_g - masses.given_g + (masses.estimate_g or 0)
    place = state.establishment or f"organisation:{owner_of(subject)}"
    closed = (
        None if status[0] == "open" else _ended(moment, Manifest.Received if duty.reason == "confirmed" else None)
    )
    return _loop(subject, CUSTODY, status, began, closed, place, mass)


def _of_a_manifest(subject: str, state: ManifestState, moment: Moment, began: str) -> Loop:
    status = (loop_status(state), state.stage) if moment.standing else ("cancelled", "withdrawn")
    speaker = f"organisation:{speaker_of(moment.standing[0].statement)}" if moment.standing else ""
    closed = None if status[0] == "open" else _ended(moment, None)
    mass = state.loaded_g or state.issued_g or (state.accepted_g or 0) + (state.refused_g or 0)
    place = state.from_establishment or speaker
    return _loop(subject, "manifest", status, began, closed, place, mass)


def _of_a_trip(subject: str, state: TripState, moment: Moment, began: str) -> Loop:
    status = (trip_status(state), state.stage) if moment.standing else ("cancelled", "withdrawn")
    own = [each for each in moment.standing if each.statement.subject == subject]
    ended = times(own, Trip.Accepted, Trip.Returned, Trip.Transloaded)
    closed = None if status[0] == "open" or not ended else ended[-1]
    # where it left, for its authorities are those of that division
    by_division = state.gate if state.gate is not None and division_in(state.gate) is not None else None
    place = by_division or f"organisation:{owner_of(subject)}"
    mass = state.carried_g if state.carried_g is not None else state.accepted_g or 0
    return _loop(subject, "trip", status, began, closed, place, mass)


def _loop(
    subject: str, kind: str, status: tuple[str, str], began: str, closed: str | None, place: str, mass: int
) -> Loop:
    after = tenths_of_an_hour(status[0], began, closed)
    return Loop(subject, kind, *status, began, _month(began), closed, place, mass, after)


@lru_cache(maxsize=1_024)  # every moment of a life asks for the same one
def _month(instant: str) -> str:
    return f"{shanghai_day(instant):%Y-%m}"


def _ended(moment: Moment, step: type[AnyFact] | None) -> str | None:
    """When the first fact of a type happened, or the last of all."""
    happened = times(moment.standing, *([step] if step is not None else []))
    return (happened[0] if step is not None else happened[-1]) if happened else None
