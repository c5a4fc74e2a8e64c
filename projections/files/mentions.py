"""A view: SHA-256 → the positions of the facts that name it. It follows the log exactly once, and can be rebuilt."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from ledger.catalogue import read_leaf
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.engine import IMMEDIATE
from ledger.store.tables import file_mention, file_mention_fold
from projections.custody.visibility import Visibility
from projections.files.naming import NamedFile, files_named_by

PAGE = 5_000
MENTIONS_PAGE = 500


class FileMentions:
    """The view of one log; any number of processes may bring it up to date at the same time."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._engine = ledger.recorder.engine

    def seen(self, sha256: str, seen: Visibility) -> NamedFile | None:
        """The file as the first fact names it that the asker may see; None when it may see none of them.

        Every fact that was acknowledged before this was called is taken into account.
        """
        self.catch_up()
        for fact in self._facts_that_name(sha256):
            if seen.stated(fact) or seen.sees(fact.fact.subject):
                return next(named for named in files_named_by(fact.fact) if named.sha256 == sha256)
        return None

    def catch_up(self) -> int:
        """Fold what was recorded since; the position up to which it is folded now."""
        head, _ = self._ledger.head()
        while (position := self.position()) < head:
            page = self._ledger.recorded(after=position, upto=head, limit=PAGE)
            self._fold(page, position)
        return position

    def position(self) -> int:
        """Up to where the log is folded."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(file_mention_fold.c.position)).scalar_one())

    def rebuild(self) -> int:
        """Forget all mentions, and fold the whole log again; the position up to which it is folded then."""
        with self._engine.connect().execution_options(**IMMEDIATE) as connection, connection.begin():
            connection.execute(update(file_mention_fold).values(position=0))
            connection.execute(delete(file_mention))
        return self.catch_up()

    def _fold(self, page: list[Recorded[Any]], after: int) -> None:
        """Write a page's mentions and its end in one transaction, unless somebody else did."""
        rows = {(bytes.fromhex(named.sha256), fact.position) for fact in page for named in files_named_by(fact.fact)}
        with self._engine.connect().execution_options(**IMMEDIATE) as connection, connection.begin():
            if _moved(connection, after, page[-1].position) and rows:
                values = [{"sha256": sha256, "position": position} for sha256, position in sorted(rows)]
                connection.execute(insert(file_mention), values)

    def _facts_that_name(self, sha256: str) -> Iterator[Recorded[Any]]:
        after = 0
        while True:
            statement = select(file_mention.c.position).where(
                file_mention.c.sha256 == bytes.fromhex(sha256), file_mention.c.position > after
            )
            with self._engine.connect() as connection:
                ordered = statement.order_by(file_mention.c.position).limit(MENTIONS_PAGE)
                positions = list(connection.execute(ordered).scalars())
            if not positions:
                return
            yield from (read_leaf(*leaf) for leaf in self._ledger.recorder.leaves_at(positions))
            after = positions[-1]


def _moved(connection: Connection, before: int, now: int) -> bool:
    """Whether the fold stood where it was thought to stand, and stands further now."""
    moved = update(file_mention_fold).where(file_mention_fold.c.position == before).values(position=now)
    return connection.execute(moved).rowcount == 1
