"""The tree over the leaves as they are stored now: tiles, roots and paths, whoever asks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from ledger.transparency.tiles import WIDTH, Tile, TileReader
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

    def size(self) -> int:
        """How many leaves there are."""
        ...

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        """Hashes of a tile level, from number `first` on; fewer where there are no more."""
        ...

    def fold(self, root_of: Callable[[Sequence[bytes]], bytes]) -> None:
        """Keep the root of each tile that has become full."""
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
    """The tree of one log. Roots trust the kept roots of full tiles; ForkGuard looks at those again."""

    def __init__(self, leaves: Leaves) -> None:
        self.leaves = leaves

    def tile(self, tile: Tile) -> bytes:
        """The bytes of a tile; short where the log has no such leaves any more."""
        return b"".join(self.leaves.hashes(tile.level, tile.index * WIDTH, tile.width))

    def hash_at(self, size: int) -> HashAt:
        """Hashes of the tree over the first `size` leaves; raises TileError where leaves are missing."""
        return TileReader(size, self.tile).hash_at

    def root_at(self, size: int) -> bytes:
        """The root over the first `size` leaves; raises TileError where leaves are missing."""
        return root_from(size, self.hash_at(size))
