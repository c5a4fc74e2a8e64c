"""`as_of`: the instant that an answer is about, and the position of the log that was its head then."""

from typing import Annotated, NamedTuple

from fastapi import Query

from api.subjects import cut
from ledger.clock import microseconds, read_instant, write_instant
from ledger.log import Ledger

AsOf = Annotated[str | None, Query(max_length=40, description="now if not said; later than now is a forecast")]


class Instant(NamedTuple):
    """When it is, as far as an answer goes."""

    at: str
    forecast: bool
    """Whether it is yet to come: then what is known now is taken."""
    position: int
    """Of the last fact that was recorded by then."""
    past: bool


def instant_of(ledger: Ledger, as_of: str | None) -> Instant:
    """The instant asked about, now if none is; raises InvalidError for what is none."""
    head, recorded_at = ledger.head()
    now = max(write_instant(ledger.recorder.now()), recorded_at or "")
    asked = cut(as_of, "as_of") or now
    position = head if asked >= now else ledger.recorder.position_at(microseconds(read_instant(asked)))
    return Instant(asked, asked > now, position, asked < now)
