"""What every route needs: the ledger, who asks, and a body that is bounded before it is read."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.settings import Settings
from ledger.credentials import Credentials, Holder
from ledger.errors import NotAuthenticatedError, NotFoundError
from ledger.log import Ledger
from projections.custody.visibility import Visibility
from projections.hazardous_waste.container_register import ContainerRegister
from projections.settled.recorded_settings import RecordedSettings
from projections.settled.waste_catalogues import WasteCatalogues

JSON_TYPES = frozenset({"application/json", "application/cloudevents+json", "application/cloudevents-batch+json"})


def ledger_of(request: Request) -> Ledger:
    """The ledger that this server serves."""
    ledger: Ledger = request.app.state.ledger
    return ledger


def register_of(request: Request) -> ContainerRegister:
    """The containers' register of this process."""
    register: ContainerRegister = request.app.state.register
    return register


def recorded_settings_of(request: Request) -> RecordedSettings:
    """The settings of the log that this process has read."""
    settings: RecordedSettings = request.app.state.recorded_settings
    return settings


def waste_catalogues_of(request: Request) -> WasteCatalogues:
    """The waste catalogues that were loaded into the log."""
    catalogues: WasteCatalogues = request.app.state.waste_catalogues
    return catalogues


def holder_of(request: Request) -> Holder:
    """Whose key the request carries; raises NotAuthenticatedError without a good one."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise NotAuthenticatedError.because(
            "no_key", "send `Authorization: Bearer KEY`; `bihuan key issue` gives one"
        )
    credentials: Credentials = request.app.state.credentials
    return credentials.holder_of(key.strip())


TheLedger = Annotated[Ledger, Depends(ledger_of)]
TheSettings = Annotated[RecordedSettings, Depends(recorded_settings_of)]
TheCatalogues = Annotated[WasteCatalogues, Depends(waste_catalogues_of)]
TheRegister = Annotated[ContainerRegister, Depends(register_of)]
Asker = Annotated[Holder, Depends(holder_of)]


def visibility_of(ledger: TheLedger, asker: Asker) -> Visibility:
    """What the asker may see."""
    return Visibility(ledger, asker.organisation)


Seen = Annotated[Visibility, Depends(visibility_of)]


async def bounded_body(request: Request) -> bytes:
    """The body, never more than the limit: 413 as soon as it is passed, 415 for what is not JSON."""
    settings: Settings = request.app.state.settings
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media_type not in JSON_TYPES:
        raise HTTPException(415, f"{media_type[:80]} is not one of {', '.join(sorted(JSON_TYPES))}")
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > settings.max_body_bytes:
            raise HTTPException(413, f"more than {settings.max_body_bytes} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


Body = Annotated[bytes, Depends(bounded_body)]


def not_found(subject: str) -> NotFoundError:
    """The same answer for what does not exist and for what the asker may not see."""
    return NotFoundError.because("not_found", f"nothing to be seen under {subject[:200]}")


in_thread = run_in_threadpool
