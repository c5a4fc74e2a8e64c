"""How loops stand at an instant: by the facts known then, and by the deadlines that have passed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, and_, case, exists, or_, select, true, tuple_

from ledger.clock import shanghai_day
from ledger.regulation.deadlines import DEADLINES
from projections.clocks import Clocks
from projections.custody.asked_at import AskedAt
from projections.hazardous_waste.loop_tables import Tables
from projections.hazardous_waste.waits import Waiting
from projections.kept import STILL, stood

STATUSES: Final = ("open", "overdue", "closed", "broken", "cancelled")
NOT_JUDGED: Final = frozenset({"storage"})
"""Deadlines that bind only holders of a licence."""


def stands(table: Table, at: AskedAt) -> ColumnElement[bool]:
    """Which rows of a table that keeps its past stood then."""
    if at.is_now:
        return table.c.to_position == STILL
    return stood(table, at.position)


def late(tables: Tables, at: AskedAt, makes: str) -> ColumnElement[bool]:
    """Of what is waited for, that of which the deadline has passed which makes a loop overdue, or broken."""
    waiting = tables.waiting.c
    kinds = {d.kind for d in DEADLINES.values() if d.makes == makes} - NOT_JUDGED
    spans = [
        and_(waiting.kind == s.kind, waiting.start >= s.since, waiting.start < min(s.until, s.passed))
        for s in at.clocks.passed()
        if s.kind in kinds
    ]
    return and_(stands(tables.waiting, at), or_(*spans))


def passed(tables: Tables, at: AskedAt, makes: str) -> ColumnElement[bool]:
    """Whether such a deadline of a loop has passed, looked up for the one loop."""
    loop, waiting = tables.loop.c, tables.waiting.c
    same = waiting.subject == loop.subject, waiting.loop == loop.loop
    return exists(select(1).select_from(tables.waiting).where(*same, late(tables, at, makes)))


def among_the_late(tables: Tables, at: AskedAt, makes: str) -> ColumnElement[bool]:
    """The same, from all that have passed: they are few, and are found by when they began."""
    waiting = tables.waiting.c
    return tuple_(tables.loop.c.subject, tables.loop.c.loop).in_(
        select(waiting.subject, waiting.loop).where(late(tables, at, makes))
    )


def status_of(tables: Tables, at: AskedAt) -> ColumnElement[str]:
    """The status of a loop then."""
    loop = tables.loop.c
    return case(
        (loop.status != "open", loop.status),
        (passed(tables, at, "broken"), "broken"),
        (passed(tables, at, "overdue"), "overdue"),
        else_="open",
    )


def has_status(tables: Tables, at: AskedAt, status: str | None) -> ColumnElement[bool]:
    """Whether a loop had a status then; any, where none is asked for."""
    loop = tables.loop.c
    broken, overdue = (among_the_late(tables, at, makes) for makes in ("broken", "overdue"))
    match status:
        case None:
            return true()
        case "open":
            return and_(loop.status == "open", ~broken, ~overdue)
        case "overdue":
            return and_(loop.status == "open", overdue, ~broken)
        case "broken":
            return or_(loop.status == "broken", and_(loop.status == "open", broken))
    return loop.status == status


Waits = dict[tuple[str, str], list[Waiting]]
"""Subject and loop → what it waits for."""


def waits_in(connection: Connection, tables: Tables, at: AskedAt, keys: list[tuple[str, str]]) -> Waits:
    """What these loops waited for then."""
    waiting = tables.waiting.c
    found: Waits = {}
    columns = [waiting[name] for name in Waiting._fields]
    wanted = select(*columns).where(waiting.subject.in_({subject for subject, _ in keys}), stands(tables.waiting, at))
    for row in connection.execute(wanted) if keys else ():
        each = Waiting(*row)
        found.setdefault((each.subject, each.loop), []).append(each)
    return found


def deadlines(waits: Iterable[Waiting], clocks: Clocks) -> list[dict[str, Any]]:
    """Each with when it is due, whether that has passed, and its legal basis; the first due first."""
    found = [_deadline(each, clocks) for each in waits if each.kind not in NOT_JUDGED]
    return sorted(found, key=lambda each: (each["due"], each["kind"]))


def status_then(status: str, passed_deadlines: Iterable[dict[str, Any]]) -> str:
    """The status of a loop, given the deadlines of it that have passed."""
    makes = {each["makes"] for each in passed_deadlines}
    if status != "open" or not makes:
        return status
    return "broken" if "broken" in makes else "overdue"


def judged(
    loops: Mapping[str, str], waits: Iterable[Waiting], clocks: Clocks
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The loops of one subject with their status then, some overdue or broken by a deadline; and all deadlines."""
    told = deadlines(waits, clocks)
    late = [each for each in told if each["passed"]]
    then = {name: status_then(status, (d for d in late if d["loop"] == name)) for name, status in loops.items()}
    return then, told


def _deadline(waiting: Waiting, clocks: Clocks) -> dict[str, Any]:
    deadline, due = DEADLINES[waiting.kind], clocks.due(waiting.kind, waiting.start)
    zh, en = deadline.title
    return {
        "loop": waiting.loop,
        "kind": waiting.kind,
        "title": {"zh": zh, "en": en},
        "since": waiting.start,
        "due": due.at,
        "passed": due.at < clocks.as_of,
        "makes": deadline.makes,
        "provisional": due.provisional,
        "source": deadline.source,
        "basis": deadline.basis(str(shanghai_day(due.at))),
    }
