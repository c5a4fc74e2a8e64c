"""The settings in force: pure functions of the facts that were recorded by an instant, or of all that are recorded.

What was stated later, or corrected later, is not known at that instant; a withdrawn setting was never made. Of two
that say different things of one day the one that happened last counts, and of two at once the one recorded last.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ledger.correction import Effective, effective
from ledger.fact import Recorded
from ledger.regulation.working_days import BUILT_IN, WorkingCalendar
from ledger.settled.calendar import Calendar, ExceptionalDay
from ledger.settled.threshold import Threshold
from ledger.settled.waste_catalogue import WasteCatalogue

Facts = Iterable[Recorded[Any]]


class Setting(NamedTuple):
    """A value of a rule's parameter, the day from which it counts, and the position that says so."""

    rule: str
    parameter: str
    value: int | Decimal
    valid_from: str
    position: int


class Thresholds:
    """What was set, by rule and parameter. What was never set has its default, which the rule itself knows."""

    def __init__(self, settings: Iterable[Setting]) -> None:
        self._settings = list(settings)

    @property
    def beginnings(self) -> list[date]:
        """The days on which a setting begins to count, each once, in their order."""
        return sorted({date.fromisoformat(s.valid_from) for s in self._settings})

    def on(self, day: date) -> dict[tuple[str, str], Setting]:
        """The settings in force on a day: of each parameter the one that began last, no later than that day."""
        begun = (s for s in self._settings if s.valid_from <= day.isoformat())
        # the sort is stable: of two that begin on one day the later stays last
        return {(s.rule, s.parameter): s for s in sorted(begun, key=lambda s: s.valid_from)}

    def value(self, rule: str, parameter: str, day: date) -> int | Decimal | None:
        """The value of a parameter on a day; None where none was set, and the rule's default holds."""
        setting = self.on(day).get((rule, parameter))
        return None if setting is None else setting.value


class Year(NamedTuple):
    """The arrangement of a year, by which notice, and the position that says so."""

    year: int
    exceptions: list[ExceptionalDay]
    notice: str
    position: int


class Edition(NamedTuple):
    """An edition of the waste catalogue, from which file, and the position that says so."""

    edition: str
    sha256: str
    rows: int
    valid_from: str | None
    position: int


def thresholds(facts: Facts, as_of: str | None = None) -> Thresholds:
    """The thresholds as they were recorded by an instant."""
    return Thresholds(
        Setting(number, each.parameter, each.value.number, each.valid_from, position)
        for number, each, position in _recorded(facts, as_of, Threshold.Set)
    )


def calendars(facts: Facts, as_of: str | None = None) -> dict[int, Year]:
    """Year → its arrangement, as recorded by an instant; the one that was published last."""
    published = _recorded(facts, as_of, Calendar.Published)
    return {int(number): Year(int(number), c.exceptions, c.notice, position) for number, c, position in published}


def working_calendar(facts: Facts, as_of: str | None = None) -> WorkingCalendar:
    """The working days as recorded by an instant: each published year in the place of the one built in."""
    calendar = BUILT_IN
    for year in calendars(facts, as_of).values():
        days = {date.fromisoformat(each.day): each.kind == "work" for each in year.exceptions}
        calendar = calendar.with_year(year.year, days)
    return calendar


def editions(facts: Facts, as_of: str | None = None) -> list[Edition]:
    """The editions of the waste catalogue that were loaded by an instant, by the day from which they are the law."""
    loaded = _recorded(facts, as_of, WasteCatalogue.Loaded)
    found = [Edition(number, c.sha256, c.rows, c.valid_from, position) for number, c, position in loaded]
    return sorted(found, key=lambda e: e.valid_from or "")


def edition_on(loaded: Iterable[Edition], day: date) -> Edition | None:
    """The edition in force on a day among those loaded; one whose beginning was not said counts from ever."""
    begun = [e for e in loaded if (e.valid_from or "") <= day.isoformat()]
    return begun[-1] if begun else None


def _recorded(facts: Facts, as_of: str | None, fact_type: type[Any]) -> Iterator[tuple[str, Any, int]]:
    """Number of the subject, data and position of what stands of one type, in the order in which it happened."""
    for each in effective([f for f in facts if as_of is None or f.recorded_at <= as_of]):
        if isinstance(each.statement.data, fact_type):
            yield each.statement.subject.partition(":")[2], each.statement.data, _said_at(each)


def _said_at(each: Effective) -> int:
    return (each.correction or each.original).position
