"""A door at which a crash shows as what its caller would see: 500."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from ledger.log import Ledger
from tests.doors import Caller
from tests.specification import PLANT


@pytest.fixture
def hostile(ledger: Ledger) -> Iterator[Caller]:
    """A caller with a good key and bad manners."""
    with TestClient(create_app(ledger, Settings()), raise_server_exceptions=False) as client:
        yield Caller.of(client, PLANT)
