"""The nights of construction waste in the simulated month: whole trips, and irregular only where it is injected."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from api.simulation.plan import Month
from api.simulation.spoil_firms import CITY_SITE, DISTRICT_SITE, WHARF, YARD
from tests.api.simulated_month import TUESDAY, Read, Told, injected, net, read

STREAM = ("trip", "gate", "site", "yard", "spoil", "disposal_plan", "disposal_permit")


@pytest.fixture(params=[(1, 1.0), (2, 1.0), (1, 0.3)])
def month(request: pytest.FixtureRequest) -> Read:
    return read(*request.param)


@pytest.fixture
def planned(month: Read) -> Month:
    return month.planned


@pytest.fixture
def facts(month: Read) -> list[dict[str, Any]]:
    return month.facts


@pytest.fixture
def trips(month: Read) -> dict[str, Told]:
    return month.trips


def is_settled(told: Told) -> bool:
    """Whether it left so long ago that a rule could judge it."""
    return datetime.fromisoformat(told["departed"][0]["time"]) < TUESDAY - timedelta(hours=28)


def test_it_is_at_most_a_sixth_of_the_month(facts: list[dict[str, Any]]) -> None:
    spoil = sum(each["type"].partition(".")[0] in STREAM for each in facts)
    assert 300 < spoil < len(facts) / 6


def test_all_that_can_be_told_of_it_is_told(facts: list[dict[str, Any]]) -> None:
    told = Counter(each["type"] for each in facts)
    steps = "departed diverted transloaded arrived accepted refused returned"
    wanted = {f"trip.{step}" for step in steps.split()}
    wanted |= {"gate.plate_confirmed", "site.closed", "site.removed", "site.reopened", "spoil.backfilled"}
    assert wanted | {"yard.counted", "disposal_plan.filed", "disposal_permit.granted"} <= told.keys()


def test_a_trip_without_a_receipt_is_on_the_way_returned_in_a_barge_or_injected(
    planned: Month, trips: dict[str, Told]
) -> None:
    without = {
        trip
        for trip, told in trips.items()
        if not any(told[step] for step in ("accepted", "returned", "transloaded")) and is_settled(told)
    }
    off_site = {each for each in injected(planned, "unloaded_off_site") if each.startswith("trip:")}
    assert without == injected(planned, "trip_unaccepted") | off_site


def test_a_receipt_stands_on_two_trips_only_where_that_is_injected(month: Read) -> None:
    trips = month.trips
    on: dict[str, set[str]] = defaultdict(set)
    for trip, told in trips.items():
        for each in told["accepted"]:
            on[each["data"]["receipt"]].add(trip)
    settled = {trip for trip, told in trips.items() if is_settled(told)}
    twice = {receipt for receipt, each in on.items() if len(each) == 2 and each <= settled}
    assert max(map(len, on.values())) == 2
    assert twice == {receipt for _, receipt in month.keys("receipt_without_trip") if receipt in on}
    assert len(twice) == 1
    reprints = [told["accepted"] for told in trips.values() if len({e["id"] for e in told["accepted"]}) > 1]
    assert any(first["data"] == second["data"] for first, second in (e for e in reprints if len(e) == 2))


def test_a_load_is_lighter_at_the_site_only_where_that_is_injected(planned: Month, trips: dict[str, Told]) -> None:
    light = set()
    for trip, told in trips.items():
        left, came = told["departed"][0]["data"], [each["data"] for each in told["arrived"]]
        if came and "gross_kg" in left and net(left) - net(came[0]) > max(Decimal(500), net(left) * 3 / 100):
            light.add(trip)
    assert light == injected(planned, "trip_weight_loss")
    assert light


def test_a_trip_is_under_a_permit_for_its_site_carrier_class_and_day_but_where_that_is_injected(
    month: Read,
) -> None:
    wrong = set()
    for told in month.trips.values():
        left = told["departed"][0]
        permit = left["data"].get("permit")
        if is_settled(told) and not covers(month.permits.get(permit), told):
            project = f"project:{left['data']['gate'].removeprefix('gate:').rpartition('.')[0]}"
            wrong.add((permit or project, left["time"][:10]))
    assert wrong == month.keys("trip_without_permit")
    assert len(wrong) > 4


def covers(permit: dict[str, Any] | None, told: Told) -> bool:
    """Whether a permit lets the load leave on its day, with its carrier and truck, to where it was bound for."""
    left = told["departed"][0]["data"]
    return permit is not None and (
        left["carrier"] in permit["carriers"]
        and left["conveyance"] in permit.get("conveyances", [left["conveyance"]])
        and left["waste_class"] == permit["waste_class"]
        and left["to_site"] in {*permit["sites"], *permit["fallback_sites"]}
        and permit["valid_from"] <= told["departed"][0]["time"][:10] <= permit["valid_until"]
    )


def test_nothing_is_taken_by_a_closed_site_and_who_was_under_way_was_diverted(
    facts: list[dict[str, Any]], trips: dict[str, Told]
) -> None:
    of_it = [e for e in facts if e["subject"] == DISTRICT_SITE.subject]
    spans = [e["time"] for e in of_it if e["type"] in {"site.closed", "site.reopened"}]
    for closed, opened in zip(spans[::2], spans[1::2], strict=True):
        taken = [e for e in facts if e["type"] == "trip.accepted" and closed < e["time"] < opened]
        during = [e for e in taken if e["data"]["site"] in {CITY_SITE.subject, DISTRICT_SITE.subject}]
        assert {e["data"]["site"] for e in during} == {CITY_SITE.subject}
        for each in during:
            left = trips[each["subject"]]["departed"][0]
            assert (left["data"]["to_site"] != CITY_SITE.subject) == bool(trips[each["subject"]]["diverted"])
            assert (left["time"] < closed) == bool(trips[each["subject"]]["diverted"])


def test_a_barge_carries_what_the_trucks_gave_it_and_all_of_it_is_taken(trips: dict[str, Told]) -> None:
    given: dict[str, Decimal] = defaultdict(Decimal)
    for told in trips.values():
        for each in told["transloaded"]:
            assert each["data"]["site"] == WHARF.subject
            given[each["data"]["into"]] += each["data"]["mass_kg"]
    assert len(given) > 5
    for barge, mass in given.items():
        left = trips[barge]["departed"]
        taken = [each["data"]["accepted_kg"] for each in trips[barge]["accepted"]]
        if len(taken) == 2:
            aboard = left[0]["data"]["volume_m3"] * left[0]["data"]["density"] * 1000
            assert abs(mass - aboard) < mass / 50
            assert abs(sum(taken) - aboard) < 1


def test_a_yard_holds_what_it_took_and_did_not_give_away(facts: list[dict[str, Any]]) -> None:
    stock = Decimal()
    for each in facts:
        data = each["data"]
        if each["type"] == "trip.accepted" and data["site"] == YARD.subject:
            stock += data["accepted_kg"]
        elif each["subject"] == YARD.subject and each["type"] == "site.removed":
            stock -= data["mass_kg"]
        elif each["subject"] == YARD.subject and each["type"] == "yard.counted":
            assert data["mass_kg"] == stock
    assert stock > 0


def test_a_truck_is_in_one_place_at_a_time(trips: dict[str, Told]) -> None:
    ways: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for told in trips.values():
        left = told["departed"][0]
        ends = [e["time"] for step in ("arrived", "accepted", "returned") for e in told[step]]
        ways[left["data"]["conveyance"]].append((left["time"], max([left["time"], *ends])))
    for spans in ways.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_some_drivers_phones_deliver_hours_later(planned: Month) -> None:
    late = [
        post.recorded_at - datetime.fromisoformat(event["time"])
        for post in planned.posts
        for event in post.events
        if event["type"] == "trip.departed" and event["data"].get("recorded_offline")
    ]
    assert max(late) > timedelta(hours=1)


def test_sites_of_the_plan_are_filed_before_a_permit_names_them(facts: list[dict[str, Any]]) -> None:
    filed = {e["subject"]: e["time"] for e in facts if e["type"] == "site.filed"}
    for permit in (e for e in facts if e["type"] == "disposal_permit.granted"):
        named = [*permit["data"]["sites"], *permit["data"]["fallback_sites"]]
        assert all(filed[each] <= permit["time"] for each in named)
    assert DISTRICT_SITE.subject in filed
