"""Append of 1,000 sealed facts, tags, seq and hashes and all, against the driver writing the very same rows."""

from collections.abc import Sequence

from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem
from eventsourcing.utils import get_topic

from benchmarks.district import OPERATOR, batch, sealed
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.stores import Store
from ledger.batch import Batch
from ledger.posting import Draft
from ledger.store.reading import SubjectItem

SIZE = 1_000
RAW_WRITE = {
    "sqlite": "raw sqlite3 executemany, same rows",
    "postgresql": "raw psycopg binary COPY, same rows",
}


def measure(store: Store, runs: int) -> Result:
    """Under the condition that a batch of such facts really has."""
    seconds = in_turn(_turns(store, conditional=True), runs)
    return seconds.as_rates(f"append_batch_1000_{store.name}", "events/s", SIZE, RAW_WRITE[store.name])


def measure_unconditional(store: Store, runs: int) -> Result:
    """Without a condition."""
    seconds = in_turn(_turns(store, conditional=False), runs)
    return seconds.as_rates(f"append_batch_1000_unconditional_{store.name}", "events/s", SIZE, RAW_WRITE[store.name])


def _turns(store: Store, *, conditional: bool) -> Turns:
    recorder = store.ledger.recorder
    while True:
        waiting = batch(store.waiting, SIZE)
        events, end = sealed(waiting), store.driver.end()
        condition = _condition(waiting, end.position) if conditional else None
        yield lambda: recorder.append_leaves(events, condition)  # noqa: B023  (called before the next turn)
        rows = store.driver.rows_beyond(end)
        yield lambda: store.twin.append(rows)  # noqa: B023


def _condition(waiting: Sequence[Draft], head: int) -> DCBAppendCondition:
    """Nobody else created these drums: one selector for each of the batch's new subjects."""
    boundary = Batch([waiting], OPERATOR, {}).consistency_boundary()
    items: list[DCBQueryItem] = [SubjectItem([get_topic(t) for t in s.types], list(s.tags)) for s in boundary]
    return DCBAppendCondition(DCBQuery(items), after=head)
