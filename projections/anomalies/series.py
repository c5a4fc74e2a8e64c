"""The series of rules: what they held before a stretch of the log, and what the stretch adds and takes away."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Protocol

from projections.anomalies.judging import SEPARATOR, EntryKey
from projections.rules.case import Known
from projections.rules.finding import Entry


class Stored(Protocol):
    """What the tables held before the stretch."""

    def tallies(self, series: str) -> Mapping[str, tuple[int, int]]:
        """Day → entries and grams."""

    def entries_of(self, series: str, day: str | None) -> list[tuple[EntryKey, Entry]]:
        """The entries of a day, or all."""


class Kept:
    """All series that a stretch touches."""

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._tallies: dict[str, dict[str, tuple[int, int]]] = {}
        self._now: dict[str, dict[tuple[str, int], Entry | None]] = defaultdict(dict)
        self.counted: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        """Series → day → by how much it changed, in entries and grams."""

    def replace(self, before: Mapping[EntryKey, Entry], now: Mapping[EntryKey, Entry], about: str) -> set[str]:
        """The entries of one subject take the place of those that it had; gives the series that changed."""
        touched: set[str] = set()
        for key in before.keys() | now.keys():
            old, new = before.get(key), now.get(key)
            if old == new:
                continue
            series, number = key
            touched.add(series)
            self._now[series][about, number] = new
            for entry, sign in ((old, -1), (new, 1)):
                if entry is not None:
                    self.add(entry, sign)
        return touched

    def add(self, entry: Entry, sign: int) -> None:
        """Count an entry in, or out."""
        changed = self.counted[entry.series][entry.day]
        changed[0] += sign
        changed[1] += sign * entry.mass_g

    def days(self, series: str) -> dict[str, tuple[int, int]]:
        """Day → entries and grams, as they are now."""
        if series not in self._tallies:
            self._tallies[series] = dict(self._stored.tallies(series))
        before = self._tallies[series]
        found = dict(before)
        for day, (entries, mass) in self.counted.get(series, {}).items():
            was = before.get(day, (0, 0))
            found[day] = was[0] + entries, was[1] + mass
        return {day: found[day] for day in sorted(found) if found[day][0]}

    def changed(self) -> Iterator[tuple[str, str, int, Entry | None]]:
        """Which entries changed: subject, number and entry, None where it is gone, by their series."""
        for series, changes in self._now.items():
            for (about, number), entry in changes.items():
                yield series, about, number, entry

    def entries(self, series: str, day: str | None) -> list[Entry]:
        """The entries of a day, or all, as they are now."""
        found = {(entry.about, key[1]): entry for key, entry in self._stored.entries_of(series, day)}
        for place, entry in self._now.get(series, {}).items():
            found.pop(place, None)
            if entry is not None and day in {None, entry.day}:
                found[place] = entry
        return [entry for _, entry in sorted(found.items(), key=lambda each: (each[1].at, each[1].position, each[0]))]


class SeriesAt:
    """One series as a rule sees it."""

    def __init__(self, kept: Kept, series: str, known: Known) -> None:
        self._kept, self._series, self.known = kept, series, known

    @property
    def name(self) -> str:
        """As its rule's entries name it."""
        return self._series.partition(SEPARATOR)[2]

    def days(self) -> Mapping[str, tuple[int, int]]:
        """Day → entries and grams."""
        return self._kept.days(self._series)

    def on(self, day: str) -> list[Entry]:
        """The entries of a day."""
        return self._kept.entries(self._series, day)

    def entries(self) -> list[Entry]:
        """All of them."""
        return self._kept.entries(self._series, None)
