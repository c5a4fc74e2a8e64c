"""When a decision about supervision is unlawful: leaving a list one is not on, an extension that is over already."""

from collections.abc import Iterable
from typing import Any

from ledger.clock import shanghai_day
from ledger.errors import Finding, UnlawfulActError
from ledger.fact import AnyFact, Statement
from ledger.judging import Act, Known, OfSubject, standing_facts
from ledger.parties import establishment
from ledger.parties.establishment import EstablishmentState
from ledger.parties.storage_extension import StorageExtension
from ledger.parties.supervision_list import SupervisionList
from ledger.regulation.law_of_the_day import article


def _refuse_unless_listed(known: Known, statement: Statement[SupervisionList.Left]) -> None:
    """Raises UnlawfulActError when the establishment does not stand on the list."""
    listed = known.fold(statement.subject, EstablishmentState(), establishment.evolve).lists or []
    if statement.data.list_ not in listed:
        raise UnlawfulActError(
            Finding(
                "not_on_the_list",
                f"{statement.subject} does not stand on that list",
                "/data/list",
                article="沪府办发〔2024〕30号 三（三）",
                values={"subject": statement.subject},
            )
        )


def _list_reads(statement: Statement[Any]) -> Iterable[OfSubject]:
    yield standing_facts(statement.subject, SupervisionList.Entered, SupervisionList.Left)


def _refuse_past_extension(_: Known, statement: Statement[StorageExtension.Granted]) -> None:
    """Raises UnlawfulActError when the day until which storage is extended lies before the decision."""
    day, until = str(shanghai_day(statement.occurred_at)), statement.data.valid_until
    if until < day:
        raise UnlawfulActError(
            Finding(
                "ends_before_it_begins",
                f"it ends on {until}, before {day}",
                "/data/valid_until",
                article=article(day, "81(3)", "535(3)"),
                values={"from": day, "until": until},
            )
        )


SUPERVISION_ACTS: dict[type[AnyFact], tuple[Act, ...]] = {
    SupervisionList.Left: (Act(_refuse_unless_listed, _list_reads),),
    StorageExtension.Granted: (Act(_refuse_past_extension),),
}
"""What can make such a decision unlawful."""
