"""`/work`: today's to-do of who is signed in, by what their organisation does; an authority has a desk elsewhere."""

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.pages.page import PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.work.todo import AT_MOST, Desk, Tasks, tasks_of
from api.people.said_once import AT_THE_DESK
from api.people.signed_in import SeenByPerson, SignedIn
from ledger.correction import effective
from projections.custody.state import fold

router = APIRouter(include_in_schema=False, route_class=PageRoute)

COUNTER: Final = frozenset({"generator", "collector", "carrier", "receiver", "contractor", "site_operator"})
"""Roles of organisations that have things to do here."""
FILLS: Final = frozenset({"generator", "collector", "receiver"})
"""Those that fill containers and send them away."""


@router.get("/work")
def todo(
    page: ThePage,
    session: SignedIn,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    person: SeenByPerson,
) -> Response:
    """One sentence, then what waits, each with the button that does it."""
    assert person is not None  # who is signed in sees as somebody
    uscc = session.account.organisation
    roles = set(fold(f"organisation:{uscc}", effective(ledger.recorded(subject=f"organisation:{uscc}"))).roles)
    if COUNTER.isdisjoint(roles):
        return RedirectResponse(page.link("/overview" if "authority" in roles else "/me"), 303)
    tasks = tasks_of(Desk(page, ledger, views, settings, register, person.viewer, session.account.may_state))
    return page.answer(
        "work.html",
        organisation=RegisteredNames(ledger).of_organisation(uscc) or uscc,
        uscc=uscc,
        fills=not FILLS.isdisjoint(roles),
        acts=session.account.role in AT_THE_DESK,
        tasks=tasks,
        clauses=_clauses(page, tasks),
        at_most=AT_MOST,
    )


def _clauses(page: ThePage, tasks: Tasks) -> list[str]:
    """What waits, kind by kind, as a sentence says it."""
    said = (
        (tasks.drums, " 桶未入库", " drums not stored", " drum not stored"),
        (tasks.manifests, " 份联单待办", " manifests", " manifest"),
        (tasks.trips, " 趟待办", " trips", " trip"),
        (tasks.deadlines, " 个期限将到或已过", " deadlines near or passed", " deadline near or passed"),
        (tasks.flags, " 个异常待申辩", " flags to explain", " flag to explain"),
    )
    return [
        f"{_many(len(each))}{page.say(zh, one if len(each) == 1 else many)}" for each, zh, many, one in said if each
    ]


def _many(number: int) -> str:
    return f"{number}+" if number >= AT_MOST else str(number)
