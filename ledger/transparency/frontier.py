"""The right edge of a growing tree: all that has to be kept of it to append more and to know its root.

A tree of n leaves is one perfect subtree for each binary digit 1 of n (RFC 9162 §2.1.2 computes the root from just
these). At 10^6 leaves that is at most twenty hashes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from ledger.transparency.errors import ProofError
from ledger.transparency.notation import HASH_BYTES
from ledger.transparency.tree import HashAt, bag, pair_up, peaks_of

_SIZE_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Frontier:
    """`size` leaves as their perfect subtrees, the largest first. It never changes: appending gives another.

    So a transaction that fails leaves the caller with the frontier that is still true.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ProofError(f"{len(self.hashes)} subtrees do not make a tree of {self.size} leaves")
        if any(len(each) != HASH_BYTES for each in self.hashes):
            raise ProofError("a subtree's hash has not 32 bytes")

    @classmethod
    def at(cls, size: int, hash_at: HashAt) -> Self:
        """The frontier of the first `size` leaves of a tree that is kept elsewhere."""
        return cls(size, tuple(peaks_of(0, size, hash_at)))

    def append(self, leaf_hash: bytes) -> Self:
        """The frontier with one leaf more."""
        return self.append_many((leaf_hash,))

    def append_many(self, leaf_hashes: Iterable[bytes]) -> Self:
        """The frontier with these leaves more, level by level: one hash a leaf, without a loop for each."""
        row = list(leaf_hashes)
        if any(len(leaf) != HASH_BYTES for leaf in row):
            raise ProofError("a leaf hash has not 32 bytes")
        size = self.size + len(row)
        waiting = list(self.hashes)
        kept: list[bytes] = []
        level = 0
        while row or waiting:
            if self.size >> level & 1:
                row.insert(0, waiting.pop())
            if len(row) & 1:
                kept.append(row.pop())
            row = pair_up(row)
            level += 1
        return type(self)(size, tuple(reversed(kept)))

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return bag(self.hashes)

    def to_bytes(self) -> bytes:
        """The size in eight bytes, big-endian, and the hashes."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, kept: bytes) -> Self:
        """The frontier that `to_bytes` wrote."""
        if len(kept) < _SIZE_BYTES:
            raise ProofError("a frontier begins with its size in eight bytes")
        return cls(int.from_bytes(kept[:_SIZE_BYTES], "big"), tuple(split_hashes(kept[_SIZE_BYTES:])))


def split_hashes(joined: bytes) -> Sequence[bytes]:
    """Hashes that stand one after the other; the last is short where the bytes are not whole."""
    return [joined[at : at + HASH_BYTES] for at in range(0, len(joined), HASH_BYTES)]
