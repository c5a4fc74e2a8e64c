"""What the tree adds to an append of 1,000 facts: their leaf hashes and a checkpoint, signed and kept everywhere."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.append_batch import SIZE
from benchmarks.district import batch, sealed
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.stores import Store
from ledger.leaf import leaf_hash
from ledger.store.tree import TreeStore
from ledger.transparency.key import NoteKey
from ledger.transparency.mirror import Mirror
from ledger.transparency.sequencer import Sequencer

ORIGIN = "localhost/bench"
STORED = "SELECT data FROM event WHERE position > {} ORDER BY position"


def measure(store: Store, runs: int) -> Result:
    """Seconds added ÷ seconds of the append without its own hashing; for a log that publishes after every batch."""
    hashing: list[float] = []
    with sequencer_of(store) as sequencer:
        seconds = in_turn(_turns(store, sequencer, hashing), runs)
    hashed = median(hashing)
    added, append = hashed + median(seconds.baseline), median(seconds.ours) - hashed
    return Result(
        f"sequencing_share_batch_1000_{store.name}",
        "ms a batch",
        round(added * 1000, 2),
        "append of the same 1,000 facts, less its hashing; ratio = added / append",
        round(append * 1000, 2),
        round(added / append, 3),
        runs,
    )


@contextmanager
def sequencer_of(store: Store) -> Iterator[Sequencer]:
    """One that signs the log's checkpoints as a server does: into the database, and with its tiles into a folder."""
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        mirror = Mirror(Path(folder) / "mirror")
        yield Sequencer(NoteKey.generate(ORIGIN), TreeStore(store.ledger.recorder.engine), [mirror])


def _turns(store: Store, sequencer: Sequencer, hashing: list[float]) -> Turns:
    while True:
        events, end = sealed(batch(store.waiting, SIZE)), store.driver.end()
        yield lambda: store.ledger.recorder.append_leaves(events, None)  # noqa: B023  (called before the next turn)
        stored = [data for (data,) in store.driver.fetch(STORED.format(end.position))]
        start = perf_counter()
        for data in stored:
            leaf_hash(data)
        hashing.append(perf_counter() - start)
        yield lambda: sequencer.publish(datetime.now(UTC))
