"""`/me`: who I am here and what I may do; `/me/password`: another password for myself."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger
from api.pages.page import PageRoute, ThePage
from api.pages.people.role_words import MAY, ROLE_WORDS
from api.pages.people.sign_in_page import TheDoor, TheSite, address_of, headers_of
from api.pages.registered_names import RegisteredNames
from api.people.forms import OwnForm
from api.people.signed_in import OWN_PASSWORD, SignedIn
from api.problems import STATUS
from api.refusals.table import why
from ledger.accounts.passwords import LEAST
from ledger.clock import write_instant
from ledger.errors import BihuanError, InvalidError, NotAuthenticatedError, TooManyError

router = APIRouter(include_in_schema=False, route_class=PageRoute)

REFUSALS = (InvalidError, NotAuthenticatedError, TooManyError)


@router.get("/me")
def me(page: ThePage, session: SignedIn, ledger: TheLedger, door: TheDoor, done: str = "") -> Response:
    """Who is signed in, for whom, until when, and where to go from here."""
    organisation = session.account.organisation
    return page.answer(
        "me.html",
        account=session.account,
        organisation=RegisteredNames(ledger).of_organisation(organisation) or organisation,
        role=ROLE_WORDS[session.account.role],
        may=MAY[session.account.role],
        began=write_instant(session.began_at),
        until=write_instant(session.began_at + door.sessions.limits.most),
        idle_minutes=door.sessions.limits.idle.total_seconds() / 60,
        simulated=ledger.opened.simulated,
        done=done,
    )


@router.get(OWN_PASSWORD)
def password_page(page: ThePage, session: SignedIn) -> Response:
    """The form; after a first password there is no way around it."""
    return page.answer("password.html", first=session.account.first_until is not None, least=LEAST, refused=None)


@router.post(OWN_PASSWORD)
def change_password(
    page: ThePage, request: Request, session: SignedIn, site: TheSite, door: TheDoor, form: OwnForm
) -> Response:
    """Another password: all sessions end, and this browser gets a new one."""
    present, chosen = form.get("present", ""), form.get("chosen", "")
    try:
        if chosen != form.get("repeated", ""):
            raise InvalidError.because("password_not_repeated", "the two are not the same; type the new one twice")
        token = door.change_password(session, present, chosen, address_of(request))
    except REFUSALS as error:
        return _refused(page, error, first=session.account.first_until is not None)
    response = RedirectResponse(page.link("/me", done="password"), 303)
    site.keep(response, token)
    return response


def _refused(page: ThePage, error: BihuanError, *, first: bool) -> Response:
    text = why(error.findings[0])
    response = page.answer("password.html", STATUS[type(error)], first=first, least=LEAST, refused=text)
    response.headers.update(headers_of(error))
    return response
