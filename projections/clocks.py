"""Clocks 计时: when a deadline passes, and which of them have passed at an instant.

A deadline is kept by what began it; when it is due follows from the settings recorded by the instant that is asked
about. So a calendar that is published later, or a threshold that is set, rewrites no row, and the past stays as it
was judged then.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple

from ledger.clock import SHANGHAI, read_instant, shanghai_day, write_instant
from ledger.fact import Recorded
from ledger.regulation.deadlines import DEADLINES, Deadline
from ledger.regulation.working_days import Pause, WorkingCalendar
from ledger.settled.in_force import Thresholds, thresholds, working_calendar

ONE_DAY: Final = timedelta(days=1)
AN_INSTANT: Final = timedelta(microseconds=1)
FIRST_DAY: Final = date(1900, 1, 1)


class Due(NamedTuple):
    """When a deadline passes; `provisional` while the calendar of a year that it touches is not published."""

    at: str
    provisional: bool


class Span(NamedTuple):
    """Deadlines that began in [since, until) and before `passed` have passed."""

    kind: str
    since: str
    until: str
    passed: str


class Clocks:
    """The deadlines as the settings recorded by an instant have them."""

    def __init__(self, settings: list[Recorded[Any]], as_of: str) -> None:
        self.as_of = as_of
        self._settings = settings

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days as they are settled."""
        return working_calendar(self._settings, self.as_of)

    @cached_property
    def thresholds(self) -> Thresholds:
        """The parameters of rules as they are settled."""
        return thresholds(self._settings, self.as_of)

    def due(self, kind: str, start: str, pauses: str = "") -> Due:
        """When a deadline of a kind passes that began at an instant; `DAY/DAY` are days on which it stood still."""
        deadline, day = DEADLINES[kind], shanghai_day(start)
        amount = self.amount(deadline, day)
        match deadline.unit:
            case "hours":
                return Due(write_instant(read_instant(start) + timedelta(hours=amount)), provisional=False)
            case "working_days":
                stood = [Pause(*map(date.fromisoformat, each.split("/"))) for each in pauses.split()]
                last = self.calendar.add_with_pauses(day, amount, stood)
                assert last is not None  # a pause without end is not written down: nothing is due then
                return Due(_end_of(last.day), last.provisional)
        return Due(_end_of(years_later(day, amount)), provisional=False)

    def amount(self, deadline: Deadline, day: date) -> int:
        """How long it is for what begins on a day: as it was set for that day, else its default."""
        found = self.thresholds.value(deadline.rule, deadline.parameter, day)
        return deadline.amount if found is None or deadline.source == "statute" else max(0, int(found))

    def passed(self) -> Iterator[Span]:
        """Which deadlines have passed, by when they began: for each stretch of days with one length of each kind."""
        for deadline in DEADLINES.values():
            for since, until in self._stretches():
                passed = self._latest_start(deadline, self.amount(deadline, since))
                yield Span(deadline.kind, _begin_of(since), _begin_of(until) if until else "9", passed)

    def _stretches(self) -> Iterator[tuple[date, date | None]]:
        """The days, cut where a threshold begins to be valid."""
        first = FIRST_DAY
        for day in self.thresholds.beginnings:
            yield first, day
            first = day
        yield first, None

    def _latest_start(self, deadline: Deadline, amount: int) -> str:
        """What began before this instant has passed."""
        if deadline.unit == "hours":
            return write_instant(read_instant(self.as_of) - timedelta(hours=amount))
        today = (read_instant(self.as_of) - AN_INSTANT).astimezone(SHANGHAI).date()  # due at 24:00 is not passed then
        start = today
        while self._last_day(deadline, start, amount) >= today:
            start -= ONE_DAY
        return _begin_of(start + ONE_DAY)

    def _last_day(self, deadline: Deadline, start: date, amount: int) -> date:
        if deadline.unit == "years":
            return years_later(start, amount)
        return self.calendar.add_working_days(start, amount).day


def years_later(day: date, years: int) -> date:
    """The same day of a later year; of a leap day the first of March, the longer one."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def begin_of(day: str) -> str:
    """0:00 in Shanghai of a day (YYYY-MM-DD), as an instant."""
    return _begin_of(date.fromisoformat(day))


def just_before(instant: str) -> str:
    """The last instant before one, as an instant."""
    return write_instant(read_instant(instant) - AN_INSTANT)


def end_of(day: str) -> str:
    """24:00 in Shanghai of a day (YYYY-MM-DD), as an instant."""
    return _end_of(date.fromisoformat(day))


def _end_of(day: date) -> str:
    return _begin_of(day + ONE_DAY)


def _begin_of(day: date) -> str:
    return write_instant(datetime.combine(day, time(), SHANGHAI).astimezone(UTC))
