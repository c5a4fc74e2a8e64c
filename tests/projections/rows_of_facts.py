"""Views for tests, and what they must hold: a row for each fact, so that a fact folded twice breaks the key."""

from collections.abc import Sequence
from multiprocessing.connection import Connection as Pipe
from threading import Event
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, inspect, select

from ledger.fact import Recorded
from ledger.log import Ledger
from projections import rebuilding
from projections.runner import Runner
from projections.view import LogView


class Seen(LogView[Table, list[dict[str, Any]]]):
    """Position and type of each fact."""

    NAME: ClassVar = "seen"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Table:
        return Table(
            f"{prefix}seen", metadata, Column("position", BigInteger, primary_key=True), Column("type", Text)
        )

    def fold(self, _: Ledger, facts: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
        return [{"position": f.position, "type": f.fact.type} for f in facts]

    def write(self, connection: Connection, tables: Table, changes: list[dict[str, Any]]) -> None:
        connection.execute(tables.insert(), changes)


class SeenOtherwise(Seen):
    """Another version."""

    VERSION: ClassVar = 2

    def fold(self, _: Ledger, facts: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
        return [{"position": f.position, "type": f.fact.type.upper()} for f in facts]


class Poisoned(Seen):
    """Fails on the tenth fact, whatever it is, as long as it is `ill`."""

    NAME: ClassVar = "poisoned"
    ill: ClassVar = True

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
        if self.ill and any(fact.position == 10 for fact in facts):
            raise ZeroDivisionError("a mass of nothing")
        return super().fold(ledger, facts)


class Unwritable(Seen):
    """Makes a row that the table does not take, on the tenth fact."""

    NAME: ClassVar = "unwritable"

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
        rows = super().fold(ledger, facts)
        return [{**row, "position": 9} if row["position"] == 10 else row for row in rows]


class Awaited(Seen):
    """Says when it has reached position 21."""

    reached = Event()

    def write(self, connection: Connection, tables: Table, changes: list[dict[str, Any]]) -> None:
        super().write(connection, tables, changes)
        if changes[-1]["position"] == 21:
            self.reached.set()


def rebuild_half(url: str, told: Pipe) -> None:
    """In a process of its own: rebuild, tell when half is done, and wait to be killed."""

    def halt(position: int) -> None:
        told.send(position)
        told.recv()

    rebuilding.STRETCH = 7  # type: ignore[misc]
    with Ledger(url) as ledger:
        Runner(ledger, [Seen()]).rebuild("seen", halt)


def rows(runner: Runner, name: str = "seen") -> list[tuple[int, str]]:
    with runner.reading(name) as view:
        return [tuple(row) for row in view.connection.execute(select(view.tables).order_by("position"))]


def log(ledger: Ledger) -> list[tuple[int, str]]:
    return [(f.position, f.fact.type) for f in ledger.recorded()]


def fillings(ledger: Ledger, name: str = "seen") -> list[str]:
    return sorted(table for table in inspect(ledger.recorder.engine).get_table_names() if table.startswith(name))
