"""`/road` 途中: what drivers, gates, sites and receivers enter on a phone; shells that are the same for everybody."""

from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from api.pages.choices import CHOICES
from api.pages.page import Page, PageRoute
from api.pages.words import Words
from api.people.signed_in import SignedIn
from ledger.catalogue import CATALOGUE

router = APIRouter(include_in_schema=False, route_class=PageRoute)


class Shell(Page):
    """A page that a phone may keep: whoever asks, it says the same, and scripts ask who is signed in."""

    session = None


TheShell = Annotated[Shell, Depends(Shell)]


class Way(NamedTuple):
    """One thing to enter: by whom, and what it is."""

    path: str
    who: Words
    does: Words


WAYS: Final = {
    way.path: way
    for way in (
        Way("load", ("产废", "Generator"), ("危险废物装载", "Load hazardous waste")),
        Way("collect", ("司机", "Driver"), ("危险废物起运、承运交接", "Collect or hand over hazardous waste")),
        Way(
            "receive",
            ("接收", "Receiver"),
            ("危险废物运抵、接受或拒收", "Weigh in, accept or refuse hazardous waste"),
        ),
        Way(
            "return",
            ("接收、产废", "Receiver, generator"),
            ("被拒收的危险废物退运、退回收讫", "Refused hazardous waste leaves again, or is back"),
        ),
        Way("depart", ("门岗、司机", "Gate, driver"), ("建筑垃圾趟次起运", "Construction waste leaves by a gate")),
        Way(
            "accept",
            ("消纳场所", "Site"),
            ("建筑垃圾到场、接收或拒收", "Weigh in a trip, accept it with a receipt, or turn it away"),
        ),
        Way(
            "reroute",
            ("司机、码头", "Driver, wharf"),
            ("建筑垃圾改道、转驳、退回", "A trip goes elsewhere, over into another conveyance, or back"),
        ),
    )
}
SHELLS: Final = ("/road", *(f"/road/{path}" for path in WAYS))
"""The pages that a phone keeps."""
TOLD: Final = (
    "manifest.loaded",
    "manifest.collected",
    "manifest.handed_over",
    "manifest.arrived",
    "manifest.received",
    "manifest.return_dispatched",
    "manifest.returned",
    "trip.departed",
    "trip.arrived",
    "trip.accepted",
    "trip.refused",
    "trip.diverted",
    "trip.transloaded",
    "trip.returned",
)
"""What is stated from them."""
CLASSES: Final = [(value, words, None) for (field, value), words in CHOICES.items() if field == "waste_class"]


@router.get("/road")
def road(page: TheShell) -> Response:
    """What to enter; what waits on this phone is filled in there."""
    return page.answer("road.html", script="road.js", ways=WAYS.values(), titles=_titles())


@router.get("/me/road")
def signed_in_first(page: TheShell, session: SignedIn) -> Response:  # noqa: ARG001
    """To 途中, over the sign-in or the change of a first password, for shells ask nobody who they are."""
    return RedirectResponse(page.link("/road"), 303)


@router.get("/road/{way}")
def road_way(page: TheShell, way: str) -> Response:
    """One form of 途中, question by question."""
    if way not in WAYS:
        return page.sorry(404)
    return page.answer(f"road_{way}.html", script=f"{way}.js", way=WAYS[way], titles=_titles(), classes=CLASSES)


def _titles() -> dict[str, Words]:
    return {name: (CATALOGUE[name].today.TITLE.zh, CATALOGUE[name].today.TITLE.en) for name in TOLD}
