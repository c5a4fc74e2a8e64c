"""The plant that most tests speak for, and the two districts of the permission walk."""

import pytest
from fastapi.testclient import TestClient

from tests.api.two_districts import found
from tests.doors import Caller
from tests.specification import PLANT, Scenario


@pytest.fixture
def plant(client: TestClient) -> Caller:
    """A generator with a key."""
    return Caller.of(client, PLANT)


@pytest.fixture
def districts(scenario: Scenario) -> Scenario:
    """Pudong and Minhang, and everybody in them."""
    found(scenario)
    return scenario


@pytest.fixture
def door(districts: Scenario, client: TestClient) -> TestClient:
    """The whole application over the districts' log."""
    return client
