"""What a site holds, and how much of a permit is used: sums as they are now, or as they were known at a position."""

from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from ledger.clock import shanghai_day
from ledger.log import Ledger
from projections.construction_waste.hauls import ACCEPTED
from projections.construction_waste.spoil_view import DRAWN, SpoilView
from projections.custody.asked_at import AskedAt
from projections.custody.state import fold
from projections.kept import stood
from projections.reading import Reading
from projections.runner import Reading as ViewReading
from projections.runner import Runner


class Sum(NamedTuple):
    """So many entries, how many of them estimated, and their mass."""

    entries: int = 0
    estimated: int = 0
    mass_g: int = 0


class Counted(NamedTuple):
    """The last count of a yard, and its position."""

    day: str
    mass_g: int
    position: int


class Occupancy(NamedTuple):
    """A site as it is filed, what it took and gave away, what it took on the day asked about, and the last count."""

    site: Any
    accepted: Sum
    removed: Sum
    today: Sum
    day: str
    counted: Counted | None
    at_count_g: int | None
    """What the books had up to the end of the day of that count."""

    @property
    def stock_g(self) -> int:
        """What lies there by the books."""
        return self.accepted.mass_g - self.removed.mass_g


class PermitUse(NamedTuple):
    """A permit as it stands, and what trips have drawn of it."""

    permit: Any
    drawn: Sum


def state_then(ledger: Ledger, subject: str, at: AskedAt) -> Any:
    """A subject's state by what was recorded and had happened by an instant."""
    reading = Reading(ledger, at.position)
    standing = reading.standing(subject, reading.lives([subject])[subject])
    return fold(subject, [each for each in standing if each.statement.occurred_at <= at.as_of])


def occupancy_of(views: Runner, at: AskedAt, site: str, filed: Any) -> Occupancy:
    """How full a site is."""
    day = str(shanghai_day(at.as_of))
    views.reach(SpoilView.NAME, at.position)
    with views.reading(SpoilView.NAME) as view:
        sums = _sums(view, at, site)
        today = _sums(view, at, site, day, day)
        counted = _last_count(view, at, site)
        books = _sums(view, at, site, until=counted.day) if counted is not None else None
    at_count = None if books is None else books[ACCEPTED].mass_g - books["removed"].mass_g
    return Occupancy(filed, sums[ACCEPTED], sums["removed"], today[ACCEPTED], day, counted, at_count)


def permit_use_of(views: Runner, at: AskedAt, permit: str, granted: Any) -> PermitUse:
    """How much of a permit is used."""
    views.reach(SpoilView.NAME, at.position)
    with views.reading(SpoilView.NAME) as view:
        if at.in_view(view.position).is_now:
            return PermitUse(granted, _sums(view, at, permit)[DRAWN])
        haul = view.tables.haul
        wanted = select(func.count(), func.sum(haul.c.estimated), func.sum(haul.c.drawn_g))
        row = view.connection.execute(wanted.where(haul.c.permit == permit, stood(haul, at.position))).one()
        return PermitUse(granted, Sum(*(int(each or 0) for each in row)))


def busiest(views: Runner, at: AskedAt, kind: str) -> list[str]:
    """Permits, or sites, of which the view knows anything of a kind, the greatest mass first; as it is now."""
    views.reach(SpoilView.NAME, at.position)
    with views.reading(SpoilView.NAME) as view:
        it = view.tables.tally.c
        by_mass = select(it.place).where(it.kind == kind).group_by(it.place).order_by(func.sum(it.mass_g).desc())
        return list(view.connection.execute(by_mass.order_by(it.place)).scalars())


def hauling(views: Runner, at: AskedAt) -> list[str]:
    """Carriers that ever hauled, whoever made the most trips first."""
    views.reach(SpoilView.NAME, at.position)
    with views.reading(SpoilView.NAME) as view:
        it = view.tables.haul.c
        now = stood(view.tables.haul, at.position)
        by_trips = select(it.carrier).where(now).group_by(it.carrier).order_by(func.count().desc(), it.carrier)
        return list(view.connection.execute(by_trips).scalars())


def _sums(view: ViewReading, at: AskedAt, place: str, since: str = "", until: str = "9") -> dict[str, Sum]:
    """Kind → sum at a place, of these days."""
    if at.in_view(view.position).is_now:
        it = view.tables.tally.c
        figures = func.sum(it.entries), func.sum(it.estimated), func.sum(it.mass_g)
        wanted = (
            select(it.kind, *figures).where(it.place == place, it.day >= since, it.day <= until).group_by(it.kind)
        )
    else:
        it = view.tables.entry.c
        there = it.place == place, it.day >= since, it.day <= until, stood(view.tables.entry, at.position)
        wanted = select(it.kind, func.count(), func.sum(case((it.mass_g < 0, 1), else_=0)), func.sum(it.mass_g))
        wanted = wanted.where(*there).group_by(it.kind)
    found = {kind: Sum(*(int(each) for each in figures)) for kind, *figures in view.connection.execute(wanted)}
    return {kind: found.get(kind, Sum()) for kind in (ACCEPTED, "removed", "counted", "backfilled", DRAWN)}


def _last_count(view: ViewReading, at: AskedAt, site: str) -> Counted | None:
    it = view.tables.entry.c
    there = it.place == site, it.kind == "counted", stood(view.tables.entry, at.position)
    last = select(it.day, it.mass_g, it.number).where(*there, it.day <= str(shanghai_day(at.as_of)))
    row = view.connection.execute(last.order_by(it.day.desc(), it.number.desc()).limit(1)).first()
    return None if row is None else Counted(*row)
