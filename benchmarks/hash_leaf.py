"""How many leaves one core hashes, against SHA-256 over bytes that carry their prefix already."""

from hashlib import sha256

from benchmarks.district import batch, drafts, postings
from benchmarks.measuring import Result, Turns, in_turn
from ledger.leaf import join, leaf_hash

SIZE = 1_000


def measure(runs: int) -> Result:
    """Leaves as they are stored."""
    stored = [
        join(d.fact, position, d.statement.occurred_at, 1)
        for position, d in enumerate(batch(drafts(postings()), SIZE), 1)
    ]
    return in_turn(_turns(stored), runs).as_rates("leaf_hash", "leaves/s per core", SIZE, "raw SHA-256, same bytes")


def _turns(stored: list[bytes]) -> Turns:
    prefixed = [b"\x00" + each for each in stored]
    while True:
        yield lambda: [leaf_hash(each) for each in stored]
        yield lambda: [sha256(each).digest() for each in prefixed]
