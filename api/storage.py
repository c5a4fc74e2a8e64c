"""`GET /v1/storage`: what lies in a facility, drum by drum, as known at any instant, held against the last count."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, TheLedger, TheSettings, TheViews, not_found
from api.events import PAGE, number
from api.loops import AsOf
from api.subjects import cut
from ledger.errors import InvalidError
from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from ledger.subjects import establishment_in, kind_of, owner_of, problem_with
from projections.custody.asked_at import asked_at
from projections.custody.seen_log import PAGE_MAX
from projections.custody.state import MASKED
from projections.custody.visibility import Visibility
from projections.hazardous_waste.stock_reading import Stocks, Total
from projections.hazardous_waste.stock_rows import Stock
from projections.hazardous_waste.stocktaking import Taking

router = APIRouter(tags=["storage"])

NAMED_MAX = 500
"""How many containers a comparison with a count names of each kind; it counts them all."""


@router.get("/v1/storage", summary="What lies in a facility, drum by drum, held against the last count")
def read_storage(
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    seen: Seen,
    facility: Annotated[str | None, Query(max_length=200, description="the facility, KIND:NUMBER")] = None,
    as_of: AsOf = None,
    cursor: Annotated[str | None, Query(max_length=40, description="of the page before, as it was given")] = None,
    limit: Annotated[str | None, Query(max_length=10, description="at most 500; 100 if not said")] = None,
) -> Response:
    """The stock as known by `as_of`, with totals by waste code; later pages show it at the position of the first.

    Whoever may see the facility is told of all that lies there. A container that its asker may not see has no name.
    """
    if facility is None or problem_with(facility) or kind_of(facility) != "facility":
        raise InvalidError.because("wrong_query", "facility is a subject facility:NUMBER", "?facility")
    at, most = asked_at(ledger, settings, cut(as_of, "as_of")), number(limit, "limit", PAGE, PAGE_MAX)
    position, start = place_in(cursor, at.position)
    refuse_unseen(ledger, seen, facility, position)
    storage = Stocks(ledger, views).of(facility, position, at.as_of, start, most)
    named = [drum.container for drum in storage.stock]
    named += [each for group in _groups(storage.taking).values() for each in group[:NAMED_MAX]]
    shown = seen.those_seen(named)
    end = start + len(storage.stock)
    return answer(
        {
            "facility": facility,
            **at.told(),
            "position": position,
            **_sum(storage.totals),
            "by_code": [{"waste_code": total.waste_code, **_sum([total])} for total in storage.totals],
            "count": None if storage.taking is None else _count(storage.taking, shown),
            "drums": [_drum(drum, drum.container in shown) for drum in storage.stock],
            "cursor": f"{position}-{end}",
            "more": end < storage.containers,
        }
    )


def place_in(cursor: str | None, head: int) -> tuple[int, int]:
    """At which position a list is told, and from which row on; raises InvalidError for another cursor."""
    if cursor is None:
        return head, 0
    if not re.fullmatch(r"[0-9]{1,15}-[0-9]{1,9}", cursor, re.A):
        raise InvalidError.because("wrong_query", "cursor is given by the page before", "?cursor")
    position, start = map(int, cursor.split("-"))
    return min(position, head), start


def refuse_unseen(ledger: Ledger, seen: Visibility, facility: str, position: int) -> None:
    """Raises NotFoundError for who may not see the facility, and where nobody had named it yet."""
    sees = owner_of(facility) == seen.viewer.organisation or seen.sees(facility)
    if not sees and seen.viewer.division is not None:  # of what only drums name, the place alone is known
        sees = seen.sees(establishment_in(facility) or facility)
    if not sees or not ledger.recorded(tag=facility, upto=position, limit=1):
        raise not_found(facility)


def _drum(drum: Stock, shown: bool) -> dict[str, Any]:
    """A container in stock; without its name and what else names somebody where it may not be seen."""
    return {
        "container": drum.container if shown else MASKED,
        "zone": drum.zone,
        "since": drum.since,
        "waste_code": drum.waste_code,
        "profile": drum.profile if shown else None,
        "mass_kg": None if drum.mass_g is None else KILOGRAMS.to_wire(drum.mass_g),
    }


def _sum(totals: list[Total]) -> dict[str, Any]:
    return {
        "containers": sum(total.containers for total in totals),
        "unweighed": sum(total.unweighed for total in totals),
        "mass_kg": KILOGRAMS.to_wire(sum(total.mass_g for total in totals)),
    }


def _groups(taking: Taking | None) -> dict[str, list[str]]:
    if taking is None:
        return {}
    groups = {name: getattr(taking, name) for name in ("missing", "left_since", "uncounted", "stored_since")}
    return groups if taking.taken.by_container else {}


def _count(taking: Taking, shown: set[str]) -> dict[str, Any]:
    """What was counted stands as it was counted: whoever sees the facility sees that statement."""
    taken = taking.taken
    counted = set(taken.containers)
    compared = {
        name: {
            "containers": len(group),
            "names": [each if each in counted or each in shown else MASKED for each in group[:NAMED_MAX]],
        }
        for name, group in _groups(taking).items()
    }
    return {
        "counted_at": taken.counted_at,
        "positions": list(taken.positions),
        "waste_codes": sorted(taken.waste_codes),
        "containers": len(taken.containers) if taken.by_container else None,
        "mass_kg": None if taken.mass_g is None else KILOGRAMS.to_wire(taken.mass_g),
        "in_stock_kg": KILOGRAMS.to_wire(taking.in_stock_g),
        "compared": compared,
    }
