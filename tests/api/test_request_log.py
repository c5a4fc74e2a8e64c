"""Every answer has its number, and every request its line in the log: never the key, never the body."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.problems import internal_error
from api.request_log import RequestLog
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from tests.conftest import NOON
from tests.doors import Caller
from tests.specification import PLANT, drum, generated

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """The lines that were logged since the last look."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize("given", ["7", "a" * 64, "01J-b.c:d_e", "550e8400-e29b-41d4-a716-446655440000"])
def test_a_good_number_of_the_callers_own_is_kept(client: TestClient, given: str) -> None:
    for path in ("/health/live", "/nowhere", "/v1/events"):
        answer = client.get(path, headers={"X-Request-Id": given})
        assert answer.headers["x-request-id"] == given
    assert answer.json()["instance"] == f"urn:bihuan:request:{given}"


@pytest.mark.parametrize("given", ["", "a" * 65, "a b", 'a"b', "é", "a/b", "<b>"])
def test_any_other_is_replaced(client: TestClient, given: str) -> None:
    answers = [client.get("/nowhere", headers={"X-Request-Id": given.encode("latin-1")}) for _ in range(2)]
    numbers = [a.headers["x-request-id"] for a in answers]
    assert numbers[0] != numbers[1]
    assert all(number.isalnum() and len(number) == 20 for number in numbers)
    assert [a.json()["instance"] for a in answers] == [f"urn:bihuan:request:{number}" for number in numbers]


def test_a_line_says_what_was_asked_by_whom_and_how_it_ended(plant: Caller, lines: Lines) -> None:
    plant.post(generated(drum()))
    plant.get(f"/v1/subjects/{drum()}/history", linked="true")
    plant.client.get("/v1/event-types/container.closed?x=secret")
    plant.client.get("/v1/events", headers={"Authorization": "Bearer wrong"})
    plant.client.get("/nowhere/at/all")
    credential, logged = plant.key.partition(".")[0], lines()
    assert [(x["method"], x["route"], x["status"], x["credential"]) for x in logged] == [
        ("POST", "/v1/events", 201, credential),
        ("GET", "/v1/subjects/{subject:path}/history", 200, credential),
        ("GET", "/v1/event-types/{name}", 200, None),
        ("GET", "/v1/events", 401, None),
        ("GET", None, 404, None),
    ]
    assert all(x["ms"] >= 0 and x["level"] == "info" and x["request_id"] and x["time"].endswith("Z") for x in logged)


def test_neither_key_nor_body_nor_address_is_ever_logged(plant: Caller, lines: Lines) -> None:
    plant.send(b'{"secret-body": 1}', x_request_id="7")
    plant.get(f"/v1/subjects/{drum('SECRET-PATH')}", secret="query")
    logged = lines()
    written = json.dumps(logged)
    assert len(logged) == 2
    assert not any(part in written for part in (plant.key, plant.key.partition(".")[2], "secret", "SECRET"))


def test_what_nobody_foresaw_is_logged_whole_under_the_number_of_its_answer(ledger: Ledger, lines: Lines) -> None:
    app = create_app(ledger, Settings())

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("nobody foresaw this")

    with TestClient(app) as client:
        answer = client.get("/broken", headers={"X-Request-Id": "n-1"})
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == "n-1"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["instance"] == "urn:bihuan:request:n-1"
    assert "nobody foresaw this" not in answer.text
    (line,) = lines()
    assert (line["request_id"], line["level"], line["status"]) == ("n-1", "error", 500)
    assert "RuntimeError: nobody foresaw this" in line["traceback"]


def left_by_a_request(form: str) -> list[str]:
    """What one request to an application of one route leaves in the log."""
    app, found = FastAPI(), list[str]()
    app.add_middleware(RequestLog, form=form, broken=internal_error, sink=found.append, clock=SimulatedClock(NOON))
    with TestClient(app) as client:
        client.get("/", headers={"X-Request-Id": "n-1"})
    return found


def test_the_line_is_json_or_text_or_nothing() -> None:
    (as_json,), (as_text,) = left_by_a_request("json"), left_by_a_request("text")
    assert as_json.startswith(
        '{"time":"2026-11-24T04:00:00.000000Z","level":"info","request_id":"n-1","method":"GET"'
    )
    assert as_json.count("\n") == 1
    assert as_text.startswith("2026-11-24T04:00:00.000000Z info n-1 GET - 404 ")
    assert as_text.count("\n") == 1
    assert left_by_a_request("none") == []


def test_whoever_leaves_early_is_no_error_of_ours(ledger: Ledger, lines: Lines) -> None:
    app = create_app(ledger, Settings())
    with TestClient(app) as client:
        caller = Caller.of(client, PLANT)

        async def leave(scope: Any) -> None:
            async def receive() -> dict[str, Any]:
                return {"type": "http.disconnect"}

            async def send(_: Any) -> None:
                raise AssertionError("nobody is there to be answered")

            await app(scope, receive, send)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/events",
            "raw_path": b"/v1/events",
            "query_string": b"",
            "root_path": "",
            "headers": [(b"authorization", f"Bearer {caller.key}".encode())],
        }
        client.portal.call(leave, scope)
    (line,) = lines()
    assert (line["status"], line["level"]) == (499, "info")
    assert "traceback" not in line
