"""`/labels.pdf`, `/manifests/NUMBER.pdf`, `/receipts/TRIP.pdf`: papers, for who may see what stands on them."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.door import TheLedger
from api.pages.page import HEADERS, Page, PageRoute, ThePage
from api.pages.replay_page import NOT_PUBLIC
from api.papers import printing
from api.papers.as_it_stands import Source
from api.people.signed_in import SeenByPerson
from ledger.log import Ledger
from projections.custody.visibility import Visibility

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/labels.pdf")
def labels(
    page: ThePage,
    ledger: TheLedger,
    person: SeenByPerson,
    container: Annotated[list[str], Query()] = [],  # noqa: B006
    size: str = "",
) -> Response:
    """The labels of containers, one a page at label size; `size` S, M or L, else the least that each may carry."""
    return _printed(page, ledger, person, lambda source: printing.labels(source, container, printing.size_of(size)))


@router.get("/manifests/{number}.pdf")
def manifest(page: ThePage, ledger: TheLedger, person: SeenByPerson, number: str) -> Response:
    """A manifest 联单 as it stands, by its number."""
    return _printed(page, ledger, person, lambda source: printing.manifest(source, f"manifest:{number}"))


@router.get("/receipts/{trip}.pdf")
def receipt(page: ThePage, ledger: TheLedger, person: SeenByPerson, trip: str) -> Response:
    """The 消纳接收凭证 of a trip, by its number; each on a page where there are several."""
    return _printed(page, ledger, person, lambda source: printing.receipt(source, f"trip:{trip}"))


def _printed(
    page: Page, ledger: Ledger, person: Visibility | None, drawn: Callable[[Source], printing.Paper]
) -> Response:
    """A paper of a simulated log for everybody, of a real one for who is signed in and may see it."""
    simulated = ledger.opened.simulated
    if person is None and not simulated:
        return page.sorry(404, NOT_PUBLIC)
    return drawn(Source(ledger, None if simulated else person)).answer(HEADERS)
