"""Speaking about a fact: a withdrawal is final."""

from collections.abc import Iterable
from typing import Any

from ledger.correction import Correction
from ledger.errors import ConflictError
from ledger.fact import Recorded, Statement


def refuse_after_withdrawal(statement: Statement[Any], before: Iterable[Recorded[Any]]) -> None:
    """Raises ConflictError when the original was withdrawn already."""
    about = statement.about
    if about is not None and any(
        isinstance(fact.fact.data, Correction.Withdrawn) and fact.fact.data.position == about.position
        for fact in before
    ):
        raise ConflictError.because(
            "withdrawn_is_final",
            f"position {about.position} was withdrawn; state the fact again as a new one",
            "/data/position",
            {"position": about.position},
        )
