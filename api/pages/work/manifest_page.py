"""`/work/manifest`: a manifest from what is stored: tick, choose receiver and carrier; the ledger numbers it."""

from typing import Final
from uuid import uuid4

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.pages.choices import CHOICES
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.work.contracts import in_force
from api.pages.work.issue_form import LEGS, TICK, issue_of, ticked
from api.pages.work.receivers import offered
from api.pages.work.sendable import SENT_MAX, Drum, drums_in, partners_of
from api.people.forms import OwnLongForm
from api.people.said_once import AtTheDesk, Said, once_of, said_before, say_once
from api.people.signed_in import SignedIn
from api.problems import STATUS
from api.refusals.table import why
from ledger.clock import shanghai_day
from ledger.errors import BihuanError, ConflictError, InvalidError, MayNotStateError, UnlawfulActError
from ledger.log import Ledger
from ledger.regulation.treatment_methods import METHODS
from ledger.subjects import problem_with
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.whole_case import whole_case
from projections.hazardous_waste.stock_reading import Stocks
from projections.parties.dossier import SECTION_MAX, OfOrganisation
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

REFUSALS: Final = (InvalidError, ConflictError, MayNotStateError, UnlawfulActError)
MODES: Final = ("road", "water", "rail", "pipeline")


@router.get("/work/manifest")
def choose(
    page: ThePage,
    session: SignedIn,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    facility: str = "",
) -> Response:
    """Out of which facility, if something lies in more than one; then what, to whom, by whom."""
    at, uscc = asked_at(ledger, settings), session.account.organisation
    stocks, names = Stocks(ledger, views), RegisteredNames(ledger)
    totals = stocks.totals_of(stocks.facilities_of(uscc, at.position, SECTION_MAX), at.position)
    filled = {name: total for name, total in sorted(totals.items()) if total.containers}
    here = facility or (next(iter(filled)) if len(filled) == 1 else "")
    if here not in filled:
        return page.answer("work_facility.html", facilities=filled, names=names)
    drums = drums_in(ledger, views, register, here, at)
    return _form(page, ledger, views, at, here, drums, {})


@router.post("/work/manifest")
def issue(
    page: ThePage,
    session: AtTheDesk,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    form: OwnLongForm,
) -> Response:
    """Issue it; what the law of the day refuses is told in words, and the form keeps what was filled in."""
    at, uscc = asked_at(ledger, settings), session.account.organisation
    facility = form.get("facility", "")
    if problem_with(facility) or not facility.startswith(f"facility:{uscc}"):
        return page.sorry(404)
    drums = drums_in(ledger, views, register, facility, at)
    here = f"establishment:{facility.partition(':')[2].partition('.')[0]}"
    it = OfOrganisation(ledger, views, f"organisation:{uscc}", at.position)
    try:
        once = once_of(form)
        before = said_before(ledger, session.account, once)
        if before is not None:  # its drums are listed now
            return _to(page, before.fact.subject)
        today = shanghai_day(at.as_of)
        data = issue_of(form, ticked(form, drums), it, in_force(ledger, uscc, today), here, today)
        (receipt,) = say_once(ledger, session.account, once, [Said("manifest.issued", "manifest:new", data)])
    except REFUSALS as error:
        return _form(page, ledger, views, at, facility, drums, dict(form), error)
    return _to(page, receipt.subject)


@router.get("/work/manifest/{number}")
def issued(page: ThePage, session: SignedIn, ledger: TheLedger, number: str) -> Response:
    """That it was issued: its number, and what to print."""
    subject = f"manifest:{number}"
    case = None if problem_with(subject) else whole_case(ledger, subject)
    if case is None or case.state.get("transferor") != f"organisation:{session.account.organisation}":
        return page.sorry(404)
    return page.answer("work_issued.html", case=case, number=number, names=RegisteredNames(ledger))


def _to(page: Page, manifest: str) -> Response:
    return RedirectResponse(page.link(f"/work/manifest/{manifest.partition(':')[2]}"), 303)


def _form(
    page: Page,
    ledger: Ledger,
    views: Runner,
    at: AskedAt,
    facility: str,
    drums: list[Drum],
    form: dict[str, str],
    error: BihuanError | None = None,
) -> Response:
    finding = error.findings[0] if error else None
    uscc = facility.partition(":")[2][:18]
    codes = list(dict.fromkeys(drum.waste_code for drum in drums if drum.may_go and drum.waste_code))
    chosen = {drum.waste_code for drum in drums if f"{TICK}{drum.subject.partition(':')[2]}" in form}
    partners = partners_of(ledger, uscc)
    contracts = in_force(ledger, uscc, shanghai_day(at.as_of))
    wanted = [code for code in codes if not chosen or code in chosen]
    return page.answer(
        "work_manifest.html",
        STATUS[type(error)] if error else 200,
        refused=why(finding) if finding else None,
        article=finding.article if finding else None,
        facility=facility,
        drums=drums,
        cut=len(drums) == SENT_MAX,
        codes=codes,
        names_of={drum.waste_code: drum.name for drum in drums},
        partners=partners,
        wanted=wanted,
        offered=offered(views, at.position, partners.places, contracts, wanted),
        methods=METHODS,
        modes={mode: CHOICES["mode", mode] for mode in MODES},
        legs=LEGS,
        tick=TICK,
        form=form,
        id=uuid4().hex,
        names=RegisteredNames(ledger),
    )
