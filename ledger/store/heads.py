"""What the heads of all tags need of the database: new leaf hashes by tag, and the heads as they were folded last.

All of it is a copy that can be folded again from the log; `head_fold.size` says how much of the log is in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from ledger.store.dictionary import among
from ledger.store.engine import lock_the_tree, one_snapshot, to_write
from ledger.store.tables import event, event_tag, head, head_fold, head_tile, tag

ONLY_ROW = 1

KEEP_HEADS = {
    "postgresql": """
        INSERT INTO head (tag_id, count, digest) SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[])
        ON CONFLICT (tag_id) DO UPDATE SET count = excluded.count, digest = excluded.digest
    """,
    "sqlite": """
        INSERT INTO head (tag_id, count, digest) VALUES (?, ?, ?)
        ON CONFLICT (tag_id) DO UPDATE SET count = excluded.count, digest = excluded.digest
    """,
}


@dataclass(frozen=True, slots=True)
class KeptHead:
    """How many facts carry a tag, and the digest over their leaf hashes."""

    count: int
    digest: bytes


class HeadStore:
    """The tables `head`, `head_tile` and `head_fold` of one log."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator["HeadTables"]:
        """One snapshot of the tables."""
        with one_snapshot(self._engine) as connection:
            yield HeadTables(connection)

    @contextmanager
    def folding(self) -> Iterator["HeadTables"]:
        """A transaction in which nobody else folds."""
        with to_write(self._engine) as connection:
            lock_the_tree(connection)
            yield HeadTables(connection)


class HeadTables:
    """The tables within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def size(self) -> int:
        """How many facts are folded into the heads."""
        return self._connection.execute(select(head_fold.c.size)).scalar() or 0

    def tags(self) -> int:
        """How many tags have a head; they are numbered without gaps."""
        return self._connection.execute(select(func.max(head.c.tag_id))).scalar() or 0

    def number_of(self, text: str) -> int | None:
        """The number of a tag, if it has one."""
        return self._connection.execute(select(tag.c.id).where(tag.c.tag == text)).scalar()

    def leaves(self, after: int, upto: int) -> list[tuple[int, bytes]]:
        """Tag and leaf hash for each tag of the facts after a position, in order."""
        found = self._connection.execute(
            select(event_tag.c.tag_id, event.c.hash)
            .join(event, event.c.position == event_tag.c.position)
            .where(event_tag.c.position > after, event_tag.c.position <= upto)
            .order_by(event_tag.c.position)
        )
        return [(number, leaf) for number, leaf in found]

    def heads(self, numbers: Iterable[int]) -> dict[int, KeptHead]:
        """Number → head, of those tags that have one."""
        wanted = among(self._connection, head.c.tag_id, list(numbers))
        found = self._connection.execute(select(head.c.tag_id, head.c.count, head.c.digest).where(wanted))
        return {number: KeptHead(count, digest) for number, count, digest in found}

    def in_order(self, first: int, count: int) -> list[tuple[str, int, bytes]]:
        """Tag, count and digest of `count` heads from number `first` on, by number; fewer at the end."""
        found = self._connection.execute(
            select(tag.c.tag, head.c.count, head.c.digest)
            .join(tag, tag.c.id == head.c.tag_id)
            .where(head.c.tag_id >= first, head.c.tag_id < first + count)
            .order_by(head.c.tag_id)
        )
        return [(text, number, digest) for text, number, digest in found]

    def keep(self, heads: Mapping[int, KeptHead], size: int) -> None:
        """Heads as they are after `size` facts."""
        rows = [(number, kept.count, kept.digest) for number, kept in heads.items()]
        statement = KEEP_HEADS[self._connection.dialect.name]
        if rows and self._connection.dialect.name == "postgresql":
            columns: Any = tuple(map(list, zip(*rows, strict=True)))
            self._connection.exec_driver_sql(statement, columns)
        elif rows:
            self._connection.exec_driver_sql(statement, rows)
        if not self._connection.execute(update(head_fold).values(size=size)).rowcount:
            self._connection.execute(insert(head_fold).values(id=ONLY_ROW, size=size))

    def roots(self, level: int, first: int, count: int) -> list[bytes]:
        """`count` roots of full tiles of a level from number `first` on; fewer where there are no more."""
        wanted = select(head_tile.c.root).where(
            head_tile.c.level == level, head_tile.c.number >= first, head_tile.c.number < first + count
        )
        return list(self._connection.execute(wanted.order_by(head_tile.c.number)).scalars())

    def keep_root(self, level: int, number: int, root: bytes) -> None:
        """The root of a full tile as it is now."""
        place = (head_tile.c.level == level, head_tile.c.number == number)
        if not self._connection.execute(update(head_tile).where(*place).values(root=root)).rowcount:
            self._connection.execute(insert(head_tile).values(level=level, number=number, root=root))
