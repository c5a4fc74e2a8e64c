"""Sums that may not exceed what was granted or filed: with which entry one first does."""

from collections.abc import Callable
from fractions import Fraction

from projections.rules.finding import Entry
from projections.rules.rule import Series


def crossing(series: Series, allowed: Callable[[str], Fraction | int | None]) -> Entry | None:
    """The entry with which the sum is more than is allowed on its day, in grams; None allows whatever comes.

    Only that day is read entry by entry.
    """
    total = 0
    for day, (_, mass) in series.days().items():
        most = allowed(day)
        if most is None or total + mass <= most:
            total += mass
            continue
        for entry in series.on(day):
            total += entry.mass_g
            if total > most:
                return entry
    return None


def total_g(series: Series) -> int:
    """All of it."""
    return sum(mass for _, mass in series.days().values())
