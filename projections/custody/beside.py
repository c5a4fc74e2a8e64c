"""The facts that merely name a subject and may have relied on what was said of it, looked up where that matters."""

from collections.abc import Sequence
from typing import Any

from ledger.correction import is_about_a_fact
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.reliance import may_be_named


def facts_beside(
    ledger: Ledger, subject: str, facts: Sequence[Recorded[Any]], upto: int | None = None
) -> list[Recorded[Any]]:
    """Those that name the subject of these facts; none while nothing was corrected: nothing hangs on them then."""
    if not may_be_named(subject) or not any(is_about_a_fact(fact.fact.type) for fact in facts):
        return []
    return [fact for fact in ledger.recorded(tag=subject, upto=upto) if fact.fact.subject != subject]
