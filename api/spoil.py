"""What a site holds, how a permit is used, where a district's spoil goes, and how a carrier does."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, TheSettings, TheViews, not_found
from api.loops import AsOf
from api.subjects import cut
from ledger.clock import shanghai_day
from ledger.errors import InvalidError
from ledger.quantity import KILOGRAMS
from ledger.regulation.divisions import covers
from ledger.subjects import kind_of, problem_with
from projections.construction_waste.accounts import Sum, occupancy_of, permit_use_of, state_then
from projections.construction_waste.balance import DESTINATIONS, Flow, by_division, flows_of
from projections.construction_waste.credit import credit_of
from projections.custody.asked_at import asked_at
from projections.custody.visibility import Visibility

router = APIRouter(tags=["construction waste"])

ONE_DAY = r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
Subject = Annotated[str | None, Query(max_length=200, description="KIND:NUMBER")]
Day = Annotated[str | None, Query(max_length=10, description="YYYY-MM-DD, in Shanghai")]


@router.get("/v1/site-occupancy", summary="What a site took, gave away and holds, held against its last count")
def read_site_occupancy(
    ledger: TheLedger, settings: TheSettings, views: TheViews, seen: Seen, site: Subject = None, as_of: AsOf = None
) -> Response:
    """By the receipts and removals recorded by `as_of`; what a site holds is accepted less removed, nothing else."""
    wanted = _of_kind(site, "site")
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    if not seen.sees(wanted):
        raise not_found(wanted)
    found = occupancy_of(views, at, wanted, state_then(ledger, wanted, at))
    counted, filed = found.counted, found.site
    return answer(
        {
            "site": wanted,
            **at.told(),
            "accepted": _sum(found.accepted),
            "removed": _sum(found.removed),
            "stock_kg": KILOGRAMS.to_wire(found.stock_g),
            "capacity_t": _tonnes(filed.capacity_g),
            "day": found.day,
            "accepted_on_day": _sum(found.today),
            "daily_capacity_t": _tonnes(filed.daily_capacity_g),
            "valid_until": filed.valid_until,
            "closed": filed.is_closed(at.as_of),
            "count": None
            if counted is None or found.at_count_g is None
            else {
                "day": counted.day,
                "position": counted.position,
                "mass_kg": KILOGRAMS.to_wire(counted.mass_g),
                "in_books_kg": KILOGRAMS.to_wire(found.at_count_g),
                "residual_kg": KILOGRAMS.to_wire(found.at_count_g - counted.mass_g),
            },
        }
    )


@router.get("/v1/permit-use", summary="How much of a disposal permit is drawn by its trips")
def read_permit_use(
    ledger: TheLedger, settings: TheSettings, views: TheViews, seen: Seen, permit: Subject = None, as_of: AsOf = None
) -> Response:
    """Net mass departed under it; a trip that carries on what others brought draws nothing a second time."""
    wanted = _of_kind(permit, "permit")
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    if not seen.sees(wanted):
        raise not_found(wanted)
    found = permit_use_of(views, at, wanted, state_then(ledger, wanted, at))
    quota = found.permit.quota_g
    return answer(
        {
            "permit": wanted,
            **at.told(),
            "project": found.permit.project,
            "quota_t": _tonnes(quota),
            "drawn": _sum(found.drawn),
            "estimated_trips": found.drawn.estimated,
            "remaining_kg": None if quota is None else KILOGRAMS.to_wire(quota - found.drawn.mass_g),
            "overdrawn": quota is not None and found.drawn.mass_g > quota,
        }
    )


@router.get("/v1/spoil-balance", summary="Where the spoil of each district went in a year")
def read_spoil_balance(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    year: Annotated[str | None, Query(max_length=4, description="YYYY; this year if not said")] = None,
    as_of: AsOf = None,
) -> Response:
    """By the district of the project; authorities see that of their division, everybody else its own projects."""
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    wanted = year or str(shanghai_day(at.as_of))[:4]
    if not re.fullmatch("20[0-9]{2}", wanted, re.A):
        raise InvalidError.because("wrong_query", "year is YYYY", "?year")
    flows = _of_the_asker(seen, flows_of(ledger, views, at, wanted))
    rows = [
        {
            "division": division,
            "destinations": {
                name: {"entries": figures[name][0], "mass_kg": KILOGRAMS.to_wire(figures[name][1])}
                for name in DESTINATIONS
            },
            "share_within_district": _share(figures),
        }
        for division, figures in by_division(flows).items()
    ]
    return answer({"year": wanted, **at.told(), "rows": rows})


@router.get("/v1/carrier-credit", summary="What speaks for and against a carrier, with its trips")
def read_carrier_credit(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    carrier: Subject = None,
    since: Day = None,
    until: Day = None,
    as_of: AsOf = None,
) -> Response:
    """Reasons without marks: no text of law gives any. For the carrier itself and the authorities of its division."""
    wanted = _of_kind(carrier, "organisation")
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    own = wanted == f"organisation:{seen.viewer.organisation}"
    watches = seen.viewer.administers or seen.viewer.division is not None
    if not own and not (watches and seen.sees(wanted)):
        raise not_found(wanted)
    days = _day(since, "since", "2000-01-01"), _day(until, "until", "2099-12-31")
    found = credit_of(views, at, wanted, *days)
    return answer(
        {
            "carrier": wanted,
            **at.told(),
            "trips": found.trips,
            "mass_kg": KILOGRAMS.to_wire(found.mass_g),
            "closed": found.closed,
            "closed_kg": KILOGRAMS.to_wire(found.closed_g),
            "closed_loop_rate": round(found.closed / found.trips, 4) if found.trips else None,
            "basis": "内部阈值",
            "reasons": [
                {
                    "reason": each.reason,
                    "trips": each.trips,
                    "mass_kg": KILOGRAMS.to_wire(each.mass_g),
                    "examples": sorted(seen.seen_among(each.examples)),
                }
                for each in found.reasons
            ],
        }
    )


def _of_kind(subject: str | None, kind: str) -> str:
    if subject is None or problem_with(subject) or kind_of(subject) != kind:
        raise InvalidError.because("wrong_query", f"a subject {kind}:NUMBER is wanted", f"?{kind}")
    return subject


def _day(text: str | None, name: str, default: str) -> str:
    if text is not None and not re.fullmatch(ONE_DAY, text, re.A):
        raise InvalidError.because("wrong_query", f"{name} is a day YYYY-MM-DD", f"?{name}")
    return text or default


def _of_the_asker(seen: Visibility, flows: list[Flow]) -> list[Flow]:
    viewer = seen.viewer
    if viewer.administers:
        return flows
    if viewer.division is not None:
        return [flow for flow in flows if flow.division and covers(viewer.division, flow.division)]
    own = seen.seen_among({flow.origin for flow in flows if kind_of(flow.origin) == "project"})
    return [flow for flow in flows if flow.origin in own]


def _share(figures: dict[Any, tuple[int, int]]) -> float | None:
    """What stays in the district of all that came to its end; what lies in yards has not."""
    ended = sum(mass for name, (_, mass) in figures.items() if name != "in_yards")
    return round((figures["on_site"][1] + figures["own_district"][1]) / ended, 4) if ended else None


def _sum(told: Sum) -> dict[str, Any]:
    return {"entries": told.entries, "mass_kg": KILOGRAMS.to_wire(told.mass_g)}


def _tonnes(grams: int | None) -> Any:
    return None if grams is None else KILOGRAMS.to_wire(grams // 1000)
