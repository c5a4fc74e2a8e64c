"""route_deviation: a permit with a route holds a truck to it; without one it holds nobody."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, all_known, tracked
from tests.specification import kg
from tests.spoil import CARRIER, CITY_SITE, PERMIT, TRUCK, departed, filings, org, permitted, step

RULE = "route_deviation"
ROUTE = {"type": "LineString", "coordinates": [[kg("121.60"), kg("31.10")], [kg("121.62"), kg("31.12")]]}


@pytest.fixture
def routed(register: Register) -> Register:
    return register.given(*all_known(), *filings(), permitted(route=ROUTE))


def test_more_than_ten_minutes_outside_is_a_notice_for_the_truck_and_day(routed: Register) -> None:
    routed.given(departed(), tracked(corridor_exit_s=600))
    assert routed.told(LATER, RULE) == []
    routed.given(departed(2), tracked(2, corridor_exit_s=601), departed(3), tracked(3, corridor_exit_s=900))
    assert routed.told(LATER, RULE) == [(TRUCK, "2026-11-23", "notice")]


def test_a_trip_that_was_diverted_is_not_held_to_it(routed: Register) -> None:
    diverted = {"to_site": CITY_SITE, "decided_by": org(CARRIER), "reason": "封路"}
    routed.given(departed(), tracked(corridor_exit_s=900))
    assert len(routed.told(LATER, RULE)) == 1
    routed.given(step("diverted", by=CARRIER, at="2026-11-23T22:10:00+08:00", **diverted))
    assert routed.told("2026-12-01T00:00:00Z", RULE) == []


def test_a_permit_without_a_route_holds_nobody(hauling: Register) -> None:
    hauling.given(departed(permit=PERMIT), tracked(corridor_exit_s=900))
    assert hauling.told(LATER, RULE) == []
