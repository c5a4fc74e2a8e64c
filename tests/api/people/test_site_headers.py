"""What every answer says to browsers, whatever it is an answer to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from ledger.log import Ledger
from tests.doors import Caller
from tests.specification import PLANT

PATHS = [
    *("/", "/docs", "/sign-in", "/me", "/nowhere", "/replay", "/static/1/bihuan.css", "/v1/events", "/v1/nowhere"),
    *("/openapi.json", "/health/live", "/metrics", "/checkpoint", "/verify_bundle.py"),
]


@pytest.fixture
def secure(ledger: Ledger, tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(files=str(tmp_path / "files"), address="https://ledger.example.org")
    with TestClient(create_app(ledger, settings), raise_server_exceptions=False, follow_redirects=False) as opened:
        yield opened


def policy(answer: object) -> dict[str, str]:
    said: str = answer.headers["content-security-policy"]  # type: ignore[attr-defined]
    return {name: rest.strip() for name, _, rest in (part.strip().partition(" ") for part in said.split(";"))}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_no_answer_may_be_framed_sniffed_scripted_or_told_of_elsewhere(secure: TestClient, accept: str) -> None:
    for path in PATHS:
        answer = secure.get(path, headers={"Accept": accept})
        told = policy(answer)
        assert told["default-src"] == "'none'", path
        assert told.get("script-src", "'self'") == "'self'", path
        assert "unsafe" not in answer.headers["content-security-policy"], path
        assert answer.headers["x-content-type-options"] == "nosniff", path
        assert answer.headers["referrer-policy"] == "no-referrer", path
        assert answer.headers["cross-origin-opener-policy"] == "same-origin", path
        assert answer.headers["strict-transport-security"] == "max-age=31536000", path
        assert told["frame-ancestors"] == "'none'", path


def test_what_breaks_says_so_too(secure: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secure.app.state, "credentials", None)
    answer = secure.get("/v1/events", headers={"Authorization": "Bearer x.y"})
    assert answer.status_code == 500
    assert policy(answer)["frame-ancestors"] == "'none'"


def test_no_page_has_a_script_or_a_style_of_its_own(client: TestClient) -> None:
    for path in ("/", "/docs", "/sign-in", "/nowhere"):
        html = client.get(path, headers={"Accept": "text/html"}).text
        for forbidden in ("<style", "style=", "onclick", "javascript:"):
            assert forbidden not in html, (path, forbidden)
        ours = html.count('<script type="module" src="/static/')
        assert html.count("<script") == html.count("></script>") == ours, path


def test_on_this_machine_nothing_is_promised_of_https(client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("/sign-in").headers


def test_a_keys_own_answers_stay_as_they_are(client: TestClient) -> None:
    answer = Caller.of(client, PLANT).get("/v1/events")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
