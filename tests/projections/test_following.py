"""Of many processes one folds, and the others wait a moment for it; when it ends, however it ends, another folds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from ledger.store.leadership import leadership_of
from projections.catalogue import VIEWS
from projections.following import PLACE
from projections.lag import lags
from projections.runner import AWAIT_S, POLL_S, Runner
from tests.projections.rows_of_facts import Awaited, Poisoned, Seen, log, rows
from tests.server_process import await_that, killed_afterwards
from tests.specification import Scenario, drum, weighed

pytestmark = pytest.mark.usefixtures("short_stretches")

PATIENCE = round(AWAIT_S / POLL_S)


@pytest.fixture
def leader(ledger: Ledger) -> Iterator[Runner]:
    """One that follows the log."""
    runner = Runner(ledger, [Seen()])
    runner.start()
    await_that(lambda: runner.leads)
    yield runner
    runner.stop()


def test_while_it_runs_it_follows_the_log_unasked(ledger: Ledger, scenario: Scenario) -> None:
    view = Awaited()
    runner = Runner(ledger, [Poisoned(), view])
    view.reached.clear()
    runner.start()
    try:
        scenario.when(*(weighed(drum(n)) for n in range(20)))
        assert view.reached.wait(60)
        await_that(lambda: runner.stopped().keys() == {"poisoned"})  # it tries shorter and shorter stretches first
    finally:
        runner.stop()
    assert rows(runner) == log(ledger)


def test_what_another_process_appends_is_folded_by_who_leads(leader: Runner, ledger: Ledger, other: Ledger) -> None:
    Scenario(other).when(*(weighed(drum(n)) for n in range(20)))
    await_that(lambda: rows(leader) == log(ledger))


class Waits:
    """How often a runner waited, and what happens meanwhile."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        self.count = 0
        self._meanwhile = meanwhile

    def __call__(self, _: float) -> None:
        self.count += 1
        self._meanwhile()


@contextmanager
def beside_a_leader(ledger: Ledger, waits: Waits) -> Iterator[Runner]:
    """A runner beside a process that holds the place and does nothing."""
    place = leadership_of(ledger.recorder.engine, PLACE)
    assert place.held()
    runner = Runner(ledger, [Seen()], waits)
    runner.start()
    try:
        runner.reach("seen", 1)  # else it would only be filled for the first time
        yield runner
        assert not runner.leads
    finally:
        runner.stop()
        place.release()


def test_who_does_not_lead_waits_until_the_leader_has_folded(
    ledger: Ledger, other: Ledger, scenario: Scenario
) -> None:
    waits = Waits(lambda: Runner(other, [Seen()]).reach("seen", 21) if waits.count == 3 else None)
    with beside_a_leader(ledger, waits) as runner:
        scenario.when(*(weighed(drum(n)) for n in range(20)))
        runner.reach("seen", 21)
        assert waits.count == 3
        assert rows(runner) == log(ledger)
        runner.reach("seen", 21)
        assert waits.count == 3


def test_who_has_waited_for_a_second_folds_by_itself(ledger: Ledger, scenario: Scenario) -> None:
    waits = Waits()
    with beside_a_leader(ledger, waits) as runner:
        scenario.when(*(weighed(drum(n)) for n in range(20)))
        runner.reach("seen", 21)
        assert waits.count == PATIENCE
        assert rows(runner) == log(ledger)


def test_nobody_waits_for_a_view_that_stopped(ledger: Ledger, scenario: Scenario) -> None:
    waits = Waits()
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    place = leadership_of(ledger.recorder.engine, PLACE)
    assert place.held()
    runner = Runner(ledger, [Poisoned()], waits)
    runner.start()
    for _ in range(2):
        with pytest.raises(ViewStoppedError):
            runner.reach("poisoned", 21)
    runner.stop()
    place.release()
    assert waits.count == 0


def test_where_nobody_follows_nobody_is_waited_for(ledger: Ledger, scenario: Scenario) -> None:
    waits = Waits()
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    Runner(ledger, [Seen()], waits).reach("seen", 21)
    assert waits.count == 0


def test_when_the_leader_ends_another_follows(leader: Runner, ledger: Ledger, other: Ledger) -> None:
    second = Runner(other, [Awaited()])
    second.start()
    try:
        leader.stop()
        await_that(lambda: second.leads)
        assert not leader.leads
        Awaited.reached.clear()
        Scenario(ledger).when(*(weighed(drum(n)) for n in range(20)))
        assert Awaited.reached.wait(60)
    finally:
        second.stop()


def test_when_the_leader_is_killed_another_follows(store_url: str, ledger: Ledger, scenario: Scenario) -> None:
    name = VIEWS[0].NAME
    with killed_afterwards(store_url):
        await_that(lambda: has_reached(ledger, name))
        runner = Runner(ledger, VIEWS)
        runner.start()
        scenario.when(*(weighed(drum(n)) for n in range(20)))
        await_that(lambda: has_reached(ledger, name))
        assert not runner.leads
    try:
        await_that(lambda: runner.leads)
        scenario.when(*(weighed(drum(f"later-{n}")) for n in range(20)))
        await_that(lambda: has_reached(ledger, name))
    finally:
        runner.stop()


def has_reached(ledger: Ledger, name: str) -> bool:
    """Whether a view holds the whole log, without asking for it."""
    _, found = lags(ledger, Runner(ledger, VIEWS))
    return found[name].behind == 0


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_leader_that_lost_its_connection_comes_back(leader: Runner, ledger: Ledger, scenario: Scenario) -> None:
    with ledger.recorder.engine.connect() as connection:
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
        )
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    await_that(lambda: rows(leader) == log(ledger))
