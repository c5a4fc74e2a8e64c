"""`/`: what is here, in figures and in the drums behind them; on a log that is not simulated, its size alone."""

from typing import Any

from fastapi import APIRouter, Response

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.pages import (
    balance_page,
    check_page,
    docs_page,
    dossier_page,
    flag_page,
    flags_page,
    haulage_page,
    live,
    loops_page,
    lost,
    organisations_page,
    overview_page,
    papers_page,
    replay_evidence,
    replay_page,
    road_page,
    road_worker,
    static_files,
    storage_page,
    supervision_page,
    transfers_page,
)
from api.pages.figures import figures
from api.pages.first_sentence import clauses
from api.pages.flags_in_words import severities
from api.pages.loops_in_words import Standing, standing
from api.pages.page import Page, PageRoute, ThePage
from api.pages.people import keys_page, me_page, sign_in_page, users_page
from api.pages.registered_names import RegisteredNames
from api.pages.stages import stage
from api.pages.words import AS_FAR_AS, OTHER_STEPS, STEPS
from api.pages.work import correction_page, drum_page, ledger_page, manifest_page, todo_page
from api.people import loads, stating
from ledger.log import Ledger
from ledger.subjects import owner_of
from projections.custody.asked_at import asked_at
from projections.hazardous_waste.register_rows import ContainerRow
from projections.hazardous_waste.registered import Register

router = APIRouter(include_in_schema=False, route_class=PageRoute)

RECENT = 20
LISTED_MAX = 200
"""How many drums a figure opens to at most."""


@router.get("/")
def first_page(
    page: ThePage,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    stage: str | None = None,
) -> Response:
    """The figures, and the most recent drums; `stage` lists the drums behind one figure."""
    opened = ledger.opened
    position, recorded_at = ledger.head()
    log: dict[str, Any] = {"origin": opened.origin, "position": position, "recorded_at": recorded_at}
    if not opened.simulated:
        return page.answer("size_only.html", **log)
    at = asked_at(ledger, settings)
    loops = standing(page, views, at, RegisteredNames(ledger))
    shown = _shown(page, ledger, register, position, stage, loops, severities(views, at))
    return page.answer("first.html", **log, **shown)


def _shown(
    page: Page,
    ledger: Ledger,
    register: Register,
    position: int,
    place: str | None,
    loops: Standing | None,
    flags: dict[str, int] | None,
) -> dict[str, Any]:
    counted = figures(register.tallies())
    place = place if place in counted.at else None
    names = RegisteredNames(ledger)
    types = register.told()
    return {
        "clauses": clauses(page, position, counted, loops),
        "flags": flags,
        "overdue": loops.counts["overdue"] if loops else 0,
        "late": loops.late if loops else [],
        "figures": counted,
        "corrected": types.get("fact.corrected", 0),
        "withdrawn": types.get("fact.withdrawn", 0),
        "steps": STEPS,
        "other_steps": OTHER_STEPS,
        "as_far_as": AS_FAR_AS,
        "place": place,
        "listed": counted.containers if place is None else counted.at[place],
        "drums": [_row(row, names) for row in register.latest(place, LISTED_MAX if place else RECENT)],
    }


def _row(row: ContainerRow, names: RegisteredNames) -> dict[str, Any]:
    owner = owner_of(row.subject) or ""
    return {
        "subject": row.subject,
        "number": row.number,
        "owner": names.of_organisation(owner) or owner,
        "stage": row.stage,
        "words": stage("container", row.stage),
        "provisional": row.provisional,
        "cancelled": row.stage == "provisional",
        "net_g": row.net_g,
        "declared_g": row.declared_g,
        "facts": row.facts,
        "last_occurred_at": row.last_occurred_at,
    }


PARTS = (
    replay_evidence,
    replay_page,
    papers_page,
    overview_page,
    loops_page,
    flags_page,
    flag_page,
    balance_page,
    transfers_page,
    haulage_page,
    organisations_page,
    dossier_page,
    supervision_page,
    storage_page,
    check_page,
    docs_page,
    road_page,
    road_worker,
    sign_in_page,
    me_page,
    users_page,
    keys_page,
    todo_page,
    correction_page,
    ledger_page,
    drum_page,
    manifest_page,
    stating,
    loads,
    live,
    static_files,
    lost,
)
for part in PARTS:  # lost last: it takes what nobody else takes
    router.include_router(part.router)
