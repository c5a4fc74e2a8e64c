"""Months, quarters and years as plans and declarations count them: their names, and when they end."""

from collections.abc import Iterator
from typing import Final

from projections.clocks import end_of

LAST_DAYS: Final = ("31", "28", "31", "30", "31", "30", "31", "31", "30", "31", "30", "31")


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
    leap = (
        month.endswith("-02") and int(month[:4]) % 4 == 0 and (int(month[:4]) % 100 != 0 or int(month[:4]) % 400 == 0)
    )
    return f"{month}-{'29' if leap else LAST_DAYS[int(month[5:7]) - 1]}"


def end_of_month(month: str) -> str:
    """24:00 in Shanghai of its last day."""
    return end_of(last_day(month))


def quarter_of(month: str) -> str:
    """YYYY-Qn."""
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"
