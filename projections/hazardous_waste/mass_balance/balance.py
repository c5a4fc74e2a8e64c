"""The balance of a span, judged: what the books say is there, what was counted, and whether the difference is a leak.

By the rule `mass_balance_leak`; without a counted closing there is no verdict. All of its numbers are 内部阈值.
"""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Final, NamedTuple

from ledger.clock import read_instant, shanghai_day, write_instant
from ledger.log import Ledger
from ledger.regulation.deadlines import DEADLINES
from projections.custody.asked_at import AskedAt
from projections.hazardous_waste.mass_balance.account import Account, There, expected_g
from projections.hazardous_waste.mass_balance.cusum import Cusum, Residual, cusum
from projections.hazardous_waste.mass_balance.entries import Entry, Kind
from projections.hazardous_waste.mass_balance.reading import Asked, account_of
from projections.hazardous_waste.mass_balance.uncertainty import ScaleAt, squares
from projections.rules.hazardous_waste.mass_balance_leak import RULE
from projections.rules.weighing import Numbers, numbers_on, tolerance_of_squares_g
from projections.runner import Runner

DEFAULTS: Final[Numbers] = {each.name: each.default for each in RULE.parameters}
"""Where hardly anything was read in a week σ would be next to nothing, and any gram many of it: hence its least."""


class Tolerance(NamedTuple):
    """By how much the residual may lie off nothing, and the parts of which that is the greatest."""

    tolerance_g: int
    uncertainty_g: int
    """3·√Σu² of all that was read."""
    throughput_g: int
    numbers: Numbers


class Interval(NamedTuple):
    """What two counts of a week each, one after the other, leave unexplained."""

    since: str
    until: str
    residual: Residual


class Balance(NamedTuple):
    """A span of an account."""

    opening: There
    opening_g: int
    """By the count where there was one, else as read."""
    figures: dict[Kind, list[Entry]]
    expected_g: int
    closing: There
    residual_g: int | None
    """Counted less expected: below nothing where waste is missing; None where it was not counted."""
    tolerance: Tolerance
    intervals: list[Interval]
    cusum: Cusum

    @property
    def beyond(self) -> list[str]:
        """By what it is beyond: the residual of the span, or the sum of those of the weeks."""
        far = self.residual_g is not None and abs(self.residual_g) > self.tolerance.tolerance_g
        return [
            *(["residual"] if far else []),
            *(["cusum"] if self.residual_g is not None and self.cusum.tripped else []),
        ]


def balance_of(
    ledger: Ledger, views: Runner, at: AskedAt, establishment: str, waste_code: str, since: str, until: str
) -> Balance:
    """The balance of what happened after one instant and by another, as it was known then."""
    day = shanghai_day(until)
    numbers = numbers_on(at.clocks.thresholds, day, RULE.id, DEFAULTS)
    weeks_ago = _earlier(until, timedelta(weeks=int(numbers["cusum_weeks"])))
    begins = min(since, _earlier(weeks_ago, timedelta(weeks=1)))
    account, scale_at = account_of(ledger, views, at, Asked(establishment, waste_code, begins, until))
    judge = _Judge(account, scale_at, at, timedelta(hours=at.clocks.amount(DEADLINES["move"], day)))
    return judge.balance(since, until, weeks_ago, numbers)


class _Judge:
    def __init__(self, account: Account, scale_at: ScaleAt, at: AskedAt, move: timedelta) -> None:
        self._account, self._scale_at, self._at, self._move = account, scale_at, at, move

    def balance(self, since: str, until: str, weeks_ago: str, numbers: Numbers) -> Balance:
        opening, closing = self._there(since), self._there(until, since)
        opening_g = opening.counted_g if opening.is_counted else opening.read_g
        figures = self._account.figures(since, until)
        expected = expected_g(opening_g, figures)
        intervals = list(self._intervals(weeks_ago, until, int(numbers["cusum_sigma_kg_at_least"] * 1000)))
        return Balance(
            opening,
            opening_g,
            figures,
            expected,
            closing,
            closing.counted_g - expected if closing.is_counted else None,
            self._tolerance(self._squares(since, until, opening, closing), until, figures, numbers),
            intervals,
            cusum((each.residual for each in intervals), numbers["cusum_k"], numbers["cusum_h"]),
        )

    def _there(self, instant: str, counted_since: str = "") -> There:
        return self._account.there(instant, _earlier(instant, self._move), counted_since)

    def _tolerance(
        self, squares_g2: int, until: str, figures: dict[Kind, list[Entry]], numbers: Numbers
    ) -> Tolerance:
        weighing = numbers_on(self._at.clocks.thresholds, shanghai_day(until))
        off = tolerance_of_squares_g(squares_g2, weighing)
        moved = [each.book_g for entries in figures.values() for each in entries]
        through = max(sum(each for each in moved if each > 0), -sum(each for each in moved if each < 0))
        share = int(Fraction(numbers["throughput_percent"]) * through / 100)
        return Tolerance(max(off, share, int(numbers["kg_at_least"] * 1000)), off, through, numbers)

    def _squares(self, since: str, until: str, *ends: There) -> int:
        return squares(self._account.read(since, until, *ends), self._scale_at, self._at.clocks.thresholds)

    def _intervals(self, weeks_ago: str, until: str, least_g: int) -> Iterator[Interval]:
        """From the last count of each week to that of the next in which something was counted."""
        for (one, before), (other, after) in pairwise(self._cuts(weeks_ago, until)):
            moved = sum(each.book_g for each in self._account.between(one, other))
            residual = after.counted_g - before.counted_g - moved
            sigma = max(1, least_g, isqrt(self._squares(one, other, before, after)))
            yield Interval(one, other, Residual(residual, sigma))

    def _cuts(self, weeks_ago: str, until: str) -> list[tuple[str, There]]:
        before = self._account.counted_at("", weeks_ago)[-1:]
        weeks = {
            shanghai_day(instant).isocalendar()[:2]: instant for instant in self._account.counted_at(weeks_ago, until)
        }
        cuts = [(instant, self._there(instant)) for instant in (*before, *weeks.values())]
        return [(instant, there) for instant, there in cuts if there.is_counted]


def _earlier(instant: str, span: timedelta) -> str:
    return write_instant(read_instant(instant) - span)
