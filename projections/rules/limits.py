"""The numbers that a rule is held to: what a text says, or an 内部阈值 as it was set for the day of the act."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple, Protocol

from ledger.regulation.deadlines import DEADLINES
from projections.rules.weighing import Numbers

Source = Literal["statute", "standard", "internal"]
Unit = Literal[
    "minutes", "hours", "days", "working_days", "weeks", "months", "years", "kg", "t", "percent", "permille", "m",
    "km", "kmh", "times", "divisions", "switch",
]  # fmt: skip
SETTLE: Final = "settle"
"""The parameters that all rules share, as a rule of their own to whoever sets one."""


class Parameter(NamedTuple):
    """A number, who says so, and what it means; one that no law gives may be set (`threshold.set`)."""

    name: str
    default: int | Decimal
    unit: Unit
    title: tuple[str, str]
    source: Source = "internal"
    text: str = "内部阈值"
    """The article or standard that gives it."""


def of_deadline(kind: str) -> Parameter:
    """The parameter of a deadline that loops wait for too."""
    known = DEADLINES[kind]
    text = "内部阈值" if known.source == "internal" else known.basis("2026-08-15")
    return Parameter(known.parameter, known.amount, known.unit, known.title, known.source, text)


class Limits(Protocol):
    """The parameters of one rule, as they were settled when the case was known."""

    def value(self, parameter: str, day: str) -> Fraction:
        """What holds for an act of a day."""

    def ends(self, parameter: str, start: str, pauses: Iterable[Any] = ()) -> str:
        """The instant at which a wait of so long ends; of working days 24:00 of the last."""

    def further(self, parameter: str, ended: str) -> str:
        """The instant at which a wait ends that begins when another one has ended, of days with the next."""

    def weighing(self, day: str) -> Numbers:
        """The numbers that say how far off a mass of a day may be."""

    def settled(self, instant: str) -> str:
        """The same instant, once devices without network had time to deliver (settle, 内部阈值)."""

    def before(self, parameter: str, day: str) -> str:
        """The instant behind which fewer working days than that remain to the end of a day."""
