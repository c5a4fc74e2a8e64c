"""The two clocks: occurred_at comes from the poster, recorded_at from here.

Instants are kept as text in one shape, `2026-11-24T00:03:00.000000Z` (RFC 3339, UTC, microseconds), so that the
order of the text is the order of time and the stored bytes never depend on a library's formatting.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = "1900-01-01T00:00:00.000000Z"
MAX_AHEAD = timedelta(minutes=5)
"""How far occurred_at may lie in the future."""

SHANGHAI = timezone(timedelta(hours=8))
"""Where days begin and end; fixed since 1991."""

_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)",
    re.A,
)


class Clock(Protocol):
    """Tells the time of the ledger; asked under the append lock."""

    def now(self) -> datetime:
        """The present instant, with its zone."""
        ...


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant in UTC."""
        return datetime.now(UTC)


class SimulatedClock:
    """A clock that a simulation sets, and that is handed over to the wall when the simulation ends."""

    def __init__(self, start: datetime) -> None:
        self._now: datetime | None = start

    def now(self) -> datetime:
        """The instant last set, or the wall's once handed over."""
        return self._now or datetime.now(UTC)

    def set(self, instant: datetime) -> None:
        """Move to an instant, never backwards."""
        self._now = max(instant, self.now())

    def hand_over(self) -> None:
        """From here on the wall clock rules."""
        self._now = None


def instant(text: str) -> str:
    """The canonical text of an RFC 3339 instant; raises ValueError for anything else."""
    if not _RFC3339.fullmatch(text):
        raise ValueError("not an RFC 3339 date-time with an offset, such as 2026-11-24T08:03:00+08:00")
    try:
        # freezegun's FakeDatetime is a subclass: formatting a plain UTC value keeps the bytes the same
        written = write_instant(datetime.fromisoformat(text.upper()))
    except OverflowError as overflow:
        raise ValueError("beyond the calendar") from overflow
    if written < EARLIEST:
        raise ValueError("before 1900")
    return written


def day(text: str) -> str:
    """A calendar day `YYYY-MM-DD` as given; raises ValueError for a day that does not exist."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.A):
        raise ValueError("not a day such as 2026-11-24")
    date.fromisoformat(text)
    return text


def write_instant(moment: datetime) -> str:
    """An aware datetime as canonical text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def read_instant(text: str) -> datetime:
    """Canonical text as an aware datetime."""
    return datetime.fromisoformat(text)


def shanghai_day(text: str) -> date:
    """The calendar day of an instant, given as canonical text, in Shanghai."""
    try:
        return read_instant(text).astimezone(SHANGHAI).date()
    except OverflowError:  # the last hours of the year 9999
        return date.max


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970-01-01T00:00Z, exactly."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def from_microseconds(count: int) -> datetime:
    """The instant so many microseconds after 1970-01-01T00:00Z."""
    return EPOCH + timedelta(microseconds=count)
