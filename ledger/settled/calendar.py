"""Calendars 日历: the days off and the make-up working days of a year, as a notice arranges them."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title
from ledger.limits import Limits
from ledger.text import Day, Name, Sentence

DayKind = Literal["off", "work"]


class ExceptionalDay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A day that is not what its weekday says: off though in the week, or worked though at its end."""

    day: Day
    kind: DayKind
    name: Name | None = None


ExceptionalDays = Annotated[list[ExceptionalDay], Limits(min_length=1, max_length=120)]


class Calendar:
    """The working days of a year."""

    class Published(Fact, frozen=True, kw_only=True):
        """The whole arrangement of a year; the one that was published last is the one that counts."""

        TOPIC = "calendar.published"
        TITLE = Title("日历发布", "Calendar published")
        BASIS = ("国务院办公厅关于部分节假日安排的通知（逐年）",)
        SUBJECT = "calendar"
        STATED_BY = (Relation.OPERATOR,)

        exceptions: ExceptionalDays
        notice: Sentence

        def misfits(self, subject: str) -> Iterator[Finding]:
            """Days that are not of the calendar's year, and days that stand in it twice."""
            year = subject.partition(":")[2]
            seen: dict[str, int] = {}
            for index, each in enumerate(self.exceptions):
                pointer = f"/exceptions/{index}/day"
                if each.day[:4] != year:
                    told = {"day": each.day, "year": year}
                    yield Finding("other_year", f"{each.day} is not a day of {year}", pointer, values=told)
                first = seen.setdefault(each.day, index)
                if first != index:
                    told = {"day": each.day, "first": str(first)}
                    yield Finding("day_twice", f"{each.day} stands at {first} already", pointer, values=told)


class CalendarState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The arrangement of a year that counts."""

    stage: Literal["provisional", "published"] = "provisional"
    exceptions: list[ExceptionalDay] | None = None
    notice: str | None = None


def evolve(state: CalendarState, statement: Statement[Fact]) -> CalendarState:
    """The state after one more fact."""
    match statement.data:
        case Calendar.Published() as now:
            return CalendarState("published", now.exceptions, now.notice)
    return state
