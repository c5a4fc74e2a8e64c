"""Loops in figures, by place and month: how many stand how, why some are not closed, how long the others took."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, select

from ledger.regulation.deadlines import DEADLINES
from ledger.regulation.divisions import prefix_of
from projections.custody.asked_at import AskedAt, stands
from projections.custody.visibility import Viewer
from projections.loops.status import Then, in_words, kinds_that_passed, with_pauses
from projections.loops.view import LoopView
from projections.parties.keepers import READ_FROM, keepers_at
from projections.parties.party import PartyView, places_by_number
from projections.parties.through_places import places_of
from projections.runner import Reading, Runner


class Group(NamedTuple):
    """Loops of one place that have one status for one cause; those opened in one month (YYYY-MM), or all: empty."""

    loop: str
    place: str
    division: str | None
    month: str
    status: str
    reasons: tuple[str, ...]
    """As the list of loops has them: first what the facts say, then the deadlines that have passed."""
    loops: int
    mass_g: int


class Closing(NamedTuple):
    """Closed loops of one place that took equally long; those opened in one month, or all."""

    loop: str
    place: str
    division: str | None
    month: str
    closed_after: int
    """Tenths of an hour."""
    loops: int


_Key = tuple[str, str, str, str, str, int]
"""Kind, place, month, status and reason by the facts alone, and the kinds of deadlines that have passed."""


def groups_of(views: Runner, viewer: Viewer, at: AskedAt, *, by_month: bool = False) -> list[Group]:
    """Figures of the places that are the viewer's own, or lie where it is the authority; of each month if asked."""
    with views.reading_together(LoopView.NAME, PartyView.NAME, *READ_FROM) as (loops, parties, licences, extensions):
        then = Then(loops.tables, at.in_view(loops.position), keepers_at(licences, extensions, at))
        then = with_pauses(loops.connection, then)
        counted: dict[_Key, tuple[int, int]] = dict(_counted(loops, then, by_month))
        for (*key, passed), (late, mass) in list(_late(loops, then, by_month)):
            kind, place, month, status, reason = key
            in_time = kind, place, month, status, reason, 0
            of_it = counted.get(in_time, (0, 0))
            counted[in_time] = of_it[0] - late, of_it[1] - mass
            counted[kind, place, month, status, reason, passed] = late, mass
        own = own_places(loops, parties, viewer, {place for _, place, *_ in counted})
    return [
        Group(kind, place, own[place], month, _status(status, passed), (reason, *in_words(passed)), number, mass)
        for (kind, place, month, status, reason, passed), (number, mass) in sorted(counted.items())
        if place in own and number
    ]


def closings_of(views: Runner, viewer: Viewer, at: AskedAt, *, by_month: bool = False) -> list[Closing]:
    """How long the closed loops of the same places took."""
    with views.reading_together(LoopView.NAME, PartyView.NAME) as (loops, parties):
        table, it = loops.tables.loop, loops.tables.loop.c
        key = (it.loop, it.place, it.month, it.closed_after) if by_month else (it.loop, it.place, it.closed_after)
        then = stands(table, at.in_view(loops.position)), it.closed_after.is_not(None)
        found = [
            tuple(row) for row in loops.connection.execute(select(func.count(), *key).where(*then).group_by(*key))
        ]
        own = own_places(loops, parties, viewer, {place for _, _, place, *_ in found})
    return [
        Closing(kind, place, own[place], "".join(month), after, number)
        for number, kind, place, *month, after in found
        if place in own
    ]


def quantile(took: Mapping[int, int], percent: int) -> int | None:
    """Of so many that took so long: the least time in which so many per cent had closed; None where nothing did."""
    left = -(-sum(took.values()) * percent // 100)
    for time, number in sorted(took.items()):
        left -= number
        if left <= 0:
            return time
    return None


def _status(status: str, passed: int) -> str:
    makes = {DEADLINES[kind].makes for kind in in_words(passed)}
    return "broken" if "broken" in makes else "overdue" if makes else status


def _counted(loops: Reading, then: Then, by_month: bool) -> Iterable[tuple[_Key, tuple[int, int]]]:
    """By the facts alone: kept for today, counted for the past."""
    tally, loop = then.tables.tally.c, then.tables.loop.c
    it = tally if then.at.is_now else loop
    number: ColumnElement[Any] = func.sum(tally.loops) if then.at.is_now else func.count()
    kept = select(number, func.sum(it.mass_g), it.loop, it.place, it.status, it.reason)
    if not then.at.is_now:
        kept = kept.where(stands(then.tables.loop, then.at))
    for number_of, mass, kind, place, *why, in_month in loops.connection.execute(_grouped(kept, it, by_month)):
        yield (kind, place, in_month, *why, 0), (int(number_of), int(mass))


def _late(loops: Reading, then: Then, by_month: bool) -> Iterable[tuple[_Key, tuple[int, int]]]:
    """Of the open ones, those of which a deadline has passed."""
    loop, late = then.tables.loop.c, kinds_that_passed(then)
    same = and_(loop.subject == late.c.subject, loop.loop == late.c.loop)
    figures = select(
        func.count(), func.sum(loop.mass_g), loop.loop, loop.place, loop.status, loop.reason, late.c.kinds
    )
    figures = figures.join_from(late, then.tables.loop, same)
    figures = figures.where(stands(then.tables.loop, then.at), loop.status == "open")
    for number, mass, kind, place, *why, passed, in_month in loops.connection.execute(
        _grouped(figures, loop, by_month)
    ):
        yield (kind, place, in_month, *why, int(passed)), (int(number), int(mass))


def _grouped(figures: Select[Any], it: Any, by_month: bool) -> Select[Any]:
    """Figures of what has all the other columns in common; and the month, empty where that is not wanted."""
    _, _, *key = figures.selected_columns
    if not by_month:
        return figures.add_columns(literal("").label("month")).group_by(*key)
    return figures.add_columns(it.month).group_by(*key, it.month)


def own_places(loops: Reading, parties: Reading, viewer: Viewer, places: Collection[str]) -> dict[str, str | None]:
    """Of these places the viewer's own, and those that lie where it is the authority, with their division."""
    division = parties.tables.division.c
    placed = loops.connection.execute(select(division.subject, division.division))
    by_gate = set(loops.connection.execute(places_of(parties.tables.party, viewer.organisation)).scalars())
    divisions: dict[str, str] = {place: inner for place, inner in placed if place in places}
    return {
        place: divisions.get(place)
        for place in places
        if _is_own(viewer, place, divisions) or by_gate & set(places_by_number(place))
    }


def _is_own(viewer: Viewer, place: str, divisions: Mapping[str, str]) -> bool:
    if viewer.administers or place.partition(":")[2][:18] == viewer.organisation:
        return True
    return (
        viewer.division is not None
        and divisions.get(place, "").startswith(prefix_of(viewer.division))
        and place in divisions
    )
