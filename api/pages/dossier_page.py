"""`/organisations/USCC`: 一企一档, what an inspector reads of an organisation first; what the API's dossier tells.

Who it is and what stands against it in one sentence; then its loops, its stock, what it may do, what it said last.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.dossier import dossier_of
from api.pages import shanghai_time
from api.pages.desk_words import CAUSES
from api.pages.dossier_sheets import sheets_of
from api.pages.facts_in_words import Detail, Wording, numbered, own_number
from api.pages.flag_filters import SEVERITY_WORDS
from api.pages.flags_in_words import counts_of
from api.pages.loop_sums import sums_of
from api.pages.loops_in_words import awaited
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import SeenNames
from api.pages.stages import stage
from api.pages.who_looks import seen_on
from api.pages.words import LOOPS, Words
from api.people.signed_in import SeenByPerson
from ledger.catalogue import CATALOGUE
from ledger.clock import shanghai_day
from ledger.errors import NotFoundError
from ledger.log import Ledger
from ledger.regulation.divisions import SHANGHAI
from ledger.subjects import kind_of, owner_of
from projections.anomalies.lists import Wanted, counted
from projections.anomalies.lists import reached as flags_reached
from projections.clocks import end_of, just_before
from projections.custody.asked_at import AskedAt, asked_at
from projections.custody.visibility import Viewer, Visibility
from projections.hazardous_waste.mass_balance.accounts import accounts_of
from projections.hazardous_waste.registered import Register
from projections.loops.figures import groups_of
from projections.loops.lists import DUTIES, Filter, page_of, reached
from projections.loops.status import deadlines
from projections.rules.periods import days_before, last_day, later
from projections.runner import Runner

router = APIRouter(include_in_schema=False, route_class=PageRoute)

LISTED: Final = 50
"""How many loops are told by name; the API tells any other."""
COUNTED: Final = 500
"""How many trips of one status are counted at most."""
MONTHS: Final = 3
HAULERS: Final = frozenset({"carrier", "contractor"})
STATUSES: Final[dict[str, Words]] = {
    "overdue": ("逾期", "overdue"),
    "broken": ("断裂", "broken"),
    "open": ("在进行中", "open"),
}
"""Of loops that are not closed, what is worst first."""
SECTIONS: Final[dict[str, Words]] = {
    "establishments": ("生产经营场所", "Establishments"),
    "contracts": ("合同", "Contracts"),
    "management_plans": ("管理计划", "Management plans"),
    "exemptions": ("豁免", "Exemptions"),
    "delegations": ("委托", "Delegations"),
    "scales": ("计量器具", "Scales"),
    "conveyances": ("车船", "Vehicles and vessels"),
}
"""Things of which state and data are told as they are."""
UNTOLD: Final = frozenset({"subject", "stage", "link", "name", "organisation", "verified", "place"})
OF_FACILITY: Final = frozenset({"stock", "establishment"})
NONE_SUCH: Final = (
    "没有这个单位，或本单位无权查看。请从单位名录进入。",
    "There is no such organisation, or yours may not see it. Choose from the list.",
)


@router.get("/organisations/{uscc}.xlsx")
def dossier_as_sheets(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    person: SeenByPerson,
    uscc: str,
    as_of: str | None = None,
) -> Response:
    """The same as tables to work with, a sheet for each section."""
    seen = seen_on(page, ledger, views, person)
    at = asked_at(ledger, settings, shanghai_time.cut(as_of, "as_of"))
    shown = _shown(page, ledger, views, register, seen, at, uscc)
    if shown is None:
        return page.sorry(404, NONE_SUCH)
    return page.book(page.say(f"一企一档 {uscc}", f"dossier {uscc}"), sheets_of(page, shown))


@router.get("/organisations/{uscc}")
def dossier(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    person: SeenByPerson,
    uscc: str,
    loops: Annotated[str, Query(max_length=10)] = "",
    as_of: str | None = None,
) -> Response:
    """All of it that one may see, as it was known at an instant."""
    seen = seen_on(page, ledger, views, person)
    at = asked_at(ledger, settings, shanghai_time.cut(as_of, "as_of"))
    shown = _shown(page, ledger, views, register, seen, at, uscc)
    if shown is None:
        return page.sorry(404, NONE_SUCH)
    numbers = shown["numbers"]
    chosen = loops if loops in STATUSES else next((each for each in STATUSES if numbers[each]), "open")
    return page.answer(
        "dossier.html",
        as_of=as_of,
        chosen=chosen,
        statuses=STATUSES,
        rows=_loops(page, views, seen.viewer, at, Filter(status=chosen, organisation=uscc)),
        severity_words=SEVERITY_WORDS,
        **shown,
    )


def _shown(
    page: Page,
    ledger: Ledger,
    views: Runner,
    register: Register,
    seen: Visibility,
    at: AskedAt,
    uscc: str,
) -> dict[str, Any] | None:
    """All but its loops one by one; None of what may not be seen."""
    try:
        told = dossier_of(ledger, views, register, seen, uscc, at)
    except NotFoundError:
        return None
    reached(views, at.position)
    flags_reached(views, at.position)
    names = SeenNames(ledger, seen)
    wording, registered = Wording(page, names), told["registered"] or {}
    numbers = _numbers(views, seen.viewer, at, uscc, bool(HAULERS & set(registered.get("roles", ()))))
    flags = counted(views, seen.viewer, at, Wanted(organisation=uscc), also_cleared=False)
    return {
        "uscc": uscc,
        "told": told,
        "name": registered.get("name") or uscc,
        "district": SHANGHAI.get(registered.get("division", ""), registered.get("division")),
        "registered": wording.details({n: v for n, v in registered.items() if n not in {"stage", "name"}}),
        "roles": wording.details({"roles": registered["roles"]}) if registered.get("roles") else [],
        "numbers": numbers,
        "flags": counts_of(flags)["severities"],
        "sections": [(name, page.either(words), _things(wording, told[name])) for name, words in SECTIONS.items()],
        "facility_words": lambda each: _details(wording, {n: v for n, v in each.items() if n not in OF_FACILITY}),
        "licence_words": lambda each: wording.details({n: each[n] for n in ("kind", "waste_codes", "methods")}),
        "stage_of": lambda kind, name: page.either(stage(kind, name)),
        "called": lambda subject: names.of(subject) or own_number(subject),
        "titles": {name: known.today.TITLE for name, known in CATALOGUE.items()},
        "by": lambda organisation: names.of_organisation(organisation) or organisation,
        "declarations": _declarations(told, str(shanghai_day(at.as_of))),
        "months": _accounts(ledger, views, seen.viewer, at, uscc),
    }


def _numbers(views: Runner, viewer: Viewer, at: AskedAt, uscc: str, hauls: bool) -> dict[str, int]:
    """How many loops of its places are not closed, by status; and of its trips, which begin at others' gates."""
    groups = groups_of(views, viewer, at)
    sums = sums_of(
        each for each in groups if each.loop in DUTIES and each.loop != "trip" and owner_of(each.place) == uscc
    )
    found = {each: sums.loops[each] for each in STATUSES}
    for status in STATUSES if hauls else ():
        trips = Filter(loop="trip", status=status, organisation=uscc)
        found[status] += len(page_of(views, viewer, at, trips, ("", ""), COUNTED).rows)
    return found


