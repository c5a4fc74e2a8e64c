"""The books of an establishment and a waste code: what arose, came and went, as sums of parts of weeks.

They are made of the same entries as `GET /v1/mass-balance` (projections/hazardous_waste/mass_balance). A part of a
week is the days of it that lie in one month, so that months and weeks can both be told from the same few sums.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from ledger.hazardous_waste.tank import Tank
from ledger.subjects import kind_of
from projections.hazardous_waste.mass_balance import entries as accounts
from projections.hazardous_waste.mass_balance.of_bulk import of_load, of_tank, of_treatment
from projections.hazardous_waste.mass_balance.of_containers import Told, of_container
from projections.rules.case import Case, Known
from projections.rules.conventions import day_of
from projections.rules.finding import Entry
from projections.rules.limits import Limits
from projections.rules.readings import Reading, off_by

DRIFT: Final = " Δ"
"""Behind the first day of a part: by how much later readings differ from what was entered."""
IN, IN_BULK, METERED, OUT = " +", " #", " ~", " −"
"""What came: into containers, in bulk, through the meters of tanks; and what went."""
OFF: Final = " u²"
"""Σu² of all that was read."""
LIES: Final = " @"
"""Before a facility: by how much more lies there."""


@lru_cache(maxsize=4096)
def part_of_week(day: str) -> str:
    """The first of the days that lie in the same week and in the same month."""
    monday = date.fromisoformat(day) - timedelta(days=date.fromisoformat(day).weekday())
    return max(str(monday), f"{day[:7]}-01")


def end_of_week(day: str) -> str:
    """Its Sunday."""
    then = date.fromisoformat(day)
    return str(then + timedelta(days=6 - then.weekday()))


def entered(case: Case, limits: Limits) -> Iterator[Entry]:
    """What a case enters into accounts, and how far off what was read for it may be."""
    read: set[int] = set()
    for each in _told(case).entries:
        series = _series(each, case.known)
        part = part_of_week(day_of(each.at))
        masses = {DRIFT: each.stock_g - each.book_g, _label(each): abs(each.book_g)}
        if each.read_g is not None and each.kind != "level" and each.fact not in read:
            read.add(each.fact)
            off = off_by(Reading(each.read_g, each.at, each.scale, each.method), case.known, limits)
            masses[OFF] = off * off
        for label, mass in masses.items() if series else ():
            if mass:
                yield Entry(series or "", each.at, part + label, mass, each.fact)


def lies(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """By how much what lies in facilities changes: the contents of a tank, or of a container while it lies there."""
    told = _told(case)
    if kind_of(case.subject) == "facility":
        for each in told.entries:
            yield from _lying(case.subject, each, each.at, each.stock_g, case.known)
        return
    for stay in told.stays:
        before = sum(each.stock_g for each in told.entries if each.at <= stay.since)
        yield from _lying(stay.facility, stay, stay.since, before, case.known)
        for each in told.entries:
            if stay.since < each.at < stay.until:
                before += each.stock_g
                yield from _lying(stay.facility, stay, each.at, each.stock_g, case.known)
        if stay.until != accounts.STILL_THERE:
            yield from _lying(stay.facility, stay, stay.until, -before, case.known)


def _lying(facility: str, of: accounts.Entry | accounts.Stay, at: str, mass: int, known: Known) -> Iterator[Entry]:
    series = _series(of, known)
    if mass and series:
        yield Entry(series, at, f"{part_of_week(day_of(at))}{LIES}{facility}", mass, of.fact)


def _told(case: Case) -> Told:
    kind, known = kind_of(case.subject), case.known
    if kind == "container":
        return known.once("books", lambda: of_container(case.subject, case, lambda trip: _goes_to(trip, known)))
    of_it = {"manifest": of_load, "facility": of_tank, "treatment": of_treatment}[kind]
    return Told(list(of_it(case.subject, case)), [])


def _goes_to(manifest: str, known: Known) -> str | None:
    place: str | None = known.case(manifest).state.to_establishment
    return place


def _series(of: accounts.Entry | accounts.Stay, known: Known) -> str | None:
    """Its establishment and code: as told, else that of its profile, else the only one that a tank's meters name.

    None where the code is not told, or only the organisation that has it.
    """
    if kind_of(of.establishment) != "establishment":
        return None
    code = of.waste_code
    if code is None and of.profile is not None:
        code = known.case(of.profile).state.waste_code
    elif code is None and kind_of(of.vessel) == "facility":
        named = {step.says.waste_code for step in known.case(of.vessel).steps(Tank.Metered)} - {None}
        code = named.pop() if len(named) == 1 else None
    return None if code is None else f"{of.establishment} {code}"


def _label(entry: accounts.Entry) -> str:
    if entry.kind == "metered":
        return METERED
    if entry.kind == "received" and kind_of(entry.vessel) == "manifest":
        return IN_BULK
    return IN if entry.book_g > 0 else OUT
