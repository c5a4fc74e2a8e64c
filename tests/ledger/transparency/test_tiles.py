"""Tiles: their paths and numbers are those of the specification, and proofs are made from them alone."""

import pytest

from ledger.transparency.errors import TileError
from ledger.transparency.tiles import Tile, TileReader, tile_hashes, tile_in, tile_root, tiles_of
from ledger.transparency.tree import inclusion_proof, root_from
from tests.ledger.transparency.naive_tree import NaiveTree, numbered, path, root

PATHS = [
    (Tile(0, 0), "tile/0/000"),
    (Tile(0, 1234067), "tile/0/x001/x234/067"),
    (Tile(0, 999), "tile/0/999"),
    (Tile(0, 1000), "tile/0/x001/000"),
    (Tile(1, 0, 1), "tile/1/000.p/1"),
    (Tile(0, 273, 112), "tile/0/273.p/112"),
    (Tile(2, 1234067, 255), "tile/2/x001/x234/067.p/255"),
    (Tile(63, 0), "tile/63/000"),
]


@pytest.mark.parametrize(("tile", "where"), PATHS)
def test_a_tile_has_one_path(tile: Tile, where: str) -> None:
    assert tile.path == where
    assert Tile.parse(where) == tile


@pytest.mark.parametrize(
    "where",
    [
        "",
        "tile/0",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000\n",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/8/0/000",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/000",
        "tile/0/x000/x001/000",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/x001/x000",
        "tile/0/X001/000",
        "tile/0/" + "x001/" * 7 + "000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p/",
        "tile/0/000.p",
        "tile/0/000p1",
        "tile/0/٠٠٠",
        "tile/entries/000",
        "tile/0/../000",
    ],
)
def test_what_is_not_that_path_is_refused(where: str) -> None:
    with pytest.raises(TileError):
        Tile.parse(where)


def test_the_tiles_of_seventy_thousand_leaves_are_those_of_the_specification() -> None:
    tiles = list(tiles_of(70_000))
    assert tiles[:273] == [Tile(0, index) for index in range(273)]
    assert tiles[273:] == [Tile(0, 273, 112), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_a_tree_of_256_leaves_has_a_partial_tile_of_one_hash_above_its_full_one() -> None:
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]


def test_an_empty_tree_has_no_tile() -> None:
    assert list(tiles_of(0)) == []


@pytest.mark.parametrize("since", [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 66_000])
def test_what_is_new_since_a_size_is_what_that_size_did_not_have(since: int) -> None:
    before = set(tiles_of(since))
    assert list(tiles_of(66_000, since)) == [tile for tile in tiles_of(66_000) if tile not in before]


@pytest.mark.parametrize(("level", "index"), [(0, 2), (1, 1), (2, 0), (-1, 0), (0, -1)])
def test_a_tree_has_no_tile_beyond_its_edge(level: int, index: int) -> None:
    with pytest.raises(TileError, match="has no tile"):
        tile_in(level, index, 300)


def test_the_tiles_of_a_tree_hold_its_hashes() -> None:
    leaves = numbered(600)
    tree = NaiveTree(leaves)
    assert tile_hashes(Tile(0, 2, 88), tree.hash_at) == b"".join(leaves[512:])
    assert tile_hashes(Tile(1, 0, 2), tree.hash_at) == tile_root(leaves[:256]) + tile_root(leaves[256:512])
    assert tile_root(leaves[:256]) == root(leaves[:256])


@pytest.mark.parametrize("count", [0, 1, 255, 257])
def test_a_tile_that_is_not_full_has_no_hash_above(count: int) -> None:
    with pytest.raises(TileError, match="full tile"):
        tile_root(numbered(count))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600])
def test_roots_and_proofs_are_made_from_tiles_alone(size: int) -> None:
    leaves = numbered(size)
    published = {tile: tile_hashes(tile, NaiveTree(leaves).hash_at) for tile in tiles_of(size)}
    reader = TileReader(size, published.__getitem__)
    assert root_from(size, reader.hash_at) == root(leaves)
    for index in {0, size // 3, size // 2, size - 1}:
        assert inclusion_proof(index, size, reader.hash_at) == path(index, leaves)


def test_three_levels_of_tiles_are_read_each_tile_once() -> None:
    size = 256 * 256 + 256 + 1
    fetched: list[Tile] = []

    def fetch(tile: Tile) -> bytes:
        fetched.append(tile)
        return b"\x07" * 32 * tile.width

    inclusion_proof(5, size, TileReader(size, fetch).hash_at)
    assert sorted(fetched, key=lambda tile: tile.path) == [Tile(0, 0), Tile(0, 257, 1), Tile(1, 0), Tile(1, 1, 1)]


@pytest.mark.parametrize(("level", "index"), [(0, 300), (0, -1), (-1, 0), (8, 1), (9, 0), (2, 75), (200, 0)])
def test_a_subtree_that_is_not_whole_has_no_hash(level: int, index: int) -> None:
    with pytest.raises(TileError, match="not whole"):
        TileReader(300, lambda tile: b"\0" * 32 * tile.width).hash_at(level, index)


@pytest.mark.parametrize("off", [-32, -1, 1, 32])
def test_a_tile_of_another_length_is_refused(off: int) -> None:
    with pytest.raises(TileError, match="came"):
        TileReader(300, lambda tile: b"\0" * (32 * tile.width + off)).hash_at(0, 299)
