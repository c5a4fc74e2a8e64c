"""plate_in_two_places: no truck is so fast as to be at both gates."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, SITE_GATE, corrected, gate, looked_at, passed
from tests.specification import said
from tests.spoil import CARRIER, CONTRACTOR, GATE, OPERATOR_OF_SITE, TRUCK

RULE = "plate_in_two_places"
PLATE, DAY = TRUCK[8:], "2026-11-23"
FAR, NEAR = ("121.60", "31.325"), ("121.60", "31.115")
"""24.9 and 1.7 km north of the gate of the project."""


@pytest.fixture
def watched(hauling: Register) -> Register:
    return hauling.given(gate(by=CONTRACTOR), gate(SITE_GATE, FAR, by=OPERATOR_OF_SITE))


def there(at: str, plate: str = PLATE, **more: object):  # type: ignore[no-untyped-def]
    return passed(plate, at, way="in", where=SITE_GATE, **more)  # type: ignore[arg-type]


FLAG = (TRUCK, DAY, "warning")


def test_25_km_in_seven_minutes_are_too_fast_and_in_eight_they_are_not(watched: Register) -> None:
    watched.given(passed(PLATE, "21:00"), there("21:08"))
    assert watched.told("2026-11-23T13:30:00Z", RULE) == []
    watched.given(passed(PLATE, "22:00"), there("22:07"))
    assert watched.told(LATER, RULE) == [FLAG]


def test_it_is_flagged_when_the_second_sighting_is_recorded(watched: Register) -> None:
    watched.given(passed(PLATE, "22:00"))
    watched.given(there("22:05"), recorded_at="2026-11-23T20:00:00Z")
    assert watched.told("2026-11-23T20:00:00Z", RULE) == []
    (flag,) = watched.flags("2026-11-23T20:00:01Z", RULE)
    assert (flag.subject, flag.cause, flag.severity) == FLAG
    assert flag.findings[0].against == f"organisation:{CARRIER}"


def test_a_sighting_that_was_not_sure_counts_once_somebody_looked(watched: Register) -> None:
    watched.given(there("21:55"), passed("沪AB12", "22:00", sure="0.6"))
    assert watched.told("2026-11-24T00:00:00Z", RULE) == []
    watched.given(looked_at(watched.position(GATE), TRUCK))
    assert watched.told(LATER, RULE) == [FLAG]
    assert watched.told("2026-11-24T00:00:00Z", RULE) == [], "as was known then"


def test_over_midnight_it_is_a_matter_of_the_second_day(watched: Register) -> None:
    watched.given(passed(PLATE, "23:58"), there("00:02", day="2026-11-24"))
    assert watched.told(LATER, RULE) == [(TRUCK, "2026-11-24", "warning")]


def test_gates_near_each_other_and_gates_without_a_point_are_nothing(hauling: Register) -> None:
    hauling.given(gate(by=CONTRACTOR), gate(SITE_GATE, NEAR, by=OPERATOR_OF_SITE))
    hauling.given(passed(PLATE, "22:00"), there("22:00"))
    changed = gate(SITE_GATE, None, by=OPERATOR_OF_SITE).data
    hauling.given(said("gate.changed", SITE_GATE, changed, by=OPERATOR_OF_SITE, at="2026-11-23T22:10:00+08:00"))
    hauling.given(passed(PLATE, "22:20"), there("22:21"))
    assert hauling.told(LATER, RULE) == []


def test_a_gate_whose_place_is_corrected_clears_it(watched: Register) -> None:
    watched.given(passed(PLATE, "22:00"), there("22:05"))
    assert watched.told("2026-11-24T00:00:00Z", RULE) == [FLAG]
    right = gate(SITE_GATE, NEAR, by=OPERATOR_OF_SITE).data
    registered = min(fact.position for fact in watched.facts(SITE_GATE))
    at = "2026-11-25T00:00:00Z"
    watched.given(corrected(registered, SITE_GATE, right, by=OPERATOR_OF_SITE, at=at))
    assert watched.told(LATER, RULE) == []


@pytest.mark.parametrize(("sure", "flagged"), [("0.95", True), ("0.949", False)])
def test_the_camera_was_sure_enough(watched: Register, sure: str, flagged: bool) -> None:
    watched.given(there("21:55"), passed(PLATE, "22:00", sure=sure))
    assert watched.told(LATER, RULE) == ([FLAG] if flagged else [])
