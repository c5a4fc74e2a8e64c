"""The tree over the leaves as they are stored now: tiles, roots and paths, whoever asks."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from ledger.transparency.notation import HASH_BYTES
from ledger.transparency.tiles import HEIGHT, WIDTH, Tile, TileReader
from ledger.transparency.tree import HashAt, root_from


class KeptCheckpoint(Protocol):
    """A checkpoint as it was signed."""

    @property
    def size(self) -> int:
        """How many leaves it is over."""
        ...

    @property
    def note(self) -> bytes:
        """The signed note."""
        ...


class Leaves(Protocol):
    """What is asked of the database."""

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        """Hashes of a tile level, from number `first` on; fewer where there are no more."""
        ...

    def fold(self, root_of: Callable[[Sequence[bytes]], bytes]) -> int:
        """Keep the root of each tile that has become full; how many leaves there are."""
        ...

    def reading(self) -> AbstractContextManager["Leaves"]:
        """The same, all read over one connection."""
        ...

    def last_checkpoint(self) -> KeptCheckpoint | None:
        """The largest checkpoint that was kept."""
        ...

    def checkpoints(self) -> Sequence[KeptCheckpoint]:
        """All that were kept."""
        ...

    def keep_checkpoint(self, size: int, note: bytes, signed_at: datetime) -> None:
        """Keep one more."""
        ...


class StoredTree:
    """The tree over the first `size` leaves, once read and never asked for again.

    Roots trust the kept roots of full tiles; ForkGuard looks at those again.
    """

    def __init__(self, leaves: Leaves, size: int) -> None:
        self.size = size
        self._leaves = leaves
        self._read: dict[tuple[int, int], bytes] = {}

    def tile(self, tile: Tile) -> bytes:
        """The bytes of a tile; short where the log has no such leaves (any more)."""
        place = tile.level, tile.index
        if place not in self._read:
            self._read[place] = self._whole(*place)
        return self._read[place][: tile.width * HASH_BYTES]

    def read_ahead(self, first: int, count: int) -> None:
        """Read so many tiles of leaves at once, from number `first` on; where leaves are missing, each by itself."""
        wanted = min(count * WIDTH, self.size - first * WIDTH)
        hashes = self._leaves.hashes(0, first * WIDTH, wanted) if wanted > 0 else []
        if len(hashes) == wanted:
            for at in range(0, wanted, WIDTH):
                self._read[0, first + at // WIDTH] = b"".join(hashes[at : at + WIDTH])

    def hash_at(self, size: int) -> HashAt:
        """Hashes of the tree over as many of the leaves; raises TileError where some are missing."""
        return TileReader(size, self.tile).hash_at

    def root_at(self, size: int) -> bytes:
        """The root over as many of the leaves; raises TileError where some are missing."""
        return root_from(size, self.hash_at(size))

    def _whole(self, level: int, index: int) -> bytes:
        width = min((self.size >> HEIGHT * level) - index * WIDTH, WIDTH)
        return b"".join(self._leaves.hashes(level, index * WIDTH, width)) if width > 0 else b""
