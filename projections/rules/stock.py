"""What lies at facilities drum by drum, as a series of changes, and when it was more than may lie there.

Masses are nets, else as declared. A day has two sums, of what was added and of what was taken away, so that the
changes of a day are read only where a limit may have been crossed in it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from projections.rules.case import Case
from projections.rules.conventions import day_of
from projections.rules.finding import Entry
from projections.rules.rule import Series

TAKEN: Final = " −"
"""Behind a day: what was taken away in it. So a day's greatest stock is at most what its first sum makes it."""


class Excursion(NamedTuple):
    """From when until when there was more than the limit; `ended` is None while there still is."""

    began: Entry
    ended: str | None
    most_g: int
    """The most that was there: at any change of a day on which the limit was crossed, else at the end of a day."""


def changes_of(case: Case, is_counted: Callable[[str, str], bool]) -> Iterator[Entry]:
    """Whatever a drum adds to the stock of facilities that count at the time, or takes from it, at each change."""
    facility, mass = None, 0
    for step in case.steps():
        now = step.after.facility
        here = (step.after.remaining_g or 0) if now is not None and is_counted(now, step.at) else 0
        changes = [(now, here - mass)] if now == facility else [(facility, -mass), (now, here)]
        for where, change in changes:
            if where is not None and change:
                day = day_of(step.at) + (TAKEN if change < 0 else "")
                yield Entry(where, step.at, day, change, step.position)
        facility, mass = now, here


def excursions(series: Series, limit_g: int) -> Iterator[Excursion]:
    """Walks through the days, and through the changes of those only on which the limit may be crossed."""
    sums = series.days()
    stock, over = 0, None
    for day in sorted({name.removesuffix(TAKEN) for name in sums}):
        added, taken = sums.get(day, (0, 0))[1], sums.get(day + TAKEN, (0, 0))[1]
        crossed = stock + added > limit_g if over is None else stock + taken <= limit_g
        if not crossed:
            stock += added + taken
            over = over and over._replace(most_g=max(over.most_g, stock))
            continue
        for change in _changes(series, day):
            stock += change.mass_g
            if stock > limit_g:
                over = (
                    Excursion(over.began, None, max(over.most_g, stock)) if over else Excursion(change, None, stock)
                )
            elif over is not None:
                yield over._replace(ended=change.at)
                over = None
    if over is not None:
        yield over


def _changes(series: Series, day: str) -> Sequence[Entry]:
    changes = [*series.on(day), *series.on(day + TAKEN)]
    return sorted(changes, key=lambda each: (each.at, each.position))
