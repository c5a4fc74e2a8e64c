"""`/haulage`: construction waste at a desk: what is drawn of permits, what sites hold, how carriers do.

What is drawn or full the most stands first. What speaks against a carrier are reasons without marks: no text of law
gives any.
"""

from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.desk_words import CREDIT_REASONS
from api.pages.loop_sums import percent
from api.pages.page import PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.who_looks import viewer_of
from api.people.signed_in import SeenByPerson
from api.spreadsheet import tonnes
from ledger.construction_waste.disposal_permit import DisposalPermit
from ledger.construction_waste.site import Site
from ledger.log import Ledger
from projections.construction_waste.accounts import (
    Occupancy,
    PermitUse,
    busiest,
    hauling,
    occupancy_of,
    permit_use_of,
    state_then,
)
from projections.construction_waste.credit import Credit, credit_of
from projections.construction_waste.hauls import ACCEPTED
from projections.construction_waste.spoil_view import DRAWN
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Visibility
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LISTED: Final = 100
"""How many of each are told; the API tells any other."""
EVER: Final = ("2000-01-01", "2099-12-31")

OF_PERMITS: Final = (
    ("处置证", "permit"),
    ("工程", "project"),
    ("趟次", "trips"),
    ("核准量（吨）", "quota (t)"),
    ("已起运（吨）", "departed (t)"),
    ("有效至", "valid until"),
)
OF_SITES: Final = (
    ("场所", "site"),
    ("运营单位", "operator"),
    ("今日接收（吨）", "taken today (t)"),
    ("库容（吨）", "capacity (t)"),
    ("堆存（吨）", "holds (t)"),
    ("有效至", "valid until"),
)
OF_CARRIERS: Final = (
    ("单位", "carrier"),
    ("趟次", "trips"),
    ("已闭环", "closed"),
    ("不利理由", "what speaks against it"),
)


class Desk(NamedTuple):
    """All there is to show."""

    permits: list[tuple[str, PermitUse]]
    sites: list[tuple[str, Occupancy]]
    carriers: list[tuple[str, Credit]]


@router.get("/haulage")
def haulage(
    page: ThePage, ledger: TheLedger, settings: TheSettings, views: TheViews, person: SeenByPerson
) -> Response:
    """Those that one may see."""
    viewer_of(ledger, person, "/haulage")
    at = asked_at(ledger, settings)
    desk, names = _desk(ledger, views, at, person), RegisteredNames(ledger)
    return page.answer(
        "haulage.html",
        desk=desk,
        overdrawn=sum(_share(use.drawn.mass_g, use.permit.quota_g) > 1 for _, use in desk.permits),
        full=sum(_share(held.stock_g, held.site.capacity_g) > 1 for _, held in desk.sites),
        reasons=CREDIT_REASONS,
        percent=percent,
        at=at.as_of,
        name_of=lambda subject: names.of(subject or "") or (subject or "—").partition(":")[2] or "—",
    )


@router.get("/haulage.xlsx")
def haulage_as_sheets(
    page: ThePage, ledger: TheLedger, settings: TheSettings, views: TheViews, person: SeenByPerson
) -> Response:
    """The same as a table each: permits, sites and carriers."""
    viewer_of(ledger, person, "/haulage")
    at = asked_at(ledger, settings)
    desk, names = _desk(ledger, views, at, person), RegisteredNames(ledger)

    def called(subject: str | None) -> str:
        return names.of(subject or "") or (subject or "").partition(":")[2]

    permits = (
        (
            permit.partition(":")[2],
            called(use.permit.project),
            use.drawn.entries,
            tonnes(use.permit.quota_g or 0),
            tonnes(use.drawn.mass_g),
            use.permit.valid_until,
        )
        for permit, use in desk.permits
    )
    sites = (
        (
            called(site),
            called(held.site.operator),
            tonnes(held.today.mass_g),
            tonnes(held.site.capacity_g or 0),
            tonnes(held.stock_g),
            held.site.valid_until,
        )
        for site, held in desk.sites
    )
    carriers = (
        (
            called(carrier),
            credit.trips,
            credit.closed,
            "；".join(f"{page.either(CREDIT_REASONS[each.reason])} {each.trips}" for each in credit.reasons),
        )
        for carrier, credit in desk.carriers
    )
    sheets = (
        (page.say("处置证", "permits"), OF_PERMITS, permits),
        (page.say("消纳场所", "sites"), OF_SITES, sites),
        (page.say("运输单位", "carriers"), OF_CARRIERS, carriers),
    )
    return page.book(page.say("建筑垃圾", "construction waste"), sheets)


def _desk(ledger: Ledger, views: Runner, at: AskedAt, person: Visibility | None) -> Desk:
    """Only of those that are listed is anything worked out: what the view knows most of, then what was filed last."""

    def listed(first: list[str], told_by: Any) -> list[str]:
        """Those that may be seen, the busiest first, then of the rest what was granted or filed last."""
        found = _seen(first, person)[:LISTED]
        if len(found) < LISTED:
            facts = ledger.recorded(types=[told_by.TOPIC], upto=at.position)
            rest = dict.fromkeys(fact.fact.subject for fact in reversed(facts))
            found += _seen([each for each in rest if each not in set(first)], person)[: LISTED - len(found)]
        return found

    def then(subject: str) -> Any:
        return state_then(ledger, subject, at)

    sites_first = busiest(views, at, ACCEPTED)
    sites = [(each, occupancy_of(views, at, each, then(each))) for each in listed(sites_first, Site.Filed)]
    drawn_first = busiest(views, at, DRAWN)
    permits = [
        (each, permit_use_of(views, at, each, then(each))) for each in listed(drawn_first, DisposalPermit.Granted)
    ]
    told = [each for each in hauling(views, at) if _is_told(each, person)][:LISTED]
    carriers = [(each, credit_of(views, at, each, *EVER)) for each in told]
    permits.sort(key=lambda each: -_share(each[1].drawn.mass_g, each[1].permit.quota_g))
    sites.sort(key=lambda each: -_share(each[1].stock_g, each[1].site.capacity_g))
    carriers.sort(key=lambda each: (-sum(reason.trips for reason in each[1].reasons), each[0]))
    return Desk(permits, sites, carriers)


def _seen(subjects: list[str], person: Visibility | None) -> list[str]:
    shown = set(subjects) if person is None else person.those_seen(subjects)
    return [each for each in subjects if each in shown]


def _is_told(carrier: str, person: Visibility | None) -> bool:
    """Whether one may see how a carrier does: it itself, and the authorities of its division."""
    if person is None or carrier == f"organisation:{person.viewer.organisation}":
        return True
    watches = person.viewer.administers or person.viewer.division is not None
    return watches and person.sees(carrier)


def _share(mass_g: int, most_g: int | None) -> float:
    return mass_g / most_g if most_g else 0.0
