"""The web application: routes over one ledger."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import (
    anomalies,
    bundle,
    dossier,
    event_types,
    events,
    files,
    health,
    in_force,
    lineage,
    loops,
    mass_balance,
    metrics,
    paper,
    problems,
    rules,
    spoil,
    stating,
    storage,
    stream,
    subjects,
    transfers,
    transparency,
)
from api.file_store import FileStore, files_folder
from api.openapi import document as openapi
from api.pages import first_page
from api.people.installed import sign_in_with
from api.people.site import Site, SiteHeaders
from api.problems import internal_error
from api.publishing import Publisher, Signing
from api.rate_limit import RateLimit
from api.request_log import RequestLog
from api.settings import Settings
from api.tail import Tail
from ledger.credentials import Credentials
from ledger.gathering import Gathering
from ledger.log import Ledger
from ledger.store.files import FileRecords
from projections.catalogue import VIEWS
from projections.files.mentions import FileMentions
from projections.hazardous_waste.registered import Register
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings
from projections.settled.waste_catalogues import WasteCatalogues

DOORS = (
    stating,
    stream,
    events,
    bundle,
    lineage,
    paper,
    subjects,
    storage,
    mass_balance,
    spoil,
    dossier,
    files,
    loops,
    anomalies,
    rules,
    transfers,
    in_force,
    event_types,
    transparency,
    health,
    metrics,
    first_page,
)
ROUTERS = tuple(each.router for each in DOORS)
"""Every door, in the order in which a path is tried."""


def create_app(ledger: Ledger, settings: Settings, signing: Signing | None = None) -> FastAPI:
    """An application that serves this ledger; with keys it also signs receipts, and checkpoints while it runs."""
    publisher = Publisher(ledger, signing, settings.heads_every_s) if signing is not None else None
    views = Runner(ledger, VIEWS)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        views.start()
        if publisher is not None:
            publisher.start()
        yield
        await app.state.tail.aclose()
        app.state.writer.close()
        views.stop()
        if publisher is not None:
            publisher.stop()

    # the framework's own documentation page loads its scripts from elsewhere, so /docs is ours
    app = FastAPI(title="闭环 Bihuan", version="1", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.ledger = ledger
    app.state.settings = settings
    app.state.writer = Gathering(ledger)
    app.state.credentials = Credentials(ledger.recorder.engine)
    app.state.sign_in = sign_in_with(ledger, settings)
    app.state.site = Site(settings.address)
    app.state.views = views
    app.state.tail = Tail(ledger, views, app.state.credentials, settings.stream_heartbeat_s)
    app.state.files = FileStore(files_folder(ledger, settings))
    app.state.file_records = FileRecords(ledger.recorder.engine, settings.file_quota_bytes)
    app.state.file_mentions = FileMentions(ledger, views)
    app.state.register = Register(ledger, views)
    app.state.recorded_settings = RecordedSettings(ledger)
    app.state.waste_catalogues = WasteCatalogues(ledger, app.state.recorded_settings)
    app.state.publisher = publisher
    app.state.rate_limit = RateLimit(settings.rate_limit, settings.rate_burst)
    app.add_middleware(RequestLog, form=settings.log_format, broken=internal_error)
    app.add_middleware(SiteHeaders, site=app.state.site)
    problems.install(app, ROUTERS)
    for router in ROUTERS:
        app.include_router(router)
    openapi.install(app, ROUTERS)
    return app
