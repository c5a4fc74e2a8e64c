"""`/work/corrections/POSITION`: the word of an organisation on a correction that waits for it, from its to-do list.

Whoever relied on the fact confirms; only an authority may dispute, and says why. An organisation that does not agree
says nothing: what counted before goes on counting.
"""

from hashlib import sha256
from typing import Any, Final

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger, TheRegister, TheSettings, TheViews
from api.pages.flag_page import SPEAKING
from api.pages.page import PageRoute, ThePage
from api.pages.work.todo import Desk
from api.pages.work.todo_page import todo_of
from api.people.forms import OwnForm
from api.people.said_once import Said, once_of, say_once
from api.people.signed_in import SeenByPerson, SignedIn
from ledger.correction import Correction
from ledger.errors import ConflictError, InvalidError, MalformedError, MayNotStateError, NotAllowedError
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.originals import facts_at

router = APIRouter(include_in_schema=False, route_class=PageRoute)

REFUSALS: Final = (ConflictError, InvalidError, MayNotStateError)
NONE_SUCH: Final = ("没有这条更正，或本单位无权查看。", "There is no such correction, or yours may not see it.")


@router.post("/work/corrections/{position}")
def word_on(
    page: ThePage,
    session: SignedIn,
    ledger: TheLedger,
    settings: TheSettings,
    views: TheViews,
    register: TheRegister,
    person: SeenByPerson,
    form: OwnForm,
    position: int,
) -> Response:
    """Confirm a correction, or dispute it; what refuses that is told in words above the list."""
    assert person is not None  # who is signed in sees as somebody
    if session.account.role not in SPEAKING:
        raise NotAllowedError.because("role_does_not_state", "this role states nothing at the counter")
    correction = _correction_at(ledger, position)
    if correction is None or not person.sees(correction.fact.subject):
        return page.sorry(404, NONE_SUCH)
    wish = form.get("wish", "")
    said = _said(wish, correction, form.get("reason", "").strip())
    once = _number_of(position) if wish == "confirm" else once_of(form)
    try:
        say_once(ledger, session.account, once, [said])
    except REFUSALS as error:
        desk = Desk(page, ledger, views, settings, register, person.viewer, session.account.may_state)
        return todo_of(desk, session, person, refused=error)
    return RedirectResponse(page.link("/work", done=wish), 303)


def _correction_at(ledger: Ledger, position: int) -> Recorded[Any] | None:
    found = facts_at(ledger.recorder, {position} if 0 < position < 2**53 else set()).get(position)
    return found if found and isinstance(found.fact.data, Correction.Corrected | Correction.Withdrawn) else None


def _number_of(position: int) -> str:
    """One for each correction, so that two people who confirm it at the same time state one fact."""
    return sha256(f"{Correction.Confirmed.TOPIC} {position}".encode()).hexdigest()[:32]


def _said(wish: str, correction: Recorded[Any], reason: str) -> Said:
    subject, about = correction.fact.subject, correction.fact.about
    assert about is not None  # a correction is of something
    match wish:
        case "confirm":
            return Said(Correction.Confirmed.TOPIC, subject, {"position": correction.position})
        case "dispute":
            return Said(Correction.Disputed.TOPIC, subject, {"position": about.position, "reason": reason})
    raise MalformedError.because("not_a_form", "neither confirmed nor disputed")
