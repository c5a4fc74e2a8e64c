"""A plant posts 1,000 facts: read, validate, look up, decide, hash and keep, against the driver writing the rows."""

from benchmarks.append_batch import RAW_WRITE, SIZE
from benchmarks.district import batch, poster_of, postings, uscc
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.stores import Store

OTHER_PLANT = (uscc(500),)
OPEN_DRUMS = 20


def measure(store: Store, runs: int) -> Result:
    """From the posting to the receipt."""
    seconds = in_turn(_turns(store), runs)
    return seconds.as_rates(f"state_batch_1000_{store.name}", "events/s", SIZE, RAW_WRITE[store.name])


def _turns(store: Store) -> Turns:
    stream = postings(OTHER_PLANT, OPEN_DRUMS)
    while True:
        posted, end = batch(stream, SIZE), store.driver.end()
        yield lambda: store.ledger.state_one(poster_of(posted[0]), posted)  # noqa: B023  (called before the next turn)
        rows = store.driver.rows_beyond(end)
        yield lambda: store.twin.append(rows)  # noqa: B023
