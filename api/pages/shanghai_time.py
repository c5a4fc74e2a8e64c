"""Time as people in Shanghai read and write it; the ledger keeps UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone

from ledger.clock import instant, read_instant, write_instant
from ledger.errors import InvalidError

# fixed since 1991, so that no page depends on a machine's time zone tables
SHANGHAI = timezone(timedelta(hours=8))

_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", re.A)


def shown(canonical: str) -> str:
    """An instant of the ledger as `2026-11-24 08:03:00`; what is finer than a second stays in the log."""
    return _local(canonical).strftime("%Y-%m-%d %H:%M:%S")


def for_input(canonical: str) -> str:
    """An instant as a `datetime-local` input wants it."""
    return _local(canonical).strftime("%Y-%m-%dT%H:%M:%S")


def entered(text: str | None, name: str) -> str | None:
    """What was entered as when something happened; None for nothing. Raises InvalidError for no date and time."""
    return _read(text, name, timedelta(0))


def cut(text: str | None, name: str) -> str | None:
    """What was entered as the last instant that it means: `08:03` holds all of that minute.

    Whatever a page shows as 08:03:02 was finer than that, and must not fall out of a replay cut at 08:03:02.
    Raises InvalidError for anything that is not a date and a time.
    """
    unit = timedelta(seconds=1) if text and text.count(":") == 2 else timedelta(minutes=1)
    return _read(text, name, unit - timedelta(microseconds=1))


def _read(text: str | None, name: str, more: timedelta) -> str | None:
    if not text:
        return None
    try:
        if not _LOCAL.fullmatch(text):
            raise ValueError("not a date and a time")
        return instant(write_instant(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) + more))
    except (ValueError, OverflowError):
        raise InvalidError.because(
            "wrong_query", "时间应写作 2026-11-24T08:03（上海时间）/ write a time as 2026-11-24T08:03", f"?{name}"
        ) from None


def _local(canonical: str) -> datetime:
    try:
        return read_instant(canonical).astimezone(SHANGHAI)
    except OverflowError:  # the last hours of the year 9999
        return read_instant(canonical).replace(tzinfo=UTC)
