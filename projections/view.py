"""What a view is: tables of its own, and how a stretch of the log changes them."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar

from sqlalchemy import Connection, Engine, MetaData

from ledger.fact import Recorded
from ledger.log import Ledger

T = TypeVar("T")
"""The tables of a view."""
C = TypeVar("C")
"""What a stretch of the log changes in them."""


class View(ABC, Generic[T, C]):
    """A pure fold of the log, kept in tables that can be deleted and filled again at any time.

    An object folds for one filling in one process, one stretch after the other, and may remember what it read. But
    another process may fold stretches between two of its own, and what it folded may not have been written: what it
    remembers holds only while the next stretch begins just behind its last one (`facts[0].position`).
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    """Raised whenever the tables or the fold change: the view is then filled again by itself."""

    def fresh(self) -> Self:
        """One that remembers nothing; each filling and each process has its own."""
        return type(self)()

    @abstractmethod
    def tables(self, metadata: MetaData, prefix: str) -> T:
        """The tables, each name beginning with this prefix, for two fillings may stand side by side."""

    @abstractmethod
    def fold_upon(self, ledger: Ledger, facts: Sequence[Recorded[Any]], engine: Engine, tables: T) -> C:
        """What these facts, the next in the log, change; may read the log up to the last of them, never the clock.

        Its tables hold by then what the facts before these came to.
        """

    @abstractmethod
    def write(self, connection: Connection, tables: T, changes: C) -> None:
        """Make the changes, within the transaction that also moves the view's position."""


class LogView(View[T, C]):
    """One that folds without a look at its own tables."""

    def fold_upon(self, ledger: Ledger, facts: Sequence[Recorded[Any]], engine: Engine, tables: T) -> C:  # noqa: ARG002
        """What they change, by the log alone."""
        return self.fold(ledger, facts)

    @abstractmethod
    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> C:
        """The same, of whoever needs nothing else."""
