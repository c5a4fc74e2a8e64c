"""Loads of construction waste that go wrong in the simulated month: exactly those, by an account of their own."""

from collections import defaultdict
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from api.simulation import plan
from api.simulation.spoil_founding import TIPPER
from tests.api.simulated_month import SEEDS, TUESDAY, Read, Told, happened, net, read

TWICE = ("hauled_outside_hours", "permit_overdrawn", "receipt_without_trip", "trip_weight_loss", "vehicle_overloaded")


@pytest.fixture(params=SEEDS)
def month(request: pytest.FixtureRequest) -> Read:
    return read(*request.param)


@pytest.mark.parametrize("rule", TWICE)
def test_each_is_injected_twice(month: Read, rule: str) -> None:
    assert sum(each.rule == rule for each in month.planned.injected) >= 2


def test_the_same_seed_gives_the_same_truth() -> None:
    again = plan.month(TUESDAY, scale=0.3, seed=2)
    assert (again.injected, again.lawful) == (read(2, 0.3).planned.injected, read(2, 0.3).planned.lawful)


def test_a_month_of_three_days_has_none_of_it() -> None:
    assert not [each for each in plan.month(TUESDAY, days=3, scale=0.1).injected if ".N-" in each.subject]


def test_a_permit_is_overdrawn_only_where_that_is_injected(month: Read) -> None:
    left: dict[str, Decimal] = defaultdict(Decimal)
    for told in month.trips.values():
        data = told["departed"][0]["data"]
        left[data.get("permit", "none")] += net(data)
    over = {permit for permit, data in month.permits.items() if left[permit] > data["quota_t"] * Decimal(1020)}
    assert over == {each for each, _ in month.keys("permit_overdrawn")}


def test_a_truck_is_too_heavy_only_where_that_is_injected(month: Read) -> None:
    allowed = TIPPER["gross_limit_kg"] + 180
    heavy = {
        trip
        for trip, told in month.trips.items()
        if any(e["data"]["gross_kg"] > allowed for step in ("departed", "arrived") for e in told[step] if weighed(e))
    }
    assert heavy == {each for each, _ in month.keys("vehicle_overloaded")}


def weighed(event: dict[str, Any]) -> bool:
    return "scale" in event["data"]


def test_a_load_leaves_outside_its_hours_only_where_that_is_injected(month: Read) -> None:
    outside = set()
    for told in month.trips.values():
        left = told["departed"][0]
        number = left["data"].get("permit")
        permit = month.permits.get(number, {"night_pass": "none is asked for"})
        if "night_pass" not in permit and not within(permit["hours"], told):
            outside.add((number, left["time"][:10]))
    assert outside == month.keys("hauled_outside_hours")


def within(hours: list[dict[str, str]], told: Told) -> bool:
    left = happened(told["departed"][0])
    spans = [(time.fromisoformat(each["from"]), time.fromisoformat(each["until"])) for each in hours]
    early, late = (left + timedelta(minutes=15)).time(), (left - timedelta(minutes=15)).time()
    return any(
        (begin <= early and late <= end) if begin < end else (begin <= early or late <= end) for begin, end in spans
    )


def test_a_receipt_stands_without_a_departure_only_where_that_is_injected(month: Read) -> None:
    settled = TUESDAY - timedelta(hours=24)
    accepted = [e for e in month.of("trip.accepted") if happened(e) < settled]
    never = {(e["data"]["site"], e["data"]["receipt"]) for e in accepted if e["subject"] not in month.trips}
    given = {e["data"]["receipt"] for told in month.trips.values() for e in told["accepted"]}
    assert never == {(site, receipt) for site, receipt in month.keys("receipt_without_trip") if receipt not in given}
    assert len(never) == 2
