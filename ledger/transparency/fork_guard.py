"""Whether the log is still the one that was published, asked again before each signature."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.errors import ForkError, TileError
from ledger.transparency.frontier import split_hashes
from ledger.transparency.mirror import Mirror, spanned
from ledger.transparency.stored_tree import StoredTree
from ledger.transparency.tiles import HEIGHT, WIDTH, Tile, tile_in, tile_root

LOOKED_AT = 4
"""So many full tiles are looked at again each time, in turn: 1,024 leaves a second even while nothing happens."""


class ForkGuard:
    """Compares the stored tree with published checkpoints, and bit by bit with its kept tiles and the mirrors."""

    def __init__(self, mirrors: Sequence[Mirror]) -> None:
        self._mirrors = mirrors
        self._next = 0

    def refuse_fork(
        self, tree: StoredTree, published: Iterable[Checkpoint], older: Callable[[], Iterable[Checkpoint]]
    ) -> None:
        """Raises ForkError unless the log passed through each of these; names where it parted.

        `older` are further checkpoints, asked for only to tell more closely where that was.
        """
        published = set(published)
        if not all(_passed_through(tree, checkpoint) for checkpoint in published):
            by_size = sorted({*published, *older()}, key=lambda each: each.size)
            raise ForkError(_where(tree, by_size, self._exact_position(tree)))

    def look_again(self, tree: StoredTree) -> None:
        """Raises ForkError where leaves are not those of their kept tile, or a mirror has others.

        Roots are made of kept tiles, so a leaf rewritten beneath one shows only here. What a mirror lost is put back.
        """
        full = tree.size // WIDTH
        tree.read_ahead(self._next % full if full else 0, min(LOOKED_AT, full))
        turn = list(self._in_turn(tree.size))
        for tile in turn:
            self._must_fit_its_root(tree, tile)
        for mirror in self._mirrors:
            kept = mirror.size()
            edge = [tile_in(0, kept // WIDTH, kept)] if kept % WIDTH else []
            whole = (tile for tile in turn if (tile.index + 1) * WIDTH <= kept >> HEIGHT * tile.level)
            for tile in (*whole, *edge):
                mirror.compare(tile, tree.tile(tile))
        self._next += LOOKED_AT

    def _in_turn(self, size: int) -> Iterator[Tile]:
        """The full tiles of the leaves whose turn it is, and the full ones above them, each once."""
        full = size // WIDTH
        numbers = {(self._next + each) % full for each in range(min(LOOKED_AT, full))}
        level = 0
        while numbers := {number for number in numbers if (number + 1) * WIDTH <= size >> HEIGHT * level}:
            yield from (Tile(level, number) for number in sorted(numbers))
            numbers = {number // WIDTH for number in numbers}
            level += 1

    def _must_fit_its_root(self, tree: StoredTree, tile: Tile) -> None:
        hashes = split_hashes(tree.tile(tile))
        number, offset = divmod(tile.index, WIDTH)
        roots = split_hashes(tree.tile(tile_in(tile.level + 1, number, tree.size)))
        if len(hashes) == WIDTH and offset < len(roots) and tile_root(hashes) == roots[offset]:
            return
        first, last = spanned(tile, 0)[0], spanned(tile, WIDTH - 1)[1]
        exact = self._exact_position(tree)
        where = f"position {exact}" if exact is not None else f"a position from {first} to {last}"
        raise ForkError(f"{where} was changed: it is not that of kept tile {tile.path}")

    def _exact_position(self, tree: StoredTree) -> int | None:
        found = (mirror.first_difference(tree.tile) for mirror in self._mirrors)
        return min((position for position in found if position is not None), default=None)


def _passed_through(tree: StoredTree, checkpoint: Checkpoint) -> bool:
    try:
        return checkpoint.size <= tree.size and tree.root_at(checkpoint.size) == checkpoint.root
    except TileError:
        return False


def _where(tree: StoredTree, published: list[Checkpoint], exact: int | None) -> str:
    """In words: the position, or from behind the last checkpoint that still fits to the first that does not."""
    size = tree.size
    if exact is not None and exact <= size:
        return f"position {exact} is not the one that was published: it was changed, moved, removed or inserted"
    fits = size if exact is not None else 0
    for checkpoint in published:
        if not _passed_through(tree, checkpoint):
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
