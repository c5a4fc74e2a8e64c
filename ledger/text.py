"""Words that people write into facts, bounded, and times written as text."""

from dataclasses import dataclass
from typing import Annotated

from ledger.limits import Limits


@dataclass(frozen=True, slots=True)
class InstantText:
    """Marks a field whose wire form is an RFC 3339 instant and whose leaf form is the canonical one."""


@dataclass(frozen=True, slots=True)
class DayText:
    """Marks a field that holds a calendar day."""


@dataclass(frozen=True, slots=True)
class SealedText:
    """Marks personal data that only the vault may hold; until it exists such a field is refused, never stored."""


def exactly(pattern: str) -> str:
    """A pattern for the whole text; Python's `$` alone would let a trailing line feed through."""
    return rf"^(?:{pattern})$(?!\n)"


Name = Annotated[str, Limits(min_length=1, max_length=120)]
Sentence = Annotated[str, Limits(min_length=1, max_length=500)]
Reason = Annotated[str, Limits(min_length=1, max_length=1000)]
Instant = Annotated[str, InstantText(), Limits(max_length=40, format="date-time")]
Day = Annotated[str, DayText(), Limits(max_length=10, format="date")]
Month = Annotated[str, Limits(pattern=exactly("20[0-9]{2}-(0[1-9]|1[0-2])"))]
TimeOfDay = Annotated[str, Limits(pattern=exactly("([01][0-9]|2[0-3]):[0-5][0-9]"))]
Sealed = Annotated[str, SealedText(), Limits(min_length=1, max_length=200)]
