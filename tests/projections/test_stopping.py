"""A view that fails on a fact stops alone, in every process, just before that fact, until it is mended."""

import pytest

from ledger.errors import ViewStoppedError
from ledger.log import Ledger
from projections import bookkeeping
from projections.runner import Runner
from tests.projections.rows_of_facts import Poisoned, Seen, Unwritable, log, rows
from tests.specification import Scenario, drum, weighed

pytestmark = pytest.mark.usefixtures("short_stretches")


class Mended(Poisoned):
    """Of another version."""

    VERSION = 2
    ill = False


@pytest.fixture
def runner(ledger: Ledger, scenario: Scenario) -> Runner:
    """Of one ill view and a sound one, on a log of which one fact was there before they were."""
    runner = Runner(ledger, [Poisoned(), Seen()])
    runner.reach("poisoned", 1)
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    return runner


def test_it_stops_before_the_very_fact_and_says_why_and_since_when(ledger: Ledger, runner: Runner) -> None:
    for _ in range(2):
        with pytest.raises(ViewStoppedError, match="ZeroDivisionError at position 10: a mass of nothing") as stopped:
            runner.reach("poisoned", 21)
    assert "bihuan rebuild poisoned" in str(stopped.value)
    assert rows(runner, "poisoned") == log(ledger)[:9]
    assert {name: stop.since for name, stop in runner.stopped().items()} == {
        "poisoned": "2026-11-24T04:00:00.000000Z"
    }


def test_the_others_go_on(ledger: Ledger, runner: Runner) -> None:
    while runner.advance(21):
        pass
    assert rows(runner, "seen") == log(ledger)
    assert runner.stopped().keys() == {"poisoned"}


def test_what_it_holds_already_can_still_be_read(ledger: Ledger, runner: Runner) -> None:
    with pytest.raises(ViewStoppedError):
        runner.reach("poisoned", 21)
    runner.reach("poisoned", 9)
    assert rows(runner, "poisoned") == log(ledger)[:9]


def test_it_is_stopped_in_every_process_and_not_tried_again(
    runner: Runner, other: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ViewStoppedError):
        runner.reach("poisoned", 21)
    monkeypatch.setattr(Poisoned, "ill", False)
    elsewhere = Runner(other, [Poisoned(), Seen()])
    with pytest.raises(ViewStoppedError, match="at position 10"):
        elsewhere.reach("poisoned", 21)
    assert elsewhere.stopped() == runner.stopped()


def test_a_rebuild_anywhere_lets_it_go_on_everywhere(
    ledger: Ledger, runner: Runner, other: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ViewStoppedError):
        runner.reach("poisoned", 21)
    monkeypatch.setattr(Poisoned, "ill", False)
    Runner(other, [Poisoned()]).rebuild("poisoned")
    runner.reach("poisoned", 21)
    assert rows(runner, "poisoned") == log(ledger)
    assert runner.stopped() == {}


def test_another_version_of_the_view_begins_anew(ledger: Ledger, runner: Runner, other: Ledger) -> None:
    with pytest.raises(ViewStoppedError):
        runner.reach("poisoned", 21)
    mended = Runner(other, [Mended()])
    mended.reach("poisoned", 21)
    assert rows(mended, "poisoned") == log(ledger)
    assert mended.stopped() == {}


def test_another_release_goes_on_where_it_stopped(
    ledger: Ledger, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ViewStoppedError):
        runner.reach("poisoned", 21)
    monkeypatch.setattr(Poisoned, "ill", False)
    monkeypatch.setattr(bookkeeping, "RELEASE", "the next one")
    runner.reach("poisoned", 21)
    assert rows(runner, "poisoned") == log(ledger)


def test_a_rebuild_that_fails_stops_nothing_that_serves(
    ledger: Ledger, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as well:
        well.setattr(Poisoned, "ill", False)
        runner.reach("poisoned", 21)
    with pytest.raises(ViewStoppedError, match="cannot be rebuilt, what it had goes on serving"):
        runner.rebuild_all(["poisoned", "seen"])
    assert rows(runner, "poisoned") == rows(runner, "seen") == log(ledger)
    assert runner.stopped() == {}


def test_a_first_filling_that_fails_leaves_the_others_filled_and_is_not_tried_again(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner = Runner(ledger, [Poisoned(), Seen()])
    runner.start()
    runner.stop()
    with pytest.raises(ViewStoppedError, match="between positions 8 and 14"):
        runner.reach("poisoned", 1)
    monkeypatch.setattr(Poisoned, "ill", False)
    with pytest.raises(ViewStoppedError, match="between positions 8 and 14"):
        Runner(ledger, [Poisoned()]).reach("poisoned", 1)
    assert rows(runner, "seen") == log(ledger)


def test_rows_that_the_table_does_not_take_stop_it_too(ledger: Ledger, scenario: Scenario) -> None:
    runner = Runner(ledger, [Unwritable()])
    runner.reach("unwritable", 1)
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    with pytest.raises(ViewStoppedError, match="IntegrityError at position 10"):
        runner.reach("unwritable", 21)
    assert rows(runner, "unwritable") == log(ledger)[:9]
