"""The chain loops 全链环: when a vessel changes, so may the chain of everything that ever went into it.

Traces are kept for each vessel, and who ever gave to whom. A stretch of the log loads what its changes can reach,
with a query for each generation of vessels, and then looks at the chains again, position by position, in memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from ledger.hazardous_waste.chain import Chain, chain_of
from ledger.hazardous_waste.custody import TOLERANCE_G
from ledger.hazardous_waste.masses import EMPTY
from ledger.hazardous_waste.trace import Told, Trace, trace_of
from ledger.store.dictionary import among
from projections.custody.moment import Moment
from projections.kept import STILL, Turned, turn
from projections.loops.rows import Loop, tenths_of_an_hour
from projections.loops.tables import Tables
from projections.rows import add_new, put

CHAIN: Final = "chain"
_written = msgspec.msgpack.Encoder()
_read = msgspec.msgpack.Decoder(Trace)


class Traced(NamedTuple):
    """A vessel after a fact: what left it and where to, and its chain loop as if that had just begun."""

    position: int
    vessel: str
    trace: Trace
    begun: Loop | None


def traced(vessel: str, moments: Iterable[Moment], custody: Iterable[Loop | None]) -> Iterator[Traced]:
    """A vessel at the first of these moments, then at each that changes what its chain hangs on."""
    known: list[Told] = []
    trace, last = Trace(), None
    for moment, row in zip(moments, custody, strict=True):
        told = list(_weighty(moment))
        if told != known:
            known, trace = told, trace_of(vessel, told)
        each = Traced(moment.position, vessel, trace, None if row is None else _begun(row))
        if last is None or last[2:] != each[2:]:
            yield each
        last = each


def _weighty(moment: Moment) -> Iterator[Told]:
    """What changed the account of a vessel: steps that do not leave its trace as it was."""
    before = EMPTY
    for each, state in zip(moment.standing, moment.after, strict=True):
        if state.masses is not before:
            before = state.masses
            yield Told((each.statement.occurred_at, each.original.position), each.statement, before)


def _at(chain: Loop | None) -> dict[Any, Loop]:
    return {} if chain is None else {chain[:2]: chain}


def _begun(custody: Loop) -> Loop:
    """A chain is cancelled with its custody, whatever else becomes of that."""
    if custody.status == "cancelled":
        return custody._replace(loop=CHAIN)
    return custody._replace(loop=CHAIN, status="open", reason="", closed_at=None, closed_after=None)


class Chains:
    """The chains that a stretch of the log can change, loaded from the tables as they stood before it."""

    def __init__(self, connection: Connection, tables: Tables, changed: list[Traced]) -> None:
        self._connection, self._tables = connection, tables
        self._changed = sorted(changed, key=lambda each: (each.position, each.vessel))
        self._sources: dict[str, set[str]] = defaultdict(set)
        self._traces: dict[str, Trace] = {}
        self._rows: dict[str, Loop] = {}
        self._load()

    def turned(self, loops: Turned) -> Iterator[tuple[Loop | None, Loop | None]]:
        """Take in how the chains turned; gives of each that did its row before the stretch, and the one after it."""
        before = dict(self._rows)
        known: dict[str, list[tuple[int, dict[Any, Loop]]]] = {}
        for position, of_it in groupby(self._changed, key=lambda each: each.position):
            changes = list(of_it)
            flowed = [each.vessel for each in changes if each.trace != self._traces.get(each.vessel)]
            for each in changes:
                self._traces[each.vessel] = each.trace
                for target in each.trace.onward:
                    self._sources[target].add(each.vessel)
            begun = {each.vessel: each.begun for each in changes}
            for vessel in sorted(begun.keys() | self._above(flowed)):
                was = self._rows.get(vessel)
                now = self._row(vessel, begun.get(vessel, was))
                if now != was:
                    known.setdefault(vessel, [(0, _at(was))]).append((position, _at(now)))
                    if now is not None:
                        self._rows[vessel] = now
                    else:  # nothing counts any more of what was done to it, and nothing was said of it
                        del self._rows[vessel]
        for vessel, moments in known.items():
            turn(loops, moments)
            yield before.get(vessel), self._rows.get(vessel)

    def write(self) -> None:
        """Keep the traces as they are now, and who gave to whom."""
        vessels = sorted({each.vessel for each in self._changed})
        put(self._connection, self._tables.trace, [(v, _written.encode(self._traces[v])) for v in vessels])
        given = {(each.vessel, target) for each in self._changed for target in each.trace.onward}
        add_new(self._connection, self._tables.onward, sorted(given))

    def _row(self, vessel: str, known: Loop | None) -> Loop | None:
        """The loop of a container: cancelled with its custody, else as its chain stands."""
        if known is None or known.status == "cancelled":
            return known
        chain = chain_of(vessel, self._traces)
        status = chain.status(TOLERANCE_G)
        ended = self._ended(chain) if status != "open" else None
        after = tenths_of_an_hour(status, known.opened_at, ended)
        return known._replace(status=status, reason=_reason(chain, status), closed_at=ended, closed_after=after)

    def _ended(self, chain: Chain) -> str | None:
        """When the last of it left the last vessel."""
        ends = (f.ended for v in chain.reached if v in self._traces for f in self._traces[v].fillings)
        return max((end[0] for end in ends if end is not None), default=None)

    def _above(self, vessels: Iterable[str]) -> set[str]:
        """These, and whatever ever gave to them."""
        found, todo = set(vessels), list(vessels)
        while todo:
            new = self._sources.get(todo.pop(), set()) - found
            found |= new
            todo += new
        return found

    def _load(self) -> None:
        """Whatever gave to the vessels of this stretch, and all that those ever gave to, with their rows."""
        new: dict[str, set[str]] = defaultdict(set)
        for each in self._changed:
            for target in each.trace.onward:
                self._sources[target].add(each.vessel)
                new[each.vessel].add(target)
        todo = {each.vessel for each in self._changed}
        above: set[str] = set()
        while todo:
            above |= todo
            for source, target in self._select(self._tables.onward, "target", todo):
                self._sources[target].add(source)
            todo = {source for vessel in todo for source in self._sources.get(vessel, ())} - above
        todo, below = set(above), set[str]()
        while todo:
            below |= todo
            for vessel, kept in self._select(self._tables.trace, "vessel", todo):
                self._traces[vessel] = _read.decode(kept)
            onward = (self._traces[vessel].onward for vessel in todo if vessel in self._traces)
            todo = {t for each in onward for t in each}.union(*(new.get(v, ()) for v in todo)) - below
        for subject, loop, _, until, *rest in self._select(self._tables.loop, "subject", above):
            if loop == CHAIN and until == STILL:
                self._rows[subject] = Loop(subject, loop, *rest)

    def _select(self, table: Any, column: str, values: set[str]) -> list[Any]:
        if not values:
            return []
        wanted = select(table).where(among(self._connection, table.c[column], sorted(values)))
        if "to_position" in table.c:
            wanted = wanted.where(table.c.to_position == STILL)
        return list(self._connection.execute(wanted))


def _reason(chain: Chain, status: str) -> str:
    if status == "closed":
        return "treated"
    if status == "broken":
        return "lost"
    return "held" if chain.holding else "untold"
