"""Whether the log is still the one that was published: its tree is built again from the leaf hashes.

Verification of the store says that hashes follow from bytes; this says that the hashes are those that were signed.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ledger.store.tree import TreeStore
from ledger.transparency.checkpoint import Checkpoint, open_checkpoint
from ledger.transparency.errors import TransparencyError
from ledger.transparency.frontier import Frontier
from ledger.transparency.key import Verifier
from ledger.transparency.tiles import WIDTH, tile_root


class NotAsPublished(NamedTuple):
    """Where the stored log parts from the published one, and how that shows."""

    position: int
    why: str


def check_published(store: TreeStore, log: Verifier, outside: Iterable[bytes]) -> NotAsPublished | None:
    """Compare the stored log with every checkpoint in the database and outside it, and with its kept tiles."""
    try:
        published = sorted(_published(store, log, outside), key=lambda checkpoint: checkpoint.size)
    except TransparencyError as error:
        return NotAsPublished(1, f"a kept checkpoint cannot be trusted: {error}")
    size = store.size()
    if published and published[-1].size > size:
        return NotAsPublished(size + 1, f"it is missing: a checkpoint of {published[-1].size} leaves was published")
    return _tree_fault(store, size, published) or _upper_tile_fault(store)


def _published(store: TreeStore, log: Verifier, outside: Iterable[bytes]) -> Iterator[Checkpoint]:
    for kept in store.checkpoints():
        checkpoint = open_checkpoint(kept.note, log)
        if checkpoint.size != kept.size:
            raise TransparencyError(f"the one kept for {kept.size} leaves is over {checkpoint.size}")
        yield checkpoint
    for note in outside:
        yield open_checkpoint(note, log)


def _tree_fault(store: TreeStore, size: int, published: list[Checkpoint]) -> NotAsPublished | None:
    frontier, kept = Frontier(), store.tile_roots(0)
    waiting = list(reversed(published))
    for first in range(0, size + 1, WIDTH):
        hashes = store.hashes(0, first, min(WIDTH, size - first))
        while waiting and waiting[-1].size <= first + len(hashes):
            checkpoint = waiting.pop()
            if frontier.append_many(hashes[: checkpoint.size - first]).root() != checkpoint.root:
                since = first + 1 if checkpoint.size > first else first
                return NotAsPublished(
                    since, f"a fact from here to {checkpoint.size} is not the one under the published checkpoint"
                )
        number = first // WIDTH
        if len(hashes) == WIDTH and number < len(kept) and tile_root(hashes) != kept[number]:
            return NotAsPublished(first + 1, f"a fact from here to {first + WIDTH} is not that of its kept tile")
        frontier = frontier.append_many(hashes)
    return None


def _upper_tile_fault(store: TreeStore) -> NotAsPublished | None:
    level = 0
    while below := store.tile_roots(level):
        above = store.tile_roots(level + 1)
        for number, root in enumerate(above):
            if tile_root(below[number * WIDTH : (number + 1) * WIDTH]) != root:
                first = number * WIDTH ** (level + 2) + 1
                return NotAsPublished(first, f"kept tile {number} of level {level + 1} is not over those below")
        level += 1
    return None
