"""`/`: what is here, in figures and in the drums behind them; on a log that is not simulated, its size alone."""

from typing import Any

from fastapi import APIRouter, Response

from api.door import TheLedger, TheRegister
from api.pages import docs_page, lost, replay_page, static_files
from api.pages.facts_in_words import own_number
from api.pages.figures import Figures, figures, is_at
from api.pages.first_sentence import clauses
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.words import AS_FAR_AS, OTHER_STEPS, STEPS, stage
from ledger.log import Ledger
from ledger.subjects import owner_of
from projections.hazardous_waste.container_register import ContainerRegister, Line

router = APIRouter(include_in_schema=False, route_class=PageRoute)

RECENT = 20
LISTED_MAX = 200
"""How many drums a figure opens to at most."""


@router.get("/")
def first_page(page: ThePage, ledger: TheLedger, register: TheRegister, stage: str | None = None) -> Response:
    """The figures, and the most recent drums; `stage` lists the drums behind one figure."""
    opened = ledger.opened
    position, recorded_at = ledger.head()
    log: dict[str, Any] = {"origin": opened.origin, "position": position, "recorded_at": recorded_at}
    if not opened.simulated:
        return page.answer("size_only.html", **log)
    return page.answer("first.html", **log, **_shown(page, ledger, register, position, stage))


def _shown(
    page: Page, ledger: Ledger, register: ContainerRegister, position: int, place: str | None
) -> dict[str, Any]:
    lines = register.lines()
    counted: Figures = figures(lines)
    place = place if place in counted.at else None
    listed = [line for line in lines if place is None or is_at(line, place)]
    listed.sort(key=lambda line: (line.last_occurred_at, line.subject), reverse=True)
    names = RegisteredNames(ledger)
    types = dict(register.types)
    return {
        "clauses": clauses(page, position, counted),
        "figures": counted,
        "corrected": types.get("fact.corrected", 0),
        "withdrawn": types.get("fact.withdrawn", 0),
        "steps": STEPS,
        "other_steps": OTHER_STEPS,
        "as_far_as": AS_FAR_AS,
        "place": place,
        "listed": len(listed),
        "drums": [_row(line, names) for line in listed[: LISTED_MAX if place else RECENT]],
    }


def _row(line: Line, names: RegisteredNames) -> dict[str, Any]:
    state = line.state
    owner = owner_of(line.subject) or ""
    return {
        "subject": line.subject,
        "number": own_number(line.subject),
        "owner": names.of_organisation(owner) or owner,
        "stage": state.stage,
        "words": stage("container", state.stage),
        "provisional": is_at(line, "provisional"),
        "cancelled": is_at(line, "cancelled"),
        "net_g": state.net_g,
        "declared_g": state.declared_mass_g,
        "facts": line.facts,
        "last_occurred_at": line.last_occurred_at,
    }


for part in (replay_page, docs_page, static_files, lost):  # lost last: it takes what nobody else takes
    router.include_router(part.router)
