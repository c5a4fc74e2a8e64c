"""What makes a declaration or its amendment unlawful, beside what makes any planning so."""

from typing import Any

from ledger.clock import shanghai_day
from ledger.correction import effective
from ledger.errors import ConflictError, Finding, UnlawfulActError
from ledger.fact import Statement
from ledger.hazardous_waste.declaration import Declaration
from ledger.judging import Act, Known, OfSubject, standing_facts
from ledger.regulation.record_duty import record_duty


def _submitted(statement: Statement[Any]) -> list[OfSubject]:
    return [standing_facts(statement.subject, Declaration.Submitted)]


def _parts_before(known: Known, statement: Statement[Any]) -> set[int]:
    """In how many parts the period was declared, as standing facts say."""
    said = (each.statement.data for each in effective(known.facts(statement.subject)))
    return {data.parts or 1 for data in said if isinstance(data, Declaration.Submitted)}


def _refuse_other_parts(known: Known, statement: Statement[Any]) -> None:
    before = _parts_before(known, statement)
    parts = statement.data.parts or 1
    if before - {parts}:
        first = min(before)
        raise ConflictError.because(
            "other_parts", f"declared in {first} parts so far", "/data/parts", {"parts": parts, "first": first}
        )


def _refuse_before_submission(known: Known, statement: Statement[Any]) -> None:
    if not _parts_before(known, statement):
        raise UnlawfulActError(
            Finding(
                "declaration_not_submitted",
                "nothing is declared for this period that could be amended",
                "/type",
                article=record_duty(shanghai_day(statement.occurred_at)),
            )
        )


IN_AS_MANY_PARTS = Act(_refuse_other_parts, _submitted)
"""All parts of a declaration say the same number of parts."""

AFTER_SUBMISSION = Act(_refuse_before_submission, _submitted)
"""A declaration is amended after it was submitted."""
