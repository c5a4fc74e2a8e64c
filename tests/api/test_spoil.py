"""What a site holds, how a permit is used, where spoil went, how carriers did: as of any instant, to who may see."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from ledger.posting import Posting
from tests.doors import Caller, codes
from tests.specification import Scenario, organisation, said, uscc
from tests.spoil import (
    CARRIER,
    CITY,
    CITY_SITE,
    CONTRACTOR,
    GREENING,
    OPERATOR_OF_CITY_SITE,
    OPERATOR_OF_SITE,
    OTHER_CARRIER,
    OWNER,
    PERMIT,
    PROJECT,
    SITE,
    YARD,
    accepted,
    departed,
    filed,
    founded,
    org,
    permitted,
    planned,
    ready,
    step,
    trip,
)

MINHANG_BUREAU, MINHANG_CONTRACTOR = uscc("11310112MB5D6E7F8"), uscc("91310112MA1K8K8K8")
STRANGER = uscc("91310115MA1N0B0DY")


@pytest.fixture
def door(scenario: Scenario, client: TestClient) -> TestClient:
    ready(founded(scenario))
    return client


def caller(door: TestClient, code: str) -> Caller:
    return Caller.of(door, code)


def read(door: TestClient, path: str, code: str = GREENING, **query: Any) -> dict[str, Any]:
    answer = caller(door, code).get(f"/v1/{path}", **query)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def counted(day: str, tonnes: int) -> Posting:
    return said("yard.counted", YARD, {"mass_kg": tonnes * 1000}, by=OPERATOR_OF_SITE, at=f"{day}T18:00:00+08:00")


def test_a_site_holds_what_it_took_less_what_was_taken_away(door: TestClient, scenario: Scenario) -> None:
    for number, day in ((1, "2026-11-22"), (2, "2026-11-23"), (3, "2026-11-24")):
        scenario.given(departed(number, at=f"{day}T01:00:00+08:00"))
        scenario.given(accepted(number, site=YARD, at=f"{day}T02:00:00+08:00"))
    removed = {"mass_kg": 20_000, "to": PROJECT}
    scenario.given(said("site.removed", YARD, removed, by=OPERATOR_OF_SITE, at="2026-11-23T10:00:00+08:00"))
    scenario.given(counted("2026-11-23", 13))
    told = read(door, "site-occupancy", OPERATOR_OF_SITE, site=YARD)
    assert told["accepted"] == {"entries": 3, "mass_kg": 51_000}
    assert (told["stock_kg"], told["capacity_t"], told["closed"]) == (31_000, 1_000_000, False)
    assert (told["day"], told["accepted_on_day"]) == ("2026-11-24", {"entries": 1, "mass_kg": 17_000})
    count = told["count"]
    assert (count["mass_kg"], count["in_books_kg"], count["residual_kg"]) == (13_000, 14_000, 1_000)


def test_what_was_known_before_is_told_as_it_was(door: TestClient, scenario: Scenario, clock: SimulatedClock) -> None:
    scenario.given(departed(1), accepted(1))
    before = read(door, "site-occupancy", site=SITE)["as_of"]
    clock.set(clock.now() + timedelta(minutes=1))
    scenario.given(departed(2), accepted(2))
    for path, query, names in (
        ("site-occupancy", {"site": SITE}, ("accepted", "stock_kg")),
        ("permit-use", {"permit": PERMIT}, ("drawn", "remaining_kg")),
        ("spoil-balance", {"year": "2026"}, ("rows",)),
        ("carrier-credit", {"carrier": org(CARRIER)}, ("trips", "closed_kg")),
    ):
        then, now = read(door, path, as_of=before, **query), read(door, path, **query)
        assert all(then[name] != now[name] for name in names), path


def test_a_permit_is_drawn_by_what_departs_under_it(door: TestClient, scenario: Scenario) -> None:
    scenario.given(permitted("permit:2", quota_t=40))
    scenario.given(
        departed(1, permit="permit:2"),
        departed(2, tare=None, permit="permit:2"),
        step("arrived", 2, at="2026-11-23T22:50:00+08:00", site=SITE, gross_kg=29_900, tare_kg=13_900),
        departed(3),
    )
    told = read(door, "permit-use", CONTRACTOR, permit="permit:2")
    assert (told["drawn"], told["estimated_trips"]) == ({"entries": 2, "mass_kg": 33_000}, 1)
    assert (told["quota_t"], told["remaining_kg"], told["overdrawn"]) == (40, 7_000, False)
    scenario.given(departed(4, permit="permit:2"))
    told = read(door, "permit-use", CARRIER, permit="permit:2")
    assert (told["remaining_kg"], told["overdrawn"]) == (-10_000, True)


def test_the_balance_tells_where_a_districts_spoil_went(door: TestClient, scenario: Scenario) -> None:
    outside, minhang = "site:320500.S-1", "site:310112.S-1"
    scenario.given(
        organisation(MINHANG_BUREAU, "authority", competence=["greening"], division="310112"),
        filed(minhang, by=MINHANG_BUREAU, division="310112"),
        said("spoil.backfilled", PROJECT, {"mass_kg": 30_000}, by=CONTRACTOR),
    )
    for number, (site, by) in enumerate(
        ((SITE, OPERATOR_OF_SITE), (CITY_SITE, OPERATOR_OF_CITY_SITE), (minhang, OPERATOR_OF_SITE)), start=1
    ):
        scenario.given(departed(number), accepted(number, site=site, by=by))
    scenario.given(departed(8), accepted(8, site=outside), departed(9), accepted(9, site=YARD))
    (row,) = read(door, "spoil-balance", year="2026")["rows"]
    masses = {name: told["mass_kg"] / 1000 for name, told in row["destinations"].items()}
    assert row["division"] == "310115"
    assert masses == {
        "on_site": 30,
        "own_district": 17,
        "other_district": 17,
        "municipal": 17,
        "outside": 17,
        "in_yards": 17,
    }
    assert row["share_within_district"] == round(47 / 98, 4)
    assert read(door, "spoil-balance", year="2025")["rows"] == []


def test_the_balance_is_of_ones_own_division_or_project(door: TestClient, scenario: Scenario) -> None:
    scenario.given(
        organisation(MINHANG_BUREAU, "authority", competence=["greening"], division="310112"),
        organisation(MINHANG_CONTRACTOR, "contractor", division="310112"),
        departed(1),
        accepted(1),
    )
    theirs = {"division": "310112", "project": "project:310112.P-1", "contractor": org(MINHANG_CONTRACTOR)}
    scenario.given(
        planned("disposal_plan:m1", by=MINHANG_CONTRACTOR, **theirs),
        permitted("permit:m1", by=CITY, project="project:310112.P-1"),
        departed(2, permit="permit:m1", gate="gate:310112.P-1.G1"),
        accepted(2),
    )

    def districts(code: str) -> list[str]:
        return [row["division"] for row in read(door, "spoil-balance", code, year="2026")["rows"]]

    assert districts(CITY) == ["310112", "310115"]
    assert (districts(GREENING), districts(MINHANG_BUREAU)) == (["310115"], ["310112"])
    assert (districts(CONTRACTOR), districts(OWNER)) == (["310115"], ["310112", "310115"])
    assert districts(MINHANG_CONTRACTOR) == ["310112"]
    assert districts(STRANGER) == []


def test_a_carriers_credit_gives_its_reasons_trip_by_trip(
    door: TestClient, scenario: Scenario, clock: SimulatedClock
) -> None:
    scenario.given(
        departed(1),
        accepted(1),
        departed(2, at="2026-11-24T06:00:00+08:00"),
        departed(3, permit=None),
        accepted(3, receipt="R-1"),
        accepted(3, receipt="R-1"),
        departed(4),
        step("refused", 4, at="2026-11-23T22:50:00+08:00", site=SITE, reason="混装"),
        step("returned", 4, by=CARRIER, at="2026-11-23T23:30:00+08:00"),
        departed(5),
        step("arrived", 5, at="2026-11-23T22:50:00+08:00", site=SITE, gross_kg=28_000, tare_kg=13_000),
        accepted(5, "15"),
    )
    told = read(door, "carrier-credit", CARRIER, carrier=org(CARRIER))
    assert (told["trips"], told["closed"], told["closed_loop_rate"]) == (5, 4, 0.8)
    reasons = {each["reason"]: each["examples"] for each in told["reasons"]}
    assert reasons == {
        "unaccepted": [trip(2)],
        "refused": [trip(4)],
        "lighter": [trip(5)],
        "receipt_used_twice": [trip(1), trip(3)],
        "without_permit": [trip(3)],
    }
    later = read(door, "carrier-credit", carrier=org(CARRIER), since="2026-11-24", until="2026-11-24")
    assert later["trips"] == 1
    assert read(door, "carrier-credit", OTHER_CARRIER, carrier=org(OTHER_CARRIER))["reasons"] == []


def test_a_reprint_is_no_anomaly(door: TestClient, scenario: Scenario) -> None:
    scenario.given(departed(1), accepted(1), accepted(1, at="2026-11-23T23:20:00+08:00"))
    assert read(door, "carrier-credit", carrier=org(CARRIER))["reasons"] == []


@pytest.mark.parametrize(
    ("path", "query", "sees"),
    [
        ("site-occupancy", {"site": SITE}, {GREENING, CITY, OPERATOR_OF_SITE, CONTRACTOR, OWNER, CARRIER}),
        ("permit-use", {"permit": PERMIT}, {GREENING, CITY, OPERATOR_OF_SITE, CONTRACTOR, OWNER, CARRIER}),
        ("carrier-credit", {"carrier": org(CARRIER)}, {GREENING, CITY, CARRIER}),
    ],
)
def test_who_may_not_see_is_told_that_there_is_none(
    door: TestClient, path: str, query: dict[str, str], sees: set[str]
) -> None:
    asking = {GREENING, CITY, OPERATOR_OF_SITE, CONTRACTOR, OWNER, CARRIER, OTHER_CARRIER, STRANGER}
    answers = {code: caller(door, code).get(f"/v1/{path}", **query) for code in asking}
    of_sites = {GREENING, CITY, OPERATOR_OF_SITE} if path == "site-occupancy" else sees
    assert {code for code, answer in answers.items() if answer.status_code == 200} == of_sites
    assert {a.status_code for code, a in answers.items() if code not in of_sites} == {404}


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("site-occupancy", {}),
        ("site-occupancy", {"site": PROJECT}),
        ("permit-use", {"permit": "permit:"}),
        ("spoil-balance", {"year": "26"}),
        ("carrier-credit", {"carrier": "organisation:1"}),
        ("carrier-credit", {"carrier": org(CARRIER), "since": "yesterday"}),
    ],
)
def test_a_question_that_cannot_be_is_refused(door: TestClient, path: str, query: dict[str, str]) -> None:
    answer = caller(door, GREENING).get(f"/v1/{path}", **query)
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])


def test_the_loops_of_trips_are_listed_with_when_they_are_due(door: TestClient, scenario: Scenario) -> None:
    barge = departed(3, conveyance="vessel:413000000")
    scenario.given(departed(1), accepted(1), departed(2, at="2026-11-24T06:00:00+08:00"), barge)
    told = read(door, "loops", stream="construction_waste")["loops"]
    assert {each["subject"]: each["status"] for each in told} == {
        trip(1): "closed",
        trip(2): "overdue",
        trip(3): "open",
    }
    assert {each["stream"] for each in told} == {"construction_waste"}
    assert {each["division"] for each in told} == {"310115"}
    (late,) = (each for each in told if each["status"] == "overdue")
    assert (late["organisation"], late["reasons"]) == (CARRIER, ["departed", "acceptance_by_truck"])
    assert late["passed"][0]["basis"] == "内部阈值"
    (open_loop,) = (each for each in told if each["status"] == "open")
    assert open_loop["next_deadline"]["due"] == "2026-11-26T14:00:00.000000Z"
    assert read(door, "loops", stream="hazardous_waste")["loops"] == []
    own = read(door, "loops", CARRIER, organisation=CARRIER, status="overdue")["loops"]
    assert [each["subject"] for each in own] == [trip(2)]
    rows = read(door, "statistics/closed-loop", by="stream", loop="trip")["rows"]
    assert [(row["stream"], row["loops"]["closed"]) for row in rows] == [("construction_waste", 1)]
    of_the_project = read(door, "statistics/closed-loop", CONTRACTOR, by="division", loop="trip")["rows"]
    assert [(row["division"], row["loops"]["overdue"]) for row in of_the_project] == [("310115", 1)]


def test_a_subject_tells_its_loop_and_when_it_is_due(door: TestClient, scenario: Scenario) -> None:
    scenario.given(departed(1))
    told = read(door, f"subjects/{trip(1)}", CARRIER)
    assert (told["stage"], told["loop"], told["state"]["in_hand_kg"]) == ("departed", "overdue", 17_000)
    project = read(door, f"subjects/{PROJECT}", CONTRACTOR)
    assert (project["stage"], project["provisional"]) == ("filed", False)
