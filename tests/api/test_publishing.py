"""One process of many publishes, as soon as it should; when it ends, however it ends, another goes on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.app import create_app
from api.publishing import Publisher, rest_after, signing_of
from api.settings import Settings, read_settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.store.tree import TreeStore
from ledger.transparency.errors import TransparencyError
from ledger.transparency.mirror import Mirror
from tests.conftest import NOON
from tests.server_process import await_checkpoint, files_of, killed_afterwards
from tests.specification import Scenario, drum, weighed


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation's own files."""
    return Settings(log_key_file=str(tmp_path / "log.key"), checkpoint_copies=f"{tmp_path / 'outside'}/")


@pytest.fixture
def publisher(ledger: Ledger, settings: Settings) -> Iterator[Publisher]:
    """One whose steps a test takes for it."""
    publisher = Publisher(ledger, signing_of(ledger, settings))
    yield publisher
    publisher.release()


@pytest.fixture
def other(store_url: str, ledger: Ledger, settings: Settings) -> Iterator[Publisher]:
    """The same of another server, over connections of its own."""
    with Ledger(store_url, SimulatedClock(NOON)) as opened:
        publisher = Publisher(opened, signing_of(opened, settings))
        yield publisher
        publisher.release()


def fill(scenario: Scenario, count: int, batch: int = 0) -> None:
    """So many facts more."""
    scenario.when(*(weighed(drum(f"{batch}-{n}")) for n in range(count)))


def size_of(publisher: Publisher) -> int:
    """How many leaves are published."""
    published = publisher.latest()
    return published.checkpoint.size if published else 0


def test_256_new_facts_are_not_kept_waiting_and_one_waits_for_a_second(publisher: Publisher) -> None:
    publisher.step(100.0)
    assert size_of(publisher) == 1
    assert not publisher.due(1, 100.99)
    assert not publisher.due(256, 100.99)
    assert publisher.due(257, 100.01)
    assert publisher.due(2, 101.0)
    assert publisher.due(1, 101.0)


@pytest.mark.parametrize(("took", "rest"), [(0.001, 0.1), (0.02, 0.38), (3, 1)])
def test_publishing_takes_at_most_a_twentieth_of_the_time_and_never_rests_for_more_than_a_second(
    took: float, rest: float
) -> None:
    assert rest_after(took) == pytest.approx(rest)


def test_facts_that_another_process_appended_count_too(
    store_url: str, ledger: Ledger, publisher: Publisher, scenario: Scenario
) -> None:
    publisher.step(100.0)
    with Ledger(store_url, SimulatedClock(NOON)) as writer:
        fill(Scenario(writer), 255)
        publisher.step(100.1)
        assert size_of(publisher) == 1
        fill(Scenario(writer), 1, batch=1)
    publisher.step(100.2)
    assert size_of(publisher) == 257


def test_the_heads_of_all_subjects_are_stated_once_an_hour_while_something_is_new(
    ledger: Ledger, publisher: Publisher, scenario: Scenario
) -> None:
    publisher.step(100.0)
    fill(scenario, 2)
    publisher.step(3_699.0)
    assert ledger.head()[0] == 3
    publisher.step(3_700.0)
    (stated,) = ledger.recorded(types=["heads.recorded"])
    assert (stated.position, stated.fact.data.size, size_of(publisher)) == (4, 3, 4)
    publisher.step(7_300.0)
    assert ledger.head()[0] == 4


def test_who_cannot_wait_gets_a_checkpoint_of_what_there_is(publisher: Publisher, scenario: Scenario) -> None:
    fill(scenario, 3)
    assert publisher.covering(4).checkpoint.size == 4


def test_who_asks_beside_the_leader_waits_for_the_leader(
    publisher: Publisher, other: Publisher, scenario: Scenario
) -> None:
    publisher.step(100.0)
    fill(scenario, 3)
    with ThreadPoolExecutor(1) as thread:
        awaited = thread.submit(other.covering, 4)
        publisher.step(101.0)
        assert awaited.result(60).checkpoint.size == 4
    assert not other.leads


def test_nobody_waits_for_a_log_that_signs_nothing_any_more(publisher: Publisher) -> None:
    publisher.stopped_because = "rewritten"
    with pytest.raises(TransparencyError, match="rewritten"):
        publisher.covering(1)


def test_when_idle_a_lost_copy_is_put_back_and_nothing_else_happens(
    ledger: Ledger, publisher: Publisher, settings: Settings
) -> None:
    publisher.step(100.0)
    mirror = Mirror(Path(str(settings.checkpoint_copies)))
    kept, note = TreeStore(ledger.recorder.engine).checkpoints(), mirror.latest()
    mirror.remove()
    publisher.step(100.5)
    assert mirror.latest() is None
    publisher.step(101.0)
    assert mirror.latest() == note
    assert TreeStore(ledger.recorder.engine).checkpoints() == kept


def test_of_two_one_leads_and_the_other_serves_what_it_published(
    publisher: Publisher, other: Publisher, scenario: Scenario
) -> None:
    publisher.step(100.0)
    fill(scenario, 3)
    other.step(101.0)
    assert (publisher.leads, other.leads) == (True, False)
    assert other.latest() == publisher.latest()
    assert size_of(other) == 1
    publisher.step(101.0)
    assert other.latest() == publisher.latest()
    assert size_of(other) == 4


def test_checkpoints_made_at_once_keep_no_later_one_from_being_made(publisher: Publisher, scenario: Scenario) -> None:
    publisher.step(100.0)
    for number in (1, 2):
        fill(scenario, 1, number)
        assert publisher.covering(number + 1).checkpoint.size == number + 1
    fill(scenario, 1, 3)
    publisher.step(101.0)
    assert size_of(publisher) == 4


def test_when_the_leader_ends_the_other_goes_on(publisher: Publisher, other: Publisher, scenario: Scenario) -> None:
    publisher.step(100.0)
    other.step(100.0)
    publisher.release()
    fill(scenario, 3)
    other.step(101.0)
    publisher.step(102.0)
    assert (publisher.leads, other.leads) == (False, True)
    assert size_of(other) == 4


def test_a_leader_that_is_killed_is_followed(store_url: str, ledger: Ledger) -> None:
    settings = read_settings(files_of(store_url))
    with killed_afterwards(store_url) as address:
        await_checkpoint(address)
        publisher = Publisher(ledger, signing_of(ledger, settings))
        publisher.step(100.0)
        assert not publisher.leads
    publisher.step(101.0)
    assert publisher.leads
    publisher.release()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_leader_that_lost_its_connection_leads_no_more(
    ledger: Ledger, publisher: Publisher, other: Publisher, scenario: Scenario
) -> None:
    publisher.step(100.0)
    with ledger.recorder.engine.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        )
    other.step(100.0)
    fill(scenario, 1)
    publisher.step(101.0)
    assert (publisher.leads, other.leads) == (False, True)
    assert size_of(publisher) == 1
    publisher.step(102.0)
    assert not publisher.leads
    assert publisher.stopped_because is None


def test_a_server_that_follows_is_ready_and_serves_proofs(
    ledger: Ledger, publisher: Publisher, settings: Settings, scenario: Scenario
) -> None:
    fill(scenario, 5)
    publisher.step(100.0)
    with TestClient(create_app(ledger, settings, signing_of(ledger, settings))) as follower:
        ready = follower.get("/health/ready").json()
        assert (ready["status"], ready["signing"]) == ("ready", True)
        assert follower.get("/checkpoint").content == Mirror(Path(str(settings.checkpoint_copies))).latest()
        assert follower.get("/v1/events/3/proof").status_code == 200
