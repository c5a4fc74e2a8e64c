"""What every route needs: the ledger, who asks and how often, and a body that is bounded before it is read."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.dependencies.models import Dependant
from pydantic import AfterValidator
from starlette.concurrency import run_in_threadpool

from api.body import bounded_body
from api.rate_limit import RateLimit
from api.request_log import asked_with
from ledger.credentials import Credentials, Holder
from ledger.errors import NotAuthenticatedError, NotFoundError
from ledger.log import Ledger
from ledger.subjects import without_prefix
from projections.custody.visibility import Visibility
from projections.hazardous_waste.registered import Register
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings
from projections.settled.waste_catalogues import WasteCatalogues


def ledger_of(request: Request) -> Ledger:
    """The ledger that this server serves."""
    ledger: Ledger = request.app.state.ledger
    return ledger


def register_of(request: Request) -> Register:
    """The containers' register."""
    register: Register = request.app.state.register
    return register


def views_of(request: Request) -> Runner:
    """The views of this server."""
    views: Runner = request.app.state.views
    return views


def recorded_settings_of(request: Request) -> RecordedSettings:
    """The settings of the log that this process has read."""
    settings: RecordedSettings = request.app.state.recorded_settings
    return settings


def waste_catalogues_of(request: Request) -> WasteCatalogues:
    """The waste catalogues that were loaded into the log."""
    catalogues: WasteCatalogues = request.app.state.waste_catalogues
    return catalogues


def holder_of(request: Request) -> Holder:
    """Whose key it is; raises NotAuthenticatedError without a good one, TooManyError when it asks too often."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise NotAuthenticatedError.because(
            "no_key", "send `Authorization: Bearer KEY`; `bihuan key issue` gives one"
        )
    credentials: Credentials = request.app.state.credentials
    holder = credentials.holder_of(key.strip())
    asked_with(request.scope, holder.credential)
    limit: RateLimit = request.app.state.rate_limit
    limit.take(holder.credential)  # only now: whoever knows but the name of a key cannot use up its requests
    return holder


SubjectAsked = Annotated[str, AfterValidator(without_prefix)]
"""The subject in a path; a manifest also with the G that some systems write before its number."""
TheLedger = Annotated[Ledger, Depends(ledger_of)]
TheViews = Annotated[Runner, Depends(views_of)]
TheSettings = Annotated[RecordedSettings, Depends(recorded_settings_of)]
TheCatalogues = Annotated[WasteCatalogues, Depends(waste_catalogues_of)]
TheRegister = Annotated[Register, Depends(register_of)]
Asker = Annotated[Holder, Depends(holder_of)]


def wants_a_key(dependant: Dependant) -> bool:
    """Whether what a route depends on asks for a key."""
    return dependant.call is holder_of or any(wants_a_key(each) for each in dependant.dependencies)


def visibility_of(request: Request, ledger: TheLedger, asker: Asker) -> Visibility:
    """What the asker may see."""
    return Visibility(ledger, request.app.state.views, asker.organisation)


Seen = Annotated[Visibility, Depends(visibility_of)]


Body = Annotated[bytes, Depends(bounded_body)]


def not_found(subject: str) -> NotFoundError:
    """The same answer for what does not exist and for what the asker may not see."""
    shown = subject[:200]
    return NotFoundError.because("not_found", f"nothing to be seen under {shown}", values={"sought": shown})


in_thread = run_in_threadpool
