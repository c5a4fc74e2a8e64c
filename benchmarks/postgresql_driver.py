"""`psycopg` alone: binary COPY in, binary cursors out."""

from collections.abc import Sequence
from typing import Any

import psycopg

from benchmarks.rows import PAGE, TABLES, Driver, Rows

TYPES = {
    "event": ("int8", "int8", "int8", "int4", "int4", "bytea", "bytea", "bytea"),
    "event_tag": ("int8", "int4", "int8", "int2"),
    "tag": ("int8", "text"),
    "type": ("int4", "text"),
}


class PostgresqlDriver(Driver):
    """A database in which a commit waits for the disk."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)

    def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.connection.cursor(binary=True) as cursor:
            return cursor.execute(sql, parameters).fetchall()

    def append(self, rows: Rows) -> None:
        with self.connection.transaction(), self.connection.cursor() as cursor:
            for table, values in rows.items():
                if values:
                    columns = ", ".join(TABLES[table])
                    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
                        copy.set_types(TYPES[table])
                        for row in values:
                            copy.write_row(row)

    def page(self, after: int, limit: int) -> list[tuple[Any, ...]]:
        with self.connection.cursor(binary=True) as cursor:
            return cursor.execute(PAGE.format("%s"), (after, limit)).fetchall()

    def durability(self) -> dict[str, str]:
        return {name: self.fetch(f"SHOW {name}")[0][0] for name in ("fsync", "synchronous_commit")}

    def product(self) -> str:
        return f"PostgreSQL {self.fetch('SHOW server_version')[0][0]}"

    def bytes_on_disk(self) -> int:
        return sum(self.fetch("SELECT pg_total_relation_size(%s::regclass)", (table,))[0][0] for table in TABLES)

    def close(self) -> None:
        self.connection.close()
