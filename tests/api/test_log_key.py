"""The keys of a log are changed without a break: both sign the checkpoint that announces it, the old still count."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.commands import log_key
from api.commands.log_key import change_keys
from api.log_keys import LogKeys, key_path, log_keys, next_path, read_keys
from api.publishing import Publisher, places_of, signing_of
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.errors import InvalidError
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.log_key import LogKey
from ledger.published import check_published
from ledger.store.tree import TreeStore
from ledger.store.verification import verify
from ledger.transparency.checkpoint import open_checkpoint
from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import Verifier
from ledger.transparency.proof import check
from ledger.transparency.sequencer import Published
from tests.doors import Caller
from tests.specification import PLANT, Scenario, drum, weighed

ORIGIN = "localhost/test"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation's own files, with a folder and a file outside."""
    return Settings(
        log_key_file=str(tmp_path / "log.key"),
        checkpoint_copies=f"{tmp_path / 'mirror'}/,{tmp_path / 'outside.checkpoint'}",
    )


@pytest.fixture
def path(ledger: Ledger, settings: Settings) -> Path:
    """The key file."""
    return key_path(ledger, settings)


@pytest.fixture
def old(path: Path) -> LogKeys:
    """The keys that the log has first."""
    return log_keys(path, ORIGIN)


def change(ledger: Ledger, settings: Settings, reason: str = "轮换") -> Published:
    """What the command does once it leads."""
    return change_keys(ledger, key_path(ledger, settings), places_of(ledger, settings), reason)


def publish(ledger: Ledger, settings: Settings) -> Published:
    """What a server does that starts now."""
    return signing_of(ledger, settings).sequencer.publish(ledger.recorder.now())


def changes(ledger: Ledger) -> list[LogKey.Changed]:
    """The changes that are recorded."""
    return [fact.fact.data for fact in ledger.recorded(types=[LogKey.Changed.TOPIC])]


def is_as_published(ledger: Ledger, settings: Settings) -> bool:
    """Whether all of it is sound under the keys in the file."""
    keys = read_keys(key_path(ledger, settings), ORIGIN)
    store = TreeStore(ledger.recorder.engine)
    assert list(verify(store.engine))[-1].fault is None
    return check_published(store, keys.of_checkpoints, places_of(ledger, settings)) is None


def test_both_keys_sign_the_checkpoint_that_holds_the_change_and_the_old_one_nothing_after(
    ledger: Ledger, settings: Settings, path: Path, old: LogKeys, scenario: Scenario
) -> None:
    publish(ledger, settings)
    announced = change(ledger, settings)
    new = read_keys(path, ORIGIN)
    assert changes(ledger) == [
        LogKey.Changed(key=new.log.verifier.text, receipt_key=new.receipts.verifier.text, reason="轮换")
    ]
    assert announced.checkpoint.size == 2
    for key in (old.log, new.log):
        assert open_checkpoint(announced.note, key.verifier) == announced.checkpoint
    assert all(place.latest() == announced.note for place in places_of(ledger, settings))
    scenario.when(weighed(drum()))
    later = publish(ledger, settings)
    assert open_checkpoint(later.note, new.log.verifier).size == 3
    with pytest.raises(TransparencyError, match="no known key"):
        open_checkpoint(later.note, old.log.verifier)


def test_the_new_file_is_for_its_owner_only_and_keeps_the_public_halves_of_the_old(
    ledger: Ledger, settings: Settings, path: Path, old: LogKeys
) -> None:
    change(ledger, settings)
    new = read_keys(path, ORIGIN)
    assert path.stat().st_mode & 0o777 == 0o600
    assert new.former == (old.log.verifier, old.receipts.verifier)
    assert old.log.private_text not in path.read_text()
    assert sorted(path.parent.glob("log.key*")) == [path]


def test_a_log_whose_key_changed_twice_is_verified_whole(
    ledger: Ledger, settings: Settings, scenario: Scenario, clock: SimulatedClock, old: LogKeys
) -> None:
    for number in range(3):
        scenario.when(*(weighed(drum(f"{number}-{n}")) for n in range(100)))
        publish(ledger, settings)
        if number < 2:
            change(ledger, settings)
        clock.set(clock.now() + timedelta(minutes=1))
    assert len(TreeStore(ledger.recorder.engine).checkpoints()) == 3
    assert is_as_published(ledger, settings)


