"""The web application: routes over one ledger."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api import event_types, events, files, health, problems, stating, stream, subjects, transparency
from api.file_store import FileStore, files_folder
from api.pages import first_page
from api.publishing import Publisher, Signing
from api.settings import Settings
from api.tail import Tail
from ledger.credentials import Credentials
from ledger.log import Ledger
from ledger.store.files import FileRecords
from projections.files.mentions import FileMentions
from projections.hazardous_waste.container_register import ContainerRegister

DOORS = (stating, stream, events, subjects, files, event_types, transparency, health, first_page)
ROUTERS = tuple(each.router for each in DOORS)
"""Every door, in the order in which a path is tried."""


def create_app(ledger: Ledger, settings: Settings, signing: Signing | None = None) -> FastAPI:
    """An application that serves this ledger; with keys it also signs receipts, and checkpoints while it runs."""
    publisher = Publisher(ledger, signing) if signing is not None else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if publisher is not None:
            publisher.start()
        yield
        await app.state.tail.aclose()
        if publisher is not None:
            publisher.stop()

    # the framework's own documentation page loads its scripts from elsewhere, so /docs is ours
    app = FastAPI(title="闭环 Bihuan", version="1", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.ledger = ledger
    app.state.settings = settings
    app.state.credentials = Credentials(ledger.recorder.engine)
    app.state.tail = Tail(ledger, app.state.credentials, settings.stream_heartbeat_s)
    app.state.files = FileStore(files_folder(ledger, settings))
    app.state.file_records = FileRecords(ledger.recorder.engine, settings.file_quota_bytes)
    app.state.file_mentions = FileMentions(ledger)
    app.state.register = ContainerRegister(ledger)
    app.state.publisher = publisher
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    return app
