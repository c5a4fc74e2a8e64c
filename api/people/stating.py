"""`/me/events`: facts that a person states from a page of this site, also what a phone kept for a while.

The door of programs with another lock: the same bodies, the same answers. A fact carries the person's pseudonym as
its credential and the office of their organisation as its source.
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.routing import APIRoute

from api.answers import answer
from api.door import Body
from api.people.signed_in import GoFirstError, SignedIn, site_of
from api.stating import Mode, answer_to
from ledger.accounts.sessions import Session
from ledger.credentials import Holder
from ledger.errors import InvalidError, NotAllowedError, NotAuthenticatedError
from ledger.posting import Posting
from ledger.subjects import kind_of

OF_DRIVERS: Final = frozenset({"manifest", "trip", "consignment"})
"""Kinds of things that a driver tells of: what is on the way."""
TOKEN_HEADER: Final = "x-form-token"


class ScriptRoute(APIRoute):
    """A route for scripts of our pages: who is not signed in is told so, not sent elsewhere."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, for whom the sign-in is a refusal."""
        handler = super().get_route_handler()

        async def for_scripts(request: Request) -> Response:
            try:
                return await handler(request)
            except GoFirstError:
                raise NotAuthenticatedError.because("not_signed_in", "nobody is signed in here") from None

        return for_scripts


router = APIRouter(include_in_schema=False, route_class=ScriptRoute)


@router.get("/me/session")
def session_of_page(request: Request, session: SignedIn) -> Response:
    """Who is signed in, as a page that was kept on a phone asks before it sends what waits there."""
    site_of(request).check_reader(request)
    account = session.account
    told = {
        "account": account.id,
        "called": account.called,
        "organisation": account.organisation,
        "role": account.role,
        "may_state": account.may_state,
        "source": account.source,
        "form_token": session.form_token,
    }
    response = answer(told)
    response.headers["Cache-Control"] = "no-store"
    return response


def stating(request: Request, session: SignedIn) -> Session:
    """The session of who may state facts, from a page of this site; raises NotAllowedError for anybody else."""
    site_of(request).check_origin(request)
    if not session.is_its_form(request.headers.get(TOKEN_HEADER, "")):
        raise NotAllowedError.because("foreign_form", "this was sent for another session")
    if not session.account.may_state:
        raise NotAllowedError.because("role_does_not_state", "this role states no facts")
    return session


Stating = Annotated[Session, Depends(stating)]
"""Whoever may state something, from a script of a page of ours."""


@router.post("/me/events", status_code=201)
async def post_own_events(
    request: Request,
    session: Stating,
    body: Body,
    mode: Annotated[Mode, Query()] = "all",
) -> Response:
    """Facts in, receipts out, as at `POST /v1/events`."""
    account = session.account

    def check(posting: Posting) -> None:
        if posting.source != account.source:
            raise InvalidError.because(
                "not_the_office",
                f"the source of what you state here is {account.source}",
                "/source",
                {"source": account.source},
            )
        if account.role == "driver" and kind_of(posting.subject) not in OF_DRIVERS:
            raise NotAllowedError.because("role_does_not_state", "a driver tells of what is on the way alone")

    return await answer_to(request, Holder(account.organisation, account.id), body, mode, check)
