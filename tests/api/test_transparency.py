"""Anybody can have the signed size and root of the log, its tiles, and a proof for any leaf, without a key."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.log_keys import log_keys
from api.publishing import Signing, signing_of
from api.settings import Settings
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.transparency.checkpoint import open_checkpoint
from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import Verifier
from ledger.transparency.proof import check
from ledger.transparency.sequencer import Sequencer
from tests.conftest import NOON
from tests.doors import Caller
from tests.ledger.insider import Insider
from tests.specification import PLANT, Scenario, drum, weighed


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation's own files."""
    return Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=f"{tmp_path / 'outside'}/")


@pytest.fixture
def signing(ledger: Ledger, settings: Settings) -> Signing:
    """What the installation signs with."""
    return signing_of(ledger, settings)


@pytest.fixture
def sequencer(signing: Signing) -> Sequencer:
    """Its sequencer."""
    return signing.sequencer


@pytest.fixture
def public(ledger: Ledger, settings: Settings, signing: Signing) -> TestClient:
    """The application before its publisher was started, so that a test publishes when it wants to."""
    return TestClient(create_app(ledger, settings, signing))


@pytest.fixture
def published(scenario: Scenario, sequencer: Sequencer) -> None:
    """301 facts, published."""
    scenario.when(*(weighed(drum(n)) for n in range(300)))
    sequencer.publish(NOON)


@pytest.mark.usefixtures("published")
def test_a_stranger_proves_a_fact_with_the_public_key_alone(public: TestClient, ledger: Ledger) -> None:
    log, _ = map(Verifier.parse, public.get("/log-key").text.split())
    assert open_checkpoint(public.get("/checkpoint").content, log).size == 301
    stored = ledger.stored(77)
    assert stored is not None
    proven = check(public.get("/v1/events/77/proof").content, leaf_hash(stored[1]), log)
    assert (proven.index, proven.checkpoint.size) == (76, 301)


@pytest.mark.usefixtures("published")
def test_tiles_are_served_as_far_as_the_checkpoint_goes(public: TestClient) -> None:
    assert len(public.get("/tile/0/000").content) == 256 * 32
    assert len(public.get("/tile/0/001.p/45").content) == 45 * 32
    assert len(public.get("/tile/1/000.p/1").content) == 32
    for beyond in ("0/001", "0/001.p/46", "0/002.p/1", "2/000.p/1", "0/1", "nonsense", "0/001.p/0"):
        assert public.get(f"/tile/{beyond}").status_code == 404


@pytest.mark.usefixtures("published")
def test_what_is_not_published_yet_has_no_proof(public: TestClient, scenario: Scenario) -> None:
    scenario.when(weighed(drum("later")))
    assert public.get("/v1/events/302/proof").status_code == 404
    assert public.get("/v1/events/0/proof").status_code == 404


def test_before_the_first_checkpoint_and_without_a_publisher_there_is_none(
    public: TestClient, client: TestClient
) -> None:
    for door in (public, client):
        answer = door.get("/checkpoint")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (404, "not_published")


def test_while_it_serves_it_publishes_and_once_more_at_the_end(
    ledger: Ledger, settings: Settings, signing: Signing, scenario: Scenario
) -> None:
    with TestClient(create_app(ledger, settings, signing)):
        scenario.when(weighed(drum()))
    latest = signing.sequencer.latest()
    assert latest is not None
    assert latest.checkpoint.size == 2


def test_keys_are_made_once_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "log.key"
    made = log_keys(path, "localhost/test")
    assert path.stat().st_mode & 0o777 == 0o600
    assert log_keys(path, "localhost/test") == made
    with pytest.raises(TransparencyError, match="this log is localhost/other"):
        log_keys(path, "localhost/other")


def test_a_poster_holds_a_promise_before_there_is_a_checkpoint(ledger: Ledger, public: TestClient) -> None:
    caller = Caller.of(public, PLANT)
    answers = [caller.post(*(weighed(drum(n), id=f"id-{n}") for n in range(5))) for _ in range(2)]
    _, verifier = map(Verifier.parse, public.get("/log-key").text.split())
    for answer in answers:  # the second are duplicates, with another proof of the same promise
        for receipt in answer.json()["receipts"]:
            stored = ledger.stored(receipt["position"])
            assert stored is not None
            check(receipt["receipt"].encode(), leaf_hash(stored[1]), verifier)


def test_a_log_that_parted_from_what_was_published_promises_nothing(
    ledger: Ledger, settings: Settings, signing: Signing
) -> None:
    served = create_app(ledger, settings, signing)
    served.state.publisher.stopped_because = "rewritten"
    answer = Caller.of(TestClient(served), PLANT).post(weighed(drum()))
    assert [receipt["receipt"] for receipt in answer.json()["receipts"]] == [None]


@pytest.mark.usefixtures("published")
def test_the_command_tells_a_log_that_was_cut_off_from_one_that_is_whole(
    ledger: Ledger, settings: Settings, store_url: str
) -> None:
    files = {
        "BIHUAN_LOG_KEY_FILE": str(settings.log_key_file),
        "BIHUAN_CHECKPOINT_COPIES": str(settings.checkpoint_copies),
    }
    command = CliRunner(env={"BIHUAN_DATABASE_URL": store_url, **files})
    assert command.invoke(app, ["verify"]).exit_code == 0
    insider = Insider.with_all_rights(ledger.recorder.engine)
    insider.do(
        text("DELETE FROM event WHERE position = 301"),
        text("DELETE FROM event_tag WHERE position = 301"),
        text("DELETE FROM tag WHERE id = (SELECT max(id) FROM tag)"),
        text("DELETE FROM checkpoint"),
    )
    told = command.invoke(app, ["verify"])
    assert told.exit_code == 1
    assert "position 301: it is missing" in told.stderr


def test_a_fork_ends_the_signing_and_the_server_says_so(
    ledger: Ledger, settings: Settings, signing: Signing, scenario: Scenario
) -> None:
    scenario.when(weighed(drum()))
    signing.sequencer.publish(NOON)
    insider = Insider.with_all_rights(ledger.recorder.engine)
    insider.do(text("DELETE FROM event WHERE position = 2"), text("DELETE FROM checkpoint"))
    served = create_app(ledger, settings, signing)
    with TestClient(served) as client:
        served.state.publisher.stop()
        assert client.get("/health/ready").json()["signing"] is False
    assert "position 2 on is missing" in served.state.publisher.stopped_because


def test_a_place_outside_that_cannot_be_written_keeps_nothing_from_being_recorded(
    ledger: Ledger, tmp_path: Path
) -> None:
    gone = Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=str(tmp_path / "gone" / "copy"))
    with TestClient(create_app(ledger, gone, signing_of(ledger, gone))) as client:
        assert Caller.of(client, PLANT).post(weighed(drum())).status_code == 201
        assert client.get("/checkpoint").status_code == 404
