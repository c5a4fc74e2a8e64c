"""Checking proofs as RFC 9162 §2.1.3.2 and §2.1.4.2 say, knowing of the tree no more than its size and root.

A root does not say how many leaves it is over, and proofs for some sizes have the same shape: the size must come from
the same signed checkpoint as the root, never from whoever brings the proof.
"""

from collections.abc import Sequence

from ledger.transparency.errors import ProofError
from ledger.transparency.notation import HASH_BYTES
from ledger.transparency.tree import EMPTY_ROOT, node_hash


def check_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofError unless the leaf is number `index` of the `size` leaves under this root."""
    _must_be_hashes(leaf_hash, root, *proof)
    if not 0 <= index < size:
        raise ProofError(f"leaf {index} is not in a tree of {size} leaves")
    node, last, found = index, size - 1, leaf_hash
    for step in proof:
        if last == 0:
            raise ProofError(f"the proof has {len(proof)} hashes, more than leaf {index} of {size} has above it")
        if node & 1 or node == last:
            found = node_hash(step, found)
            node, last = _skip_missing_siblings(node, last)
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError(f"the proof has {len(proof)} hashes, fewer than leaf {index} of {size} has above it")
    if found != root:
        raise ProofError(f"the proof leads to the root {found.hex()}, not to {root.hex()}")


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raise ProofError unless the tree of `new` leaves begins with the very tree of `old` leaves.

    Every tree begins with the empty one: from size 0 the proof is empty and says nothing of the new root.
    """
    _must_be_hashes(old_root, new_root, *proof)
    if not 0 <= old <= new:
        raise ProofError(f"a tree of {old} leaves does not come before one of {new}")
    for size, root in ((old, old_root), (new, new_root)):
        if size == 0 and root != EMPTY_ROOT:
            raise ProofError(f"the root of no leaves is {EMPTY_ROOT.hex()}, not {root.hex()}")
    if old in {0, new}:
        if proof:
            raise ProofError(f"the proof from {old} to {new} leaves is empty, this one has {len(proof)} hashes")
        if old == new and old_root != new_root:
            raise ProofError(f"two roots for {old} leaves: {old_root.hex()} and {new_root.hex()}")
        return
    _check_growth(old, new, proof, old_root, new_root)


def _check_growth(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    # A tree of 2^n leaves is a node of the new tree: its root is where the proof starts, and is not repeated in it.
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        raise ProofError(f"the proof from {old} to {new} leaves is not empty")
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    found_old = found_new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise ProofError(f"the proof has {len(proof)} hashes, more than lie between {old} and {new} leaves")
        if node & 1 or node == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            node, last = _skip_missing_siblings(node, last)
        else:
            found_new = node_hash(found_new, step)
        node, last = node >> 1, last >> 1
    if last:
        raise ProofError(f"the proof has {len(proof)} hashes, fewer than lie between {old} and {new} leaves")
    if found_old != old_root:
        raise ProofError(f"the proof leads to the root {found_old.hex()} of {old} leaves, not to {old_root.hex()}")
    if found_new != new_root:
        raise ProofError(f"the proof leads to the root {found_new.hex()} of {new} leaves, not to {new_root.hex()}")


def _skip_missing_siblings(node: int, last: int) -> tuple[int, int]:
    """Climb where the last node of a level has no right sibling, for there the proof has no hash."""
    while node and not node & 1:
        node, last = node >> 1, last >> 1
    return node, last


def _must_be_hashes(*values: bytes) -> None:
    if any(len(value) != HASH_BYTES for value in values):
        raise ProofError("a hash has not 32 bytes")
