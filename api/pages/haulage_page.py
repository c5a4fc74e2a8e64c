"""`/haulage`: construction waste at a desk: what is drawn of permits, what sites hold, how carriers do.

What is drawn or full the most stands first. What speaks against a carrier are reasons without marks: no text of law
gives any.
"""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Response

from api.door import TheLedger, TheSettings, TheViews
from api.pages.desk_words import CREDIT_REASONS
from api.pages.flags_page import viewer_of
from api.pages.loop_sums import percent
from api.pages.page import PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.people.signed_in import SeenByPerson
from ledger.construction_waste.disposal_permit import DisposalPermit
from ledger.construction_waste.site import Site
from ledger.log import Ledger
from ledger.parties.conveyance import Conveyance
from projections.construction_waste.accounts import Occupancy, PermitUse, occupancy_of, permit_use_of, state_then
from projections.construction_waste.credit import Credit, credit_of
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Visibility
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LISTED: Final = 100
"""How many of each are told; the API tells any other."""
EVER: Final = ("2000-01-01", "2099-12-31")


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


def _desk(ledger: Ledger, views: Runner, at: AskedAt, person: Visibility | None) -> Desk:
    def seen(*types: Any) -> Iterable[str]:
        """The subjects of these facts that may be seen, each once."""
        told = ledger.recorded(types=[each.TOPIC for each in types], upto=at.position)
        subjects = dict.fromkeys(fact.fact.subject for fact in told)
        shown = set(subjects) if person is None else person.those_seen(subjects)
        return [subject for subject in subjects if subject in shown]

    def then(subject: str) -> Any:
        return state_then(ledger, subject, at)

    permits = [(each, permit_use_of(views, at, each, then(each))) for each in seen(DisposalPermit.Granted)]
    sites = [(each, occupancy_of(views, at, each, then(each))) for each in seen(Site.Filed)]
    known = dict.fromkeys(filter(None, (then(each).carrier for each in seen(Conveyance.Registered))))
    carriers = [(each, credit_of(views, at, each, *EVER)) for each in known if _is_told(each, person)]
    permits.sort(key=lambda each: -_share(each[1].drawn.mass_g, each[1].permit.quota_g))
    sites.sort(key=lambda each: -_share(each[1].stock_g, each[1].site.capacity_g))
    carriers.sort(key=lambda each: (-sum(reason.trips for reason in each[1].reasons), each[0]))
    hauling = [each for each in carriers if each[1].trips]
    return Desk(permits[:LISTED], sites[:LISTED], hauling[:LISTED])


def _is_told(carrier: str, person: Visibility | None) -> bool:
    """Whether one may see how a carrier does: it itself, and the authorities of its division."""
    if person is None or carrier == f"organisation:{person.viewer.organisation}":
        return True
    watches = person.viewer.administers or person.viewer.division is not None
    return watches and person.sees(carrier)


def _share(mass_g: int, most_g: int | None) -> float:
    return mass_g / most_g if most_g else 0.0
