"""How far each view is behind the log: in facts, and in the age of the oldest one that it does not hold yet."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from ledger.clock import from_microseconds
from ledger.log import Ledger
from ledger.store.engine import one_snapshot
from ledger.store.tables import event
from projections.bookkeeping import fillings_of, mark_of
from projections.runner import Runner


class Lag(NamedTuple):
    """Of one view."""

    position: int
    behind: int
    """Facts of the log that are not folded in."""
    seconds: float
    """Since the oldest of them was recorded; 0 when there is none."""
    stopped: bool
    fillings: int
    """How often its tables were filled from the whole log: once, and with every rebuild again."""
    filling_seconds: float
    """How long all of that took."""


def lags(ledger: Ledger, views: Runner) -> tuple[int, dict[str, Lag]]:
    """The head of the log and, by name, how far each view is behind it, in one snapshot."""
    stopped, now = views.stopped(), ledger.recorder.now()
    with one_snapshot(ledger.recorder.engine) as connection:
        head = connection.execute(select(func.max(event.c.position))).scalar() or 0
        found: dict[str, Lag] = {}
        for name, view in views.views.items():
            mark, fillings = mark_of(connection, name), fillings_of(connection, name)
            position = mark.position if mark is not None and mark.version == view.VERSION else 0
            waiting = _recorded_at(connection, position + 1)
            seconds = 0.0 if waiting is None else (now - from_microseconds(waiting)).total_seconds()
            found[name] = Lag(position, head - position, max(0.0, seconds), name in stopped, *fillings)
        return head, found


def _recorded_at(connection: Connection, position: int) -> int | None:
    return connection.execute(select(event.c.recorded_at).where(event.c.position == position)).scalar()
