"""A plant and a bureau with people; the pages on one store, for tests/ledger/accounts tries their tables on both."""

import shutil
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tests.people import People
from tests.specification import BUREAU, OTHER_PLANT, PLANT, Scenario, organisation


@pytest.fixture
def store_url(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty, migrated file."""
    path = tmp_path / "bihuan.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """Registered organisations; nobody has an account yet."""
    scenario.given(
        organisation(PLANT, "generator", name="示范电子厂"),
        organisation(OTHER_PLANT, "receiver", name="示范焚烧厂", division="310117"),
        organisation(BUREAU, "authority", name="示范区生态环境局", competence=["ecology"], level="district"),
    )
    return People(client.app)
