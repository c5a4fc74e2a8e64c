"""The plant that most tests speak for, and the two districts of the permission walk."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings
from tests.api.two_districts import found
from tests.conftest import NOON
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
def door(districts: Scenario, tmp_path: Path) -> TestClient:
    """The whole application over the districts' log, with a checkpoint published."""
    settings = Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=str(tmp_path / "outside"))
    signing = signing_of(districts.ledger, settings)
    signing.sequencer.publish(NOON)
    return TestClient(create_app(districts.ledger, settings, signing))
