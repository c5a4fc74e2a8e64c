"""`sqlite3` alone, with the same pragmas as the ledger."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.rows import PAGE, TABLES, Driver, Rows

INSERT = {
    table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for table, columns in TABLES.items()
}


class SqliteDriver(Driver):
    """A file in WAL mode; a commit waits for the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536"):
            self.connection.execute(f"PRAGMA {pragma}").fetchall()

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, parameters).fetchall()

    def append(self, rows: Rows) -> None:
        self.connection.execute("BEGIN IMMEDIATE")
        for table, values in rows.items():
            if values:
                self.connection.executemany(INSERT[table], values)
        self.connection.execute("COMMIT")

    def page(self, after: int, limit: int) -> list[tuple[Any, ...]]:
        return self.connection.execute(PAGE.format("?"), (after, limit)).fetchall()

    def durability(self) -> dict[str, str]:
        return {name: str(self.fetch(f"PRAGMA {name}")[0][0]) for name in ("journal_mode", "synchronous")}

    def product(self) -> str:
        return f"SQLite {sqlite3.sqlite_version}"

    def checkpoint(self) -> None:
        """Move everything from the write-ahead log into the file."""
        self.fetch("PRAGMA wal_checkpoint(TRUNCATE)")

    def bytes_on_disk(self) -> int:
        self.checkpoint()
        return self.path.stat().st_size

    def close(self) -> None:
        self.connection.close()
