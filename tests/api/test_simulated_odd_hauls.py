"""Loads of construction waste that go wrong in the simulated month: exactly those, by an account of their own."""

from collections import defaultdict
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.simulation.plan import Month, month
from api.simulation.spoil_founding import TIPPER
from tests.api.simulated_month import TUESDAY, Told, facts_in, happened, injected, keys, net, trips_in

TWICE = ("hauled_outside_hours", "permit_overdrawn", "receipt_without_trip", "trip_weight_loss", "vehicle_overloaded")


@pytest.fixture(scope="module", params=[(1, 1.0), (2, 0.3)])
def planned(request: pytest.FixtureRequest) -> Month:
    seed, scale = request.param
    return month(TUESDAY, scale=scale, seed=seed)


@pytest.fixture(scope="module")
def facts(planned: Month) -> list[dict[str, Any]]:
    return facts_in(planned.posts)


@pytest.fixture(scope="module")
def trips(facts: list[dict[str, Any]]) -> dict[str, Told]:
    return trips_in(facts)


@pytest.fixture(scope="module")
def permits(facts: list[dict[str, Any]]) -> dict[str, Any]:
    return {e["subject"]: e["data"] for e in facts if e["type"] == "disposal_permit.granted"}


@pytest.mark.parametrize("rule", TWICE)
def test_each_is_injected_twice(planned: Month, rule: str) -> None:
    assert sum(each.rule == rule for each in planned.injected) >= 2


def test_the_same_seed_gives_the_same_truth(planned: Month) -> None:
    assert month(TUESDAY).injected == month(TUESDAY).injected


def test_a_month_of_three_days_has_none_of_it() -> None:
    assert not [each for each in month(TUESDAY, days=3, scale=0.1).injected if ".N-" in each.subject]


def test_a_permit_is_overdrawn_only_where_that_is_injected(
    planned: Month, trips: dict[str, Told], permits: dict[str, Any]
) -> None:
    left: dict[str, Decimal] = defaultdict(Decimal)
    for told in trips.values():
        data = told["departed"][0]["data"]
        left[data.get("permit", "none")] += net(data)
    over = {permit for permit, data in permits.items() if left[permit] > data["quota_t"] * Decimal(1020)}
    assert over == injected(planned, "permit_overdrawn")


def test_a_truck_is_too_heavy_only_where_that_is_injected(planned: Month, trips: dict[str, Told]) -> None:
    allowed = TIPPER["gross_limit_kg"] + 180
    heavy = {
        trip
        for trip, told in trips.items()
        if any(e["data"]["gross_kg"] > allowed for step in ("departed", "arrived") for e in told[step] if weighed(e))
    }
    assert heavy == injected(planned, "vehicle_overloaded")


def weighed(event: dict[str, Any]) -> bool:
    return "scale" in event["data"]


def test_a_load_leaves_outside_its_hours_only_where_that_is_injected(
    planned: Month, trips: dict[str, Told], permits: dict[str, Any]
) -> None:
    outside = set()
    for told in trips.values():
        left = told["departed"][0]
        number = left["data"].get("permit")
        permit = permits.get(number, {"night_pass": "none is asked for"})
        if "night_pass" not in permit and not within(permit["hours"], told):
            outside.add((number, left["time"][:10]))
    assert outside == keys(planned, "hauled_outside_hours")


def within(hours: list[dict[str, str]], told: Told) -> bool:
    left = happened(told["departed"][0])
    spans = [(time.fromisoformat(each["from"]), time.fromisoformat(each["until"])) for each in hours]
    early, late = (left + timedelta(minutes=15)).time(), (left - timedelta(minutes=15)).time()
    return any(
        (begin <= early and late <= end) if begin < end else (begin <= early or late <= end) for begin, end in spans
    )


def test_a_receipt_stands_without_a_departure_only_where_that_is_injected(
    planned: Month, facts: list[dict[str, Any]], trips: dict[str, Told]
) -> None:
    settled = TUESDAY - timedelta(hours=24)
    never = {e["subject"] for e in facts if e["type"] == "trip.accepted" and happened(e) < settled} - trips.keys()
    assert never == {each for each in injected(planned, "receipt_without_trip") if each not in trips}
    assert len(never) == 2
