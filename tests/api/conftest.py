"""The plant that most tests speak for."""

import pytest
from fastapi.testclient import TestClient

from tests.doors import Caller
from tests.specification import PLANT


@pytest.fixture
def plant(client: TestClient) -> Caller:
    """A generator with a key."""
    return Caller.of(client, PLANT)
