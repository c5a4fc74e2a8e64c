"""Months, quarters and years as plans and declarations count them: their names, and when they end."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from ledger.parties.establishment import Establishment
from ledger.regulation.declaration_periods import Period, ended_periods
from projections.clocks import end_of
from projections.rules.case import ALWAYS, Case
from projections.rules.conventions import day_of


def month_of(day: str) -> str:
    """YYYY-MM of a day, or of a month."""
    return day[:7]


def later(month: str, months: int) -> str:
    """The month so many months on, or back."""
    year, of_year = divmod(int(month[:4]) * 12 + int(month[5:7]) - 1 + months, 12)
    return f"{year:04d}-{of_year + 1:02d}"


def months(first: str, last: str) -> Iterator[str]:
    """The months from one to another, both included."""
    while first <= last:
        yield first
        first = later(first, 1)


def last_day(month: str) -> str:
    """The last day of a month."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:7]))[1]}"


def end_of_month(month: str) -> str:
    """24:00 in Shanghai of its last day."""
    return end_of(last_day(month))


AHEAD: Final = 13
"""How many months beyond the last that is known of a place what will be due there is told."""


def periods_of(year: int, supervision_class: str) -> list[Period]:
    """What a place of a class declares of a year, and by which day."""
    return list(ended_periods(supervision_class, date(year + 1, 1, 1)))


def class_in(place: Case, year: int, by: str = ALWAYS) -> str | None:
    """The supervision class of an establishment for a year, of what was assigned by an instant.

    The one for that year, else for the last year before; of one year what was said last, as of any state: a class is
    assigned once a year and corrected by a correction, so a second assignment takes the place of the first from its
    own day on (HJ 1259-2022 4.2 gives a class by year and says nothing of two).
    """
    assigned = [
        step.says
        for step in place.steps(Establishment.SupervisionClassAssigned)
        if step.says.year <= year and step.at <= by
    ]
    return max(reversed(assigned), key=lambda says: says.year).class_ if assigned else None


def began_on(place: Case) -> str:
    """The day from which on a place has duties here: its go-live, else the first that is told of it, if any is."""
    return place.state.go_live or day_of(next(place.steps()).at) if place.standing else "9"


def closed_on(place: Case) -> str:
    """The day on which it stopped, or one after all others."""
    closed = place.last(Establishment.Closed)
    return day_of(closed.at) if closed and place.state.stage == "closed" else "9"


def first_day(period: str) -> str:
    """The day on which a period begins that a declaration names: a year, a quarter or a month."""
    year, _, part = period.partition("-")
    month = (int(part[1:]) - 1) * 3 + 1 if part.startswith("Q") else int(part or 1)
    return f"{year}-{month:02d}-01"


def days_before(day: str, days: int) -> str:
    """The day so many days earlier."""
    return str(date.fromisoformat(day) - timedelta(days=days))


def days_of(period: str, days: Iterable[str]) -> list[str]:
    """Those of some days that lie in a declared period; what is no day is none of them."""
    first = first_day(period)
    length = 12 if "-" not in period else 3 if "Q" in period else 1
    return [day for day in days if first <= day < f"{later(first[:7], length)}-01"]
