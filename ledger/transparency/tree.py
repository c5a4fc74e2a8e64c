"""The Merkle tree of RFC 6962 §2.1 (the same in RFC 9162 §2.1) over leaf hashes, and the proofs it gives.

Nothing here holds a tree. `hash_at(level, index)` answers the hash of a perfect subtree, the one over the 2^level
leaves from number index · 2^level on, and every root and every proof is put together from a few of those.
Leaf hashes are made by `ledger.leaf.leaf_hash`.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ledger.transparency.errors import ProofError

HashAt = Callable[[int, int], bytes]

EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
"""The root of a tree without leaves: SHA-256 of nothing."""


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right): the prefix keeps a node from ever being taken for a leaf."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def pair_up(row: Sequence[bytes]) -> list[bytes]:
    """The hashes one level above a row of an even number of siblings."""
    sha256 = hashlib.sha256
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=True)]


def bag(peaks: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees that fall in size from left to right; the last two are joined first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def peaks_of(first: int, end: int, hash_at: HashAt) -> Iterator[bytes]:
    """The perfect subtrees over the leaves [first, end), the largest first, where a subtree may begin at `first`."""
    while first < end:
        level = (end - first).bit_length() - 1
        yield hash_at(level, first >> level)
        first += 1 << level


def root_from(size: int, hash_at: HashAt) -> bytes:
    """The root over the first `size` leaves: MTH(D[0:size]) of RFC 6962 §2.1."""
    return _hash_of(0, size, hash_at)


def inclusion_proof(index: int, size: int, hash_at: HashAt) -> list[bytes]:
    """PATH(index, D[0:size]) of RFC 6962 §2.1.1: siblings from the leaf's own up to the root's child."""
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size} leaves")
    path = []
    level, node, last = 0, index, size - 1
    while last:
        sibling = node ^ 1
        if sibling <= last:
            path.append(_hash_of(sibling << level, min((sibling + 1) << level, size), hash_at))
        level, node, last = level + 1, node >> 1, last >> 1
    return path


def consistency_proof(old: int, new: int, hash_at: HashAt) -> list[bytes]:
    """PROOF(old, D[0:new]) of RFC 6962 §2.1.2; empty from a tree to itself, and from the empty tree to any."""
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {old} leaves does not come before one of {new}")
    return list(_subproof(old, 0, new, True, hash_at)) if old else []


def _subproof(old: int, first: int, end: int, known: bool, hash_at: HashAt) -> Iterator[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2 over the leaves [first, end); `known` while the old root itself is meant."""
    if old == end:
        if not known:
            yield _hash_of(first, end, hash_at)
        return
    split = first + (1 << (end - first - 1).bit_length() - 1)
    if old <= split:
        yield from _subproof(old, first, split, known, hash_at)
        yield _hash_of(split, end, hash_at)
    else:
        yield from _subproof(old, split, end, False, hash_at)
        yield _hash_of(first, split, hash_at)


def _hash_of(first: int, end: int, hash_at: HashAt) -> bytes:
    return bag(list(peaks_of(first, end, hash_at)))
