"""Whether the process runs, and whether its log can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.doors import Caller, codes
from tests.specification import drum, generated


@pytest.fixture
def unopened(store_url: str, clock: SimulatedClock) -> Iterator[TestClient]:
    """A server on tables without a first fact."""
    with Ledger(store_url, clock) as ledger, TestClient(create_app(ledger, Settings())) as client:
        yield client


def test_a_server_is_live_without_a_key(client: TestClient) -> None:
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


def test_a_ready_server_tells_how_far_its_log_is(plant: Caller) -> None:
    plant.post(generated(drum()))
    assert plant.client.get("/health/ready").json() == {
        "status": "ready",
        "origin": "localhost/test",
        "simulated": False,
        "position": 2,
        "recorded_at": "2026-11-24T04:00:00.000000Z",
        "views_stopped": {},
        "signing": False,
    }


def test_a_log_without_its_first_fact_is_live_but_not_ready(unopened: TestClient) -> None:
    assert unopened.get("/health/live").status_code == 200
    answer = unopened.get("/health/ready")
    assert (answer.status_code, codes(answer)) == (503, ["log_not_open"])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "1"
    assert "bihuan migrate" in answer.json()["next"]


def test_a_database_without_tables_is_not_ready_either(tmp_path: Path) -> None:
    with Ledger(f"sqlite:///{tmp_path / 'empty.db'}") as ledger:
        client = TestClient(create_app(ledger, Settings()), raise_server_exceptions=False)
        assert client.get("/health/ready").status_code == 503
