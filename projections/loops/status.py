"""How loops stand at an instant: by the facts known then, and by the deadlines that have passed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)

from ledger.clock import shanghai_day
from ledger.regulation.deadlines import DEADLINES
from projections.clocks import Clocks, Due
from projections.custody.asked_at import AskedAt, stands
from projections.loops.tables import Tables
from projections.loops.waits import Waiting
from projections.parties.keepers import NOBODY, Keepers

STATUSES: Final = ("open", "overdue", "closed", "broken", "cancelled")
KINDS: Final = sorted(DEADLINES)
BINDS_KEEPERS: Final = "storage"
"""The deadline that binds only holders of a licence."""


class Then(NamedTuple):
    """What loops are judged by: their tables, the instant asked about, and whom the year of storage bound then."""

    tables: Tables
    at: AskedAt
    keepers: Keepers
    paused: Sequence[Waiting] = ()
    """What has passed of that whose clock stood still at times: it is few, and no start alone tells of it."""


def with_pauses(connection: Connection, then: Then) -> Then:
    """The same, knowing which of the clocks that stood still have run out."""
    waiting = then.tables.waiting.c
    columns = [waiting[name] for name in Waiting._fields]
    wanted = select(*columns).where(waiting.pauses != "", stands(then.tables.waiting, then.at))
    stopped = (Waiting(*row) for row in connection.execute(wanted))
    clocks = then.at.clocks
    return then._replace(paused=[w for w in stopped if clocks.due(w.kind, w.start, w.pauses).at < clocks.as_of])


def late(then: Then, makes: str) -> Iterator[ColumnElement[bool]]:
    """Of what is waited for, that of which a deadline has passed which makes a loop overdue, or broken; for each."""
    return (passed_one for kind, passed_one in late_by_kind(then) if DEADLINES[kind].makes == makes)


def late_by_kind(then: Then) -> Iterator[tuple[str, ColumnElement[bool]]]:
    """Kind of deadline, and of what is waited for that of which one has passed; a kind comes more than once."""
    waiting = then.tables.waiting.c
    for span in then.at.clocks.passed():
        about = waiting.kind == span.kind
        if span.kind == BINDS_KEEPERS:  # told by where it lies, which nothing else is: most of what lies is not bound
            about = then.keepers.bound(waiting, then.at.as_of)
        begun = waiting.pauses == "", waiting.start >= span.since, waiting.start < min(span.until, span.passed)
        yield span.kind, and_(stands(then.tables.waiting, then.at), about, *begun)
    stopped: dict[str, list[str]] = {}
    for each in then.paused:
        stopped.setdefault(each.kind, []).append(each.subject)
    for kind, subjects in stopped.items():
        about = and_(waiting.kind == kind, waiting.subject.in_(subjects))
        yield kind, and_(stands(then.tables.waiting, then.at), about)


def passed(then: Then, makes: str) -> ColumnElement[bool]:
    """Whether such a deadline of a loop has passed, looked up for the one loop."""
    loop, waiting = then.tables.loop.c, then.tables.waiting.c
    same = waiting.subject == loop.subject, waiting.loop == loop.loop
    return exists(select(1).select_from(then.tables.waiting).where(*same, or_(*late(then, makes))))


def among_the_late(then: Then, makes: str) -> ColumnElement[bool]:
    """The same, from all of which such a deadline has passed: they are few."""
    loop, them = then.tables.loop.c, the_late(then, makes)
    return tuple_(loop.subject, loop.loop).in_(select(them.c.subject, them.c.loop))


def the_late(then: Then, makes: str) -> Subquery:
    """Subject and loop of all of which such a deadline has passed, found by when they began, deadline by deadline."""
    waiting = then.tables.waiting.c
    of_each = [select(waiting.subject, waiting.loop).where(passed_one) for passed_one in late(then, makes)]
    return union_all(*of_each).subquery()  # a union itself is not what SQLite begins with


def kinds_that_passed(then: Then) -> Subquery:
    """Subject and loop of all of which a deadline has passed, and `kinds`: which, as `in_words` reads it."""
    waiting = then.tables.waiting.c
    of_each = [
        select(waiting.subject, waiting.loop, literal(1 << KINDS.index(kind)).label("kind")).where(passed_one)
        for kind, passed_one in late_by_kind(then)
    ]
    each = union_all(*of_each).subquery().c
    return (
        select(each.subject, each.loop, func.sum(each.kind).label("kinds"))
        .group_by(each.subject, each.loop)
        .subquery()
    )


def in_words(kinds: int) -> tuple[str, ...]:
    """The kinds of deadlines that a number stands for, in alphabetical order."""
    return tuple(kind for n, kind in enumerate(KINDS) if kinds >> n & 1)


def status_of(then: Then) -> ColumnElement[str]:
    """The status of a loop then."""
    loop = then.tables.loop.c
    return case(
        (loop.status != "open", loop.status),
        (passed(then, "broken"), "broken"),
        (passed(then, "overdue"), "overdue"),
        else_="open",
    )


def has_status(then: Then, status: str | None) -> ColumnElement[bool]:
    """Whether a loop had a status then; any, where none is asked for."""
    loop = then.tables.loop.c
    broken, overdue = (among_the_late(then, makes) for makes in ("broken", "overdue"))
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


def waits_in(connection: Connection, then: Then, keys: list[tuple[str, str]]) -> Waits:
    """What these loops waited for then."""
    waiting = then.tables.waiting.c
    found: Waits = {}
    columns = [waiting[name] for name in Waiting._fields]
    asked = waiting.subject.in_({subject for subject, _ in keys})
    wanted = select(*columns).where(asked, stands(then.tables.waiting, then.at))
    for row in connection.execute(wanted) if keys else ():
        each = Waiting(*row)
        found.setdefault((each.subject, each.loop), []).append(each)
    return found


def deadlines(waits: Iterable[Waiting], clocks: Clocks, keepers: Keepers = NOBODY) -> list[dict[str, Any]]:
    """Each with when it is due, whether that has passed, and its legal basis; the first due first."""
    found = []
    for each in waits:
        due: Due | None = clocks.due(each.kind, each.start, each.pauses)
        if each.kind == BINDS_KEEPERS and due is not None:
            at = keepers.due(each.establishment, each.facility, each.waste_code, due.at)
            due = None if at is None else due._replace(at=at)
        if due is not None:
            found.append(_deadline(each, due, clocks.as_of))
    return sorted(found, key=lambda each: (each["due"], each["kind"]))


def status_then(status: str, passed_deadlines: Iterable[dict[str, Any]]) -> str:
    """The status of a loop, given the deadlines of it that have passed."""
    makes = {each["makes"] for each in passed_deadlines}
    if status != "open" or not makes:
        return status
    return "broken" if "broken" in makes else "overdue"


def judged(
    loops: Mapping[str, str], waits: Iterable[Waiting], clocks: Clocks, keepers: Keepers = NOBODY
) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """The loops of one subject with their status then, some overdue or broken by a deadline; and all deadlines."""
    told = deadlines(waits, clocks, keepers)
    late = [each for each in told if each["passed"]]
    then = {name: status_then(status, (d for d in late if d["loop"] == name)) for name, status in loops.items()}
    return then, told


def _deadline(waiting: Waiting, due: Due, as_of: str) -> dict[str, Any]:
    deadline = DEADLINES[waiting.kind]
    zh, en = deadline.title
    return {
        "loop": waiting.loop,
        "kind": waiting.kind,
        "title": {"zh": zh, "en": en},
        "since": waiting.start,
        "due": due.at,
        "passed": due.at < as_of,
        "makes": deadline.makes,
        "provisional": due.provisional,
        "source": deadline.source,
        "basis": deadline.basis(str(shanghai_day(due.at))),
    }
