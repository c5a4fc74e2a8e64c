"""Whether the log is still the one that was published, asked again before each signature."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.errors import ForkError, TileError
from ledger.transparency.mirror import Mirror
from ledger.transparency.notation import HASH_BYTES
from ledger.transparency.stored_tree import StoredTree
from ledger.transparency.tiles import HEIGHT, WIDTH, Tile, tile_in, tile_root

LOOKED_AT = 4
"""So many full tiles are looked at again each time, in turn: 1,024 leaves a second even while nothing happens."""


class ForkGuard:
    """Compares the stored tree with published checkpoints, and bit by bit with its kept tiles and the mirrors."""

    def __init__(self, tree: StoredTree, mirrors: Sequence[Mirror]) -> None:
        self._tree = tree
        self._mirrors = mirrors
        self._next = 0

    def refuse_fork(
        self, published: Iterable[Checkpoint], size: int, older: Callable[[], Iterable[Checkpoint]]
    ) -> None:
        """Raises ForkError unless the log of `size` leaves passed through each of these; names where it parted.

        `older` are further checkpoints, asked for only to tell more closely where that was.
        """
        published = set(published)
        if not all(self._passed_through(checkpoint, size) for checkpoint in published):
            raise ForkError(self._where(sorted({*published, *older()}, key=lambda each: each.size), size))

    def look_again(self, size: int) -> None:
        """Raises ForkError where leaves are not those of their kept tile, or a mirror has others.

        Roots are made of kept tiles, so a leaf rewritten beneath one shows only here. What a mirror lost is put back.
        """
        for tile in self._in_turn(size):
            self._must_fit_its_root(tile)
        for mirror in self._mirrors:
            self._compare(mirror)
        self._next += LOOKED_AT

    def _passed_through(self, checkpoint: Checkpoint, size: int) -> bool:
        try:
            return checkpoint.size <= size and self._tree.root_at(checkpoint.size) == checkpoint.root
        except TileError:
            return False

    def _where(self, published: list[Checkpoint], size: int) -> str:
        exact = self._exact_position()
        if exact is not None and exact <= size:
            return f"position {exact} is not the one that was published: it was changed, moved, removed or inserted"
        fits = size if exact is not None else 0
        for checkpoint in published:
            if not self._passed_through(checkpoint, size):
                break
            fits = max(fits, checkpoint.size)
        if fits == size < checkpoint.size:
            return (
                f"a checkpoint of {checkpoint.size} leaves was published, the log has {size}:"
                f" everything from position {size + 1} on is missing"
            )
        return (
            f"the first {checkpoint.size} leaves are not those of which a checkpoint was published:"
            f" a position from {min(fits + 1, checkpoint.size)} to {min(checkpoint.size, size + 1)}"
            f" was changed{' or is missing' if checkpoint.size > size else ''}"
        )

    def _exact_position(self) -> int | None:
        found = (mirror.first_difference(self._tree.tile) for mirror in self._mirrors)
        return min((position for position in found if position is not None), default=None)

    def _in_turn(self, size: int) -> Iterator[Tile]:
        """The full tiles of the leaves whose turn it is, and the full ones above them, each once."""
        full = size // WIDTH
        numbers = {(self._next + each) % full for each in range(min(LOOKED_AT, full))}
        level = 0
        while numbers := {number for number in numbers if (number + 1) * WIDTH <= size >> HEIGHT * level}:
            yield from (Tile(level, number) for number in sorted(numbers))
            numbers = {number // WIDTH for number in numbers}
            level += 1

    def _must_fit_its_root(self, tile: Tile) -> None:
        hashes = self._tree.leaves.hashes(tile.level, tile.index * WIDTH, WIDTH)
        root = self._tree.leaves.hashes(tile.level + 1, tile.index, 1)
        if len(hashes) == WIDTH and [tile_root(hashes)] == root:
            return
        each = WIDTH << HEIGHT * tile.level
        first, last = tile.index * each + 1, (tile.index + 1) * each
        exact = self._exact_position()
        where = f"position {exact}" if exact is not None else f"a position from {first} to {last}"
        raise ForkError(f"{where} was changed: it is not that of kept tile {tile.path}")

    def _compare(self, mirror: Mirror) -> None:
        """The tiles in turn as far as the mirror has them, and its growing edge."""
        kept = mirror.size()
        tiles = list(self._in_turn(kept))
        if kept % WIDTH:
            tiles.append(tile_in(0, kept // WIDTH, kept))
        for tile in tiles:
            hashes = self._tree.tile(tile)
            if len(hashes) == tile.width * HASH_BYTES:
                mirror.compare(tile, hashes)
