"""What a manifest's facts leave it at: where the load is, and what became of each container and line."""

from collections.abc import Collection, Iterable
from typing import Literal

import msgspec
from msgspec.structs import replace

from ledger.fact import Fact, Statement
from ledger.hazardous_waste.in_whose_hands import BY_LINE, Hands, HeldPart
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_form import Leg, Line
from ledger.judging import speaker_of
from ledger.quantity import MassKg

Stage = Literal[
    "provisional",
    "issued",
    "loaded",
    "collected",
    "handed_over",
    "arrived",
    "received",
    "partly_refused",
    "refused",
    "return_dispatched",
    "returned",
    "cancelled",
]
Fate = Literal["accepted", "refused", "return_dispatched", "sent_on", "returned"]
REFUSED = ("refused", "return_dispatched", "sent_on", "returned")
STILL_REFUSED = ("refused", "return_dispatched")
"""Fates of which the waste is neither with a receiver nor back."""


class ContainerFate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one container, by the last fact that says so."""

    container: str
    fate: Fate
    mass_g: MassKg
    reason: str | None = None


class LineFate(msgspec.Struct, frozen=True, omit_defaults=True):
    """How much of a line was accepted and refused without naming containers, and where the refused part is."""

    line: int
    accepted_g: MassKg = 0
    refused_g: MassKg = 0
    fate: Fate | None = None
    reason: str | None = None


class ManifestState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A manifest as its facts leave it; `stage` is the last step that happened on the ground."""

    stage: Stage = "provisional"
    transferor: str | None = None
    receiver: str | None = None
    from_establishment: str | None = None
    to_establishment: str | None = None
    planned_arrival: str | None = None
    legs: list[Leg] = []
    held_by: str | None = None
    """Who has the whole load, as far as it was stated."""
    holders: list[HeldPart] = []
    """Who has which part of it, while it is in several hands."""
    conveyance: str | None = None
    """Of the whole load; a part that was handed over alone does not change it."""
    official: str | None = None
    paper_no: str | None = None
    completed_at: str | None = None
    issued_g: MassKg | None = None
    loaded_g: MassKg | None = None
    arrived_g: MassKg | None = None
    accepted_g: MassKg | None = None
    refused_g: MassKg | None = None
    returned_g: MassKg | None = None
    """What the transferor has back of what was refused: as weighed, else as refused."""
    lines: list[Line] = []
    containers: list[str] = []
    """As issued."""
    loaded: list[str] = []
    """As loaded, where that was told by container."""
    fates: list[ContainerFate] = []
    line_fates: list[LineFate] = []
    pending: list[str] = []
    """Dispatched, and neither accepted nor refused so far."""
    unlisted: list[str] = []
    """Accepted or refused, though never dispatched."""

    @property
    def dispatched(self) -> list[str]:
        """The containers that left: as loaded, else as issued."""
        return self.loaded or self.containers

    @property
    def settled(self) -> bool:
        """Whether something was received, nothing is outstanding, and all that was refused is back or went on."""
        known: list[ContainerFate | LineFate] = [*self.fates, *self.line_fates]
        if self.transferor is None or not known or self.pending or any(each.fate in STILL_REFUSED for each in known):
            return False
        told = {each.line for each in self.line_fates}
        return bool(self.dispatched) or all(number in told for number in range(1, len(self.lines) + 1))


def loop_status(state: ManifestState) -> Literal["open", "closed", "cancelled"]:
    """Closed when all was received, or what was refused is back or went on; cancelled while nothing moved after."""
    if state.stage == "cancelled":
        return "cancelled"
    return "closed" if state.settled else "open"


def evolve(state: ManifestState, statement: Statement[Fact]) -> ManifestState:
    """The state after one more fact, in occurred order."""
    match statement.data:
        case Manifest.Issued() as now:
            state = replace(
                state,
                stage="issued" if state.stage == "provisional" else state.stage,
                transferor=now.transferor,
                receiver=now.receiver,
                from_establishment=now.from_establishment,
                to_establishment=now.to_establishment,
                planned_arrival=now.planned_arrival,
                legs=now.legs,
                held_by=state.held_by or now.transferor,
                issued_g=sum(line.mass_g for line in now.lines),
                lines=now.lines,
                containers=now.containers or [],
            )
        case Manifest.NumberBound() as now:
            state = replace(state, official=now.official)
        case Manifest.Loaded() as now:
            more = [each for each in now.containers or () if each not in state.loaded]
            mass = (state.loaded_g or 0) + now.mass_g
            state = replace(state, stage="loaded", loaded_g=mass, loaded=[*state.loaded, *more])
        case Manifest.Collected() as now:
            state = replace(state, stage="collected", conveyance=now.conveyance)
            state = _taken(state, _spoken_by(statement))
        case Manifest.HandedOver() as now:
            conveyance = state.conveyance if now.containers else now.conveyance
            state = _taken(replace(state, stage="handed_over", conveyance=conveyance), now.to_carrier, now.containers)
        case Manifest.Arrived() as now:
            net = None if now.gross_g is None or now.tare_g is None else now.gross_g - now.tare_g
            state = _taken(replace(state, stage="arrived", arrived_g=net), _spoken_by(statement))
        case Manifest.Received() as now:
            named = [each.container for each in (*(now.accepted or ()), *(now.refused or ()))]
            by_container = [container for container in named if container is not None]
            # what is told by line is told of the load as it stands there
            state = _taken(state, _spoken_by(statement), by_container if len(by_container) == len(named) else ())
            state = _received(state, now)
        case Manifest.ReturnDispatched() as now:
            moved, _ = _moved(state, now, "sent_on" if now.manifest else "return_dispatched")
            moved = _taken(moved, now.carrier or _spoken_by(statement), _that_moved(state, now))
            state = replace(moved, stage="return_dispatched")
        case Manifest.Returned() as now:
            moved, mass = _moved(state, now, "returned")
            back = (state.returned_g or 0) + (mass if now.mass_g is None else now.mass_g)
            moved = _taken(moved, _spoken_by(statement), _that_moved(state, now))
            state = replace(moved, stage="returned", returned_g=back)
        case Manifest.Cancelled():
            state = replace(state, stage="cancelled")
        case Manifest.EnteredFromPaper() as now:
            state = replace(state, paper_no=now.paper_no, completed_at=now.completed_at)
    return _compared(state)


