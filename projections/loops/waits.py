"""What the loops 环 wait for, and since when."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from ledger.construction_waste.trip import Trip
from ledger.construction_waste.trip_state import TripState
from ledger.correction import Effective
from ledger.cross_province.transfer_state import TransferState
from ledger.fact import AnyFact
from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.custody import duty_of
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import STILL_REFUSED, ManifestState, loop_status
from ledger.industrial_waste.consignment import Consignment, ConsignmentState
from ledger.subjects import establishment_in, kind_of
from projections.cross_province.clocks_of_steps import waits_of_a_transfer

WAY: Final = (Manifest.Collected, Manifest.HandedOver)


class Waiting(NamedTuple):
    """What a loop waits for, and since when; when that is over the settings say (`projections/clocks.py`)."""

    subject: str
    loop: str
    kind: str
    start: str
    establishment: str | None = None
    """Where it lies, with the facility and its waste code, if the deadline hangs on those."""
    facility: str | None = None
    waste_code: str | None = None
    pauses: str = ""
    """Days on which its clock stood still, `DAY/DAY` after each other."""


def waits_of(subject: str, standing: Sequence[Effective], state: Any) -> list[Waiting]:
    """What the open loops of a subject wait for, from what counts of it; nothing for kinds without loops."""
    match state:
        case ManifestState() if standing and loop_status(state) == "open":
            return [Waiting(subject, "manifest", *each) for each in _waits_of_a_manifest(state, standing)]
        case ContainerState() if standing and duty_of(state).status == "open":
            return list(_waits_of_a_container(subject, state, standing))
        case TransferState() if standing:
            waits = waits_of_a_transfer(state)
            return [Waiting(subject, "transfer", kind, start, pauses=pauses) for kind, start, pauses in waits]
        case ConsignmentState() if standing:
            return [Waiting(subject, "consignment", *each) for each in _waits_of_a_consignment(state, standing)]
        case TripState(settled=False) if standing:
            return [Waiting(subject, "trip", *each) for each in _waits_of_a_trip(subject, standing)]
    return []


def times(standing: Sequence[Effective], *steps: type[AnyFact]) -> list[str]:
    """When facts of these types happened, or all of them, in their order."""
    return [e.statement.occurred_at for e in standing if not steps or isinstance(e.statement.data, steps)]


def _waits_of_a_trip(subject: str, standing: Sequence[Effective]) -> Iterator[tuple[str, str]]:
    for each in standing:
        match each.statement.data:
            case Trip.Departed(conveyance=conveyance) if each.statement.subject == subject:
                by = "vessel" if kind_of(conveyance) == "vessel" else "truck"
                yield f"acceptance_by_{by}", each.statement.occurred_at


def _waits_of_a_container(subject: str, state: ContainerState, standing: Sequence[Effective]) -> Iterator[Waiting]:
    if state.stage == "withdrawn":
        yield Waiting(subject, "custody", "move", times(standing, Container.Withdrawn)[-1])
    if state.stage == "stored" and state.facility is not None:
        here = establishment_in(state.facility)
        since = next(
            each.statement.occurred_at
            for each in standing
            if isinstance(says := each.statement.data, Container.Stored) and establishment_in(says.facility) == here
        )
        yield Waiting(subject, "custody", "storage", since, here, state.facility, state.waste_code)


def _waits_of_a_consignment(state: ConsignmentState, standing: Sequence[Effective]) -> Iterator[tuple[str, str]]:
    answered = times(standing, Consignment.Received, Consignment.Refused)
    if not answered and state.dispatched_at is not None:
        yield ("consignment_in_city" if state.transfer is None else "consignment_beyond"), state.dispatched_at
    elif answered and state.still_refused_g:
        yield "return", answered[-1]
        yield "no_return", answered[-1]


def _waits_of_a_manifest(state: ManifestState, standing: Sequence[Effective]) -> Iterator[tuple[str, str]]:
    issued, left = times(standing, Manifest.Issued), times(standing, *WAY) or times(standing, Manifest.Loaded)
    arrived, received = times(standing, Manifest.Arrived), times(standing, Manifest.Received)
    if received:
        if state.pending:
            yield "each_container", received[-1]
        known: list[Any] = [*state.fates, *state.line_fates]
        if any(each.fate in STILL_REFUSED for each in known):
            yield "return", received[-1]
            yield "no_return", received[-1]
    elif arrived:
        yield "confirmation", arrived[-1]
    elif left:
        if state.planned_arrival is not None:
            yield "arrival_planned", state.planned_arrival
        else:
            by_water = any(leg.mode == "water" for leg in state.legs)
            yield ("arrival_by_water" if by_water else "arrival_by_road"), left[0]
    elif issued:
        yield "dispatch", issued[0]
