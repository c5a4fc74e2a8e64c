"""The tree of RFC 6962 §2.1 as its text defines it, by recursion over slices: slow, and plainly right."""

import hashlib
from collections.abc import Sequence
from functools import cache

from ledger.leaf import leaf_hash

ENTRIES = tuple(
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
)
"""The entries of the reference implementation of Certificate Transparency, whose roots and paths are published."""

LEAVES = tuple(map(leaf_hash, ENTRIES))


def numbered(count: int) -> tuple[bytes, ...]:
    return tuple(leaf_hash(b"entry %d" % number) for number in range(count))


@cache
def root(leaves: tuple[bytes, ...]) -> bytes:
    """MTH, over leaves that are hashed already."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:])).digest()


def split(n: int) -> int:
    """The largest power of two that is smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, leaves: tuple[bytes, ...]) -> list[bytes]:
    """PATH(m, D[n])."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), root(leaves[k:])]
    return [*path(m - k, leaves[k:]), root(leaves[:k])]


def proof(m: int, leaves: tuple[bytes, ...]) -> list[bytes]:
    """PROOF(m, D[n])."""
    return subproof(m, leaves, True)


def subproof(m: int, leaves: tuple[bytes, ...], known: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    if m == len(leaves):
        return [] if known else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], known), root(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), root(leaves[:k])]


class NaiveTree:
    """Answers `hash_at` for a tree in memory, and refuses what is no whole subtree of it."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = tuple(leaves)

    def hash_at(self, level: int, index: int) -> bytes:
        first, end = index << level, (index + 1) << level
        assert 0 <= first < end <= len(self.leaves)
        return root(self.leaves[first:end])
