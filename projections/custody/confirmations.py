"""A view: corrections that wait for an organisation's word, as they did at every position of the log.

Whose word is wanted says `ledger/correction.py`: of each organisation that had relied on the fact when it was
corrected or withdrawn, until that one confirms. Only facts about facts change that, and a stretch without any costs
nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, select

from ledger.correction import effective, is_about_a_fact
from ledger.fact import Recorded
from ledger.log import Ledger
from projections.custody.beside import facts_beside
from projections.kept import STILL, Turned, spanning, turn, write
from projections.reading import Reading
from projections.runner import Runner
from projections.view import LogView


class Awaited(NamedTuple):
    """A correction or withdrawal that waits for an organisation's word."""

    organisation: str
    """The USCC of whose word is wanted."""
    correction: int
    """The position of the correction."""
    subject: str
    about: int
    """The position of the fact that it corrects."""
    counts: int
    """The position of what counts in the meantime: the fact itself, or an earlier correction of it."""


class ConfirmationView(LogView[Table, Turned]):
    """Organisation × correction × positions between which it waited."""

    NAME: ClassVar = "confirmation"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Table:
        """One table; what an organisation is waited for now is found by an index of that alone."""
        awaited = Table(
            f"{prefix}awaited",
            metadata,
            Column("organisation", Text, primary_key=True, comment="USCC"),
            Column("correction", BigInteger, primary_key=True, autoincrement=False, comment="its position"),
            *spanning(),
            Column("subject", Text, nullable=False),
            Column("about", BigInteger, nullable=False, comment="the position of what is corrected"),
            Column("counts", BigInteger, nullable=False, comment="the position of what counts in the meantime"),
            sqlite_with_rowid=False,
        )
        now = awaited.c.to_position == STILL
        at = awaited.c.organisation, awaited.c.correction
        Index(f"{prefix}awaited_now", *at, sqlite_where=now, postgresql_where=now)
        return awaited

    def fold(self, ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Turned:
        """What was waited for after each fact about a fact, of the subjects of those."""
        turned, before = Turned([], []), facts[0].position - 1
        touched: dict[str, list[int]] = defaultdict(lambda: [before])
        for fact in facts:
            if is_about_a_fact(fact.fact.type):
                touched[fact.fact.subject].append(fact.position)
        lives = Reading(ledger, facts[-1].position).lives(touched) if touched else {}
        for subject, positions in touched.items():
            beside = facts_beside(ledger, subject, lives[subject], facts[-1].position)
            turn(turned, [(at, _awaited(subject, lives[subject], beside, at)) for at in positions])
        return turned

    def write(self, connection: Connection, tables: Table, changes: Turned) -> None:
        """End and begin rows."""
        write(connection, tables, changes)


def awaited_of(views: Runner, organisation: str, position: int, limit: int) -> list[Awaited]:
    """What waits now for the word of an organisation (its USCC), what was corrected first coming first."""
    views.reach(ConfirmationView.NAME, position)
    with views.reading(ConfirmationView.NAME) as view:
        it = view.tables.c
        wanted = select(*(it[name] for name in Awaited._fields)).where(
            it.organisation == organisation, it.to_position == STILL
        )
        return [Awaited(*row) for row in view.connection.execute(wanted.order_by(it.correction).limit(limit))]


def _awaited(
    subject: str, own: Sequence[Recorded[Any]], beside: Sequence[Recorded[Any]], at: int
) -> dict[tuple[str, int], Awaited]:
    """By organisation and correction, from nothing but what was recorded up to a position."""
    known, naming = ([fact for fact in facts if fact.position <= at] for facts in (own, beside))
    return {
        (organisation, pending.correction.position): Awaited(
            organisation,
            pending.correction.position,
            subject,
            each.original.position,
            (each.correction or each.original).position,
        )
        for each in effective(known, naming)
        for pending in each.pending
        for organisation in pending.waits_for
    }
