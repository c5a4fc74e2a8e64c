"""Custody 保管责任: what others' facts do to a container, and whether its owner's duty for it has ended.

The duty ends when a receiver accepts the container, when the waste is treated at home, or when it was poured into
other containers, which carry the duty on.
"""

from typing import Final, Literal, NamedTuple

from msgspec.structs import replace

from ledger.fact import AnyFact, OnManifest, Part, Statement, speaker_of
from ledger.hazardous_waste.container import TAPPED, ContainerState, Stage, account

STAGES: Final[dict[OnManifest, Stage]] = {
    "loaded": "loaded",
    "in_transit": "in_transit",
    "arrived": "arrived",
    "accepted": "received",
    "refused": "refused",
    "return_dispatched": "return_dispatched",
    "sent_on": "sent_on",
    "returned": "returned",
}
"""Where a manifest puts a container → the step that this is in its life; to be listed is none."""

TOLERANCE_PERMILLE, TOLERANCE_G = 10, 2_000
"""内部阈值: by how much a finished container may be short before its loop is broken; the greater of the two."""


class Duty(NamedTuple):
    """How the owner's duty for a container stands, and why."""

    status: Literal["open", "closed", "broken"]
    reason: str


def acted_on(state: ContainerState, statement: Statement[AnyFact], subject: str) -> ContainerState:
    """The state after a fact that acts on this container, whatever it is about itself."""
    part = statement.data.part_of(subject)
    if part is None:
        return state
    grams = part.mass_g or 0
    match part.role:
        case "from":
            given = state.masses.gives(grams)
            masses = given.is_emptied() if part.emptied else given
            return replace(state, stage="emptied" if part.emptied else state.stage, **account(masses))
        case "into":
            stage = "repacked" if state.stage == "provisional" else state.stage
            return replace(state, stage=stage, **account(state.masses.receives(grams)))
        case "input":
            return replace(state, stage="treated", **account(state.masses.is_treated(grams)))
        case "output":
            return replace(state, **account(state.masses.is_residue(grams)))
        case _:
            return _on_manifest(state, statement, part)


def _on_manifest(state: ContainerState, statement: Statement[AnyFact], part: Part) -> ContainerState:
    """After a step of a manifest; out of a tank only a part is loaded, so the tank itself stays where it is."""
    if part.role == "accepted":
        receiver = state.confirmed_by or f"organisation:{speaker_of(statement)}"
        state = replace(state, confirmed_by=receiver, confirmed_g=(state.confirmed_g or 0) + (part.mass_g or 0))
    if state.kind in TAPPED:
        return state
    if part.role == "released":
        return replace(state, manifest=None)
    if part.role == "listed":
        return replace(state, manifest=statement.subject)
    holder = part.holder or f"organisation:{speaker_of(statement)}"
    stage = STAGES[part.role]  # type: ignore[index]  # what is neither a pouring nor a treatment is on a manifest
    return replace(state, stage=stage, manifest=statement.subject, held_by=holder, facility=None, zone=None)


def duty_of(state: ContainerState) -> Duty:
    """Whether the owner's duty has ended, is under way, or cannot end as it stands."""
    if state.confirmed_by is not None and (state.kind not in TAPPED or _is_gone(state)):
        return Duty("closed", "confirmed")
    if state.stage == "lost":
        return Duty("broken", "lost")
    if state.stage in {"treated", "emptied"} and state.remaining_g == 0:
        if state.masses.unaccounted_g > max(TOLERANCE_G, _came_in(state) * TOLERANCE_PERMILLE // 1000):
            return Duty("broken", "residual_mass")
        return Duty("closed", "treated_at_home" if state.masses.treated_g else "passed_on")
    return Duty("open", state.stage)


def loops_told_by(state: ContainerState) -> dict[str, Literal["open", "closed", "broken"]]:
    """The loops of a container, as far as its own state tells: a chain goes on where the container's duty ended."""
    status = duty_of(state).status
    return {"custody": status, "chain": "open"} if status == "open" else {"custody": status}


def _is_gone(state: ContainerState) -> bool:
    """Of what is tapped: whether as much was accepted as is missing in it."""
    return (state.remaining_g or 0) <= (state.confirmed_g or 0)


def _came_in(state: ContainerState) -> int:
    return state.masses.arisen_g + state.masses.received_g
