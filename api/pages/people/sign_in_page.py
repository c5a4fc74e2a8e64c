"""`/sign-in` and `/sign-out`: in with a name and a password, out for real."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from api.door import TheLedger
from api.pages.page import PageRoute, ThePage
from api.people.forms import OpenForm, OwnForm
from api.people.signed_in import SIGN_IN, SIGN_OUT, session_of, sign_in_of, site_of
from api.people.site import Site
from api.problems import STATUS
from api.refusals.table import why
from ledger.accounts.sign_in import SignIn
from ledger.errors import BihuanError, NotAllowedError, NotAuthenticatedError, TooManyError

router = APIRouter(include_in_schema=False, route_class=PageRoute)

TheSite = Annotated[Site, Depends(site_of)]
TheDoor = Annotated[SignIn, Depends(sign_in_of)]
HOME = "/work"
REFUSALS = (NotAuthenticatedError, NotAllowedError, TooManyError)


@router.get(SIGN_IN)
def sign_in_page(
    page: ThePage, request: Request, site: TheSite, ledger: TheLedger, next: str = "", ended: str = ""
) -> Response:
    """The form; who is signed in already goes where they wanted to go."""
    if session_of(request) is not None:
        return RedirectResponse(page.link(_within(next)), 303)
    open_here = site.takes_passwords(request)
    return page.answer(
        "sign_in.html", next=next, name="", refused=None, ended=bool(ended), open_here=open_here,
        simulated=ledger.opened.simulated,
    )  # fmt: skip


@router.post(SIGN_IN)
def sign_in(
    page: ThePage, request: Request, site: TheSite, ledger: TheLedger, door: TheDoor, form: OpenForm
) -> Response:
    """A session for a name and its password; another that this browser had ends."""
    if not site.takes_passwords(request):
        raise NotAllowedError.because("sign_in_wants_https", "passwords are taken over https or on this machine only")
    name, next_page = form.get("name", ""), form.get("next", "")
    try:
        token = door.sign_in(name, form.get("password", ""), address_of(request))
    except REFUSALS as error:
        response = page.answer(
            "sign_in.html", STATUS[type(error)],
            next=next_page, name=name[:40], refused=why(error.findings[0]), ended=False, open_here=True,
            simulated=ledger.opened.simulated,
        )  # fmt: skip
        response.headers.update(headers_of(error))
        return response
    before = site.token_in(request)
    if before is not None:
        door.sessions.end(before)
    response = RedirectResponse(page.link(_within(next_page)), 303)
    site.keep(response, token)
    return response


@router.post(SIGN_OUT)
def sign_out(page: ThePage, request: Request, site: TheSite, door: TheDoor, form: OwnForm) -> Response:  # noqa: ARG001
    """The session is over, in the database and in the browser."""
    door.sessions.end(site.token_in(request) or "")
    response = RedirectResponse(page.link(SIGN_IN), 303)
    site.forget(response)
    return response


def address_of(request: Request) -> str:
    """Where a request comes from, as the server sees it; behind a proxy it is what the proxy says."""
    return request.client.host if request.client is not None else ""


def headers_of(error: BihuanError) -> dict[str, str]:
    """What a refused sign-in says beside its page."""
    if isinstance(error, TooManyError):
        return {"Retry-After": str(error.findings[0].about["retry_after"])}
    return {"WWW-Authenticate": "Form"} if isinstance(error, NotAuthenticatedError) else {}


def _within(path: str) -> str:
    """A page of this site to go on to; whatever leads anywhere else is the first page of whoever signed in."""
    is_ours = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if is_ours and path != SIGN_IN else HOME
