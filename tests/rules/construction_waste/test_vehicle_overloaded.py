"""vehicle_overloaded: by a verified scale heavier than its axles or its registration allow."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, ON_BOARD, WEIGHBRIDGE, corrected, scale, truck
from tests.spoil import BARGE, CARRIER, OTHER_TRUCK, departed, trip

RULE = "vehicle_overloaded"
TRAILER = "vehicle:沪A1234挂"


@pytest.fixture
def weighing(hauling: Register) -> Register:
    return hauling.given(*scale(), *scale(ON_BOARD, "onboard", verified=False))


@pytest.mark.parametrize(
    ("gross", "severity"),
    [("31.18", None), ("31.181", "notice"), ("34.1", "notice"), ("34.101", "warning"), ("40.3", "warning"),
     ("40.301", "serious")],
)  # fmt: skip
def test_thirty_one_tonnes_on_four_axles_and_what_the_scale_may_be_off_by(
    weighing: Register, gross: str, severity: str | None
) -> None:
    weighing.given(departed(gross=gross, scale=WEIGHBRIDGE))
    assert weighing.told(LATER, RULE) == ([] if severity is None else [(trip(1), "", severity)])


def test_what_it_is_registered_for_may_be_less(weighing: Register) -> None:
    weighing.given(truck(OTHER_TRUCK, gross_limit_kg=25000))
    weighing.given(departed(gross="26", scale=WEIGHBRIDGE, conveyance=OTHER_TRUCK))
    assert weighing.told(LATER, RULE) == [(trip(1), "", "notice")]


def test_with_its_trailer_it_may_be_heavier(weighing: Register) -> None:
    weighing.given(truck(OTHER_TRUCK, axles=3), truck(TRAILER, axles=3, kind="trailer"))
    pulled = {"scale": WEIGHBRIDGE, "conveyance": OTHER_TRUCK, "trailer": TRAILER}
    weighing.given(departed(1, "49", **pulled), departed(2, "50", **pulled))
    assert weighing.told(LATER, RULE) == [(trip(2), "", "notice")]


def test_a_reading_on_board_counts_where_it_is_a_tenth_over(weighing: Register) -> None:
    weighing.given(departed(1, "34.1", scale=ON_BOARD), departed(2, "34.101", scale=ON_BOARD))
    assert weighing.told(LATER, RULE) == [(trip(2), "", "warning")]


def test_an_unverified_scale_an_unknown_truck_and_a_vessel_are_not_judged(hauling: Register) -> None:
    hauling.given(*scale(verified=False), departed(1, "45", scale=WEIGHBRIDGE), departed(2, "45"))
    hauling.given(departed(3, "45", scale=WEIGHBRIDGE, conveyance=OTHER_TRUCK))
    hauling.given(departed(4, "45", scale=WEIGHBRIDGE, conveyance=BARGE))
    assert hauling.told(LATER, RULE) == []


def test_a_correction_clears_it(weighing: Register) -> None:
    weighing.given(departed(gross="36", scale=WEIGHBRIDGE))
    again = departed(gross="30", scale=WEIGHBRIDGE).data
    at = "2026-11-25T09:00:00+08:00"
    weighing.given(corrected(weighing.position(trip(1)), trip(1), again, by=CARRIER, at=at))
    assert weighing.told(LATER, RULE) == []
    assert len(weighing.told("2026-11-24T00:00:00Z", RULE)) == 1, "as was known then"
