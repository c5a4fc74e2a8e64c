"""The tree in tiles of up to 256 hashes, as it is published and kept: c2sp.org/tlog-tiles, height 8.

A hash of tile level L is over 256^L leaves. Level 0 has the leaf hashes; each hash above is the root of a full tile
of the level below. What lies between is hashed again when it is asked for.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

from ledger.transparency.errors import TileError
from ledger.transparency.notation import HASH_BYTES
from ledger.transparency.tree import HashAt, pair_up

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
MAX_LEVEL: Final = 63
_PATH: Final = re.compile(r"tile/(0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True)
class Tile:
    """Which tile: number `index` of its level, with `width` hashes; less than 256 at the growing edge."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is served below the log's prefix: index 1234067 is x001/x234/067."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        *upper, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
        number = "".join(f"x{group}/" for group in upper) + last
        return f"tile/{self.level}/{number}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @classmethod
    def parse(cls, path: str) -> Self:
        """The tile that a path names; each tile has one path."""
        match = _PATH.fullmatch(path)
        if match is None:
            raise TileError("the path of a tile is tile/LEVEL/NUMBER, with .p/WIDTH where it is partial")
        level, number, width = match.groups()
        tile = cls(int(level), int(number.replace("x", "").replace("/", "")), int(width or WIDTH))
        if tile.level > MAX_LEVEL or tile.path != path:
            raise TileError(
                f"a tile's level is at most {MAX_LEVEL}, its partial width at most 255, without idle zeros"
            )
        return tile


def tile_in(level: int, index: int, size: int) -> Tile:
    """The tile with this number as a tree of `size` leaves has it: full, or as wide as there are hashes."""
    width = min((size >> HEIGHT * max(level, 0)) - index * WIDTH, WIDTH)
    if level < 0 or index < 0 or width <= 0:
        raise TileError(f"a tree of {size} leaves has no tile {index} at level {level}")
    return Tile(level, index, width)


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """All tiles of a tree of `size` leaves that one of `since` leaves did not have yet; no tile is empty."""
    level = 0
    while count := size >> HEIGHT * level:
        before = since >> HEIGHT * level
        if count > before:
            yield from (tile_in(level, index, size) for index in range(before // WIDTH, -(-count // WIDTH)))
        level += 1


def tile_hashes(tile: Tile, hash_at: HashAt) -> bytes:
    """The bytes of a tile: its hashes one after the other."""
    first = tile.index * WIDTH
    return b"".join(hash_at(HEIGHT * tile.level, first + number) for number in range(tile.width))


def tile_root(hashes: Sequence[bytes]) -> bytes:
    """The hash of a full tile in the level above; a partial tile has none there."""
    if len(hashes) != WIDTH:
        raise TileError(f"a full tile has {WIDTH} hashes, not {len(hashes)}")
    return _fold(hashes)


class TileReader:
    """Answers `hash_at` for a tree of `size` leaves out of its tiles alone; each tile is fetched once.

    What it answers is as true as the tiles are: a proof made of it is checked against a signed root.
    """

    def __init__(self, size: int, fetch: Callable[[Tile], bytes]) -> None:
        self.size = size
        self._fetch = fetch
        self._fetched: dict[Tile, bytes] = {}

    def hash_at(self, level: int, index: int) -> bytes:
        """The hash over the 2^level leaves from number index · 2^level on."""
        if level < 0 or index < 0 or (index + 1) << level > self.size:
            raise TileError(f"subtree {index} of level {level} is not whole in a tree of {self.size} leaves")
        tile_level, above = divmod(level, HEIGHT)
        number, offset = divmod(index << above, WIDTH)
        hashes = self._hashes(tile_in(tile_level, number, self.size))
        wanted = range(offset * HASH_BYTES, (offset + (1 << above)) * HASH_BYTES, HASH_BYTES)
        return _fold([hashes[at : at + HASH_BYTES] for at in wanted])

    def _hashes(self, tile: Tile) -> bytes:
        hashes = self._fetched.get(tile)
        if hashes is None:
            hashes = self._fetched[tile] = self._fetch(tile)
            if len(hashes) != tile.width * HASH_BYTES:
                raise TileError(f"{tile.path} has {tile.width * HASH_BYTES} bytes, {len(hashes)} came")
        return hashes


def _fold(hashes: Sequence[bytes]) -> bytes:
    row = hashes
    while len(row) > 1:
        row = pair_up(row)
    return row[0]
