"""Somebody with all database rights, who changes what the triggers would have refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Engine, Executable, Row, Table, delete, insert, select, text, update

from ledger.leaf import leaf_hash
from ledger.store.tables import APPEND_ONLY, OF_THE_TREE, event
from ledger.store.verification import Fault, verify

Bytes = Callable[[bytes], bytes]


@dataclass
class Insider:
    """All that can be done to the tables by hand."""

    engine: Engine

    @classmethod
    def with_all_rights(cls, engine: Engine) -> Self:
        """Put the triggers out of the way, as the owner of the tables can."""
        insider = cls(engine)
        for table in (*APPEND_ONLY, *OF_THE_TREE):
            if engine.dialect.name == "postgresql":
                insider.do(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
            else:
                for change in ("update", "delete"):
                    insider.do(text(f"DROP TRIGGER IF EXISTS {table.name}_no_{change}"))
        return insider

    def do(self, *statements: Executable) -> None:
        """Run statements in one transaction."""
        with self.engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)

    def rows(self, table: Table, **where: Any) -> list[Row[Any]]:
        """What a table holds."""
        with self.engine.connect() as connection:
            return list(connection.execute(select(table).filter_by(**where)))

    def change(self, table: Table, where: dict[str, Any], **values: Any) -> None:
        """Change columns; at least one row must be there to change, lest the attack be none."""
        assert self.rows(table, **where)
        self.do(update(table).filter_by(**where).values(**values))

    def add(self, table: Table, **values: Any) -> None:
        """Add a row."""
        self.do(insert(table).values(**values))

    def remove(self, table: Table, **where: Any) -> None:
        """Delete rows; at least one must be there."""
        assert self.rows(table, **where)
        self.do(delete(table).filter_by(**where))

    def data(self, position: int) -> bytes:
        """The stored bytes at a position."""
        return bytes(self.rows(event, position=position)[0].data)

    def rewrite(self, position: int, how: Bytes, **columns: Any) -> None:
        """Change the stored bytes and make the hash fit them again."""
        before = self.data(position)
        after = how(before)
        assert after != before
        self.change(event, {"position": position}, data=after, hash=leaf_hash(after), **columns)

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """Whatever is done meanwhile, the tables hold afterwards what they held before."""
        before = {table: [row._asdict() for row in self.rows(table)] for table in APPEND_ONLY}
        try:
            yield
        finally:
            self.do(*(delete(table) for table in APPEND_ONLY))
            self.do(*(insert(table).values(rows) for table, rows in before.items()))

    def fault(self) -> Fault | None:
        """What verification says of the log now."""
        return list(verify(self.engine))[-1].fault


def replacing(*pairs: tuple[str, str]) -> Bytes:
    """Each old text, which stands there once, said otherwise."""

    def change(data: bytes) -> bytes:
        for old, new in pairs:
            assert data.count(old.encode()) == 1, (old, data)
            data = data.replace(old.encode(), new.encode())
        return data

    return change


def flipping(mark: str) -> Bytes:
    """One bit, right behind the first place where the mark stands."""

    def change(data: bytes) -> bytes:
        at = data.index(mark.encode()) + len(mark.encode())
        return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]

    return change
