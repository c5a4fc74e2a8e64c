"""hauled_outside_hours: a quarter of an hour beside the hours of the permit, and no more."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, all_known, corrected
from tests.spoil import CARRIER, PERMIT, departed, filings, permitted, trip

RULE = "hauled_outside_hours"
NIGHT = [{"from": "21:00", "until": "05:00"}]


@pytest.fixture
def nightly(register: Register) -> Register:
    return register.given(*all_known(), *filings(), permitted(hours=NIGHT))


@pytest.mark.parametrize(
    ("time", "flagged"),
    [("20:44", True), ("20:45", False), ("21:00", False), ("02:00", False), ("05:15", False), ("05:16", True)],
)
def test_a_quarter_of_an_hour_is_nothing(nightly: Register, time: str, flagged: bool) -> None:
    nightly.given(departed(at=f"2026-11-23T{time}:00+08:00"))
    assert nightly.told(LATER, RULE) == ([(PERMIT, "2026-11-23", "notice")] if flagged else [])


def test_many_trips_of_a_day_are_one_flag(nightly: Register) -> None:
    nightly.given(*(departed(n, at=f"2026-11-23T1{n}:00:00+08:00") for n in (1, 2, 3)))
    (flag,) = nightly.flags(LATER, RULE)
    assert len(flag.findings) == 3


def test_a_night_pass_and_a_permit_without_hours_hold_nobody(register: Register) -> None:
    register.given(*all_known(), *filings(), permitted(hours=NIGHT, night_pass="公安〔2026〕1号"))
    register.given(permitted("permit:无时段"), departed(1, at="2026-11-23T12:00:00+08:00"))
    register.given(departed(2, at="2026-11-23T12:00:00+08:00", permit="permit:无时段"))
    assert register.told(LATER, RULE) == []


def test_a_corrected_time_clears_it(nightly: Register) -> None:
    nightly.given(departed(at="2026-11-23T12:00:00+08:00"))
    at = "2026-11-25T09:00:00+08:00"
    wrong = corrected(nightly.position(trip(1)), trip(1), departed().data, by=CARRIER, at=at)
    wrong.data["time"] = "2026-11-23T22:00:00+08:00"
    nightly.given(wrong)
    assert nightly.told(LATER, RULE) == []
