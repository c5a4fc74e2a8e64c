"""The parameters of rules as they were settled at a position; whoever asks for one is judged again when it is set."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

from ledger.clock import read_instant, shanghai_day, write_instant
from ledger.fact import Recorded
from ledger.regulation.working_days import Due, Pause, WorkingCalendar
from ledger.settled.in_force import Thresholds, thresholds, working_calendar
from projections.clocks import end_of, years_later
from projections.rules import weighing
from projections.rules.conventions import SHARED, shifted
from projections.rules.limits import SETTLE, Parameter
from projections.rules.rule import Rule
from projections.rules.weighing import Numbers

OF_ALL: Final = frozenset(each.name for each in SHARED)
SETTINGS: Final = "settings"
"""The name under which it is written down who was held to settings of which day."""
HOURS: Final = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}


class Settled:
    """Thresholds and calendar by the settings recorded up to a position."""

    def __init__(self, facts: Sequence[Recorded[Any]]) -> None:
        self._facts = list(facts)
        self._sums: dict[tuple[date, int, tuple[Pause, ...]], Due | None] = {}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days."""
        return working_calendar(self._facts)

    def last_of(self, begun: date, days: int, pauses: tuple[Pause, ...]) -> Due | None:
        """The last of so many working days, each sum done once."""
        asked = begun, days, pauses
        if asked not in self._sums:
            self._sums[asked] = self.calendar.add_with_pauses(begun, days, pauses)
        return self._sums[asked]

    @cached_property
    def thresholds(self) -> Thresholds:
        """What was set of the parameters."""
        return thresholds(self._facts)

    @cached_property
    def rules_set(self) -> frozenset[str]:
        """The rules of which anything was ever set."""
        return frozenset(f.fact.subject.partition(":")[2] for f in self._facts if f.fact.subject.startswith("rule:"))


class SettledLimits:
    """The limits of one rule, for one case."""

    def __init__(self, rule: Rule, settled: Settled, asked: dict[str, str]) -> None:
        self._parameters = rule.numbers
        self._rule, self._settled, self._asked = rule.id, settled, asked
        self.provisional: set[str] = set()
        """Ends of which the calendar is not known yet."""

    def value(self, parameter: str, day: str) -> Fraction:
        """As it was set for that day, else its default; what a text gives is never set."""
        known = self._parameters[parameter]
        rule = SETTLE if parameter in OF_ALL else self._rule
        self._asked[SETTINGS] = max(self._asked.get(SETTINGS, ""), day)
        if known.source != "internal" or rule not in self._settled.rules_set:
            return Fraction(known.default)
        found = self._settled.thresholds.value(rule, parameter, date.fromisoformat(day))
        return Fraction(known.default if found is None else max(0, found))

    def ends(self, parameter: str, start: str, pauses: Iterable[Pause] = ()) -> str:
        """When a wait of so long ends."""
        return self._ends(parameter, start, shanghai_day(start), pauses)

    def further(self, parameter: str, ended: str) -> str:
        """What ended at 24:00 ended on the day before."""
        return self._ends(parameter, ended, shanghai_day(shifted(ended, -1)))

    def _ends(self, parameter: str, start: str, begun: date, pauses: Iterable[Pause] = ()) -> str:
        known: Parameter = self._parameters[parameter]
        amount = self.value(parameter, str(begun))
        if known.unit in HOURS:
            return write_instant(read_instant(start) + float(amount) * HOURS[known.unit])
        if known.unit == "working_days":
            due = self._settled.last_of(begun, int(amount), tuple(pauses))
            if due is None:
                return "9"
            self._asked[SETTINGS] = max(self._asked[SETTINGS], str(due.day))
            ended = end_of(str(due.day))
            if due.provisional:
                self.provisional.add(ended)
            return ended
        return end_of(str(_later(begun, int(amount), known.unit)))

    def weighing(self, day: str) -> Numbers:
        """How far off a mass of a day may be."""
        self._asked[SETTINGS] = max(self._asked.get(SETTINGS, ""), day)
        if weighing.RULE not in self._settled.rules_set:
            return weighing.DEFAULTS
        return weighing.numbers_on(self._settled.thresholds, date.fromisoformat(day))

    def settled(self, instant: str) -> str:
        """Once devices had time to deliver."""
        return self.ends("settle_hours", instant)

    def before(self, parameter: str, day: str) -> str:
        """Counted back from the day, which is one of them where it is worked."""
        first, left = date.fromisoformat(day), int(self.value(parameter, day))
        while left > 0:
            left -= self._settled.calendar.is_working_day(first)
            first -= timedelta(days=1)
        return end_of(str(first))


def _later(day: date, amount: int, unit: str) -> date:
    """The same day so many months or years on; the last of a shorter month's."""
    if unit == "years":
        return years_later(day, amount)
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    for shorter in range(4):
        with suppress(ValueError):
            return date(year, month + 1, day.day - shorter)
    raise AssertionError("every month has 28 days")
