"""The mass balance of each month that was closed by counts, and the sums of its weeks (CUSUM).

Containers that a count did not find are left to `container_lost`: here is told what is missing besides.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise
from math import isqrt
from typing import Final, NamedTuple

from projections.hazardous_waste.mass_balance.cusum import Residual, cusum
from projections.rules.books import DRIFT, IN, IN_BULK, LIES, METERED, OFF, OUT, end_of_week, part_of_week
from projections.rules.conventions import day_of
from projections.rules.limits import Limits
from projections.rules.periods import days_before, last_day, month_of
from projections.rules.readings import Reading, off_by
from projections.rules.rule import Series
from projections.rules.stocktakes import Count, counts
from projections.rules.weighing import tolerance_of_squares_g

LENGTH: Final = len("2026-12-01")


class Month(NamedTuple):
    """A month of which all that lies in a facility was counted."""

    month: str
    residual_g: int
    """Counted less expected: below nothing where waste is missing."""
    tolerance_g: int
    through_g: int
    """What came or what went, whichever is more."""
    seeps: bool
    """Whether the residuals of its last weeks do not lie about nothing."""
    counted: tuple[int, ...]
    """The positions of the counts that close it."""

    @property
    def is_beyond(self) -> bool:
        """By its own residual, or by those of its weeks."""
        return abs(self.residual_g) > self.tolerance_g or self.seeps


def months(series: Series, limits: Limits) -> Iterator[Month]:
    """Each month that can be judged, in their order."""
    return Balances(series, limits).months()


class Balances:
    """The books of one establishment and code, and what was counted of it."""

    def __init__(self, series: Series, limits: Limits) -> None:
        self._series, self._limits = series, limits
        sums: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for part, (_, mass) in series.days().items():
            sums[part[LENGTH:]].append((part[:LENGTH], mass))
        self._parts = {label: [part for part, _ in of_it] for label, of_it in sums.items()}
        self._sums = {label: list(accumulate(mass for _, mass in of_it)) for label, of_it in sums.items()}
        code = series.name.partition(" ")[2]
        places = [label.removeprefix(LIES) for label in sums if label.startswith(LIES)]
        self._counts = {place: counts(series.known.case(place), code) for place in places}
        self._days = {place: [day_of(each.at) for each in told] for place, told in self._counts.items()}

    def months(self) -> Iterator[Month]:
        """Each month in which something was counted, where that was all there is."""
        for month in sorted({month_of(day) for days in self._days.values() for day in days}):
            first, last = f"{month}-01", last_day(month)
            if self._is_counted(last, first):
                yield self._month(month, days_before(first, 1), last)

    def _month(self, month: str, before: str, last: str) -> Month:
        came = self._between(before, last, IN) + self._between(before, last, IN_BULK)
        came += 0 if IN_BULK in self._parts else self._between(before, last, METERED)
        through = max(came, self._between(before, last, OUT))
        closing = (self._last(place, last) for place in self._counts)
        return Month(
            month,
            self._residual(before, last),
            max(
                tolerance_of_squares_g(self._squares(before, last), self._limits.weighing(last)),
                int(self._limits.value("throughput_percent", last) * through / 100),
                int(self._limits.value("kg_at_least", last) * 1000),
            ),
            through,
            self._seeps(last),
            tuple(
                position for count in closing if count and day_of(count.at) > before for position in count.positions
            ),
        )

    def _residual(self, before: str, until: str) -> int:
        counted = (self._off_books(place, until) - self._off_books(place, before) for place in self._counts)
        return self._between(before, until, DRIFT) + sum(counted)

    def _seeps(self, last: str) -> bool:
        """By the residuals from one week in which something was counted to the next."""
        begins = days_before(last, 7 * int(self._limits.value("cusum_weeks", last)))
        counted = sorted({day for days in self._days.values() for day in days if day <= last})
        weeks = [min(end_of_week(day), last) for day in counted]
        cuts = [*[week for week in weeks if week <= begins][-1:], *dict.fromkeys(w for w in weeks if w > begins)]
        least = int(self._limits.value("cusum_sigma_kg_at_least", last) * 1000)
        residuals = (
            Residual(self._residual(one, other), max(1, least, isqrt(self._squares(one, other))))
            for one, other in pairwise(each for each in cuts if self._is_counted(each))
        )
        k, h = (self._limits.value(name, last) for name in ("cusum_k", "cusum_h"))
        return cusum(residuals, k, h).tripped

    def _is_counted(self, until: str, since: str = "") -> bool:
        """Whether something was counted between two days, and all that lies there on the last."""
        last = {place: self._last(place, until) for place in self._counts}
        known = {place for place, count in last.items() if count and day_of(count.at) >= since}
        return bool(known) and all(place in known or self._upto(until, LIES + place) <= 0 for place in last)

    def _off_books(self, place: str, until: str) -> int:
        """What the last count by mass found more than the books had there; a level is in the books."""
        count = self._last(place, until)
        return (
            0
            if count is None or count.mass_g is None or count.is_level
            else count.mass_g - self._lay(place, count.at)
        )

    def _lay(self, place: str, at: str) -> int:
        """By the books, at an instant."""
        part = part_of_week(day_of(at)) + LIES + place
        within = sum(each.mass_g for each in self._series.on(part) if each.at <= at)
        return self._upto(days_before(part[:LENGTH], 1), LIES + place) + within

    def _squares(self, before: str, until: str) -> int:
        """Σu² of all that was read, and of what was counted at both ends."""
        ends = (self._last(place, day) for place in self._counts for day in (before, until))
        return self._between(before, until, OFF) + sum(self._off(count) ** 2 for count in ends if count is not None)

    def _off(self, count: Count) -> int:
        if count.mass_g is None:
            return 0
        return off_by(Reading(count.mass_g, count.at, count.meter, count.method), self._series.known, self._limits)

    def _last(self, place: str, until: str) -> Count | None:
        known = bisect_right(self._days[place], until)
        return self._counts[place][known - 1] if known else None

    def _between(self, before: str, until: str, label: str) -> int:
        return self._upto(until, label) - self._upto(before, label)

    def _upto(self, day: str, label: str) -> int:
        known = bisect_right(self._parts.get(label, ()), day)
        return self._sums[label][known - 1] if known else 0
