"""Whether the log is still the one that was published: its tree is built again from the leaf hashes.

Verification of the store says that hashes follow from bytes; this says that the hashes are those that were signed.
A mirror has the leaf hashes too and names the very leaf; a checkpoint alone names the leaves since the one before it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.store.tree import TreeStore
from ledger.transparency.checkpoint import Checkpoint, open_checkpoint
from ledger.transparency.errors import TransparencyError
from ledger.transparency.frontier import Frontier
from ledger.transparency.key import Verifier
from ledger.transparency.mirror import Mirror, first_difference, spanned
from ledger.transparency.outside import Place
from ledger.transparency.tiles import WIDTH, Tile, tile_in, tile_root, tiles_of


class NotAsPublished(NamedTuple):
    """Between which positions the stored log parts from the published one, and how that shows."""

    position: int
    until: int
    why: str


def check_published(store: TreeStore, log: Sequence[Verifier], places: Sequence[Place]) -> NotAsPublished | None:
    """Compare the stored log with every checkpoint in the database and outside it, with mirrors and kept tiles.

    `log` are the public keys that the log has and had. The first leaf that parts is named, or the leaves among which
    it is.
    """
    published: list[Checkpoint] = []
    mirrors: list[tuple[Mirror, int]] = []
    untrusted = None
    for size, note, place in _notes(store, places):
        try:
            checkpoint = open_checkpoint(note, *log)
            if size not in {None, checkpoint.size}:
                raise TransparencyError(f"the one kept for {size} leaves is over {checkpoint.size}")
        except TransparencyError as error:
            untrusted = NotAsPublished(1, size or 1, f"a kept checkpoint cannot be trusted: {error}")
            continue
        published.append(checkpoint)
        if isinstance(place, Mirror):
            mirrors.append((place, checkpoint.size))
    return _leaf_fault(store, published, mirrors) or untrusted or _tile_fault(store, mirrors)


def _notes(store: TreeStore, places: Iterable[Place]) -> Iterator[tuple[int | None, bytes, Place | None]]:
    """Each kept note, for how many leaves the database says that it is, and where outside it was found."""
    for kept in store.checkpoints():
        yield kept.size, kept.note, None
    for place in places:
        note = place.latest()
        if note is not None:
            yield None, note, place


def _leaf_fault(
    store: TreeStore, published: list[Checkpoint], mirrors: list[tuple[Mirror, int]]
) -> NotAsPublished | None:
    """Where the leaves are not those under a checkpoint, or not those of a mirror."""
    size, frontier, fits, spoiled = store.size(), Frontier(), 0, None
    roots = store.tile_roots(0)
    waiting = sorted(published, key=lambda checkpoint: checkpoint.size, reverse=True)
    for first in range(0, size + 1, WIDTH):
        hashes = store.hashes(0, first, min(WIDTH, size - first))
        for mirror, kept in mirrors:
            position = _differing(mirror, first, kept, hashes)
            if position is not None:
                why = f"it is not the fact that was published: {mirror.folder} keeps another leaf hash"
                return NotAsPublished(position, position, why)
        while waiting and waiting[-1].size <= first + len(hashes):
            checkpoint = waiting.pop()
            if frontier.append_many(hashes[: checkpoint.size - first]).root() != checkpoint.root:
                since = min(fits + 1, checkpoint.size)
                why = f"a fact from {since} to {checkpoint.size} is not the one under the published checkpoint"
                return NotAsPublished(since, checkpoint.size, why)
            fits = checkpoint.size
        root = roots[first // WIDTH :][:1]  # none yet for a tile that became full a moment ago
        if spoiled is None and root and (len(hashes) != WIDTH or tile_root(hashes) != root[0]):
            spoiled = NotAsPublished(first + 1, first + WIDTH, "a fact there is not that of its kept tile")
        frontier = frontier.append_many(hashes)
    if waiting:
        same = max([fits, *(min(kept, size) for _, kept in mirrors)])
        what = "it is missing" if same == size else f"it, or one from {same + 1} on, is missing or was changed"
        return NotAsPublished(same + 1, size + 1, f"{what}: a checkpoint of {waiting[0].size} leaves was published")
    return spoiled


def _differing(mirror: Mirror, first: int, size: int, hashes: list[bytes]) -> int | None:
    """The first position of a tile at which the log has another leaf than a mirror of `size` leaves."""
    if first >= size:
        return None
    ours = b"".join(hashes[: size - first])
    kept = mirror.tile(tile_in(0, first // WIDTH, size))
    if kept is None or kept[: len(ours)] == ours:  # lost there, or the end of the log here: checkpoints tell
        return None
    return first + first_difference(kept, ours) + 1


def _tile_fault(store: TreeStore, mirrors: list[tuple[Mirror, int]]) -> NotAsPublished | None:
    """Where a tile above the leaves, inside or outside, is not over the hashes below it."""
    level = 0
    while below := store.tile_roots(level):
        above = store.tile_roots(level + 1)
        for number, root in enumerate(above):
            hashes = below[number * WIDTH : (number + 1) * WIDTH]
            if len(hashes) != WIDTH or tile_root(hashes) != root:
                span = spanned(Tile(level + 1, number), 0)[0], spanned(Tile(level + 1, number), WIDTH - 1)[1]
                return NotAsPublished(*span, f"kept tile {number} of level {level + 1} is not over those below")
        level += 1
    for mirror, size in mirrors:
        for tile in (each for each in tiles_of(size) if each.level):
            ours = b"".join(store.hashes(tile.level, tile.index * WIDTH, tile.width))
            kept = mirror.tile(tile)
            if kept is not None and kept != ours:
                span = spanned(tile, first_difference(kept, ours))
                return NotAsPublished(*span, f"{mirror.folder / tile.path} is not over the leaves below it")
    return None