def test_the_present_keys_are_served_first_and_an_old_receipt_still_holds(ledger: Ledger, settings: Settings) -> None:
    with TestClient(create_app(ledger, settings, signing_of(ledger, settings))) as client:
        receipt = Caller.of(client, PLANT).post(weighed(drum())).json()["receipts"][0]
        before = [Verifier.parse(line) for line in client.get("/log-key").text.split()]
    assert [verifier.name for verifier in before] == [ORIGIN, f"{ORIGIN}/receipts"]
    change(ledger, settings)
    with TestClient(create_app(ledger, settings, signing_of(ledger, settings))) as client:
        after = [Verifier.parse(line) for line in client.get("/log-key").text.split()]
    assert after[2:] == before
    assert not set(after[:2]) & set(before)
    stored = ledger.stored(receipt["position"])
    assert stored is not None
    check(receipt["receipt"].encode(), leaf_hash(stored[1]), after[3])


class CrashError(Exception):
    """The process ends here."""


STEPS = ["write_keys", "state_itself", "publish", "put in place"]


@pytest.fixture(params=STEPS)
def crashing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The process ends right before one of the steps of a change."""

    def crash(*_: object) -> None:
        raise CrashError

    match request.param:
        case "write_keys":
            monkeypatch.setattr(log_key, "write_keys", crash)
        case "state_itself":
            monkeypatch.setattr(Ledger, "state_itself", crash)
        case "publish":
            monkeypatch.setattr(log_key.Sequencer, "publish", crash)
        case "put in place":
            monkeypatch.setattr(Path, "replace", crash)
    return monkeypatch


def test_a_change_that_was_cut_short_is_finished_by_running_it_again(
    ledger: Ledger, settings: Settings, path: Path, old: LogKeys, crashing: pytest.MonkeyPatch
) -> None:
    # putting the checkpoint outside in place is a rename too, so that crash is in the middle of publishing
    with pytest.raises(CrashError):
        change(ledger, settings)
    crashing.undo()
    assert read_keys(path, ORIGIN) == old
    coming = read_keys(next_path(path), ORIGIN) if next_path(path).exists() else None
    change(ledger, settings)
    new = read_keys(path, ORIGIN)
    assert coming in {None, new}
    assert [fact.key for fact in changes(ledger)] == [new.log.verifier.text]
    publish(ledger, settings)
    assert is_as_published(ledger, settings)


def test_a_server_does_not_start_over_an_unfinished_change(
    ledger: Ledger, settings: Settings, path: Path, old: LogKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ledger, "state_itself", lambda *_: (_ for _ in ()).throw(CrashError))
    with pytest.raises(CrashError):
        change(ledger, settings)
    with pytest.raises(TransparencyError, match="run bihuan log-key change"):
        signing_of(ledger, settings)


def test_a_server_that_waited_with_the_old_keys_signs_nothing(
    ledger: Ledger, settings: Settings, old: LogKeys, scenario: Scenario
) -> None:
    waiting = Publisher(ledger, signing_of(ledger, settings))
    change(ledger, settings)
    scenario.when(weighed(drum()))
    waiting.step(100.0)
    waiting.release()
    assert "the key was changed" in (waiting.stopped_because or "")


@pytest.mark.parametrize("reason", ["", "x" * 1001])
def test_a_reason_that_cannot_be_recorded_changes_nothing(
    ledger: Ledger, settings: Settings, path: Path, old: LogKeys, reason: str
) -> None:
    with pytest.raises(InvalidError):
        change(ledger, settings, reason)
    assert sorted(path.parent.glob("log.key*")) == [path]
    assert read_keys(path, ORIGIN) == old


def test_the_command_waits_for_no_server_and_the_log_is_sound_afterwards(
    ledger: Ledger, settings: Settings, store_url: str
) -> None:
    environment = {
        "BIHUAN_DATABASE_URL": store_url,
        "BIHUAN_LOG_KEY_FILE": str(settings.log_key_file),
        "BIHUAN_CHECKPOINT_COPIES": str(settings.checkpoint_copies),
    }

    def run(*arguments: str) -> Result:
        return CliRunner(env=environment).invoke(app, arguments)

    none_yet = run("log-key", "change", "--reason", "轮换")
    assert (none_yet.exit_code, "no keys yet" in none_yet.stderr) == (1, True)
    server = Publisher(ledger, signing_of(ledger, settings))
    server.step(100.0)
    refused = run("log-key", "change", "--reason", "轮换")
    assert (refused.exit_code, "stop bihuan serve first" in refused.stderr) == (1, True)
    server.release()
    done = run("log-key", "change", "--reason", "轮换")
    assert done.exit_code == 0, done.stderr
    assert len(changes(ledger)) == 1
    assert run("verify").exit_code == 0
