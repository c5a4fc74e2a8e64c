"""Who is signed in, for every page that wants to know; and who has to be, for those that not everybody may see."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant

from api.door import TheLedger, TheViews
from api.people.site import Site
from api.rate_limit import RateLimit
from api.request_log import asked_with
from ledger.accounts.sessions import Session
from ledger.accounts.sign_in import SignIn
from ledger.errors import NotAllowedError
from projections.custody.visibility import Visibility

SIGN_IN = "/sign-in"
OWN_PASSWORD = "/me/password"
SIGN_OUT = "/sign-out"
KNOWN = "bihuan.session"
UNATTENDED = "x-unattended"
"""What a page's script says of a request that nobody made: it does not make a session last."""


class GoFirstError(Exception):
    """Raised when a person has to go to another page before this one."""

    def __init__(self, path: str, **query: str) -> None:
        super().__init__(path)
        self.path = path
        self.query = query


def site_of(request: Request) -> Site:
    """The site as browsers see it."""
    site: Site = request.app.state.site
    return site


def sign_in_of(request: Request) -> SignIn:
    """The door for people."""
    door: SignIn = request.app.state.sign_in
    return door


def session_of(request: Request) -> Session | None:
    """The session of a request, looked up once; None for who is not signed in. Asks the database."""
    if KNOWN not in request.scope:
        token = site_of(request).token_in(request)
        used = UNATTENDED not in request.headers
        request.scope[KNOWN] = None if token is None else sign_in_of(request).session_of(token, used=used)
    session: Session | None = request.scope[KNOWN]
    return session


def signed_in(request: Request) -> Session:
    """The session of who is signed in; raises GoFirstError towards the sign-in, or a first password's change."""
    session = session_of(request)
    path = request.url.path
    if session is None:
        asked = {"next": path} if request.method == "GET" and path != "/me" else {}
        over = {"ended": "1"} if site_of(request).token_in(request) else {}
        raise GoFirstError(SIGN_IN, **asked, **over)
    asked_with(request.scope, session.account.id)
    limit: RateLimit = request.app.state.rate_limit
    limit.take(session.account.id)
    if session.account.first_until is not None and path not in {OWN_PASSWORD, SIGN_OUT}:
        raise GoFirstError(OWN_PASSWORD)
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


def administrator(session: SignedIn) -> Session:
    """The session of an administrator of its organisation; raises NotAllowedError for everybody else."""
    if session.account.role != "administrator":
        raise NotAllowedError.because("not_an_administrator", "this is for administrators of the organisation")
    return session


Administrator = Annotated[Session, Depends(administrator)]


def visibility_of_person(request: Request, ledger: TheLedger, views: TheViews) -> Visibility | None:
    """What a person may see, which is what their organisation may; None for who is not signed in."""
    session = session_of(request)
    return None if session is None else Visibility(ledger, views, session.account.organisation)


SeenByPerson = Annotated[Visibility | None, Depends(visibility_of_person)]


def wants_a_person(dependant: Dependant) -> bool:
    """Whether what a route depends on asks who is signed in, and goes no further without."""
    return dependant.call is signed_in or any(map(wants_a_person, dependant.dependencies))


def wants_an_administrator(dependant: Dependant) -> bool:
    """Whether what a route depends on is for administrators of an organisation alone."""
    return dependant.call is administrator or any(map(wants_an_administrator, dependant.dependencies))
