"""A folder that holds the tree as c2sp.org/tlog-tiles serves it: any static web server over it is a log's read side.

Tiles are written before the checkpoint that needs them, so whatever checkpoint stands there has all its tiles. With
the leaf hashes outside, the first leaf that was changed inside can be named, and not only that some leaf was.
"""

import shutil
from pathlib import Path

from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.errors import ForkError
from ledger.transparency.notation import HASH_BYTES
from ledger.transparency.note import split_note
from ledger.transparency.outside import TileOf, put
from ledger.transparency.tiles import HEIGHT, WIDTH, Tile, tile_in, tiles_of

CHECKPOINT = "checkpoint"


class Mirror:
    """One such folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    def latest(self) -> bytes | None:
        """The note of the newest checkpoint, or None before the first."""
        return _bytes_at(self.folder / CHECKPOINT)

    def size(self) -> int:
        """How many leaves the newest checkpoint is over, whoever signed it; 0 before the first."""
        note = self.latest()
        return Checkpoint.parse(split_note(note)[0]).size if note is not None else 0

    def tile(self, tile: Tile) -> bytes | None:
        """A tile as it is kept, cut from the full one where the partial one is gone; None where it was lost."""
        for each in (tile, Tile(tile.level, tile.index)):
            kept = _bytes_at(self.folder / each.path)
            if kept is not None:
                return kept[: tile.width * HASH_BYTES]
        return None

    def keep(self, note: bytes, size: int, since: int, tile_of: TileOf) -> None:
        """Write the tiles that a tree of `since` leaves did not have, then the checkpoint, then tidy up.

        Raises OSError, and ForkError where a tile that is there already is another one.
        """
        for tile in tiles_of(size, since):
            self.compare(tile, tile_of(tile))
        put(self.folder / CHECKPOINT, note)
        self._drop_outgrown(since)

    def compare(self, tile: Tile, hashes: bytes) -> None:
        """Write a tile that is not there; raises ForkError where another one is."""
        kept = self.tile(tile)
        if kept is None:
            path = self.folder / tile.path
            path.parent.mkdir(parents=True, exist_ok=True)
            put(path, hashes)
        elif kept != hashes:
            raise ForkError(self.difference(tile, kept, hashes))

    def difference(self, tile: Tile, kept: bytes, hashes: bytes) -> str:
        """In words, where a tile differs from the log's."""
        first, last = spanned(tile, first_difference(kept, hashes))
        where = f"position {first}" if first == last else f"a position from {first} to {last}"
        return f"{where} is not the one that was published: {self.folder / tile.path} has another hash there"

    def first_difference(self, tile_of: TileOf) -> int | None:
        """The first position at which the log has another leaf than is kept here, or none any more."""
        # leaf by leaf and not down from the root: what an insider left of the upper tiles may tell another story
        size = self.size()
        for index in range(-(-size // WIDTH)):
            tile = tile_in(0, index, size)
            kept, hashes = self.tile(tile), tile_of(tile)
            if kept is not None and kept != hashes:
                return index * WIDTH + first_difference(kept, hashes) + 1
        return None

    def remove(self) -> None:
        """Take the checkpoint and the tiles away, and the folder if nothing else is in it."""
        (self.folder / CHECKPOINT).unlink(missing_ok=True)
        shutil.rmtree(self.folder / "tile", ignore_errors=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _drop_outgrown(self, since: int) -> None:
        """Remove the partial forms of tiles that became full: before, somebody may be about to fetch one."""
        level = 0
        while count := since >> HEIGHT * level:
            edge = count // WIDTH
            for full in (Tile(level, index) for index in (edge - 1, edge) if index >= 0):
                path = self.folder / full.path
                if path.exists():
                    shutil.rmtree(path.with_name(path.name + ".p"), ignore_errors=True)
            level += 1


def first_difference(kept: bytes, hashes: bytes) -> int:
    """The number of the first hash of a tile that differs, or that one of the two does not have."""
    for at in range(0, len(kept), HASH_BYTES):
        if kept[at : at + HASH_BYTES] != hashes[at : at + HASH_BYTES]:
            return at // HASH_BYTES
    return len(kept) // HASH_BYTES


def spanned(tile: Tile, number: int) -> tuple[int, int]:
    """The first and the last position under one hash of a tile."""
    each = 1 << HEIGHT * tile.level
    first = (tile.index * WIDTH + number) * each + 1
    return first, first + each - 1


def _bytes_at(path: Path) -> bytes | None:
    """What a file holds; another process may remove an outgrown one at any moment."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
