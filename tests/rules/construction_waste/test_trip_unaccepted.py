"""trip_unaccepted: what left is accepted, returned or transloaded within hours, else nobody knows where it is."""

from tests.rules.conftest import Register
from tests.rules.hauling import unloaded
from tests.spoil import BARGE, OPERATOR_OF_SITE, SITE, WHARF, accepted, departed, step, trip

RULE = "trip_unaccepted"
DUE = "2026-11-24T18:00:00Z"  # four hours after the departure, and a day to deliver
LATER = "2026-11-25T00:00:00Z"


def test_it_is_flagged_four_hours_and_a_day_after_the_departure_and_not_before(hauling: Register) -> None:
    hauling.given(departed())
    assert hauling.told(DUE, RULE) == []
    assert hauling.told("2026-11-24T18:00:01Z", RULE) == [(trip(1), "", "warning")]


def test_a_week_after_the_departure_it_is_serious(hauling: Register) -> None:
    hauling.given(departed())
    assert hauling.told("2026-11-30T14:00:00Z", RULE) == [(trip(1), "", "warning")]
    assert hauling.told("2026-11-30T14:00:01Z", RULE) == [(trip(1), "", "serious")]


def test_a_vessel_has_three_days(hauling: Register) -> None:
    hauling.given(departed(conveyance=BARGE))
    assert hauling.told("2026-11-27T14:00:00Z", RULE) == []
    assert hauling.told("2026-11-27T14:00:01Z", RULE) == [(trip(1), "", "warning")]


def test_a_receipt_a_return_and_a_transloading_end_it(hauling: Register) -> None:
    hauling.given(departed(1), departed(2), departed(3), accepted(1))
    hauling.given(step("refused", 2, at="2026-11-23T23:00:00+08:00", site=SITE, reason="含垃圾"))
    hauling.given(step("transloaded", 3, at="2026-11-23T23:00:00+08:00", site=WHARF, to_conveyance=BARGE))
    assert hauling.told(LATER, RULE) == [(trip(2), "", "warning")], "refused, and not back yet"
    hauling.given(step("returned", 2, by=trip(2)[5:23], at="2026-11-24T02:00:00+08:00"))
    assert hauling.told("2026-11-26T00:00:00Z", RULE) == []


def test_a_receipt_that_comes_late_clears_it_and_what_was_known_stays(hauling: Register) -> None:
    hauling.given(departed(), accepted(at="2026-11-26T09:00:00+08:00"))
    assert hauling.told(LATER, RULE) == [(trip(1), "", "warning")]
    assert hauling.told("2026-11-26T02:00:00Z", RULE) == []


def test_one_that_was_seen_to_unload_elsewhere_is_that_rules_matter(hauling: Register) -> None:
    hauling.given(departed(), unloaded())
    assert hauling.told(LATER, RULE) == []
    assert hauling.told(LATER, "unloaded_off_site") != []


def test_what_was_accepted_without_a_departure_is_another_matter(hauling: Register) -> None:
    hauling.given(step("arrived", 1, by=OPERATOR_OF_SITE, at="2026-11-23T23:00:00+08:00", site=SITE))
    assert hauling.told(LATER, RULE) == []
