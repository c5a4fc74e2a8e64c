"""The book of a yard 堆存点: what trips brought to it by days, what was taken away, and what was counted."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Final, NamedTuple

from ledger.construction_waste.yard import Removal, Yard
from projections.rules.case import Case, Step
from projections.rules.conventions import day_of, shifted
from projections.rules.limits import Limits
from projections.rules.rule import Series
from projections.rules.weighing import tolerance_g, uncertainty_g

DAY_MINUTES: Final = 24 * 60
MIDNIGHT: Final = "16:00:00.000000Z"
"""24:00 in Shanghai."""


class Residual(NamedTuple):
    """What a counting leaves unexplained, and how far off the figures may be."""

    counted: Step
    book_g: int
    missing_g: int
    allowed_g: int


class Stay(NamedTuple):
    """What was brought on a day and lay too long."""

    day: str
    due: str
    """24:00 of the last day on which it might lie there."""
    until: str | None
    """When all of it was taken away."""


def residuals(series: Series, yard: Case, limits: Limits) -> Iterator[Residual]:
    """One for each counting of all that lies there: since the one before it, else since the first receipt."""
    opening, start = 0, ""
    for step in yard.steps(Yard.Counted, own=True):
        if step.says.waste_class is not None:
            continue
        came = brought(series, step.at) - (brought(series, start) if start else 0)
        gone = sum(each.says.told_g for each in yard.steps(Removal.Removed, own=True) if start < each.at <= step.at)
        book, found = opening + came - gone, step.says.told_g
        method = "volume" if step.says.volume_cm3 is not None else step.says.mass_method
        numbers = limits.weighing(day_of(step.at))
        off = [
            uncertainty_g(mass, how, numbers=numbers) for mass, how in ((found, method), (came, None), (gone, None))
        ]
        yield Residual(step, book, book - found, tolerance_g(off, numbers))
        opening, start = found, step.at


def brought(series: Series, at: str) -> int:
    """What came in up to an instant: whole days, and of the last one each receipt."""
    days = sum(mass for day, (_, mass) in series.days().items() if day < day_of(at))
    return days + sum(each.mass_g for each in series.on(day_of(at)) if each.at <= at)


def too_long(series: Series, yard: Case, days_allowed: int, limits: Limits) -> Iterator[Stay]:
    """The days of which more lay longer than it may than scales are off by: what came first is taken away first."""
    gone = [(step.at, step.says.told_g) for step in yard.steps(Removal.Removed, own=True)]
    sums = list(zip((at for at, _ in gone), accumulate(mass for _, mass in gone), strict=True))
    held, behind = 0, 0
    for day, (_, mass) in series.days().items():
        held += mass
        enough = held - uncertainty_g(held, None, numbers=limits.weighing(day))
        while behind < len(sums) and sums[behind][1] < enough:
            behind += 1
        until = sums[behind][0] if behind < len(sums) else None
        due = shifted(f"{day}T{MIDNIGHT}", days_allowed * DAY_MINUTES)
        if until is None or until > due:
            yield Stay(day, due, until)
