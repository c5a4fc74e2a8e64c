"""What positions and cameras show in the simulated month: irregular exactly where that is injected."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import combinations
from math import cos, hypot, radians
from typing import Any

import pytest

from tests.api.simulated_month import SEEDS, Event, Read, Told, happened, read

TWICE = (
    "gate_passing_without_trip",
    "plate_in_two_places",
    "plate_mismatch",
    "route_deviation",
    "track_missing",
    "unlawful_unloading_spot",
    "unloaded_off_site",
)
ALIKE = ({"8", "B"}, {"6", "8"}, {"0", "D"}, {"1", "I"}, {"4", "A"})
ROUND_A_TRIP = timedelta(minutes=30)


@pytest.fixture(params=SEEDS)
def month(request: pytest.FixtureRequest) -> Read:
    return read(*request.param)


@pytest.mark.parametrize("rule", TWICE)
def test_each_is_injected_twice_and_something_looks_like_it(month: Read, rule: str) -> None:
    assert sum(each.rule == rule for each in month.planned.injected) >= 2
    alike = {each.rule for each in month.planned.lawful}
    assert rule in alike | {"unlawful_unloading_spot"}


def metres(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> float:
    """Between two points of one city, by longitude and latitude."""
    east = float(one[0] - other[0]) * cos(radians(31.1)) * 111_320
    return hypot(east, float(one[1] - other[1]) * 110_900)


def off_site(month: Read) -> Iterator[Event]:
    """Unloadings of most of a load, far from all that is filed, of which no site had the load in time."""
    rings = [e["data"]["boundary"]["coordinates"][0] for e in month.of("site.filed")]
    for each in month.of("trip.unloading_observed"):
        data = each["data"]
        before, after = data.get("mass_before_kg", 1), data.get("mass_after_kg", 0)
        accepted = month.trips.get(each["subject"], {}).get("accepted", [])
        in_time = any(happened(e) - happened(each) < timedelta(hours=2) for e in accepted)
        if not in_time and (before - after) * 10 >= before * 3 and not any(is_near(data["place"], r) for r in rings):
            yield each


def is_near(place: dict[str, Any], ring: list[list[Decimal]]) -> bool:
    """Whether a place lies within a box, or a hundred metres from it."""
    (west, south), (east, north) = ring[0], ring[2]
    nearest = min(max(place["lon"], west), east), min(max(place["lat"], south), north)
    return metres((place["lon"], place["lat"]), nearest) <= 100


def test_a_load_is_tipped_off_site_only_where_that_is_injected(month: Read) -> None:
    tipped = {(each["subject"], each["data"]["from"][:10]) for each in off_site(month)}
    assert tipped == month.keys("unloaded_off_site")


def test_five_loads_are_tipped_into_one_place_only_where_that_is_injected(month: Read) -> None:
    points = [(e, (e["data"]["place"]["lon"], e["data"]["place"]["lat"])) for e in off_site(month)]
    spots = {frozenset(e["id"] for e, point in points if metres(point, centre) < 150) for _, centre in points}
    many = [spot for spot in spots if len(spot) >= 5]
    first = {min((e for e, _ in points if e["id"] in spot), key=happened)["subject"] for spot in many}
    assert all(len(spot) == 5 for spot in many)
    assert first == {each for each, _ in month.keys("unlawful_unloading_spot")}


def test_a_route_is_left_only_where_that_is_injected(month: Read) -> None:
    left = set()
    for told in month.trips.values():
        start = told["departed"][0]
        routed = "route" in month.permits.get(start["data"].get("permit", ""), {})
        for each in told["track_assessed"]:
            if routed and not told["diverted"] and each["data"].get("corridor_exit_s", 0) > 600:
                left.add((start["data"]["conveyance"], start["time"][:10]))
    assert left == month.keys("route_deviation")


def test_a_track_is_missing_only_where_that_is_injected(month: Read) -> None:
    failures = {e["subject"].rpartition("-")[2]: happened(e) for e in month.of("device.failed")}
    missing = set()
    for trip, told in month.trips.items():
        data = told["departed"][0]["data"]
        failed = failures.get(data["conveyance"][-6:])
        reported = failed is not None and abs(failed - happened(told["departed"][0])) < timedelta(hours=24)
        assessed = [each["data"] for each in told["track_assessed"]]
        if not reported and any(e["valid_share"] < Decimal("0.7") or e["longest_gap_s"] > 1_200 for e in assessed):
            missing.add(trip)
    assert missing == {each for each, _ in month.keys("track_missing")}


def of_spoil(month: Read) -> list[Event]:
    """What cameras at the gates of projects saw."""
    return [e for e in month.of("gate.passed") if e["subject"].startswith("gate:310")]


def leaving_by(month: Read, passing: Event, span: timedelta) -> Iterator[Told]:
    """Trips that left by the gate of a passing at about its time."""
    for told in month.trips.values():
        left = told["departed"][0]
        if left["data"]["gate"] == passing["subject"] and abs(happened(left) - happened(passing)) < span:
            yield told


def test_a_plate_is_another_only_where_that_is_injected(month: Read) -> None:
    confirmed = {e["data"]["position"] for e in month.of("gate.plate_confirmed")}
    wrong = set()
    for each in of_spoil(month):
        said_by = f"{each['source'].split(':')[2]}/{each['id']}"
        if each["data"]["confidence"] < Decimal("0.9") or each["data"]["direction"] == "in" or said_by in confirmed:
            continue
        for told in leaving_by(month, each, timedelta(minutes=1)):
            declared = told["departed"][0]["data"]["conveyance"].partition(":")[2]
            pairs = [{a, b} for a, b in zip(declared, each["data"]["plate_recognised"], strict=True) if a != b]
            if len(pairs) > 1 or (pairs and pairs[0] not in ALIKE):
                wrong.add((each["subject"], f"vehicle:{declared} {each['time'][:10]}"))
    assert wrong == month.keys("plate_mismatch")


def test_a_plate_is_in_two_places_only_where_that_is_injected(month: Read) -> None:
    places = {e["subject"]: e["data"]["place"] for e in month.of("gate.registered")}
    sightings = [
        (e["data"]["plate_recognised"], happened(e), place["lon"], place["lat"])
        for e in of_spoil(month)
        if e["data"]["confidence"] >= Decimal("0.95") and "lon" in (place := places[e["subject"]])
    ]
    twice = set()
    for (plate, at, *here), (other, then, *there) in combinations(sightings, 2):
        metres_apart = metres((here[0], here[1]), (there[0], there[1]))
        hours = (abs(then - at) + timedelta(minutes=2)) / timedelta(hours=1)
        if plate == other and metres_apart > 2_000 and metres_apart / 1000 / hours > 150:
            twice.add((f"vehicle:{plate}", f"{at:%Y-%m-%d}"))
    assert twice == month.keys("plate_in_two_places")


def test_a_laden_truck_passes_a_gate_on_no_trip_only_where_that_is_injected(month: Read) -> None:
    alone = set()
    for each in of_spoil(month):
        plate = each["data"]["plate_recognised"]
        on_a_trip = any(
            told["departed"][0]["data"]["conveyance"] == f"vehicle:{plate}"
            for told in leaving_by(month, each, ROUND_A_TRIP)
        )
        if each["data"].get("gross_kg", 0) > 20_000 and not on_a_trip:
            alone.add((each["subject"], f"vehicle:{plate} {each['time'][:10]}"))
    assert alone == month.keys("gate_passing_without_trip")
