"""五即 as rules look at them: which containers they are for, and when the shift ends in which a step was done."""

from ledger.hazardous_waste.container import TAPPED, ContainerState
from ledger.parties.establishment import Establishment
from projections.rules.case import Case, Known
from projections.rules.containers import is_medical, waste_of
from projections.rules.conventions import day_of, minutes_into_day, shifted
from projections.rules.periods import class_in

POLICY = "沪府办发〔2024〕30号 三（二）"


def is_held_to_them(case: Case, at: str) -> bool:
    """Whether a container is one of an establishment under key supervision 重点; tanks and medical waste are not."""
    state: ContainerState = case.state
    if state.establishment is None or state.kind in TAPPED:
        return False
    return not is_medical(waste_of(state, case.known)) and is_key(case.known, state.establishment, at)


def is_key(known: Known, establishment: str, at: str) -> bool:
    """Whether an establishment is 重点 by what was assigned by an instant: nobody is held to it before."""
    return class_in(known.case(establishment, at), int(day_of(at)[:4]), at) == "key"


def end_of_shift(known: Known, establishment: str, at: str) -> str | None:
    """When the shift ends in which an instant lies; None where it lies in none that is known."""
    steps = known.case(establishment, at).steps(Establishment.Registered, Establishment.Changed)
    told = [step for step in steps if step.at <= at]
    now = minutes_into_day(at)
    for shift in (told[-1].says.shifts or ()) if told else ():
        lasts = (_minutes(shift.until) - _minutes(shift.from_)) % 1440 or 1440
        gone = (now - _minutes(shift.from_)) % 1440
        if gone < lasts:
            return shifted(at, lasts - gone)
    return None


def _minutes(time_of_day: str) -> int:
    hours, minutes = time_of_day.split(":")
    return int(hours) * 60 + int(minutes)
