"""A life as it is told, fact by fact, where nothing was corrected: what counts is added to, and never taken away.

Only what a trip does to a drum may turn with every fact about the trip: a departure told before its manifest was
issued counts from the issue on, an arrival told before the departure still follows it.
"""

from bisect import insort
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

from ledger.correction import Effective
from ledger.hazardous_waste.manifest_effects import acting_on
from ledger.hazardous_waste.manifest_parties import Trip, trip_of
from projections.custody.acting import acts_on, is_manifest
from projections.custody.moment import Facts, Moment
from projections.custody.state import state_after, states


class Trips:
    """The trips of a stretch of the log, each as far as it was told: all drums on a trip ask for the same."""

    def __init__(self) -> None:
        self._counting: dict[str, list[Effective]] = {}
        self._told: dict[tuple[str, int], Trip | None] = {}

    def told(self, number: str, facts: Facts, position: int) -> Trip | None:
        """A trip of which nothing was corrected, as it stood after the fact about it that has a position."""
        key = number, position
        if key not in self._told:
            if number not in self._counting:
                self._counting[number] = sorted(map(_as_told, facts), key=_order)
            self._told[key] = trip_of([each for each in self._counting[number] if each.original.position <= position])
        return self._told[key]


class Telling:
    """What counts of a subject, by its own facts and by those that act on it."""

    def __init__(self, subject: str, own: Facts, naming: Facts, trips: Trips) -> None:
        by_subject: dict[str, list[Any]] = {}
        for fact in naming:
            by_subject.setdefault(fact.fact.subject, []).append(fact)
        plain = [*own, *(fact for fact in naming if acts_on(fact, subject) and not is_manifest(fact.fact.subject))]
        self._subject, self._trips = subject, trips
        self._waiting = deque(sorted(plain, key=attrgetter("position")))
        self._carrying = {other: facts for other, facts in by_subject.items() if is_manifest(other)}
        self._to_come = deque(
            (fact.position, fact.fact.subject)
            for fact in sorted(chain.from_iterable(self._carrying.values()), key=attrgetter("position"))
        )
        self._on: dict[str, Trip] = {}
        self._plain: list[Effective] = []
        self._by_trips: list[Effective] = []
        self._counted: list[Effective] = []
        self._states = list(states(subject, ()))

    def moments(self, positions: Iterable[int]) -> Iterator[Moment]:
        """The subject at each of these positions, which only grow."""
        for position in positions:
            if self._take(position):
                self._count()
            began = self._counted[0].statement.occurred_at if self._counted else None
            yield Moment(position, tuple(self._counted), tuple(self._states[1:]), self._states[-1], began)

    def _take(self, position: int) -> bool:
        """Take in what was told up to a position; whether anything else counts now."""
        before = len(self._plain)
        while self._waiting and self._waiting[0].position <= position:
            insort(self._plain, _as_told(self._waiting.popleft()), key=_order)
        moved = {}
        while self._to_come and self._to_come[0][0] <= position:
            at, number = self._to_come.popleft()
            moved[number] = at
        for number, at in moved.items():
            trip = self._trips.told(number, self._carrying[number], at)
            if trip is not None:
                self._on[number] = trip
        if not moved:
            return len(self._plain) > before
        last, self._by_trips = self._by_trips, acting_on(self._subject, self._on)
        return len(self._plain) > before or self._by_trips != last

    def _count(self) -> None:
        """The states after what counts now; those before the first that differs are what they were."""
        counted = sorted((*self._plain, *self._by_trips), key=_order)
        same = next(
            (n for n, (one, other) in enumerate(zip(counted, self._counted, strict=False)) if one is not other),
            min(len(counted), len(self._counted)),
        )
        del self._states[same + 1 :]
        for each in counted[same:]:
            self._states.append(state_after(self._subject, self._states[-1], each))
        self._counted = counted


def _as_told(fact: Any) -> Effective:
    return Effective(fact, fact.fact)


def _order(each: Effective) -> tuple[str, int]:
    return each.statement.occurred_at, each.original.position
