"""Folding the heads of all tags as the log grows, a stretch at a time, and proving one of them."""

from typing import Final, NamedTuple

from ledger.store.heads import HeadStore, HeadTables, KeptHead
from ledger.transparency.heads import NO_FACTS, Head, HeadProof, digest_after
from ledger.transparency.tiles import WIDTH, Tile, TileReader, tile_root
from ledger.transparency.tree import inclusion_proof, root_from

STRETCH: Final = 2_000
"""Facts folded in one transaction, so that nobody waits long for it."""


NEW: Final = KeptHead(0, NO_FACTS)


class Snapshot(NamedTuple):
    """The root over the heads of `tags` tags, as they are after `size` facts."""

    root: bytes
    size: int
    tags: int


class Snapshots:
    """The heads of one log."""

    def __init__(self, store: HeadStore) -> None:
        self._store = store

    def take(self, upto: int) -> Snapshot:
        """The snapshot of the log up to a position at least: another process may have folded further."""
        while True:
            with self._store.folding() as tables:
                size = tables.size()
                if size >= upto:
                    return _snapshot(tables)
                _fold(tables, size, min(size + STRETCH, upto))

    def proof(self, tag: str) -> HeadProof | None:
        """The head of a tag as folded last, with its proof; None for a tag that no folded fact carries."""
        with self._store.reading() as tables:
            number, tags = tables.number_of(tag), tables.tags()
            if number is None or number > tags:
                return None
            ((text, count, digest),) = tables.in_order(number, 1)
            hashes = inclusion_proof(number - 1, tags, _reader(tables, tags).hash_at)
            return HeadProof(Head(text, count, digest), number - 1, tags, tuple(hashes), tables.size())


def _fold(tables: HeadTables, after: int, upto: int) -> None:
    leaves = tables.leaves(after, upto)
    heads = tables.heads({number for number, _ in leaves})
    for number, leaf in leaves:
        before = heads.get(number, NEW)
        heads[number] = KeptHead(before.count + 1, digest_after(before.digest, leaf))
    tables.keep(heads, upto)
    level, changed = 0, {(number - 1) // WIDTH for number in heads}
    while changed:
        changed = _fold_tiles(tables, level, changed)
        level += 1


def _fold_tiles(tables: HeadTables, level: int, changed: set[int]) -> set[int]:
    """Hash the full ones among these tiles again; gives the tiles above them."""
    above = set()
    for number in sorted(changed):
        hashes = _hashes(tables, level, number * WIDTH, WIDTH)
        if len(hashes) == WIDTH:
            tables.keep_root(level, number, tile_root(hashes))
            above.add(number // WIDTH)
    return above


def _snapshot(tables: HeadTables) -> Snapshot:
    tags = tables.tags()
    return Snapshot(root_from(tags, _reader(tables, tags).hash_at), tables.size(), tags)


def _reader(tables: HeadTables, tags: int) -> TileReader:
    def fetch(tile: Tile) -> bytes:
        return b"".join(_hashes(tables, tile.level, tile.index * WIDTH, tile.width))

    return TileReader(tags, fetch)


def _hashes(tables: HeadTables, level: int, first: int, count: int) -> list[bytes]:
    if level:
        return tables.roots(level - 1, first, count)
    return [Head(*head).leaf_hash for head in tables.in_order(first + 1, count)]
