"""What the register held before a stretch of the log, read from its tables when it is needed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, select

from ledger.store.dictionary import among
from ledger.subjects import kind_of
from projections.anomalies.judging import EntryKey
from projections.anomalies.tables import KEY, Row, Tables
from projections.kept import STILL
from projections.rules.finding import Entry

Rows = dict[tuple[Any, ...], Row]
Covers = dict[tuple[Any, ...], tuple[Any, ...]]
Entries = dict[EntryKey, Entry]


class Before:
    """One snapshot of the tables, in which nothing of the stretch is written yet."""

    def __init__(self, connection: Connection, tables: Tables, singled: Mapping[str, Sequence[str]]) -> None:
        self._connection, self._tables, self._singled = connection, tables, singled
        self._rows: dict[str, Rows] = {}
        self._covers: dict[str, Covers] = {}
        self._entries: dict[str, Entries] = {}
        self._of_series: dict[tuple[str, str | None], list[tuple[EntryKey, Entry]]] = {}

    def read(self, things: Iterable[str]) -> None:
        """Have what is said of these at hand."""
        new = sorted(set(things) - self._rows.keys())
        if not new:
            return
        for name in new:
            self._rows[name], self._covers[name], self._entries[name] = {}, {}, {}
        finding, cover, entry = self._tables.finding, self._tables.cover, self._tables.entry
        for found in self._select(finding, finding.c.about, new, finding.c.to_position == STILL):
            row = Row(*found[:KEY], *found[KEY + 2 : -1])
            self._rows[row.about][row[:KEY]] = row
        for *key, covered, _, _, since, ends in self._select(cover, cover.c.about, new, cover.c.to_position == STILL):
            self._covers[key[-1]][*key, covered] = (*key, covered, since, ends)
        by_rules: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name in new:
            by_rules[tuple(self._singled.get(kind_of(name), ()))].append(name)
        for rules, names in by_rules.items():
            others = [~entry.c.series.startswith(f"{rule} ", autoescape=True) for rule in rules]
            for about, series, number, *rest in self._select(entry, entry.c.about, names, *others):
                self._entries[about][series, number] = _entry(about, series, *rest)

    def rows(self, thing: str) -> Rows:
        """Its findings."""
        self.read([thing])
        return self._rows[thing]

    def covers(self, thing: str) -> Covers:
        """What those cover."""
        self.read([thing])
        return self._covers[thing]

    def entries(self, thing: str) -> Entries:
        """What it adds to series, but for those of rules to which each of its facts adds by itself."""
        self.read([thing])
        return self._entries[thing]

    def tallies(self, series: str) -> dict[str, tuple[int, int]]:
        """Day → entries and grams."""
        it = self._tables.tally.c
        rows = self._connection.execute(select(it.day, it.entries, it.mass_g).where(it.series == series))
        return {day: (int(entries), int(mass)) for day, entries, mass in rows}

    def entries_of(self, series: str, day: str | None) -> list[tuple[EntryKey, Entry]]:
        """The entries of a day, or all; read once, however often a stretch asks."""
        if (found := self._of_series.get((series, day))) is not None:
            return found
        it = self._tables.entry.c
        wanted = select(self._tables.entry).where(it.series == series, *(() if day is None else (it.day == day,)))
        found = self._of_series[series, day] = [
            ((of, number), _entry(about, of, *rest)) for about, of, number, *rest in self._connection.execute(wanted)
        ]
        return found

    def who_asked(self, since: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
        """Of what is asked about: who asked, and up to when the answer matters; not what matters before `since`."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        it, names = self._tables.asked.c, sorted(since)
        for first in range(0, len(names), 200):
            some = names[first : first + 200]
            wanted = and_(among(self._connection, it.about, some), it.at >= min(since[name] for name in some))
            for by, about, at in self._connection.execute(select(it.by, it.about, it.at).where(wanted)):
                if at >= since[about]:
                    found[about].append((by, at))
        return found

    def _select(self, table: Any, column: Any, values: list[str], *more: Any) -> Iterator[Any]:
        return iter(self._connection.execute(select(table).where(among(self._connection, column, values), *more)))


def _entry(about: str, series: str, at: str, day: str, mass_g: int, position: int, data: str) -> Entry:
    return Entry(series, at, day, mass_g, position, tuple(msgspec.json.decode(data)), about)
