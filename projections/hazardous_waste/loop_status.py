"""How loops stand at an instant: by the facts known then, and by the deadlines that have passed."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, and_, case, exists, or_, select, true

from ledger.regulation.deadlines import DEADLINES
from projections.clocks import Clocks
from projections.hazardous_waste.loop_view import STILL, Tables

STATUSES: Final = ("open", "overdue", "closed", "broken", "cancelled")
NOT_JUDGED: Final = frozenset({"storage"})
"""Deadlines that bind only holders of a licence."""


class Instant(NamedTuple):
    """What is asked about: the log up to a position, and the deadlines as they stood at an instant."""

    position: int
    is_now: bool
    clocks: Clocks

    def stands(self, table: Table) -> ColumnElement[bool]:
        """Which rows of a table stood then."""
        if self.is_now:
            return table.c.to_position == STILL
        return and_(table.c.from_position <= self.position, table.c.to_position > self.position)


def passed(tables: Tables, at: Instant, makes: str) -> ColumnElement[bool]:
    """Whether a deadline has passed that makes a loop overdue, or broken."""
    loop, waiting = tables.loop.c, tables.waiting.c
    kinds = {d.kind for d in DEADLINES.values() if d.makes == makes} - NOT_JUDGED
    spans = [
        and_(waiting.kind == s.kind, waiting.start >= s.since, waiting.start < min(s.until, s.passed))
        for s in at.clocks.passed()
        if s.kind in kinds
    ]
    same = waiting.subject == loop.subject, waiting.loop == loop.loop
    return exists(select(1).select_from(tables.waiting).where(*same, at.stands(tables.waiting), or_(*spans)))


def status_of(tables: Tables, at: Instant) -> ColumnElement[str]:
    """The status of a loop then."""
    loop = tables.loop.c
    return case(
        (loop.status != "open", loop.status),
        (passed(tables, at, "broken"), "broken"),
        (passed(tables, at, "overdue"), "overdue"),
        else_="open",
    )


def has_status(tables: Tables, at: Instant, status: str | None) -> ColumnElement[bool]:
    """Whether a loop had a status then; any, where none is asked for."""
    loop = tables.loop.c
    match status:
        case None:
            return true()
        case "open":
            return and_(loop.status == "open", ~passed(tables, at, "broken"), ~passed(tables, at, "overdue"))
        case "overdue":
            return and_(loop.status == "open", passed(tables, at, "overdue"), ~passed(tables, at, "broken"))
        case "broken":
            return or_(loop.status == "broken", and_(loop.status == "open", passed(tables, at, "broken")))
    return loop.status == status


class Deadlines(NamedTuple):
    """What a loop waits for then: kind → since when."""

    of: dict[tuple[str, str], dict[str, str]]

    def shown(self, subject: str, loop: str, clocks: Clocks) -> list[dict[str, Any]]:
        """Each with when it is due, whether that has passed, and its legal basis; the next one first."""
        found = [_deadline(kind, start, clocks) for kind, start in self.of.get((subject, loop), {}).items()]
        return sorted(found, key=lambda each: each["due"])


def deadlines_of(connection: Connection, tables: Tables, at: Instant, keys: list[tuple[str, str]]) -> Deadlines:
    """What these loops waited for then."""
    waiting = tables.waiting.c
    found: dict[tuple[str, str], dict[str, str]] = {}
    wanted = select(waiting.subject, waiting.loop, waiting.kind, waiting.start).where(
        waiting.subject.in_({subject for subject, _ in keys}), at.stands(tables.waiting)
    )
    for subject, loop, kind, start in connection.execute(wanted) if keys else ():
        if kind not in NOT_JUDGED:
            found.setdefault((subject, loop), {})[kind] = start
    return Deadlines(found)


def _deadline(kind: str, start: str, clocks: Clocks) -> dict[str, Any]:
    deadline, due = DEADLINES[kind], clocks.due(kind, start)
    zh, en = deadline.title
    return {
        "kind": kind,
        "title": {"zh": zh, "en": en},
        "since": start,
        "due": due.at,
        "passed": due.at < clocks.as_of,
        "makes": deadline.makes,
        "provisional": due.provisional,
        "source": deadline.source,
        "basis": deadline.basis(due.at[:10]),
    }


def in_order(tables: Tables) -> Iterator[ColumnElement[Any]]:
    """The order of lists: by subject, then by loop."""
    yield from (tables.loop.c.subject, tables.loop.c.loop)
