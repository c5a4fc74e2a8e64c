"""`/v1/subjects/{subject}/lineage`: where its waste came from and what became of it, by mass."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.answers import answer
from api.door import Seen, SubjectAsked, TheLedger, TheSettings
from api.events import PAGE, number
from api.subjects import case_of, cut
from ledger.quantity import KILOGRAMS
from projections.custody.asked_at import asked_at
from projections.custody.lineage import lineage_of
from projections.custody.seen_log import PAGE_MAX

router = APIRouter(tags=["subjects"])

PLACES_MAX = 10**6


@router.get("/v1/subjects/{subject:path}/lineage", summary="Where its waste came from, what became of it, by mass")
def read_lineage(
    ledger: TheLedger,
    settings: TheSettings,
    seen: Seen,
    subject: SubjectAsked,
    direction: Literal["up", "down"] = "down",
    as_of: Annotated[str | None, Query(max_length=40)] = None,
    cursor: Annotated[str | None, Query(max_length=20, description="of the page before, as it was given")] = None,
    limit: Annotated[str | None, Query(max_length=10, description="at most 500; 100 if not said")] = None,
) -> Response:
    """Places of all that ever was in a container, a tank or a treatment, the nearest first, as known by `as_of`.

    What its asker may not see is masked: then a place has a number, a mass and the fact that says so, and no name.
    """
    start, most = number(cursor, "cursor", 0, PLACES_MAX), number(limit, "limit", PAGE, PAGE_MAX)
    at = asked_at(ledger, settings, cut(as_of, "as_of"))
    case_of(ledger, seen, subject, upto=at.position)  # or there is nothing to be seen
    told = lineage_of(ledger, seen, subject, direction, at.position)
    end = min(len(told.places), start + most)
    return answer(
        {
            "subject": subject,
            "direction": direction,
            **at.told(),
            "mass_kg": KILOGRAMS.to_wire(told.grams),
            "organisations": told.organisations,
            "truncated": not told.whole,
            "places": told.places[start:end],
            "cursor": str(max(start, end)),
            "more": end < len(told.places),
        }
    )
