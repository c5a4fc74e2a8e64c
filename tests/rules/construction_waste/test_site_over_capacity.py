"""site_over_capacity: in all, or on one day, no more than a site is filed for."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, all_known
from tests.specification import said
from tests.spoil import GREENING, OPERATOR_OF_SITE, SITE, accepted, departed, filed, filing, planned, trip

RULE = "site_over_capacity"


@pytest.fixture
def small(register: Register) -> Register:
    return register.given(*all_known(), planned(), filed(capacity_t=100, daily_capacity_t=40))


def take(number: int, tonnes: str, day: str) -> list[object]:
    return [
        departed(number, at=f"{day}T21:00:00+08:00"),
        accepted(number, tonnes, at=f"{day}T2{number % 3}:30:00+08:00"),
    ]


def test_the_receipt_that_crosses_the_day_is_the_one(small: Register) -> None:
    small.given(*take(1, "20", "2026-11-23"), *take(2, "20", "2026-11-23"))
    assert small.told(LATER, RULE) == []
    small.given(*take(4, "0.1", "2026-11-23"))
    (flag,) = small.flags(LATER, RULE)
    assert (flag.subject, flag.cause, flag.severity) == (SITE, "2026-11-23", "warning")
    assert flag.since == "2026-11-23T14:30:00.000000Z", "the one of half past ten"


def test_the_receipt_that_crosses_the_whole_is_the_one_and_days_within_it_are_none(small: Register) -> None:
    for number in range(1, 4):
        small.given(*take(number, "33.4", f"2026-11-2{number}"))
    assert small.told(LATER, RULE) == [(SITE, "", "warning")]
    assert small.flags(LATER, RULE)[0].since == "2026-11-23T12:30:00.000000Z"


def test_what_was_taken_away_counts_off(small: Register) -> None:
    small.given(*take(1, "33.4", "2026-11-21"))
    away = {"mass_kg": 10000, "to": "site:310100.LG-01"}
    small.given(said("site.removed", SITE, away, by=OPERATOR_OF_SITE, at="2026-11-22T09:00:00+08:00"))
    small.given(*take(2, "33.4", "2026-11-22"), *take(3, "33.4", "2026-11-23"))
    assert small.told(LATER, RULE) == []


def test_a_filing_that_changes_counts_from_its_day_on(small: Register) -> None:
    small.given(*take(1, "39", "2026-11-21"))
    more = filing(capacity_t=100, daily_capacity_t=50)
    small.given(said("site.changed", SITE, more, by=GREENING, at="2026-11-22T09:00:00+08:00"))
    small.given(*take(2, "45", "2026-11-22"))
    assert small.told(LATER, RULE) == []


def test_a_withdrawn_receipt_clears_it_and_what_was_known_stays(small: Register) -> None:
    small.given(*take(1, "41", "2026-11-23"))
    wrong = {"position": small.position(trip(1)), "reason": "误登"}
    small.given(said("fact.withdrawn", trip(1), wrong, by=OPERATOR_OF_SITE, at="2026-11-25T00:00:00Z"))
    assert small.told(LATER, RULE) == []
    assert small.told("2026-11-24T00:00:00Z", RULE) == [(SITE, "2026-11-23", "warning")]


def test_a_place_that_nobody_filed_has_no_capacity(small: Register) -> None:
    small.given(departed(1), accepted(1, "90", site="site:310115.X-99"))
    assert small.told(LATER, RULE) == []
