"""The loops of the log and what they wait for, as they stood at every position, and how many of each stand now."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple, TypeVar

from sqlalchemy import Connection, MetaData

from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.lives_once import lives_once
from projections.custody.moment import Moment
from projections.kept import Turned, turn, write
from projections.loops import tables as of_loops
from projections.loops.chains import Chains, Traced, traced
from projections.loops.rows import CUSTODY, Loop, loops_at, whose
from projections.loops.tables import Tables, Tally
from projections.loops.waits import waits_of
from projections.rows import count
from projections.view import LogView

T = TypeVar("T", bound=tuple[Any, ...])
LOOP_KEY: Final = 2
"""How many names tell a loop: the subject and the loop."""


class Changes(NamedTuple):
    """How loops and what they wait for turned, by how much tallies changed, and vessels on which chains hang."""

    loops: Turned
    waiting: Turned
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
                tally = Tally(row.loop, row.place, row.month, row.status, row.reason)
                self._loops[tally] += sign
                self._grams[tally] += sign * row.mass_g

    def rows(self) -> list[tuple[Any, ...]]:
        """What has changed, in order."""
        changed = ((tally, self._loops[tally], self._grams[tally]) for tally in sorted(self._loops))
        return [(*tally, loops, grams) for tally, loops, grams in changed if loops or grams]


class LoopView(LogView[Tables, Changes]):
    """One row for each loop and state that it was in; another for each thing that it waited for."""

    NAME: ClassVar = "loop"
    VERSION: ClassVar = 10

    def tables(self, metadata: MetaData, prefix: str) -> Tables:
        """As `tables.py` describes them."""
        return of_loops.tables(metadata, prefix)

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Changes:
        """How the loops of what these facts are about, or act on, stood after each of them."""
        changes = Changes(Turned([], []), Turned([], []), Counts(), [])
        for life in lives_once(ledger, facts):
            moments = life.moments
            loops = [(m.position, _by_key(loops_at(life.subject, m), LOOP_KEY)) for m in moments]
            turn(changes.loops, loops)
            turn(
                changes.waiting,
                [(m.position, _waiting(life.subject, m, of)) for m, (_, of) in zip(moments, loops, strict=True)],
            )
            (_, before), *_, (_, now) = loops
            for key in before.keys() | now.keys():
                changes.counts.replace(before.get(key), now.get(key))
            if kind_of(life.subject) == "container":
                custody = [rows.get((life.subject, CUSTODY)) for _, rows in loops]
                _, *after = traced(life.subject, moments, custody)
                changes.traced.extend(after)
        return changes

    def write(self, connection: Connection, tables: Tables, changes: Changes) -> None:
        """End what is not so any more, add what is, look at the chains again, and count."""
        chains = Chains(connection, tables, changes.traced)
        for before, now in chains.turned(changes.loops):
            changes.counts.replace(before, now)
        chains.write()
        write(connection, tables.loop, changes.loops)
        write(connection, tables.waiting, changes.waiting)
        count(connection, tables.tally, changes.counts.rows())


def _waiting(subject: str, moment: Moment, loops: Mapping[tuple[Any, ...], Loop]) -> dict[tuple[Any, ...], Any]:
    """What is waited for by the names that tell it apart, each with the organisation whose loop it is."""
    waits = waits_of(subject, moment.standing, moment.state)
    owned = ((*each, whose(subject, loops[each[:LOOP_KEY]].place)) for each in waits)
    return _by_key(owned, LOOP_KEY + 1)


def _by_key(rows: Iterable[T], size: int) -> dict[tuple[Any, ...], T]:
    """Rows by the names that tell them apart."""
    return {row[:size]: row for row in rows}
