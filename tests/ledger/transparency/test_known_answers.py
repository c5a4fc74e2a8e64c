"""What is published for the eight entries of Certificate Transparency's reference implementation."""

import pytest

from ledger.transparency.checking import check_consistency, check_inclusion
from ledger.transparency.errors import ProofError
from ledger.transparency.frontier import Frontier
from ledger.transparency.tree import EMPTY_ROOT, consistency_proof, inclusion_proof, root_from
from tests.ledger.transparency.naive_tree import LEAVES, NaiveTree

ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
N23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
N67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
PATHS = [
    (0, 1, []),
    (0, 2, [L1]),
    (1, 2, [ROOTS[1]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], N23, L4]),
    (0, 8, [L1, N23, N4567]),
    (5, 8, [L4, N67, ROOTS[4]]),
]
GROWTH = [
    (1, 1, []),
    (1, 8, [L1, N23, N4567]),
    (2, 8, [N23, N4567]),
    (2, 5, [N23, L4]),
    (6, 8, [N45, N67, ROOTS[4]]),
]
TREE = NaiveTree(LEAVES)


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_that_are_published(size: int) -> None:
    assert Frontier().append_many(LEAVES[:size]).root().hex() == ROOTS[size]
    assert root_from(size, TREE.hash_at).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), PATHS)
def test_the_audit_paths_are_those_that_are_published(index: int, size: int, path: list[str]) -> None:
    assert [step.hex() for step in inclusion_proof(index, size, TREE.hash_at)] == path
    check_inclusion(LEAVES[index], index, size, [bytes.fromhex(s) for s in path], bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new", "proof"), GROWTH)
def test_the_consistency_proofs_are_those_that_are_published(old: int, new: int, proof: list[str]) -> None:
    assert [step.hex() for step in consistency_proof(old, new, TREE.hash_at)] == proof
    roots = bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new])
    check_consistency(old, new, [bytes.fromhex(step) for step in proof], *roots)


def test_the_empty_tree_has_a_root_and_no_leaf() -> None:
    assert Frontier().root() == EMPTY_ROOT
    with pytest.raises(ProofError, match="not in a tree of 0"):
        inclusion_proof(0, 0, TREE.hash_at)
    with pytest.raises(ProofError, match="not in a tree of 0"):
        check_inclusion(LEAVES[0], 0, 0, [], EMPTY_ROOT)


def test_a_single_leaf_is_its_own_root() -> None:
    check_inclusion(LEAVES[0], 0, 1, [], LEAVES[0])
    with pytest.raises(ProofError, match="leads to the root"):
        check_inclusion(LEAVES[1], 0, 1, [], LEAVES[0])
    with pytest.raises(ProofError, match="more than leaf 0 of 1"):
        check_inclusion(LEAVES[0], 0, 1, [LEAVES[1]], LEAVES[0])


@pytest.mark.parametrize("size", range(9))
def test_every_tree_begins_with_the_empty_one(size: int) -> None:
    assert consistency_proof(0, size, TREE.hash_at) == []
    check_consistency(0, size, [], EMPTY_ROOT, bytes.fromhex(ROOTS[size]))
    with pytest.raises(ProofError, match="is empty"):
        check_consistency(0, size, [LEAVES[0]], EMPTY_ROOT, bytes.fromhex(ROOTS[size]))
    with pytest.raises(ProofError, match="root of no leaves"):
        check_consistency(0, size, [], LEAVES[1], bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), [(2, 1), (-1, 3), (1, 0)])
def test_no_tree_grows_backwards(old: int, new: int) -> None:
    with pytest.raises(ProofError, match="does not come before"):
        consistency_proof(old, new, TREE.hash_at)
    with pytest.raises(ProofError, match="does not come before"):
        check_consistency(old, new, [], LEAVES[0], LEAVES[1])


def test_two_roots_of_one_size_are_a_fork() -> None:
    with pytest.raises(ProofError, match="two roots for 5 leaves"):
        check_consistency(5, 5, [], LEAVES[0], LEAVES[1])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (4, 3)])
def test_a_leaf_outside_the_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(ProofError, match="not in a tree of 3"):
        inclusion_proof(index, size, TREE.hash_at)
    with pytest.raises(ProofError, match="not in a tree of 3"):
        check_inclusion(LEAVES[0], index, size, [], LEAVES[0])
