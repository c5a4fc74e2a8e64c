"""Whom one finds in the directory: organisations by name or code, and establishments by how they are supervised."""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from ledger.regulation.divisions import prefix_of
from projections.custody.visibility import Visibility
from projections.parties.directory import DirectoryView, Establishes, Party, Supervised, Tables
from projections.runner import Runner

LOOKED_THROUGH: Final = 500
"""How many are looked at together for whether they may be seen."""
CLASSES: Final = ("key", "simplified", "registered")


class Under(NamedTuple):
    """An establishment under supervision, and the fact that says so."""

    by: Supervised
    place: Establishes


def organisations_of(
    views: Runner,
    seen: Visibility,
    head: int,
    text: str,
    role: str | None,
    division: str | None,
    after: str,
    limit: int,
) -> list[Party]:
    """Those that may be seen, themselves or by an establishment, beyond one, by code.

    Text is part of a name or of a code; a division is that of an organisation or of an establishment of it.
    """

    def wanted(tables: Tables, beyond: str) -> Select[Any]:
        it, place = tables.organisation.c, tables.establishment.c
        conditions: list[ColumnElement[bool]] = [it.subject > beyond]
        if text:
            named = it.name.icontains(text, autoescape=True)
            conditions.append(or_(named, it.subject.icontains(text, autoescape=True)))
        if role is not None:
            conditions.append(it.roles.contains(f" {role} "))
        if division is not None:
            inside = place.division.startswith(prefix_of(division))
            there = exists().where(place.organisation == it.subject, inside)
            conditions.append(or_(it.division.startswith(prefix_of(division)), there))
        return select(tables.organisation).where(*conditions).order_by(it.subject).limit(LOOKED_THROUGH)

    def seen_of(tables: Tables, connection: Any, rows: list[Party]) -> set[str]:
        subjects = [row.subject for row in rows]
        found = seen.those_seen(subjects)
        if seen.viewer.division is not None:
            it = tables.establishment.c
            of_them = select(it.organisation, it.subject).where(it.organisation.in_(set(subjects) - found))
            theirs = [tuple(row) for row in connection.execute(of_them)]
            there = seen.those_seen(place for _, place in theirs)
            found |= {organisation for organisation, place in theirs if place in there}
        return found

    views.reach(DirectoryView.NAME, head)
    return _looked_through(views, wanted, lambda row: Party(*row), seen_of, after, limit)


def supervised_of(
    views: Runner, seen: Visibility, head: int, what: str | None, year: int, division: str | None, limit: int
) -> list[Under]:
    """Establishments that are of a class for a year, or on a list now, as far as they may be seen.

    Of which class one is for a year tells its last assignment for that year, else for the last one before.
    """

    def wanted(tables: Tables, beyond: str) -> Select[Any]:
        by, place = tables.supervised.c, tables.establishment.c
        others = tables.supervised.alias()
        last = select(func.max(others.c.year)).where(
            others.c.establishment == by.establishment, others.c.year <= year, others.c.year > 0
        )
        in_force = or_(by.year == 0, by.year == last.scalar_subquery())
        here = true() if division is None else place.division.startswith(prefix_of(division))
        which = true() if what is None else by.what == what
        joined = select(tables.supervised, tables.establishment).join(
            tables.establishment, place.subject == by.establishment
        )
        open_ = and_(by.establishment > beyond, place.stage != "closed")
        return joined.where(open_, in_force, here, which).order_by(by.establishment, by.what).limit(LOOKED_THROUGH)

    def made(row: Any) -> Under:
        size = len(Supervised._fields)
        return Under(Supervised(*row[:size]), Establishes(*row[size:]))

    def seen_of(_: Tables, __: Any, rows: list[Under]) -> set[str]:
        return seen.those_seen(row.place.subject for row in rows)

    views.reach(DirectoryView.NAME, head)
    return _looked_through(views, wanted, made, seen_of, "", limit)


def _looked_through(
    views: Runner,
    wanted: Callable[[Tables, str], Select[Any]],
    made: Callable[[Any], Any],
    seen_of: Callable[[Tables, Any, list[Any]], set[str]],
    after: str,
    limit: int,
) -> list[Any]:
    """Stretch by stretch, until enough are found that may be seen."""
    found: list[Any] = []
    with views.reading(DirectoryView.NAME) as view:
        while len(found) < limit:
            rows = [made(row) for row in view.connection.execute(wanted(view.tables, after))]
            whole = len(rows) < LOOKED_THROUGH
            rows = rows if whole else [row for row in rows if _subject(row) != _subject(rows[-1])]  # it may have more
            shown = seen_of(view.tables, view.connection, rows)
            found += [row for row in rows if _subject(row) in shown]
            if whole:
                break
            after = _subject(rows[-1])
    return found[:limit]


def _subject(row: Party | Under) -> str:
    return row.subject if isinstance(row, Party) else row.place.subject


def establishments_of(views: Runner, organisations: Sequence[str], head: int, limit: int) -> dict[str, str]:
    """Registered establishments of these organisations, by number, with whose each is."""
    if not organisations:
        return {}
    views.reach(DirectoryView.NAME, head)
    with views.reading(DirectoryView.NAME) as view:
        it = view.tables.establishment.c
        theirs = it.organisation.in_(organisations), it.stage == "registered"
        wanted = select(it.subject, it.organisation).where(*theirs).order_by(it.subject).limit(limit)
        return {row.subject: row.organisation for row in view.connection.execute(wanted)}
