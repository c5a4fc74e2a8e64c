"""A view: SHA-256 → the positions of the facts that name it."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, Connection, LargeBinary, MetaData, Table, select

from ledger.catalogue import read_leaf
from ledger.fact import Recorded
from ledger.log import Ledger
from projections.custody.visibility import Visibility
from projections.files.naming import NamedFile, files_named_by
from projections.rows import add
from projections.runner import Runner
from projections.view import LogView

MENTIONS_PAGE = 500

Mention = tuple[bytes, int]


class FileMentionsView(LogView[Table, list[Mention]]):
    """SHA-256 × position."""

    NAME: ClassVar = "files"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Table:
        """One table, found by the hash."""
        return Table(
            f"{prefix}mention",
            metadata,
            Column("sha256", LargeBinary, primary_key=True),
            Column("position", BigInteger, primary_key=True, autoincrement=False, comment="of a fact that names it"),
            sqlite_with_rowid=False,
        )

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> list[Mention]:  # noqa: ARG002  (facts say all)
        """Each file that these facts name, once for each fact."""
        return sorted({(bytes.fromhex(n.sha256), f.position) for f in facts for n in files_named_by(f.fact)})

    def write(self, connection: Connection, tables: Table, changes: list[Mention]) -> None:
        """Add them."""
        add(connection, tables, changes)


class FileMentions:
    """What the view tells of a file."""

    def __init__(self, ledger: Ledger, views: Runner) -> None:
        self._ledger = ledger
        self._views = views

    def seen(self, sha256: str, seen: Visibility) -> NamedFile | None:
        """The file as the first fact names it that the asker may see; None when it may see none of them.

        Every fact that was acknowledged before this was called is taken into account.
        """
        self._views.reach(FileMentionsView.NAME, self._ledger.head()[0])
        for fact in self._facts_that_name(sha256):
            if seen.stated(fact) or seen.sees(fact.fact.subject):
                return next(named for named in files_named_by(fact.fact) if named.sha256 == sha256)
        return None

    def _facts_that_name(self, sha256: str) -> Iterator[Recorded[Any]]:
        after = 0
        while positions := self._page(bytes.fromhex(sha256), after):
            yield from (read_leaf(*leaf) for leaf in self._ledger.recorder.leaves_at(positions))
            after = positions[-1]

    def _page(self, sha256: bytes, after: int) -> list[int]:
        with self._views.reading(FileMentionsView.NAME) as view:
            position = view.tables.c.position
            wanted = select(position).where(view.tables.c.sha256 == sha256, position > after)
            return list(view.connection.execute(wanted.order_by(position).limit(MENTIONS_PAGE)).scalars())
