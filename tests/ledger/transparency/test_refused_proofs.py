"""Nothing of a proof can be changed: not a bit of a hash, of the leaf or the root, not the index, not the length."""

from collections.abc import Iterator

import pytest

from ledger.transparency.checking import check_consistency, check_inclusion
from ledger.transparency.errors import ProofError
from tests.ledger.transparency.naive_tree import numbered, path, proof, root

LEAVES = numbered(40)
SIZES = [1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 21]
STRAY = b"\x55" * 32


def with_each_bit_flipped(value: bytes) -> Iterator[bytes]:
    for bit in range(len(value) * 8):
        changed = bytearray(value)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def with_one_hash_changed(steps: list[bytes]) -> Iterator[list[bytes]]:
    for at, step in enumerate(steps):
        yield from ([*steps[:at], changed, *steps[at + 1 :]] for changed in with_each_bit_flipped(step))


def of_another_length(steps: list[bytes]) -> Iterator[list[bytes]]:
    for at in range(len(steps) + 1):
        yield [*steps[:at], STRAY, *steps[at:]]
    for at in range(len(steps)):
        yield [*steps[:at], *steps[at + 1 :]]


@pytest.mark.parametrize("size", SIZES)
def test_no_inclusion_proof_can_be_changed(size: int) -> None:
    leaves = LEAVES[:size]
    top = root(leaves)
    for index in {0, 1 % size, size // 2, size - 1}:
        steps = path(index, leaves)
        wrong = [(leaves[index], index, other, top) for other in with_one_hash_changed(steps)]
        wrong += [(leaves[index], index, other, top) for other in of_another_length(steps)]
        wrong += [(leaf, index, steps, top) for leaf in with_each_bit_flipped(leaves[index])]
        wrong += [(leaves[index], index, steps, other) for other in with_each_bit_flipped(top)]
        wrong += [(leaves[index], other, steps, top) for other in range(-1, size + 2) if other != index]
        for leaf, number, other, claimed in wrong:
            with pytest.raises(ProofError):
                check_inclusion(leaf, number, size, other, claimed)


@pytest.mark.parametrize("new", SIZES)
def test_no_consistency_proof_can_be_changed(new: int) -> None:
    for old in {1, new // 2 or 1, new - 1 or 1, new}:
        steps = proof(old, LEAVES[:new])
        roots = root(LEAVES[:old]), root(LEAVES[:new])
        wrong = [(other, *roots) for other in with_one_hash_changed(steps)]
        wrong += [(other, *roots) for other in of_another_length(steps)]
        wrong += [(steps, other, roots[1]) for other in with_each_bit_flipped(roots[0])]
        wrong += [(steps, roots[0], other) for other in with_each_bit_flipped(roots[1])]
        for other, old_root, new_root in wrong:
            with pytest.raises(ProofError):
                check_consistency(old, new, other, old_root, new_root)


def test_a_proof_of_another_shape_does_not_fit_the_size() -> None:
    steps = path(0, LEAVES[:8])
    for size in (1, 2, 3, 4, 9, 16, 17):
        with pytest.raises(ProofError, match=r"hashes, (more|fewer) than leaf 0"):
            check_inclusion(LEAVES[0], 0, size, steps, root(LEAVES[:8]))
    growth = proof(3, LEAVES[:8])
    for old, new in ((1, 8), (2, 8), (3, 4), (3, 9), (4, 8), (5, 8), (7, 8)):
        with pytest.raises(ProofError):
            check_consistency(old, new, growth, root(LEAVES[:3]), root(LEAVES[:8]))


def test_a_proof_of_growth_with_a_hash_too_many_or_none_says_so() -> None:
    roots = root(LEAVES[:3]), root(LEAVES[:8])
    with pytest.raises(ProofError, match="more than lie between 3 and 8"):
        check_consistency(3, 8, [*proof(3, LEAVES[:8]), STRAY], *roots)
    with pytest.raises(ProofError, match="fewer than lie between 3 and 8"):
        check_consistency(3, 8, proof(3, LEAVES[:8])[:-1], *roots)
    for old in (3, 4):
        with pytest.raises(ProofError):
            check_consistency(old, 8, [], root(LEAVES[:old]), roots[1])


def test_a_root_does_not_say_its_size_and_so_a_size_is_believed_of_a_checkpoint_alone() -> None:
    steps = path(0, LEAVES[:8])
    for size in (5, 6, 7, 8):
        check_inclusion(LEAVES[0], 0, size, steps, root(LEAVES[:8]))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_what_is_no_hash_is_refused_wherever_it_stands(length: int) -> None:
    leaves, odd = LEAVES[:3], b"\0" * length
    steps = path(1, leaves)
    for leaf, other, claimed in (
        (odd, steps, root(leaves)),
        (leaves[1], [odd, steps[1]], root(leaves)),
        (leaves[1], steps, odd),
    ):
        with pytest.raises(ProofError, match="not 32 bytes"):
            check_inclusion(leaf, 1, 3, other, claimed)
    with pytest.raises(ProofError, match="not 32 bytes"):
        check_consistency(2, 3, [leaves[2]], odd, root(leaves))
