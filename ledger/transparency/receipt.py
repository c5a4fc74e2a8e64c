"""The receipt with an answer: the log's signed promise that these leaves are in every later checkpoint.

One signature for a request, however many leaves it has: over the root of a small tree of that request's leaves
alone, whose origin is the log's with `/receipts` behind it. Each leaf gets its path to that root, and the whole is a
`.tlog-proof` like any other, so what checks a proof checks a receipt. The leaf's bytes say its position.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.key import NoteKey
from ledger.transparency.notation import write_base64
from ledger.transparency.proof import proof_text
from ledger.transparency.tree import EMPTY_ROOT, node_hash

ORIGIN_END: Final = "/receipts"


def receipts_for(key: NoteKey, leaf_hashes: Sequence[bytes]) -> list[bytes]:
    """A receipt for each leaf of a request, in its order; `key` is the receipt key, named `ORIGIN/receipts`."""
    rows = _rows(leaf_hashes)
    root = rows[-1][0] if leaf_hashes else EMPTY_ROOT
    note = Checkpoint(key.name, len(leaf_hashes), root).signed(key)
    lines = [[write_base64(each) for each in row] for row in rows[:-1]]
    return [proof_text(index, _path(lines, index), note) for index in range(len(leaf_hashes))]


def _rows(leaf_hashes: Sequence[bytes]) -> list[list[bytes]]:
    """The tree of RFC 6962 row by row; a last node without sibling is the same in the row above."""
    row = list(leaf_hashes)
    rows = [row]
    while len(row) > 1:
        alone = row[len(row) & ~1 :]
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)] + alone
        rows.append(row)
    return rows


def _path(rows: list[list[str]], index: int) -> Iterator[str]:
    """The siblings of a leaf, from its own up to the root's child."""
    for row in rows:
        if index ^ 1 < len(row):
            yield row[index ^ 1]
        index >>= 1
