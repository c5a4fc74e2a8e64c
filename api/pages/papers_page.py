"""`/labels.pdf`: what is printed, for whoever may see the facts that stand on it."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.door import TheLedger
from api.pages.page import HEADERS, PageRoute, ThePage
from api.pages.replay_page import NOT_PUBLIC
from api.papers import printing
from api.papers.as_it_stands import Source
from api.people.signed_in import SeenByPerson
from ledger.errors import InvalidError
from ledger.regulation.waste_label import SIZES, SizeName

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
    simulated = ledger.opened.simulated
    if person is None and not simulated:
        return page.sorry(404, NOT_PUBLIC)
    chosen: SizeName | None = next((each for each in SIZES if each == size), None)
    if size and chosen is None:
        raise InvalidError.because("label_size_unknown", "size is S, M or L", "?size")
    return printing.labels(Source(ledger, None if simulated else person), container, chosen).answer(HEADERS)
