"""The loops 环 of a container and of a manifest at one moment: how each stands, why, and what it waits for."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from ledger.clock import shanghai_day
from ledger.correction import Effective
from ledger.fact import AnyFact, speaker_of
from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.custody import duty_of
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import STILL_REFUSED, ManifestState, loop_status
from ledger.subjects import establishment_in, kind_of, owner_of
from projections.custody.lives import Moment

KINDS: Final = frozenset({"container", "manifest"})
WAY: Final = (Manifest.Collected, Manifest.HandedOver)


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
    """The establishment whose loop it is; while none is told, the organisation."""
    mass_g: int


class Waiting(NamedTuple):
    """What a loop waits for, and since when; when that is over the settings say (`projections/clocks.py`)."""

    subject: str
    loop: str
    kind: str
    start: str


def loops_at(subject: str, moment: Moment) -> tuple[Loop, ...]:
    """The loops of a subject; none before anything was said of it."""
    if moment.began is None:
        return ()
    if kind_of(subject) == "manifest":
        return (_of_a_manifest(subject, moment.state, moment, moment.began),)
    return (_custody(subject, moment.state, moment, moment.began),)


def waiting_at(subject: str, moment: Moment) -> tuple[Waiting, ...]:
    """What its open loops wait for."""
    if not moment.standing:
        return ()
    if kind_of(subject) == "manifest":
        starts = _waits_of_a_manifest(moment.state, moment.standing) if loop_status(moment.state) == "open" else ()
        return tuple(Waiting(subject, "manifest", kind, start) for kind, start in starts)
    state: ContainerState = moment.state
    if duty_of(state).status != "open":
        return ()
    return tuple(Waiting(subject, "custody", *each) for each in _waits_of_a_container(state, moment.standing))


def _custody(subject: str, state: ContainerState, moment: Moment, began: str) -> Loop:
    duty = duty_of(state)
    status = (duty.status, duty.reason) if moment.standing else ("cancelled", "withdrawn")
    masses = state.masses
    mass = masses.arisen_g + masses.received_g - masses.given_g + (masses.estimate_g or 0)
    place = state.establishment or f"organisation:{owner_of(subject)}"
    closed = (
        None if status[0] == "open" else _ended(moment, Manifest.Received if duty.reason == "confirmed" else None)
    )
    return Loop(subject, "custody", *status, began, _month(began), closed, place, mass)


def _of_a_manifest(subject: str, state: ManifestState, moment: Moment, began: str) -> Loop:
    status = (loop_status(state), state.stage) if moment.standing else ("cancelled", "withdrawn")
    speaker = f"organisation:{speaker_of(moment.standing[0].statement)}" if moment.standing else ""
    closed = None if status[0] == "open" else _ended(moment, None)
    mass = state.loaded_g or state.issued_g or (state.accepted_g or 0) + (state.refused_g or 0)
    place = state.from_establishment or speaker
    return Loop(subject, "manifest", *status, began, _month(began), closed, place, mass)


def _month(instant: str) -> str:
    return f"{shanghai_day(instant):%Y-%m}"


def _ended(moment: Moment, step: type[AnyFact] | None) -> str | None:
    """When the first fact of a type happened, or the last of all."""
    happened = _at(moment.standing, *([step] if step is not None else []))
    return (happened[0] if step is not None else happened[-1]) if happened else None


def _at(standing: Sequence[Effective], *steps: type[AnyFact]) -> list[str]:
    return [e.statement.occurred_at for e in standing if not steps or isinstance(e.statement.data, steps)]


def _waits_of_a_container(state: ContainerState, standing: Sequence[Effective]) -> Iterator[tuple[str, str]]:
    if state.stage == "withdrawn":
        yield "move", _at(standing, Container.Withdrawn)[-1]
    if state.stage == "stored" and state.facility is not None:
        here = establishment_in(state.facility)
        yield (
            "storage",
            next(
                e.statement.occurred_at
                for e in standing
                if isinstance(said := e.statement.data, Container.Stored) and establishment_in(said.facility) == here
            ),
        )


def _waits_of_a_manifest(state: ManifestState, standing: Sequence[Effective]) -> Iterator[tuple[str, str]]:
    issued, left = _at(standing, Manifest.Issued), _at(standing, *WAY) or _at(standing, Manifest.Loaded)
    arrived, received = _at(standing, Manifest.Arrived), _at(standing, Manifest.Received)
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
