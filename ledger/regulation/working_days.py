"""Working days 工作日 by a dated calendar: weekends, days off and make-up working days.

A deadline leaves out the day on which it begins (环境保护行政执法与刑事司法衔接工作办法 38) and ends at 24:00 of its
last. Whatever touches a year that the calendar does not know is *provisional* 待国务院通知, and says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple, Self

from ledger.regulation.public_holidays import ARRANGEMENTS, Arrangement

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class Due(NamedTuple):
    """The day at whose end a deadline passes; `provisional` while a year that it touches is not arranged."""

    day: date
    provisional: bool


class Pause(NamedTuple):
    """Days on which a clock stands still, such as from a request for supplements 补正 to their coming in."""

    since: date
    until: date | None = None
    """None while it has not ended."""

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.since <= day and (self.until is None or day <= self.until)


class Count(NamedTuple):
    """How many working days lie in a span; `provisional` while a year that it touches is not arranged."""

    days: int
    provisional: bool


class WorkingCalendar:
    """Which days are worked, for the years that are known. Never changes: another year makes another calendar."""

    def __init__(self, years: Mapping[int, Mapping[date, bool]]) -> None:
        """Year → its exceptions from the week: day → whether it is worked."""
        self._years = dict(years)

    @property
    def years(self) -> frozenset[int]:
        """The years whose arrangement is known."""
        return frozenset(self._years)

    def with_year(self, year: int, exceptions: Mapping[date, bool]) -> Self:
        """The same calendar with one year arranged as given, whatever was known of it before."""
        return type(self)({**self._years, year: exceptions})

    def exceptions(self, year: int) -> Mapping[date, bool]:
        """The exceptions of a year, day → whether it is worked; none for a year that is not known."""
        return self._years.get(year, {})

    def is_working_day(self, day: date) -> bool:
        """Whether a day is worked; in a year that is not known this is the bare week, and only a guess."""
        return self.exceptions(day.year).get(day, day.weekday() < SATURDAY)

    def add_working_days(self, start: date, days: int) -> Due:
        """The last of so many working days after a start, which is left out; raises ValueError for fewer than 0."""
        if days < 0:
            raise ValueError("a deadline does not run backwards")
        day = start
        while days:
            day += ONE_DAY
            days -= self.is_working_day(day)
        return Due(day, self._is_provisional(start, day))

    def add_with_pauses(self, start: date, days: int, pauses: Iterable[Pause]) -> Due | None:
        """The same where the clock stands still at times; None while it stands and nobody knows until when.

        A day on which a pause begins, goes on or ends does not count.
        """
        stops = sorted(pauses)
        day, left = start, days
        while left:
            day += ONE_DAY
            holding = [pause for pause in stops if pause.holds(day)]
            if any(pause.until is None for pause in holding):
                return None
            left -= not holding and self.is_working_day(day)
        return Due(day, self._is_provisional(start, day))

    def working_days_between(self, start: date, end: date) -> Count:
        """How many working days lie after a start and up to an end, the end among them; 0 if it is not later."""
        worked = sum(self.is_working_day(day) for day in _days_after(start, end))
        return Count(worked, self._is_provisional(start, end))

    def _is_provisional(self, start: date, end: date) -> bool:
        if end <= start:
            return False
        return not self.years.issuperset(range((start + ONE_DAY).year, end.year + 1))


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(1, (end - start).days + 1))


def _exceptions_of(year: int, arrangement: Arrangement) -> dict[date, bool]:
    found: dict[date, bool] = {}
    for each in arrangement.breaks:
        first, last = (date.fromisoformat(f"{year}-{day}") for day in (each.first, each.last))
        found |= dict.fromkeys((first, *_days_after(first, last)), False)
        found |= {date.fromisoformat(f"{year}-{day}"): True for day in each.worked}
    return found


BUILT_IN = WorkingCalendar({year: _exceptions_of(year, given) for year, given in ARRANGEMENTS.items()})
"""What this release brings with it; a `calendar.published` takes the place of a year, or adds one."""
