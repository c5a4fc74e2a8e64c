"""receipt_without_trip: a receipt fits one real trip, whose truck was there."""

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, unloaded
from tests.specification import said
from tests.spoil import OPERATOR_OF_SITE, SITE, accepted, departed, trip

RULE = "receipt_without_trip"
SERIOUS = (SITE, "R-1", "serious")


def test_without_a_departure_it_is_serious_a_day_after_it_was_recorded(hauling: Register) -> None:
    hauling.given(accepted())
    assert hauling.told("2026-11-24T15:00:00Z", RULE) == []
    assert hauling.told("2026-11-24T15:00:01Z", RULE) == [SERIOUS]


def test_a_departure_that_is_told_late_clears_it(hauling: Register) -> None:
    hauling.given(accepted())
    assert hauling.told("2026-11-25T00:00:00Z", RULE) == [SERIOUS]
    hauling.given(departed(), recorded_at="2026-11-26T00:00:00Z")
    assert hauling.told(LATER, RULE) == []
    assert hauling.told("2026-11-25T00:00:00Z", RULE) == [SERIOUS], "as was known then"


def test_one_number_on_two_trips_is_one_flag(hauling: Register) -> None:
    hauling.given(departed(1), departed(2), accepted(1), accepted(2, receipt="R-1", at="2026-11-24T08:00:00+08:00"))
    assert hauling.told("2026-11-25T00:00:00Z", RULE) == []
    (flag,) = hauling.flags("2026-11-25T00:00:01Z", RULE)
    assert (flag.subject, flag.cause, flag.severity, flag.findings[0].variant) == (*SERIOUS, "twice")


def test_a_withdrawal_of_one_of_them_clears_it(hauling: Register) -> None:
    hauling.given(departed(1), departed(2), accepted(1), accepted(2, receipt="R-1"))
    wrong = {"position": hauling.position(trip(2)), "reason": "误登"}
    hauling.given(said("fact.withdrawn", trip(2), wrong, by=OPERATOR_OF_SITE, at="2026-11-26T00:00:00Z"))
    assert hauling.told(LATER, RULE) == []


def test_a_reprint_and_another_sites_number_are_nothing(hauling: Register) -> None:
    hauling.given(departed(1), departed(2), accepted(1), accepted(1, at="2026-11-23T23:10:00+08:00"))
    hauling.given(accepted(2, receipt="R-1", site="site:310115.Y-02"))
    assert hauling.told(LATER, RULE) == []


def test_a_receipt_while_the_truck_unloaded_a_kilometre_away_is_serious(hauling: Register) -> None:
    hauling.given(departed(1), unloaded(1, at="2026-11-23T22:50:00+08:00"), accepted(1))
    (flag,) = hauling.flags(LATER, RULE)
    assert (flag.subject, flag.cause, flag.severity, flag.findings[0].variant) == (*SERIOUS, "elsewhere")


def test_it_was_elsewhere_within_a_quarter_of_an_hour_and_farther_than_a_kilometre(hauling: Register) -> None:
    hauling.given(departed(1), unloaded(1, at="2026-11-23T22:44:59+08:00"), accepted(1))
    hauling.given(departed(2), unloaded(2, ("121.6404", "31.125"), at="2026-11-23T22:50:00+08:00"), accepted(2))
    hauling.given(departed(3), unloaded(3, grade="unseen", at="2026-11-23T22:50:00+08:00"), accepted(3))
    assert hauling.told(LATER, RULE) == []
    hauling.given(departed(4), unloaded(4, at="2026-11-23T22:45:00+08:00"), accepted(4))
    hauling.given(departed(5), unloaded(5, ("121.6406", "31.125"), at="2026-11-23T22:50:00+08:00"), accepted(5))
    assert sorted(told[1] for told in hauling.told("2026-12-02T00:00:00Z", RULE)) == ["R-4", "R-5"]
