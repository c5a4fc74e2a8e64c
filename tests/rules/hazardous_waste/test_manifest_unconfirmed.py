"""manifest_unconfirmed: what arrived is to be confirmed within five working days of its acceptance."""

import pytest

from tests.manifests import DRUMS, NUMBER, RECEIVER, TRADE, TRUCKER, issued, of_manifest, received
from tests.rules.conftest import Register
from tests.specification import generated

RULE = "manifest_unconfirmed"
ARRIVED = "2026-11-24T10:00:00+08:00"  # a Tuesday
DUE = "2026-12-01T16:00:00Z"  # 24:00 of the next Tuesday, in Shanghai


@pytest.fixture
def arrived(register: Register) -> Register:
    collected = of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}, at="2026-11-24T09:00:00+08:00")
    there = of_manifest("arrived", RECEIVER, {}, at=ARRIVED)
    return register.given(*TRADE, *(generated(each) for each in DRUMS), issued(), collected, there)


def test_it_is_flagged_when_the_fifth_working_day_is_over_and_not_before(arrived: Register) -> None:
    assert arrived.told("2026-12-01T16:00:00Z", RULE) == []
    assert arrived.told("2026-12-01T16:00:01Z", RULE) == [(NUMBER, "", "notice")]


def test_after_five_more_it_is_a_warning(arrived: Register) -> None:
    assert arrived.told("2026-12-08T16:00:00Z", RULE) == [(NUMBER, "", "notice")]
    assert arrived.told("2026-12-08T16:00:01Z", RULE) == [(NUMBER, "", "warning")]


def test_a_confirmation_in_time_leaves_no_flag(arrived: Register) -> None:
    arrived.given(received(DRUMS, at="2026-12-01T23:59:00+08:00"))
    assert arrived.told("2026-12-20T00:00:00Z", RULE) == []


def test_an_acceptance_that_came_late_and_was_confirmed_at_once_clears_it(arrived: Register) -> None:
    arrived.given(received(DRUMS, at="2026-12-02T09:00:00+08:00"))
    assert arrived.told("2026-12-02T00:00:00Z", RULE) == [(NUMBER, "", "notice")], "as was known then"
    assert arrived.told("2026-12-20T00:00:00Z", RULE) == []


def test_what_was_recorded_late_though_it_happened_in_time_is_late(arrived: Register) -> None:
    arrived.given(received(DRUMS, at="2026-11-25T09:00:00+08:00"), recorded_at="2026-12-03T09:00:00+08:00")
    assert arrived.told("2026-12-02T00:00:00Z", RULE) == [(NUMBER, "", "notice")]
    (flag,) = arrived.flags("2026-12-20T00:00:00Z", RULE)
    assert (flag.severity, flag.findings[0].variant, flag.findings[0].fine) == ("notice", "late", False)


def test_a_paper_manifest_is_another_rules_matter(arrived: Register) -> None:
    paper = {"paper_no": "沪危联0001", "completed_at": "2026-11-24T11:00:00+08:00"}
    arrived.given(of_manifest("entered_from_paper", RECEIVER, paper, at="2026-11-26T10:00:00+08:00"))
    assert arrived.told("2026-12-20T00:00:00Z", RULE) == []