def _spoken_by(statement: Statement[Fact]) -> str:
    return f"organisation:{speaker_of(statement)}"


def _taken(state: ManifestState, by: str, moved: Collection[str] | None = None) -> ManifestState:
    """Somebody took the load: the containers that moved, or all of it where none are named."""
    hands = Hands(by)
    if moved:
        hands = Hands(state.held_by, state.holders).takes(by, moved, state.dispatched)
    return replace(state, held_by=hands.whole, holders=list(hands.parts))


def _received(state: ManifestState, now: Manifest.Received) -> ManifestState:
    """A container has the fate that was stated last; of a line, each receipt takes some more."""
    fates = {each.container: each for each in state.fates}
    lines = {each.line: each for each in state.line_fates}
    for part in now.accepted or ():
        if part.container is not None:
            fates[part.container] = ContainerFate(part.container, "accepted", part.mass_g)
        elif part.line is not None:
            line = lines.get(part.line, LineFate(part.line))
            lines[part.line] = replace(line, accepted_g=line.accepted_g + part.mass_g)
    for less in now.refused or ():
        if less.container is not None:
            fates[less.container] = ContainerFate(less.container, "refused", less.mass_g, less.reason)
        elif less.line is not None:
            line = lines.get(less.line, LineFate(less.line))
            mass = line.refused_g + less.mass_g
            lines[less.line] = replace(line, refused_g=mass, fate="refused", reason=less.reason)
    accepted = _mass(fates.values(), ("accepted",)) + sum(each.accepted_g for each in lines.values())
    refused = _mass(fates.values(), REFUSED) + sum(each.refused_g for each in lines.values())
    taken = any(each.fate == "accepted" for each in fates.values()) or any(each.accepted_g for each in lines.values())
    known: list[ContainerFate | LineFate] = [*fates.values(), *lines.values()]
    sent_away = any(each.fate in REFUSED for each in known)
    return replace(
        state,
        stage=("partly_refused" if taken else "refused") if sent_away else "received",
        accepted_g=accepted,
        refused_g=refused,
        fates=list(fates.values()),
        line_fates=list(lines.values()),
    )


def _mass(fates: Iterable[ContainerFate], of: Collection[str]) -> int:
    return sum(each.mass_g for each in fates if each.fate in of)


def _that_moved(state: ManifestState, now: Manifest.ReturnDispatched | Manifest.Returned) -> list[str]:
    """The part of the load that moved: what is named, else what was refused; nothing where that is all of it."""
    refused = [each.container for each in state.fates if each.fate in STILL_REFUSED]
    by_line = bool(now.lines) or any(each.fate in STILL_REFUSED for each in state.line_fates)
    named = list(now.containers or (() if now.lines else refused))
    return [*named, BY_LINE] if state.accepted_g and by_line and not now.containers else named


def _moved(
    state: ManifestState, now: Manifest.ReturnDispatched | Manifest.Returned, fate: Fate
) -> tuple[ManifestState, int]:
    """What was refused and is named, or all of it where nothing is, moved on; and its mass as it was refused."""
    containers, lines = now.containers or (), [each.line for each in now.lines or ()]
    everything = not containers and not lines

    def moves(each: ContainerFate | LineFate) -> bool:
        name = each.container if isinstance(each, ContainerFate) else each.line
        return each.fate in STILL_REFUSED and (everything or name in containers or name in lines)

    mass = sum(each.mass_g for each in state.fates if moves(each))
    mass += sum(each.refused_g for each in state.line_fates if moves(each))
    return replace(
        state,
        fates=[replace(each, fate=fate) if moves(each) else each for each in state.fates],
        line_fates=[replace(each, fate=fate) if moves(each) else each for each in state.line_fates],
    ), mass


def _compared(state: ManifestState) -> ManifestState:
    """What was dispatched held against what has a fate, whichever of the two was told first."""
    decided = {each.container for each in state.fates}
    dispatched = state.dispatched
    return replace(
        state,
        pending=[each for each in dispatched if each not in decided],
        unlisted=[each.container for each in state.fates if each.container not in set(dispatched)],
    )
