"""What hashing and sequencing add to appends of 1,000 facts: batches in a row, with and without a publisher.

The publisher is the server's own, in its thread: it signs as soon as 256 facts are new, and rests after that; into
the database and, with all tiles, into a folder. What it adds is time that the appends have to wait.
"""

import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import delete

from api.publishing import Publisher, Signing
from benchmarks.append_batch import SIZE
from benchmarks.district import batch, sealed
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.stores import Store
from ledger.leaf import leaf_hash
from ledger.store.tables import checkpoint
from ledger.store.tree import TreeStore
from ledger.transparency.key import NoteKey
from ledger.transparency.mirror import Mirror
from ledger.transparency.receipt import ORIGIN_END
from ledger.transparency.sequencer import Sequencer

ORIGIN = "localhost/bench"
BATCHES = 20
"""Long enough that the first and the last publication are not most of them."""
STORED = "SELECT data FROM event WHERE position > {} ORDER BY position"


def measure(store: Store, runs: int) -> Result:
    """Seconds added ÷ seconds of the appends less their own hashing; the hashing counts as added."""
    hashing: list[float] = []
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as folder:
        signing = signing_of(store, Path(folder))
        seconds = in_turn(_turns(store, signing, hashing), runs)
    hashed = median(hashing)
    alone = median(seconds.baseline) - hashed
    added = median(seconds.ours) - alone
    return Result(
        f"sequencing_share_batch_1000_{store.name}",
        "ms a batch",
        round(added * 1000 / BATCHES, 2),
        "append of 1,000 facts, less its hashing, without a publisher; ratio = added / append",
        round(alone * 1000 / BATCHES, 2),
        round(added / alone, 3),
        runs,
    )


def signing_of(store: Store, folder: Path) -> Signing:
    """Keys and sequencer as a server has them."""
    log, receipts = NoteKey.generate(ORIGIN), NoteKey.generate(ORIGIN + ORIGIN_END)
    forget_checkpoints(store)
    mirror = Mirror(folder / "mirror")
    sequencer = Sequencer(log, TreeStore(store.ledger.recorder.engine), [mirror])
    return Signing(sequencer, receipts, (log.verifier, receipts.verifier))


def forget_checkpoints(store: Store) -> None:
    """Those of another scenario's key would keep this one from signing."""
    with store.ledger.recorder.engine.begin() as connection:
        connection.execute(delete(checkpoint))


def _turns(store: Store, signing: Signing, hashing: list[float]) -> Turns:
    recorder = store.ledger.recorder
    while True:
        mine, plain = ([sealed(batch(store.waiting, SIZE)) for _ in range(BATCHES)] for _ in range(2))

        def published() -> None:
            publisher = Publisher(store.ledger, signing)
            publisher.start()
            for events in mine:  # noqa: B023  (called before the next turn)
                recorder.append_leaves(events, None)
            publisher.stop()
            assert publisher.stopped_because is None

        def alone() -> None:
            for events in plain:  # noqa: B023
                recorder.append_leaves(events, None)

        # what the other side appended without a publisher is not for this one to pay
        signing.sequencer.publish(recorder.now())
        yield published
        end = store.driver.end()
        yield alone
        stored = [data for (data,) in store.driver.fetch(STORED.format(end.position))]
        start = perf_counter()
        for data in stored:
            leaf_hash(data)
        hashing.append(perf_counter() - start)
