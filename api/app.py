"""The web application: routes over one ledger."""

from fastapi import FastAPI

from api import event_types, events, health, problems, subjects
from api.pages import first_page
from api.settings import Settings
from ledger.credentials import Credentials
from ledger.log import Ledger
from projections.hazardous_waste.container_register import ContainerRegister


def create_app(ledger: Ledger, settings: Settings) -> FastAPI:
    """An application that serves this ledger."""
    # the framework's own documentation page loads its scripts from elsewhere, so /docs is ours
    app = FastAPI(title="闭环 Bihuan", version="1", docs_url=None, redoc_url=None)
    app.state.ledger = ledger
    app.state.settings = settings
    app.state.credentials = Credentials(ledger.recorder.engine)
    app.state.register = ContainerRegister(ledger)
    problems.install(app)
    for part in (events, subjects, event_types, health, first_page):
        app.include_router(part.router)
    return app
