"""The account of an establishment and a waste code: what the books say of a span, and what is there by the counts.

Pure arithmetic in whole grams. What is there at an instant is what was last read of all that has not left, corrected
by the last counts: a container that was not found is not there, and of a mass that was counted only that is.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from projections.hazardous_waste.mass_balance.entries import FIGURES, Entry, Kind, Stay
from projections.hazardous_waste.stocktaking import Taken

OF_ALL: Final[frozenset[str]] = frozenset()


class NotFound(NamedTuple):
    """A container that is there by the books and that no count found, or that was withdrawn and came nowhere."""

    vessel: str
    facility: str
    mass_g: int
    counted_at: str | None
    """None: it was withdrawn, and nothing says where to."""


class There(NamedTuple):
    """What is there at an instant: as it was read, and as it was counted."""

    read_g: int
    counted_g: int
    counts: dict[str, Taken]
    """Facility → its last count."""
    uncounted: list[str]
    """Facilities in which something lies that nobody counted."""
    not_found: list[NotFound]
    found_g: int
    """Of containers that were found though they had left by the books."""

    @property
    def is_counted(self) -> bool:
        """Whether all that lies in a facility was counted."""
        return bool(self.counts) and not self.uncounted


class Account:
    """Entries and stays of one account with the counts of its facilities, whatever the order in which they came."""

    def __init__(
        self,
        entries: Iterable[Entry],
        stays: Iterable[Stay],
        counts: Iterable[tuple[str, Taken]],
        *,
        before_g: int = 0,
        begins: str = "",
        tanks_mix: bool = False,
    ) -> None:
        """`before_g`: what was there by the readings when the account `begins`; entries before it tell vessels alone.

        `tanks_mix`: loads in bulk are accepted here too, so what is metered into a tank is that and arises no more.
        """
        ordered = sorted(entries, key=lambda each: (each.at, each.fact, each.part))
        self._entries = [_metered(each, tanks_mix) for each in ordered]
        self._times = [each.at for each in self._entries]
        self._begins = bisect_right(self._times, begins)
        since = self._entries[self._begins :]
        self._stock = list(accumulate((each.stock_g for each in since), initial=before_g))
        self._of: dict[str, list[Entry]] = defaultdict(list)
        for each in ordered:
            self._of[each.vessel].append(each)
        self._stays: dict[str, list[Stay]] = defaultdict(list)
        for stay in sorted(stays, key=lambda each: (each.since, each.fact)):
            self._stays[stay.vessel].append(stay)
        self._levels = {(each.vessel, each.at): each for each in self._entries if each.kind == "level"}
        self._counts: dict[str, list[Taken]] = defaultdict(list)
        for facility, taken in sorted(
            (*counts, *map(_taken, self._levels.values())), key=lambda each: each[1].counted_at
        ):
            self._counts[facility].append(taken)

    def figures(self, since: str, until: str) -> dict[Kind, list[Entry]]:
        """The entries of each figure that happened after one instant and by another, in their order."""
        found: dict[Kind, list[Entry]] = {kind: [] for kind in FIGURES}
        for each in self.between(since, until):
            if each.book_g or each.kind in FIGURES:
                found["generated" if each.kind in {"metered", "level"} else each.kind].append(each)
        return found

    def read(self, since: str, until: str, *ends: There) -> list[Entry]:
        """What was read in a span, and the masses that were counted at its ends; in between no level counts."""
        inside = [each for each in self.between(since, until) if each.kind != "level" and each.read_g is not None]
        return inside + [each for there in ends for each in self._counted(there)]

    def _counted(self, there: There) -> Iterator[Entry]:
        for facility, taken in there.counts.items():
            level = self._levels.get((facility, taken.counted_at))
            if level is not None:
                yield level
            elif not taken.by_container and taken.mass_g is not None:
                position, at = taken.positions[0], taken.counted_at
                yield Entry(facility, position, 0, "level", "", None, None, at, 0, 0, taken.mass_g, None, None)

    def between(self, since: str, until: str) -> Sequence[Entry]:
        """All entries of a span."""
        first = max(self._begins, bisect_right(self._times, since))
        return self._entries[first : bisect_right(self._times, until)]

    def counted_at(self, since: str, until: str) -> list[str]:
        """When something was counted, in a span."""
        return sorted(
            {t.counted_at for taken in self._counts.values() for t in taken if since < t.counted_at <= until}
        )

    def there(self, at: str, moved_before: str, counted_since: str = "") -> There:
        """What is there at an instant, by counts after another; what was withdrawn before a third one is gone."""
        counts = self._last_counts(at, counted_since)
        lying = self._lying(at)
        read = self._stock[max(0, bisect_right(self._times, at) - self._begins)]
        seen = {vessel for taken in counts.values() for vessel in taken.containers}
        missing = list(self._not_found(at, counts, lying, seen))
        missing += self._nowhere(at, moved_before, lying, seen)
        found = sum(
            self._found(vessel, taken.counted_at, at) for taken in counts.values() for vessel in taken.containers
        )
        by_mass = sum(
            taken.mass_g - self._in(facility, taken.counted_at)
            for facility, taken in counts.items()
            if not taken.by_container
            and taken.mass_g is not None
            and (facility, taken.counted_at) not in self._levels
        )
        counted = read - sum(each.mass_g for each in missing) + found + by_mass
        here = {stay.facility for stay in lying.values() if self._holds(stay.vessel, at)}
        here |= {vessel for vessel in self._of if vessel.startswith("facility:") and self._holds(vessel, at)}
        return There(read, counted, counts, sorted(here - counts.keys()), missing, found)

    def _last_counts(self, at: str, since: str) -> dict[str, Taken]:
        found = {}
        for facility, taken in self._counts.items():
            known = [each for each in taken if since < each.counted_at <= at]
            if known:
                found[facility] = known[-1]
        return found

    def _lying(self, at: str) -> dict[str, Stay]:
        """Container → its stay at an instant."""
        lying = (
            (stay.vessel, stay) for stays in self._stays.values() for stay in stays if stay.since <= at < stay.until
        )
        return dict(lying)

    def _holds(self, vessel: str, at: str) -> int:
        return sum(each.stock_g for each in self._of.get(vessel, ()) if each.at <= at)

    def _in(self, facility: str, at: str) -> int:
        """What lay in a facility by the readings: in its tank, and in its containers."""
        inside = (stay.vessel for stay in self._lying(at).values() if stay.facility == facility)
        return self._holds(facility, at) + sum(self._holds(vessel, at) for vessel in inside)

    def _not_found(
        self, at: str, counts: dict[str, Taken], lying: dict[str, Stay], seen: set[str]
    ) -> Iterable[NotFound]:
        for vessel, stay in sorted(lying.items()):
            taken = counts.get(stay.facility)
            if taken is not None and taken.by_container and stay.since <= taken.counted_at and vessel not in seen:
                yield NotFound(vessel, stay.facility, self._holds(vessel, at), taken.counted_at)

    def _nowhere(self, at: str, moved_before: str, lying: dict[str, Stay], seen: set[str]) -> Iterable[NotFound]:
        """What was withdrawn from a facility long enough ago, and is still here by the books."""
        for vessel, stays in sorted(self._stays.items()):
            known = [stay for stay in stays if stay.since <= at]
            if vessel not in lying and vessel not in seen and known and known[-1].until <= moved_before:
                mass = self._holds(vessel, at)
                if mass > 0:
                    yield NotFound(vessel, known[-1].facility, mass, None)

    def _found(self, vessel: str, counted_at: str, at: str) -> int:
        """What a container holds that was counted after it had left by the books; nothing once it moved since."""
        known = [each for each in self._of.get(vessel, ()) if each.at <= at]
        gone = bool(known) and known[-1].kind == "dispatched" and known[-1].at <= counted_at
        return max(0, -known[-1].stock_g) if gone else 0  # what came back is there by the books too


def _taken(level: Entry) -> tuple[str, Taken]:
    """A level that was read is a count; the readings hold its mass already."""
    return level.vessel, Taken(
        level.at, (level.fact,), (), by_container=False, mass_g=level.read_g, waste_codes=OF_ALL
    )


def _metered(entry: Entry, tanks_mix: bool) -> Entry:
    return entry._replace(book_g=0, stock_g=0) if tanks_mix and entry.kind == "metered" else entry


def expected_g(opening_g: int, figures: dict[Kind, list[Entry]]) -> int:
    """What the books say is there at the end of a span."""
    return opening_g + sum(each.book_g for entries in figures.values() for each in entries)
