"""`/work`: today's to-do of who is signed in, by what their organisation does; an authority has a desk elsewhere."""

from typing import Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.pages.flag_page import SPEAKING
from api.pages.page import Page, PageRoute, ThePage
from api.pages.registered_names import RegisteredNames
from api.pages.words import Words
from api.pages.work.corrections import Waiting, corrections_for
from api.pages.work.todo import AT_MOST, Desk, Tasks, tasks_of
from api.people.said_once import AT_THE_DESK
from api.people.signed_in import SeenByPerson, SignedIn
from api.problems import STATUS
from api.refusals.table import why
from ledger.accounts.sessions import Session
from ledger.correction import effective
from ledger.errors import BihuanError
from projections.custody.state import fold
from projections.custody.visibility import Visibility

router = APIRouter(include_in_schema=False, route_class=PageRoute)

COUNTER: Final = frozenset({"generator", "collector", "carrier", "receiver", "contractor", "site_operator"})
"""Roles of organisations that have things to do here."""
FILLS: Final = frozenset({"generator", "collector", "receiver"})
"""Those that fill containers and send them away."""
DONE: Final[dict[str, Words]] = {
    "confirm": ("已确认更正。", "The correction is confirmed."),
    "dispute": ("已陈述异议；两种说法都会显示。", "Disputed: what was said and what you hold are both shown."),
}
"""What is said after a word on a correction."""


@router.get("/work")
def todo(
    page: ThePage,
    session: SignedIn,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    person: SeenByPerson,
    done: str = "",
) -> Response:
    """One sentence, then what waits, each with the button that does it."""
    assert person is not None  # who is signed in sees as somebody
    desk = Desk(page, ledger, views, settings, register, person.viewer, session.account.may_state)
    return todo_of(desk, session, person, done=done)


def todo_of(
    desk: Desk, session: Session, seen: Visibility, *, done: str = "", refused: BihuanError | None = None
) -> Response:
    """The list of whoever is signed in, with what was just done or refused above it.

    Who has nothing to do at a counter is sent on, unless a correction waits for the organisation's word.
    """
    page, ledger, views, uscc = desk.page, desk.ledger, desk.views, session.account.organisation
    roles = set(fold(f"organisation:{uscc}", effective(ledger.recorded(subject=f"organisation:{uscc}"))).roles)
    corrections = corrections_for(page, ledger, views, seen, uscc, AT_MOST)
    if COUNTER.isdisjoint(roles) and not (corrections or done or refused):
        return RedirectResponse(page.link("/overview" if "authority" in roles else "/me"), 303)
    tasks = tasks_of(desk)
    return page.answer(
        "work.html",
        200 if refused is None else STATUS[type(refused)],
        refused=why(refused.findings[0]) if refused else None,
        done=DONE.get(done),
        corrections=corrections,
        speaks=session.account.role in SPEAKING,
        disputes="authority" in roles,
        organisation=RegisteredNames(ledger).of_organisation(uscc) or uscc,
        uscc=uscc,
        fills=not FILLS.isdisjoint(roles),
        acts=session.account.role in AT_THE_DESK,
        tasks=tasks,
        number=tasks.number + len(corrections),
        clauses=_clauses(page, tasks, corrections),
        at_most=AT_MOST,
    )


def _clauses(page: Page, tasks: Tasks, corrections: list[Waiting]) -> list[str]:
    """What waits, kind by kind, as a sentence says it."""
    said = (
        (tasks.drums, " 桶未入库", " drums not stored", " drum not stored"),
        (tasks.manifests, " 份联单待办", " manifests", " manifest"),
        (tasks.trips, " 趟待办", " trips", " trip"),
        (tasks.deadlines, " 个期限将到或已过", " deadlines near or passed", " deadline near or passed"),
        (corrections, " 条更正待确认", " corrections to confirm", " correction to confirm"),
        (tasks.flags, " 个异常待申辩", " flags to explain", " flag to explain"),
    )
    return [
        f"{_many(len(each))}{page.say(zh, one if len(each) == 1 else many)}" for each, zh, many, one in said if each
    ]


def _many(number: int) -> str:
    return f"{number}+" if number >= AT_MOST else str(number)
