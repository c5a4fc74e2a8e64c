"""Containers as rules look at them: which waste is in one, who has it, where, and since when it is kept there."""

from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.repacking import Repacking
from ledger.subjects import establishment_in, owner_of
from ledger.waste_codes import category_of
from projections.rules.case import Case, Known, Step

MEDICAL = "HW01"
Moment = tuple[str, int]
"""When something happened, and its place in the log."""
NOW: Moment = ("~", 0)
"""Behind everything that was said."""


def waste_of(state: ContainerState, known: Known) -> str | None:
    """Its waste code, as it was said of itself or of its profile."""
    if state.waste_code is not None or state.profile is None:
        return state.waste_code
    code: str | None = known.case(state.profile).state.waste_code
    return code


def is_medical(code: str | None) -> bool:
    """Whether a code is one of medical waste."""
    return code is not None and category_of(code) == MEDICAL


def owner(case: Case) -> str:
    """The organisation that numbered it, whose duty it is until somebody accepts it."""
    return f"organisation:{owner_of(case.subject)}"


def holder(case: Case) -> str:
    """Who has it, as far as that was told; else its owner."""
    return case.state.held_by or owner(case)


def place_of(case: Case, known: Known) -> str:
    """The establishment where it is, or was when it was seen last."""
    state: ContainerState = case.state
    if state.facility is not None:
        return establishment_in(state.facility) or ""
    if state.manifest is not None:
        trip = known.case(state.manifest).state
        at_receiver = state.held_by is not None and state.held_by == trip.receiver
        return (trip.to_establishment if at_receiver else trip.from_establishment) or state.establishment or ""
    stored = case.last(Container.Stored)
    return (establishment_in(stored.says.facility) if stored else None) or state.establishment or ""


def kept_since(case: Case, here: str, known: Known, before: Moment = NOW) -> Step | None:
    """The first storing in an establishment of anything that is in it: its own, or that of what was poured into it.

    What it held before it was emptied last does not count.
    """
    first: Step | None = None
    for step in case.steps():
        if (step.at, step.position) >= before:
            break
        found: list[Step] = [] if first is None else [first]
        match step.says:
            case Container.Stored() as now if establishment_in(now.facility) == here:
                found.append(step)
            case Repacking.Repacked() as now if any(each.container == case.subject for each in now.into):
                poured = (known.case(each.container, step.at) for each in now.from_)
                above = (kept_since(each, here, known, (step.at, step.position)) for each in poured)
                found += [each for each in above if each is not None]
        first = min(found, key=lambda each: (each.at, each.position), default=None)
        if step.after.remaining_g == 0:
            first = None
    return first
