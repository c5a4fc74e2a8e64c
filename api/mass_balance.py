"""`GET /v1/mass-balance`: what came, went and is there of a waste in a place, held against what was counted."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, TheSettings, TheViews, not_found
from api.loops import AsOf
from api.subjects import cut
from ledger.clock import day, shanghai_day
from ledger.errors import InvalidError
from ledger.identifiers import WASTE_CODE_PATTERN
from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from ledger.subjects import kind_of, owner_of, problem_with
from projections.clocks import FIRST_DAY, end_of, just_before
from projections.custody.asked_at import asked_at
from projections.custody.state import MASKED
from projections.custody.visibility import Visibility
from projections.hazardous_waste.mass_balance.account import There
from projections.hazardous_waste.mass_balance.balance import Balance, balance_of
from projections.hazardous_waste.mass_balance.entries import OUTWARD, Entry

router = APIRouter(tags=["mass balance"])

DAYS_MAX: Final = 400
FACTS_MAX: Final = 200
"""How many facts a figure names at most; it sums them all."""


@router.get("/v1/mass-balance", summary="What came, went and is there of a waste, held against what was counted")
def read_mass_balance(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    establishment: Annotated[str | None, Query(max_length=200, description="the establishment, KIND:NUMBER")] = None,
    waste_code: Annotated[str | None, Query(max_length=20, description="国家危险废物名录, 900-402-06")] = None,
    first: Annotated[str | None, Query(alias="from", max_length=10, description="a day; the month's first")] = None,
    last: Annotated[str | None, Query(alias="to", max_length=10, description="a day; the month's last")] = None,
    as_of: AsOf = None,
) -> Response:
    """Of the days from `from` to `to` in Shanghai, as known by `as_of`; the current month if none is said.

    Where what lies there was not counted in these days the balance is `not_judged`, and nothing is guessed.
    """
    if establishment is None or problem_with(establishment) or kind_of(establishment) != "establishment":
        raise InvalidError.because("wrong_query", "establishment is a subject establishment:NUMBER", "?establishment")
    if waste_code is None or not re.fullmatch(WASTE_CODE_PATTERN, waste_code, re.A):
        raise InvalidError.because("wrong_query", "waste_code is eight digits, 900-402-06", "?waste_code")
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    _check(ledger, seen, establishment, at.position)
    begun, ended = _days(first, last, shanghai_day(at.as_of))
    since = just_before(end_of(str(begun - timedelta(days=1))))
    until = min(just_before(end_of(str(ended))), at.as_of)
    balance = balance_of(ledger, views, at, establishment, waste_code, since, max(since, until))
    shown = seen.those_seen({entry.vessel for entries in balance.figures.values() for entry in entries})
    shown |= seen.those_seen({each.vessel for each in balance.closing.not_found})
    return answer(
        {
            "establishment": establishment,
            "waste_code": waste_code,
            "from": str(begun),
            "to": str(ended),
            **at.told(),
            "verdict": _verdict(balance),
            "beyond": balance.beyond,
            "not_counted": [] if balance.closing.is_counted else balance.closing.uncounted,
            "opening": {
                "basis": "counted" if balance.opening.is_counted else "book",
                "mass_kg": KILOGRAMS.to_wire(balance.opening_g),
                "counts": _counts(balance.opening) if balance.opening.is_counted else [],
            },
            "figures": {kind: _figure(kind, of, shown) for kind, of in balance.figures.items()},
            "expected_kg": KILOGRAMS.to_wire(balance.expected_g),
            "closing": _closing(balance.closing, shown),
            "residual_kg": _kg(balance.residual_g),
            "tolerance": {
                "mass_kg": KILOGRAMS.to_wire(balance.tolerance.tolerance_g),
                "uncertainty_kg": KILOGRAMS.to_wire(balance.tolerance.uncertainty_g),
                "throughput_kg": KILOGRAMS.to_wire(balance.tolerance.throughput_g),
                "source": "internal",
                "basis": "内部阈值",
                "parameters": dict(balance.tolerance.numbers),
            },
            "cusum": _cusum(balance),
        }
    )


def _days(first: str | None, last: str | None, today: date) -> tuple[date, date]:
    """The first and the last day; raises InvalidError for what is no day, too many days or none."""
    told = {"from": first, "to": last}
    for name, text in told.items():
        try:
            day(text or "2026-01-01")
        except ValueError as wrong:
            raise InvalidError.because("wrong_query", f"{name} is a day, YYYY-MM-DD", f"?{name}") from wrong
    begun = date.fromisoformat(first) if first else (date.fromisoformat(last) if last else today).replace(day=1)
    ended = date.fromisoformat(last) if last else begun.replace(day=monthrange(begun.year, begun.month)[1])
    if not timedelta() <= ended - begun < timedelta(days=DAYS_MAX) or not FIRST_DAY < begun <= ended < date.max:
        raise InvalidError.because("wrong_query", f"to is not before from, and within {DAYS_MAX} days", "?to")
    return begun, ended


def _check(ledger: Ledger, seen: Visibility, establishment: str, position: int) -> None:
    """Raises NotFoundError for who may not see the establishment, and where nobody had named it yet."""
    sees = owner_of(establishment) == seen.viewer.organisation or seen.sees(establishment)
    if not sees or not ledger.recorded(tag=establishment, upto=position, limit=1):
        raise not_found(establishment)


def _verdict(balance: Balance) -> str:
    if balance.residual_g is None:
        return "not_judged"
    return "beyond" if balance.beyond else "within"


def _figure(kind: str, entries: Sequence[Entry], shown: set[str]) -> dict[str, Any]:
    """A figure as people say it: what was treated is no less for being taken away."""
    sign = -1 if kind in OUTWARD else 1
    return {
        "mass_kg": KILOGRAMS.to_wire(sign * sum(each.book_g for each in entries)),
        "entries": len(entries),
        "facts": [
            {
                "position": each.fact,
                "subject": each.vessel if each.vessel in shown else MASKED,
                "at": each.at,
                "mass_kg": KILOGRAMS.to_wire(sign * each.book_g),
            }
            for each in entries[:FACTS_MAX]
        ],
    }


def _closing(closing: There, shown: set[str]) -> dict[str, Any]:
    return {
        "mass_kg": KILOGRAMS.to_wire(closing.counted_g) if closing.is_counted else None,
        "read_kg": KILOGRAMS.to_wire(closing.read_g),
        "counts": _counts(closing),
        "not_found": [
            {
                "container": each.vessel if each.vessel in shown else MASKED,
                "facility": each.facility,
                "mass_kg": KILOGRAMS.to_wire(each.mass_g),
                "counted_at": each.counted_at,
            }
            for each in closing.not_found[:FACTS_MAX]
        ],
        "found_kg": KILOGRAMS.to_wire(closing.found_g),
    }


def _counts(there: There) -> list[dict[str, Any]]:
    return [
        {
            "facility": facility,
            "counted_at": taken.counted_at,
            "positions": list(taken.positions),
            "containers": len(taken.containers) if taken.by_container else None,
            "mass_kg": _kg(taken.mass_g),
        }
        for facility, taken in sorted(there.counts.items())
    ]


def _cusum(balance: Balance) -> dict[str, Any]:
    """The weekly residuals, and their sums in standard deviations."""
    return {
        "high": balance.cusum.high / 1000,
        "low": balance.cusum.low / 1000,
        "limit": balance.cusum.limit / 1000,
        "intervals": [
            {
                "from": each.since,
                "to": each.until,
                "residual_kg": KILOGRAMS.to_wire(each.residual.residual_g),
                "sigma_kg": KILOGRAMS.to_wire(each.residual.sigma_g),
            }
            for each in balance.intervals
        ],
    }


def _kg(grams: int | None) -> Any:
    return None if grams is None else KILOGRAMS.to_wire(grams)