def _loops(page: Page, views: Runner, viewer: Viewer, at: AskedAt, wanted: Filter) -> list[dict[str, Any]]:
    """Loops of a status: what each is, why, and what it waits for, the nearest day first."""
    found = page_of(views, viewer, at, wanted, ("", ""), LISTED)
    rows = []
    for row in found.rows:
        if row.loop not in DUTIES:
            continue
        waits = deadlines(found.waits.get((row.subject, row.loop), ()), at.clocks, found.keepers)
        rows.append(
            {
                "subject": row.subject,
                "name": page.either(numbered(row.subject)),
                "loop": LOOPS[row.loop],
                "cause": CAUSES.get(row.reason) or stage(kind_of(row.subject), row.reason),
                "mass_g": row.mass_g,
                "waits": sorted(({**each, "awaited": awaited(page, each)} for each in waits), key=lambda w: w["due"]),
            }
        )
    return sorted(rows, key=lambda row: row["waits"][0]["due"] if row["waits"] else "9")


def _things(wording: Wording, section: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "subject": each["subject"],
            "name": wording.subject(each["subject"]),
            "stage": stage(kind_of(each["subject"]), each["stage"]),
            "details": _details(wording, each),
        }
        for each in section["things"]
    ]


def _details(wording: Wording, thing: dict[str, Any]) -> list[Detail]:
    return wording.of(thing["subject"]).details({name: value for name, value in thing.items() if name not in UNTOLD})


def _declarations(told: dict[str, Any], today: str) -> list[tuple[dict[str, Any], bool]]:
    """The periods that a place declares, and whether the day until which one was due is over."""
    return [(each, each["due"] < today) for each in told["declarations"]]


def _accounts(ledger: Ledger, views: Runner, viewer: Viewer, at: AskedAt, uscc: str) -> list[tuple[str, list[Any]]]:
    """The accounts of hazardous waste that moved in each of the last months."""
    this_month = str(shanghai_day(at.as_of))[:7]
    found = []
    for month in (later(this_month, -n) for n in range(MONTHS)):
        since, until = just_before(end_of(days_before(f"{month}-01", 1))), just_before(end_of(last_day(month)))
        moved = accounts_of(ledger, views, viewer, at, since, min(until, at.as_of), uscc)
        found.append((month, moved))
    return [each for each in found if each[1]]
