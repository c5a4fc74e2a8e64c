"""What the tree over the log needs of the database: leaf hashes, the roots of full tiles, and what was signed.

A tile has 256 hashes. Level 0 is the log itself, for `event.hash` is the leaf hash; above it only one hash is kept
for each full tile of the level below. All of it can be computed again from the leaves, and verification does.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, ScalarSelect, delete, exists, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from ledger.clock import microseconds
from ledger.store.engine import lock_the_tree, to_read, to_write
from ledger.store.tables import checkpoint, event, tile_root

WIDTH = 256

AT_ONCE = 64
"""So many tiles are folded by one statement."""

MINUTE = 60_000_000
"""In microseconds: of the checkpoints of each minute the newest is kept."""

RootOf = Callable[[Sequence[bytes]], bytes]
"""Hashes a full tile; given by the tree's own rules, of which the store knows nothing."""


class KeptCheckpoint(NamedTuple):
    """A signed checkpoint as it was published."""

    size: int
    note: bytes


class TreeStore:
    """Hashes and checkpoints of one log."""

    def __init__(self, engine: Engine, connection: Connection | None = None) -> None:
        self.engine = engine
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator["TreeStore"]:
        """The same, but all is read over one connection: taking one for each tile costs more than the tile."""
        with to_read(self.engine) as connection:
            yield TreeStore(self.engine, connection)

    def size(self) -> int:
        """How many leaves there are: the head of the log."""
        with self._connected() as connection:
            return _size(connection)

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        """`count` hashes of tile level `level` from number `first` on; fewer where the log has no more."""
        with self._connected() as connection:
            return _hashes(connection, level, first, count)

    def fold(self, root_of: RootOf) -> int:
        """Keep the root of every tile that has become full, and tell how many leaves there are.

        A pure function of the leaves, safe to repeat and to do at the same time as somebody else.
        """
        with self._connected() as connection:
            size, kept, above = connection.execute(SIZES).one()
        # most of the time nothing has become full, and then nobody's writing need be held up
        if size // WIDTH == kept and kept // WIDTH == above:
            return int(size)
        with to_write(self.engine) as connection:
            level, count = 0, size
            while level == 0 or count // WIDTH > kept:
                kept = _fold_level(connection, level, kept, count, root_of)
                level, count, kept = level + 1, kept, above if level == 0 else _count(connection, level + 1)
        return int(size)

    def last_checkpoint(self) -> KeptCheckpoint | None:
        """The largest checkpoint that was signed."""
        with self._connected() as connection:
            row = connection.execute(
                select(checkpoint.c.size, checkpoint.c.note).order_by(checkpoint.c.size.desc()).limit(1)
            ).one_or_none()
        return KeptCheckpoint(*row) if row is not None else None

    def checkpoints(self) -> list[KeptCheckpoint]:
        """All checkpoints that were kept, by size."""
        with self._connected() as connection:
            rows = connection.execute(select(checkpoint.c.size, checkpoint.c.note).order_by(checkpoint.c.size))
            return [KeptCheckpoint(*row) for row in rows]

    def tile_roots(self, level: int) -> list[bytes]:
        """The kept roots of full tiles of a level, in order; empty where the level has none."""
        with self._connected() as connection:
            return _hashes(connection, level + 1, 0, _count(connection, level))

    def keep_checkpoint(self, size: int, note: bytes, signed_at: datetime) -> None:
        """Keep a signed checkpoint in the place of the one before it, if that is of the same minute or size."""
        signed = microseconds(signed_at)
        with to_write(self.engine) as connection:
            lock_the_tree(connection)
            newest = checkpoint.c.size == select(func.max(checkpoint.c.size)).scalar_subquery()
            same = (checkpoint.c.size == size) | (checkpoint.c.signed_at // MINUTE == signed // MINUTE)
            connection.execute(delete(checkpoint).where(newest, checkpoint.c.size <= size, same))
            larger = exists().where(checkpoint.c.size > size)
            row = select(literal(size), literal(note), literal(signed)).where(~larger)
            connection.execute(insert(checkpoint).from_select(["size", "note", "signed_at"], row))

    def _connected(self) -> AbstractContextManager[Connection]:
        return to_read(self.engine) if self._connection is None else nullcontext(self._connection)


def _kept(level: int) -> ScalarSelect[int]:
    last = select(func.max(tile_root.c.number)).where(tile_root.c.level == level)
    return select(func.coalesce(last.scalar_subquery() + 1, 0)).scalar_subquery()


SIZES = select(func.coalesce(select(func.max(event.c.position)).scalar_subquery(), 0), _kept(0), _kept(1))
"""How many leaves there are, and how many tiles of the two lowest levels are kept."""


def _fold_level(connection: Connection, level: int, kept: int, count: int, root_of: RootOf) -> int:
    """How many tiles of a level of `count` hashes are kept after folding the new ones; a hole ends it."""
    adding = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(tile_root)
    for first in range(kept, count // WIDTH, AT_ONCE):
        until = min(first + AT_ONCE, count // WIDTH)
        hashes = _hashes(connection, level, first * WIDTH, (until - first) * WIDTH)
        if len(hashes) < (until - first) * WIDTH:
            return first
        tiles = (hashes[at : at + WIDTH] for at in range(0, len(hashes), WIDTH))
        rows = [{"level": level, "number": n, "root": root_of(tile)} for n, tile in enumerate(tiles, first)]
        connection.execute(adding.on_conflict_do_nothing(), rows)
    return count // WIDTH


def _size(connection: Connection) -> int:
    return connection.execute(select(func.max(event.c.position))).scalar() or 0


def _count(connection: Connection, level: int) -> int:
    return connection.execute(select(_kept(level))).scalar() or 0


LEAF_HASHES = "SELECT hash FROM event WHERE position > {0} AND position <= {0} ORDER BY position"
TILE_ROOTS = "SELECT root FROM tile_root WHERE level = {0} AND number >= {0} AND number < {0} ORDER BY number"


def _hashes(connection: Connection, level: int, first: int, count: int) -> list[bytes]:
    """As the driver gives them: a proof reads some five hundred, and row objects would cost more than its hashes."""
    mark = "%s" if connection.dialect.name == "postgresql" else "?"
    sql, wanted = (LEAF_HASHES, ()) if level == 0 else (TILE_ROOTS, (level - 1,))
    result = connection.exec_driver_sql(sql.format(mark), (*wanted, first, first + count))
    cursor: Any = result.cursor
    found = [row[0] for row in cursor.fetchall()]
    result.close()
    return found
