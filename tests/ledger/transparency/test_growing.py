"""However a tree grows, its root, its proofs and its tiles are those of the naive tree over the same leaves."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ledger.leaf import leaf_hash
from ledger.transparency.checking import check_consistency, check_inclusion
from ledger.transparency.errors import ProofError
from ledger.transparency.frontier import Frontier
from ledger.transparency.tiles import WIDTH, Tile, TileReader, tile_root, tiles_of
from ledger.transparency.tree import consistency_proof, inclusion_proof, root_from
from tests.ledger.transparency.naive_tree import NaiveTree, numbered, path, proof, root

LEAVES = numbered(600)
ROW = 32


class GrowingTree(RuleBasedStateMachine):
    """A log that publishes its tiles as it grows, and keeps nothing else but its frontier."""

    def __init__(self) -> None:
        super().__init__()
        self.leaves: tuple[bytes, ...] = ()
        self.frontier = Frontier()
        self.tiles: dict[Tile, bytes] = {}
        self.sizes = [0]

    def grow(self, new: tuple[bytes, ...]) -> None:
        self.leaves += new
        self.sizes.append(len(self.leaves))
        for tile in tiles_of(len(self.leaves), since=self.sizes[-2]):
            assert tile not in self.tiles
            self.tiles[tile] = self.contents(tile)

    def contents(self, tile: Tile) -> bytes:
        """As a log makes them: from the leaves, or from the full tiles of the level below."""
        numbers = range(tile.index * WIDTH, tile.index * WIDTH + tile.width)
        if tile.level == 0:
            return b"".join(self.leaves[number] for number in numbers)
        below = (self.tiles[Tile(tile.level - 1, number)] for number in numbers)
        return b"".join(tile_root([each[at : at + ROW] for at in range(0, len(each), ROW)]) for each in below)

    @rule(entry=st.binary(max_size=3))
    def append_one(self, entry: bytes) -> None:
        self.frontier = self.frontier.append(leaf_hash(entry))
        self.grow((leaf_hash(entry),))

    @rule(count=st.integers(0, 150))
    def append_many(self, count: int) -> None:
        new = LEAVES[:count]
        self.frontier = self.frontier.append_many(new)
        self.grow(new)

    @rule()
    def go_on_from_what_was_kept(self) -> None:
        self.frontier = Frontier.from_bytes(self.frontier.to_bytes())

    @rule()
    def go_on_from_the_tiles(self) -> None:
        reader = TileReader(len(self.leaves), self.tiles.__getitem__)
        assert Frontier.at(len(self.leaves), reader.hash_at) == self.frontier

    @precondition(lambda self: self.leaves)
    @rule(data=st.data())
    def prove_inclusion(self, data: st.DataObject) -> None:
        size = data.draw(st.sampled_from([size for size in self.sizes if size]), "size")
        index = data.draw(st.integers(0, size - 1), "index")
        made = inclusion_proof(index, size, TileReader(size, self.tiles.__getitem__).hash_at)
        assert made == path(index, self.leaves[:size])
        check_inclusion(self.leaves[index], index, size, made, root(self.leaves[:size]))

    @rule(data=st.data())
    def prove_consistency(self, data: st.DataObject) -> None:
        new = data.draw(st.sampled_from(self.sizes), "new")
        old = data.draw(st.integers(0, new), "old")
        made = consistency_proof(old, new, TileReader(new, self.tiles.__getitem__).hash_at)
        assert made == (proof(old, self.leaves[:new]) if old else [])
        check_consistency(old, new, made, root(self.leaves[:old]), root(self.leaves[:new]))

    @invariant()
    def the_root_is_that_of_the_naive_tree(self) -> None:
        assert self.frontier.size == len(self.leaves)
        assert self.frontier.root() == root(self.leaves)


GrowingTree.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestGrowingTree = GrowingTree.TestCase


@pytest.mark.parametrize("size", [*range(1, 34), 63, 64, 65, 127, 255, 256, 257, 300, 511, 512, 513])
def test_every_proof_is_that_of_the_naive_tree(size: int) -> None:
    leaves = LEAVES[:size]
    tree = NaiveTree(leaves)
    assert root_from(size, tree.hash_at) == root(leaves)
    for number in range(size):
        made = inclusion_proof(number, size, tree.hash_at)
        assert made == path(number, leaves)
        check_inclusion(leaves[number], number, size, made, root(leaves))
        grown = consistency_proof(number + 1, size, tree.hash_at)
        assert grown == proof(number + 1, leaves)
        check_consistency(number + 1, size, grown, root(leaves[: number + 1]), root(leaves))


def test_appending_leaves_the_frontier_before_it_as_it_was() -> None:
    before = Frontier().append_many(LEAVES[:5])
    kept = before.to_bytes()
    before.append_many(LEAVES[5:8])
    assert before.to_bytes() == kept
    assert len(kept) == 8 + 2 * 32


def wrong_number(kept: bytes) -> bytes:
    return kept[:-32]


def wrong_size(kept: bytes) -> bytes:
    return bytes([*kept[:7], kept[7] ^ 1, *kept[8:]])


def half_a_hash(kept: bytes) -> bytes:
    return kept[:-1]


def no_size(kept: bytes) -> bytes:
    return kept[:7]


@pytest.mark.parametrize("spoil", [wrong_number, wrong_size, half_a_hash, no_size])
def test_a_frontier_that_was_not_kept_whole_is_refused(spoil) -> None:
    kept = Frontier().append_many(LEAVES[:5]).to_bytes()
    with pytest.raises(ProofError):
        Frontier.from_bytes(spoil(kept))


def test_what_is_no_hash_is_not_appended() -> None:
    for entries in ([b"entry"], [b"one", b"two"], [LEAVES[0], LEAVES[1] + b"!"]):
        with pytest.raises(ProofError, match="32 bytes"):
            Frontier().append_many(entries)
