"""Whether what was corrected had been declared already: then the bureau has figures that the ledger disowns."""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.clock import shanghai_day
from ledger.hazardous_waste.declaration import Declaration
from ledger.log import Ledger


class Corrected(NamedTuple):
    """When a fact happened that was corrected or withdrawn, and where in the log that stands."""

    occurred_at: str
    position: int


def corrected_after_declaration(
    ledger: Ledger, establishment: str, corrected: Iterable[Corrected], upto: int
) -> bool:
    """Whether a period that holds one of them was declared before it was corrected, and not amended by a position."""
    number = establishment.partition(":")[2]
    return any(
        _stands_uncorrected(ledger, f"declaration:{number}.{period}", each, upto)
        for each in corrected
        for period in periods_with(each.occurred_at)
    )


def periods_with(occurred_at: str) -> tuple[str, str, str]:
    """The month, the quarter and the year that an instant lies in, in Shanghai, as a declaration's number ends."""
    day = shanghai_day(occurred_at)
    return f"{day.year}-{day.month:02d}", f"{day.year}-Q{(day.month + 2) // 3}", f"{day.year}"


def _stands_uncorrected(ledger: Ledger, declaration: str, corrected: Corrected, upto: int) -> bool:
    told = [
        fact.position
        for fact in ledger.recorded(subject=declaration, upto=upto)
        if isinstance(fact.fact.data, Declaration.Submitted | Declaration.Amended)
    ]
    return bool(told) and min(told) < corrected.position and max(told) < corrected.position
