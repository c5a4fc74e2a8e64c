"""The loops of the log and what they wait for, as they stood at every position, and how many of each stand now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar, Final, NamedTuple

from sqlalchemy import Connection, MetaData, Table, bindparam, delete, update

from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.lives import Moment
from projections.custody.lives_once import lives_once
from projections.hazardous_waste import loop_tables
from projections.hazardous_waste.chains import CHAIN, Chains, Traced, traced
from projections.hazardous_waste.loop_rows import Loop, loops_at
from projections.hazardous_waste.loop_tables import STILL, Tables, Tally, Version
from projections.hazardous_waste.waits import Waiting, waits_of
from projections.rows import add, count
from projections.view import View

LOOP_KEY: Final = 2
"""How many names tell a loop: the subject and the loop."""


class Changes(NamedTuple):
    """Rows that ended and versions that began, by how much tallies changed, and vessels on which chains hang."""

    ended: list[tuple[Any, int]]
    began: list[Version]
    counts: "Counts"
    traced: list[Traced]


class Counts:
    """By how much each tally changes, in loops and grams."""

    def __init__(self) -> None:
        self._loops: Counter[Tally] = Counter()
        self._grams: Counter[Tally] = Counter()

    def replace(self, before: Loop | None, after: Loop | None) -> None:
        """One row takes the place of another."""
        for row, sign in ((before, -1), (after, 1)):
            if row is not None:
                tally = Tally(row.loop, row.place, row.month, row.status)
                self._loops[tally] += sign
                self._grams[tally] += sign * row.mass_g

    def rows(self) -> list[tuple[Any, ...]]:
        """What has changed, in order."""
        changed = ((tally, self._loops[tally], self._grams[tally]) for tally in sorted(self._loops))
        return [(*tally, loops, grams) for tally, loops, grams in changed if loops or grams]


class LoopView(View[Tables, Changes]):
    """One row for each loop and state that it was in; another for each thing that it waited for."""

    NAME: ClassVar = "loop"
    VERSION: ClassVar = 3

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """As `loop_tables.py` describes them."""
        return loop_tables.tables(metadata, prefix)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """How the loops of what these facts are about, or act on, stood after each of them."""
        changes = Changes([], [], Counts(), [])
        for life in lives_once(ledger, facts):
            moments = list(life.moments(facts[0].position - 1))
            for key, versions in _versions(life.subject, moments):
                before, *after = _merged(versions)
                if not after:
                    continue
                if before.row is not None:
                    changes.ended.append((key, after[0].since))
                changes.began.extend(each for each in after if each.row is not None)
                if len(key) == LOOP_KEY:
                    changes.counts.replace(before.row, after[-1].row)
            if kind_of(life.subject) == "container":
                changes.traced.extend(_traced(life.subject, moments))
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """End what is not so any more, add what is, look at the chains again, and count."""
        chains = Chains(connection, tables, changes.traced)
        for vessel, before, after in chains.versions():
            if before is not None:
                changes.ended.append(((vessel, CHAIN), after[0].since))
            changes.began.extend(after)
            changes.counts.replace(before.row if before is not None else None, after[-1].row)
        chains.write()
        for table, size in ((tables.loop, LOOP_KEY), (tables.waiting, LOOP_KEY + 1)):
            _end(connection, table, [(key, at) for key, at in changes.ended if len(key) == size], size)
        loops = [(*v.row[:2], v.since, v.until, *v.row[2:]) for v in changes.began if isinstance(v.row, Loop)]
        add(connection, tables.loop, loops)
        waits = [(*v.row[:3], v.since, v.until, v.row[3]) for v in changes.began if isinstance(v.row, Waiting)]
        add(connection, tables.waiting, waits)
        counted = changes.counts.rows()
        count(connection, tables.tally, counted)
        if any(loops < 0 for *_, loops, _ in counted):  # a tally of nothing would hang on where stretches ended
            connection.execute(delete(tables.tally).where(tables.tally.c.loops == 0))


def _end(connection: Connection, table: Table, ended: list[tuple[tuple[str, ...], int]], size: int) -> None:
    """What stood until now stands no more from a position on."""
    names = [column.name for column in table.primary_key][:size]
    values = [{f"its_{n}": v for n, v in zip(names, key, strict=True)} | {"at": at} for key, at in ended]
    if values:
        same = [table.c[name] == bindparam(f"its_{name}") for name in names]
        still = update(table).where(*same, table.c.to_position == STILL).values(to_position=bindparam("at"))
        connection.execute(still, values)


def _traced(vessel: str, moments: list[Moment]) -> Iterator[Traced]:
    """The vessel after each fact that changes its trace or its loop."""
    found = [traced(vessel, moment, next(iter(loops_at(vessel, moment)), None)) for moment in moments]
    for before, now in pairwise(found):
        if before[2:] != now[2:]:
            yield now


Key = tuple[str, ...]
"""Subject and loop; of what it waits for the kind too."""


def _versions(subject: str, moments: list[Moment]) -> Iterator[tuple[Key, list[Version]]]:
    """Each row of a life, as it was before a stretch and after each fact that changes the life."""
    found: list[dict[Key, Any]] = []
    for moment in moments:
        rows: dict[Key, Any] = {(row.subject, row.loop): row for row in loops_at(subject, moment)}
        waits = waits_of(subject, moment.standing, moment.state)
        found.append(rows | {(row.subject, row.loop, row.kind): row for row in waits})
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
