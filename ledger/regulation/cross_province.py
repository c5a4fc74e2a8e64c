"""固体废物跨省转移: which regime the law of a day has for what, by which article, and how long a decision may hold.

Sources: 固体废物污染环境防治法（2020）22, 82; 生态环境法典 476, 536; 危险废物转移管理办法 21–28.
Storage, disposal and all hazardous waste need approval. Other waste that is recovered was filed (备案) to 2026-08-14
and is told of in advance (提前报送) to both provinces since.
"""

from datetime import date
from typing import Final, Literal

from ledger.regulation.hazardous_waste_transfer import approval_needed, measures
from ledger.regulation.law_of_the_day import CODE_IN_FORCE_SINCE, article
from ledger.regulation.treatment_methods import METHODS

Regime = Literal["approval", "filing", "notice"]

NOTICE_SINCE: Final = CODE_IN_FORCE_SINCE
NOTICE_TO_DAYS: Final = 5
"""Working days for a 补正 notice; without one an application counts as accepted from its receipt (办法 23)."""
DISPOSING: Final = frozenset({"处置", "医废", "铬渣"})
STORAGE: Final = "storage"
"""What stands as method where the waste is only kept there."""

SHANGHAI_FILING = "开展一般固体废物跨省转移利用备案工作的通知（上海市八部门，全文未核对）"
"""Principles and the twelve months were seen in a secondary text; no article is cited."""


def is_recovery(method: str) -> bool:
    """Whether a method may be 利用: a code that is not one of disposal, and not mere storage.

    水泥窑协同（共）处置 is called disposal by its name. Of a code that the table does not have nothing is known, and
    nothing is refused.
    """
    if method == STORAGE:
        return False
    known = METHODS.get(method)
    if known is None:
        return method[0] != "D"
    return known.group not in DISPOSING and "处置" not in known.name


def regime_of_recovery(day: str) -> Regime:
    """How waste that is not hazardous leaves its province for recovery on a day (YYYY-MM-DD)."""
    return "filing" if day < NOTICE_SINCE else "notice"


def recovery_article(day: str) -> str:
    """备案 of recovery in another province, and since the code came into force 提前报送."""
    return article(day, "22(2)", "476(2)")


def approval_article(day: str, *, hazardous: bool) -> str:
    """Approval by 移出地, with the consent of 接受地."""
    return approval_needed(day) if hazardous else article(day, "22(1)", "476(1)")


def article_of(regime: str, day: str, *, hazardous: bool) -> str:
    """The article that a regime rests on, on a day."""
    return approval_article(day, hazardous=hazardous) if regime == "approval" else recovery_article(day)


def step_article(number: str, day: str, *, hazardous: bool) -> str:
    """An article of the measures for hazardous waste; for other waste the statute alone."""
    of_measures = measures(number, day) if hazardous else None
    return of_measures or approval_article(day, hazardous=hazardous)


def twelve_months_after(day: str) -> str:
    """The last day of twelve months from a day; whether that day counts no text says, the longer one is let pass."""
    first = date.fromisoformat(day)
    leap_day = (first.month, first.day) == (2, 29)
    return (date(first.year + 1, 3, 1) if leap_day else first.replace(year=first.year + 1)).isoformat()


def longest_validity(
    regime: str, valid_from: str, from_division: str, *, hazardous: bool, day: str
) -> tuple[str, str] | None:
    """The last day on which a decision may be valid and the text that says so; None where none does."""
    latest = twelve_months_after(valid_from)
    of_measures = measures("27(2)", day)
    if regime == "approval" and hazardous and of_measures is not None:
        return latest, of_measures
    if regime == "filing" and from_division.startswith("31"):
        return latest, SHANGHAI_FILING
    return None
