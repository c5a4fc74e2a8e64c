"""trip_weight_loss: less arrived than left, by more than the two scales may differ."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import AT_THE_SITE, LATER, ON_BOARD, WEIGHBRIDGE, corrected, scale, truck
from tests.specification import kg
from tests.spoil import CARRIER, OPERATOR_OF_SITE, OTHER_TRUCK, SITE, accepted, departed, step, trip

RULE = "trip_weight_loss"


@pytest.fixture
def weighing(hauling: Register) -> Register:
    return hauling.given(*scale(), *scale(AT_THE_SITE), *scale(ON_BOARD, "onboard", verified=False))


def arrived(gross: str, number: int = 1, **more: object):  # type: ignore[no-untyped-def]
    data = {"site": SITE, "gross_kg": kg(gross) * 1000, "tare_kg": 13000, "scale": AT_THE_SITE, **more}
    told = {name: value for name, value in data.items() if value is not None}
    return step("arrived", number, at="2026-11-23T22:50:00+08:00", **told)


def test_three_per_cent_of_17_t_may_be_missing_and_no_more(weighing: Register) -> None:
    weighing.given(departed(scale=WEIGHBRIDGE), arrived("29.49"))
    assert weighing.told(LATER, RULE) == []
    weighing.given(departed(2, scale=WEIGHBRIDGE), arrived("29.489", 2))
    assert weighing.told(LATER, RULE) == [(trip(2), "", "warning")]


def test_half_a_tonne_is_never_flagged(weighing: Register) -> None:
    weighing.given(departed(gross="18", scale=WEIGHBRIDGE), arrived("17.5"))
    assert weighing.told(LATER, RULE) == []


def test_more_than_thirty_per_cent_is_serious(weighing: Register) -> None:
    weighing.given(departed(scale=WEIGHBRIDGE), arrived("24.9"), departed(2, scale=WEIGHBRIDGE), arrived("24.89", 2))
    assert sorted(weighing.told(LATER, RULE)) == [(trip(1), "", "warning"), (trip(2), "", "serious")]


def test_a_scale_on_board_a_scale_nobody_verified_and_slurry_may_be_farther_off(weighing: Register) -> None:
    weighing.given(departed(1, scale=ON_BOARD), arrived("28.4", 1))
    weighing.given(departed(2), arrived("28.9", 2, scale=None))
    weighing.given(departed(3, scale=WEIGHBRIDGE, waste_class="slurry"), arrived("27.5", 3))
    assert weighing.told(LATER, RULE) == []
    weighing.given(departed(4, scale=WEIGHBRIDGE, waste_class="slurry"), arrived("27.4", 4))
    assert weighing.told(LATER, RULE) == [(trip(4), "", "warning")]


def test_where_the_site_weighed_nothing_its_receipt_tells(weighing: Register) -> None:
    weighing.given(departed(scale=WEIGHBRIDGE), accepted(tonnes="12"))
    assert weighing.told(LATER, RULE) == [(trip(1), "", "warning")]


def test_a_volume_is_not_compared_with_a_weighing(weighing: Register) -> None:
    weighing.given(departed(scale=WEIGHBRIDGE))
    by_volume = {"site": SITE, "receipt": "R-1", "volume_m3": 5, "density": kg("1.6")}
    weighing.given(step("accepted", at="2026-11-23T23:00:00+08:00", **by_volume))
    assert weighing.told(LATER, RULE) == []


def test_what_went_elsewhere_is_not_lost(weighing: Register) -> None:
    weighing.given(departed(scale=WEIGHBRIDGE))
    weighing.given(step("returned", by=CARRIER, at="2026-11-23T22:30:00+08:00", mass_kg=8000), arrived("22"))
    assert weighing.told(LATER, RULE) == []


def test_a_registered_tare_counts_for_ninety_days(weighing: Register) -> None:
    weighing.given(truck(OTHER_TRUCK, tare_weighed_on="2026-08-24"), departed(1, tare=None), departed(2, tare=None))
    weighing.given(arrived("24", 1), departed(3, tare=None, conveyance=OTHER_TRUCK), arrived("24", 3))
    assert weighing.told(LATER, RULE) == [(trip(1), "", "serious")]


def test_a_correction_clears_it_and_what_was_known_stays(weighing: Register) -> None:
    weighing.given(departed(scale=WEIGHBRIDGE), arrived("24"))
    assert len(weighing.flags("2026-11-24T00:00:00Z", RULE)) == 1
    again = arrived("29.8").data
    at = "2026-11-25T09:00:00+08:00"
    weighing.given(corrected(weighing.position(trip(1)), trip(1), again, by=OPERATOR_OF_SITE, at=at))
    assert weighing.told(LATER, RULE) == []
    assert len(weighing.flags("2026-11-24T00:00:00Z", RULE)) == 1
