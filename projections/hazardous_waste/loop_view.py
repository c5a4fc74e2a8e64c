"""The loops of the log and what they wait for, as they stood at every position, and how many of each stand now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from ledger.fact import Recorded
from ledger.log import Ledger
from projections.custody.lives import Life, lives_changed
from projections.hazardous_waste.loop_rows import KINDS, Loop, loops_at
from projections.hazardous_waste.waits import Waiting, waits_of
from projections.view import View

STILL: Final = 2**62
"""`to_position` of what is so now."""


class Version(NamedTuple):
    """A row, and the positions from and up to which it stood."""

    row: Any
    since: int
    until: int


class Tally(NamedTuple):
    """Loops that are counted together."""

    loop: str
    place: str
    month: str
    """YYYY-MM in which they were opened, in Shanghai."""
    status: str


class Tables(NamedTuple):
    """The tables of the view."""

    loop: Table
    waiting: Table
    tally: Table


class Changes(NamedTuple):
    """Rows that ended and versions that began, and by how much each tally changed in loops and grams."""

    ended: list[tuple[Any, int]]
    began: list[Version]
    tallies: dict[Tally, tuple[int, int]]


class LoopView(View[Tables, Changes]):
    """One row for each loop and state that it was in; another for each thing that it waited for."""

    NAME: ClassVar = "loop"
    VERSION: ClassVar = 2

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """`loop` and `waiting`, whose rows stood from one position up to another, and `tally` of today."""
        loop = Table(
            f"{prefix}loop",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("loop", Text, primary_key=True),
            Column("from_position", BigInteger, primary_key=True, autoincrement=False),
            Column("to_position", BigInteger, nullable=False, comment="from which on it is not so any more"),
            Column("status", Text, nullable=False, comment="open, closed, broken or cancelled, by the facts alone"),
            Column("reason", Text, nullable=False),
            Column("opened_at", Text, nullable=False),
            Column("month", Text, nullable=False),
            Column("closed_at", Text),
            Column("place", Text, nullable=False),
            Column("mass_g", BigInteger, nullable=False),
            sqlite_with_rowid=False,
        )
        now = loop.c.to_position == STILL
        Index(f"{prefix}loop_now", loop.c.subject, loop.c.loop, sqlite_where=now, postgresql_where=now)
        Index(f"{prefix}loop_at_place", loop.c.place, loop.c.subject, sqlite_where=now, postgresql_where=now)
        waiting = Table(
            f"{prefix}waiting",
            metadata,
            Column("subject", Text, primary_key=True),
            Column("loop", Text, primary_key=True),
            Column("kind", Text, primary_key=True),
            Column("from_position", BigInteger, primary_key=True, autoincrement=False),
            Column("to_position", BigInteger, nullable=False),
            Column("start", Text, nullable=False, comment="since when it waits"),
            sqlite_with_rowid=False,
        )
        waits = waiting.c.to_position == STILL
        Index(f"{prefix}waiting_since", waiting.c.kind, waiting.c.start, sqlite_where=waits, postgresql_where=waits)
        tally = Table(
            f"{prefix}tally",
            metadata,
            *(Column(name, Text, primary_key=True) for name in Tally._fields),
            Column("loops", Integer, nullable=False),
            Column("mass_g", BigInteger, nullable=False),
            sqlite_with_rowid=False,
        )
        return Tables(loop, waiting, tally)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """How the loops of what these facts are about, or act on, stood after each of them."""
        changes = Changes([], [], {})
        tallies: Counter[Tally] = Counter()
        masses: Counter[Tally] = Counter()
        for life in lives_changed(ledger, facts, KINDS):
            for key, versions in _versions(life, facts[0].position - 1):
                before, *after = _merged(versions)
                if not after:
                    continue
                if before.row is not None:
                    changes.ended.append((key, after[0].since))
                changes.began.extend(each for each in after if each.row is not None)
                if len(key) == 2:
                    for row, sign in ((before.row, -1), (after[-1].row, 1)):
                        if row is not None:
                            tallies[_tally(row)] += sign
                            masses[_tally(row)] += sign * row.mass_g
        changed = {each: (tallies[each], masses[each]) for each in tallies.keys() | masses.keys()}
        changes.tallies.update({each: by for each, by in changed.items() if by != (0, 0)})
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """End what is not so any more, add what is, and count."""
        for table, size in ((tables.loop, 2), (tables.waiting, 3)):
            names = [column.name for column in table.primary_key][:size]
            ended = [
                {f"its_{name}": value for name, value in zip(names, key, strict=True)} | {"at": at}
                for key, at in changes.ended
                if len(key) == size
            ]
            if ended:
                same = [table.c[name] == bindparam(f"its_{name}") for name in names]
                end = update(table).where(*same, table.c.to_position == STILL).values(to_position=bindparam("at"))
                connection.execute(end, ended)
        for table, kind in ((tables.loop, Loop), (tables.waiting, Waiting)):
            rows = [
                {**each.row._asdict(), "from_position": each.since, "to_position": each.until}
                for each in changes.began
                if isinstance(each.row, kind)
            ]
            if rows:
                connection.execute(insert(table), rows)
        if changes.tallies:
            add = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(tables.tally)
            more = {name: tables.tally.c[name] + add.excluded[name] for name in ("loops", "mass_g")}
            rows = [{**t._asdict(), "loops": n, "mass_g": grams} for t, (n, grams) in sorted(changes.tallies.items())]
            connection.execute(add.on_conflict_do_update(index_elements=list(Tally._fields), set_=more), rows)
            if any(
                loops < 0 for loops, _ in changes.tallies.values()
            ):  # else what is there would hang on the stretches
                connection.execute(delete(tables.tally).where(tables.tally.c.loops == 0))


Key = tuple[str, ...]
"""Subject and loop; of what it waits for the kind too."""


def _versions(life: Life, before: int) -> Iterator[tuple[Key, list[Version]]]:
    """Each row of a life, as it was before a stretch and after each fact that changes the life."""
    moments = list(life.moments(before))
    found: list[dict[Key, Any]] = [
        {
            **{(row.subject, row.loop): row for row in loops_at(life.subject, moment)},
            **{
                (row.subject, row.loop, row.kind): row
                for row in waits_of(life.subject, moment.standing, moment.state)
            },
        }
        for moment in moments
    ]
    ends = [*(moment.position for moment in moments[1:]), STILL]
    for key in dict.fromkeys(key for rows in found for key in rows):
        spans = zip(found, moments, ends, strict=True)
        yield key, [Version(rows.get(key), moment.position, until) for rows, moment, until in spans]


def _merged(versions: list[Version]) -> Iterable[Version]:
    """The same, with what did not change from one moment to the next as one."""
    merged = versions[:1]
    for one, other in pairwise(versions):
        if one.row == other.row:
            merged[-1] = merged[-1]._replace(until=other.until)
        else:
            merged.append(other)
    return merged


def _tally(row: Loop) -> Tally:
    return Tally(row.loop, row.place, row.month, row.status)
