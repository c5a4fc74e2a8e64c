"""Which periods of hazardous waste an establishment declares, and by which day: HJ 1259-2022 7.2."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

BASIS = "HJ 1259-2022 7.2"
MONTHS_SHOWN, QUARTERS_SHOWN = 12, 4


class Period(NamedTuple):
    """A period as a declaration's number ends, and the last day for declaring it."""

    name: str
    due: date


def ended_periods(supervision_class: str, day: date) -> Iterator[Period]:
    """The periods that had ended by a day, latest first: a year's months or quarters, and the year before.

    重点 declares each month and year, 简化 each quarter and year, 登记 each year; without a class none is known.
    """
    months = [_month(day, back) for back in range(1, MONTHS_SHOWN + 1)]
    if supervision_class == "key":
        yield from (Period(f"{m.year}-{m.month:02d}", _after(m, 1)) for m in months)
    elif supervision_class == "simplified":
        ends = [_month(day, back) for back in range(1, 3 * QUARTERS_SHOWN + 1)]
        yield from (Period(f"{m.year}-Q{m.month // 3}", _after(m, 1)) for m in ends if m.month % 3 == 0)
    if supervision_class in {"key", "simplified", "registered"}:
        yield Period(f"{day.year - 1}", date(day.year, 3, 31))


def _month(day: date, back: int) -> date:
    """The first day of a month so many months before."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _after(month: date, months: int) -> date:
    """The fifteenth of a month so many months later."""
    return _month(month, -months).replace(day=15)
