"""The plant that most tests speak for, and the two districts of the permission walk."""

from hashlib import sha256
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings
from tests.api.two_districts import PHOTOS, found
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
def door(districts: Scenario, client: TestClient) -> TestClient:
    """The whole application over the districts' log."""
    return client


@pytest.fixture
def published(districts: Scenario, tmp_path: Path) -> TestClient:
    """The application with a checkpoint and the plants' photos, before its publisher was started."""
    settings = Settings(
        log_key_file=str(tmp_path / "log.key"),
        checkpoint_copies=str(tmp_path / "outside"),
        files=str(tmp_path / "files"),
    )
    signing = signing_of(districts.ledger, settings)
    signing.sequencer.publish(NOON)
    door = TestClient(create_app(districts.ledger, settings, signing))
    for plant, photo in PHOTOS.items():
        headers = {"Authorization": f"Bearer {Caller.of(door, plant.code).key}"}
        assert door.put(f"/v1/files/{sha256(photo).hexdigest()}", content=photo, headers=headers).is_success
    return door
