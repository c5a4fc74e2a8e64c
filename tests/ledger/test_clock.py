"""Two clocks: when it happened is said by the poster, when it was recorded by the ledger, and that never falls."""

import re
from datetime import datetime, timedelta

import pytest
from freezegun import freeze_time

from ledger.clock import SimulatedClock, from_microseconds, microseconds, write_instant
from ledger.errors import ClockBehindError, InvalidError
from ledger.log import Ledger
from ledger.posting import Poster
from ledger.store.verification import verify
from tests.conftest import NOON
from tests.specification import OPERATOR, PLANT, Scenario, drum, generated, weighed


def set_back(ledger: Ledger, by: timedelta) -> None:
    """Let the machine's clock stand before where it stood: a simulated one refuses to go back by itself."""
    ledger.recorder.clock = SimulatedClock(ledger.recorder.now() - by)


def test_what_is_recorded_bears_the_ledgers_own_time(scenario: Scenario, clock: SimulatedClock) -> None:
    clock.set(NOON + timedelta(seconds=2, microseconds=118204))
    (receipt,) = scenario.when(generated(drum()))
    assert receipt.recorded_at == "2026-11-24T04:00:02.118204Z"
    assert scenario.facts(drum())[0].recorded_at == receipt.recorded_at
    assert scenario.ledger.head() == (2, receipt.recorded_at)


def test_recorded_at_never_falls_when_the_clock_goes_back_a_little(scenario: Scenario) -> None:
    scenario.given(generated(drum()))
    set_back(scenario.ledger, timedelta(seconds=4))
    scenario.given(weighed(drum(), at="2026-11-24T11:00:00+08:00"))
    first, second = scenario.facts(drum())
    assert first.recorded_at == second.recorded_at


def test_a_log_five_seconds_ahead_of_the_clock_is_still_written(scenario: Scenario) -> None:
    set_back(scenario.ledger, timedelta(seconds=5))
    scenario.given(generated(drum()))


def test_a_log_further_ahead_of_the_clock_is_not_written(scenario: Scenario) -> None:
    set_back(scenario.ledger, timedelta(seconds=5, microseconds=1))
    scenario.refused(ClockBehindError, "clock_behind_log", generated(drum()))
    assert scenario.facts(drum()) == []
    scenario.ledger.recorder.clock = SimulatedClock(NOON)
    scenario.given(generated(drum()))


def test_a_fact_may_have_happened_exactly_five_minutes_ahead(scenario: Scenario) -> None:
    scenario.given(generated(drum(), at="2026-11-24T04:05:00Z"))


def test_a_fact_of_a_later_future_is_refused_with_the_servers_time(scenario: Scenario) -> None:
    error = scenario.refused(InvalidError, "occurred_in_future", generated(drum(), at="2026-11-24T04:05:00.000001Z"))
    (finding,) = error.findings
    assert finding.pointer == "/time"
    assert finding.about == {"server_time": "2026-11-24T04:00:00.000000Z"}
    assert "2026-11-24T04:00:00.000000Z" in finding.detail


def test_a_fact_may_have_happened_long_ago(scenario: Scenario) -> None:
    scenario.given(generated(drum(), at="1900-01-01T00:00:00Z"))
    assert scenario.facts(drum())[0].fact.occurred_at == "1900-01-01T00:00:00.000000Z"


def test_the_wall_clock_may_be_frozen(store_url: str) -> None:
    with freeze_time("2026-11-24 04:00:00.25"), Ledger(store_url) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        (receipt,) = ledger.state_one(Poster(PLANT, "test"), [generated(drum())])
        stored = ledger.stored(receipt.position)
        assert stored is not None
        # SQLite's time is this process's, PostgreSQL tells its own
        assert re.search(rb'"recorded_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"', stored[1])
        assert b'"occurred_at":"2026-11-24T00:00:00.000000Z"' in stored[1]
        assert list(verify(ledger.recorder.engine))[-1].fault is None


def test_a_frozen_instant_is_written_like_any_other() -> None:
    with freeze_time("2026-11-24 04:00:00.25"):
        assert write_instant(SimulatedClock(datetime.now().astimezone()).now()) == "2026-11-24T04:00:00.250000Z"


def test_a_simulated_clock_goes_forward_until_it_is_handed_over() -> None:
    clock = SimulatedClock(NOON)
    clock.set(NOON + timedelta(hours=1))
    clock.set(NOON)
    assert clock.now() == NOON + timedelta(hours=1)
    with freeze_time("2027-01-01"):
        clock.hand_over()
        assert write_instant(clock.now()) == "2027-01-01T00:00:00.000000Z"


@pytest.mark.parametrize("count", [0, 1, -1, 1_795_500_000_000_001, -2_208_988_800_000_000])
def test_an_instant_is_a_whole_number_of_microseconds(count: int) -> None:
    assert microseconds(from_microseconds(count)) == count


def test_the_position_at_an_instant_is_the_last_recorded_by_then(scenario: Scenario, clock: SimulatedClock) -> None:
    for second in (1, 1, 3):
        clock.set(NOON + timedelta(seconds=second))
        scenario.given(weighed(drum()))
    at = [
        scenario.ledger.recorder.position_at(microseconds(NOON + timedelta(seconds=s))) for s in (-1, 0, 1, 2, 3, 9)
    ]
    assert at == [0, 1, 3, 3, 4, 4]
