"""The receipt with an answer: the log's signed promise that these leaves are in every later checkpoint.

One signature for a request, however many leaves it has: over the root of a small tree of that request's leaves
alone, whose origin is the log's with `/receipts` behind it. Each leaf gets its path to that root, and the whole is a
`.tlog-proof` like any other, so what checks a proof checks a receipt. The leaf's bytes say its position.
"""

from collections.abc import Sequence
from typing import Final

from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.key import NoteKey
from ledger.transparency.proof import TlogProof
from ledger.transparency.tree import EMPTY_ROOT, node_hash

ORIGIN_END: Final = "/receipts"


def receipts_for(key: NoteKey, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """A receipt for each leaf of a request, in its order; `key` is the receipt key, named `ORIGIN/receipts`."""
    rows = _rows(leaf_hashes)
    root = rows[-1][0] if leaf_hashes else EMPTY_ROOT
    note = Checkpoint(key.name, len(leaf_hashes), root).signed(key)
    return [TlogProof(index, _path(rows, index), note).text for index in range(len(leaf_hashes))]


def _rows(leaf_hashes: Sequence[bytes]) -> list[list[bytes]]:
    """The tree of RFC 6962 row by row; a last node without sibling is the same in the row above."""
    row = list(leaf_hashes)
    rows = [row]
    while len(row) > 1:
        alone = row[len(row) & ~1 :]
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)] + alone
        rows.append(row)
    return rows


def _path(rows: list[list[bytes]], index: int) -> tuple[bytes, ...]:
    path = []
    for row in rows[:-1]:
        if index ^ 1 < len(row):
            path.append(row[index ^ 1])
        index >>= 1
    return tuple(path)
