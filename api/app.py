"""The web application: routes over one ledger."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import event_types, events, health, problems, stating, subjects, transparency
from api.openapi import document as openapi
from api.pages import first_page
from api.problems import internal_error
from api.publishing import Publisher, Signing
from api.rate_limit import RateLimit
from api.request_log import RequestLog
from api.settings import Settings
from ledger.credentials import Credentials
from ledger.log import Ledger
from projections.hazardous_waste.container_register import ContainerRegister

ROUTERS = tuple(each.router for each in (stating, events, subjects, event_types, transparency, health, first_page))
"""Every door, in the order in which a path is tried."""


def create_app(ledger: Ledger, settings: Settings, signing: Signing | None = None) -> FastAPI:
    """An application that serves this ledger; with keys it also signs receipts, and checkpoints while it runs."""
    publisher = Publisher(ledger, signing) if signing is not None else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if publisher is not None:
            publisher.start()
        yield
        if publisher is not None:
            publisher.stop()

    # the framework's own documentation page loads its scripts from elsewhere, so /docs is ours
    app = FastAPI(title="闭环 Bihuan", version="1", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.ledger = ledger
    app.state.settings = settings
    app.state.credentials = Credentials(ledger.recorder.engine)
    app.state.register = ContainerRegister(ledger)
    app.state.publisher = publisher
    app.state.rate_limit = RateLimit(settings.rate_limit, settings.rate_burst)
    app.add_middleware(RequestLog, form=settings.log_format, broken=internal_error)
    problems.install(app, ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    openapi.install(app, ROUTERS)
    return app
