"""渣土之夜: a project's trucks on their way at night, told at the door by everybody who has a part in it."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.posting import Posting
from tests.doors import Caller, codes, receipts
from tests.specification import OPERATOR, Scenario, kg, said
from tests.spoil import (
    BARGE,
    CARRIER,
    CITY,
    CITY_SITE,
    CONTRACTOR,
    GATE,
    GREENING,
    OPERATOR_OF_CITY_SITE,
    OPERATOR_OF_SITE,
    OTHER_TRUCK,
    OWNER,
    PERMIT,
    PROJECT,
    SITE,
    TRUCK,
    WHARF,
    YARD,
    accepted,
    departed,
    founded,
    org,
    permitted,
    ready,
    step,
    trip,
)


class Night:
    """Everybody at the door, each with a key; the plan, the sites and the permit are there."""

    def __init__(self, client: TestClient, scenario: Scenario) -> None:
        ready(founded(scenario))
        who = (OPERATOR, GREENING, CITY, CONTRACTOR, OWNER, CARRIER, OPERATOR_OF_SITE, OPERATOR_OF_CITY_SITE)
        self._callers = {each: Caller.of(client, each) for each in who}

    def says(self, *postings: Posting) -> list[dict[str, Any]]:
        """Each posted by the organisation of its source, and recorded."""
        return [receipt for each in postings for receipt in receipts(self.tries(each))]

    def tries(self, *postings: Posting) -> Any:
        return self._callers[postings[0].source.split(":")[2]].post(*postings)

    def asks(self, who: str, path: str, **query: Any) -> dict[str, Any]:
        answer = self._callers[who].get(f"/v1/{path}", **query)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    def trip(self, number: int | str, who: str = CARRIER) -> dict[str, Any]:
        return self.asks(who, f"subjects/{trip(number)}")

    def stock(self, site: str, who: str) -> float:
        """In tonnes."""
        told: float = self.asks(who, "site-occupancy", site=site)["stock_kg"]
        return told / 1000


@pytest.fixture
def night(client: TestClient, scenario: Scenario) -> Night:
    return Night(client, scenario)


def at(clock: str, day: int = 23) -> str:
    return f"2026-11-{day}T{clock}:00+08:00"


def test_the_districts_site_is_closed_and_the_municipal_one_takes_the_night(night: Night) -> None:
    night.says(departed(1, to_site=SITE, at=at("20:30")), accepted(1, at=at("21:10")))
    night.says(said("site.closed", SITE, {"reason": "台风蓝色预警"}, by=OPERATOR_OF_SITE, at=at("21:30")))
    again = night.tries(said("site.closed", SITE, {}, by=GREENING, at=at("21:40")))
    assert (again.status_code, codes(again)) == (409, ["site_closed_already"])
    # nobody is granted a permit for a site that takes nothing
    unlawful = night.tries(permitted("permit:2", at=at("21:45"), fallback_sites=[CITY_SITE]))
    assert (unlawful.status_code, codes(unlawful)) == (409, ["site_closed"])
    assert unlawful.json()["errors"][0]["article"].startswith("上海市建筑垃圾处理管理规定")

    # a truck under way is sent to the municipal site; the next leaves for it at once
    elsewhere = {"to_site": CITY_SITE, "decided_by": org(GREENING), "reason": "区级场所关闭，市级托底"}
    night.says(
        departed(2, to_site=SITE, at=at("21:20")),
        step("diverted", 2, by=CARRIER, at=at("21:50"), **elsewhere),
        departed(3, to_site=CITY_SITE, at=at("22:00")),
    )
    for number, hour in ((2, "22:40"), (3, "23:05")):
        municipal = {"site": CITY_SITE, "by": OPERATOR_OF_CITY_SITE}
        night.says(
            step(
                "arrived",
                number,
                by=OPERATOR_OF_CITY_SITE,
                at=at(hour),
                site=CITY_SITE,
                gross_kg=30_000,
                tare_kg=13_000,
            ),
            accepted(number, at=at(hour), **municipal),
        )
    night.says(said("site.reopened", SITE, {}, by=GREENING, at=at("06:00", 24)))

    assert (night.stock(SITE, OPERATOR_OF_SITE), night.stock(CITY_SITE, CITY)) == (17, 34)
    diverted = night.trip(2)
    assert (diverted["stage"], diverted["loop"], diverted["state"]["to_site"]) == ("accepted", "closed", CITY_SITE)
    (row,) = night.asks(GREENING, "spoil-balance", year="2026")["rows"]
    told = {name: each["mass_kg"] / 1000 for name, each in row["destinations"].items() if each["entries"]}
    assert told == {"own_district": 17, "municipal": 34}
    # the district sees its project's load at the municipal site, whose operator sees no trip but those that came
    assert night.trip(3, GREENING)["state"]["site"] == CITY_SITE
    assert night._callers[OPERATOR_OF_CITY_SITE].get(f"/v1/subjects/{trip(1)}").status_code == 404
    assert night.trip(2, OPERATOR_OF_CITY_SITE)["stage"] == "accepted"
    history = night.asks(CONTRACTOR, f"subjects/{trip(2)}/history")
    assert [each["type"] for each in history["events"]] == [
        "trip.departed",
        "trip.diverted",
        "trip.arrived",
        "trip.accepted",
    ]


def test_a_plate_is_read_wrongly_and_somebody_looks_at_the_picture(night: Night) -> None:
    """The gate knows of no trip, and the trip of no picture: both stay as they were told, the vehicle is found."""
    passing = {"direction": "out", "plate_recognised": OTHER_TRUCK.partition(":")[2], "confidence": kg("0.71")}
    (seen,) = night.says(said("gate.passed", GATE, passing, by=CONTRACTOR, at=at("22:00")))
    night.says(departed(1, at=at("22:00")), accepted(1))
    confirmed = {"position": seen["position"], "plate": TRUCK}
    night.says(said("gate.plate_confirmed", GATE, confirmed, by=CONTRACTOR, at=at("22:30")))
    assert night.trip(1)["loop"] == "closed"
    told = night.asks(GREENING, f"subjects/{GATE}/history")
    assert [each["data"].get("plate_recognised") or each["data"]["plate"] for each in told["events"]] == [
        "沪AB1284",
        TRUCK,
    ]
    by_plate = night.asks(GREENING, "events", tag=TRUCK)["events"]
    assert {each["type"] for each in by_plate} == {"trip.departed", "gate.plate_confirmed"}
    stranger = night.tries(said("gate.plate_confirmed", GATE, confirmed, by=OPERATOR_OF_SITE, at=at("22:31")))
    assert codes(stranger) == ["may_not_state"]


def test_one_receipt_stands_on_two_trips_and_a_reprint_on_one(night: Night) -> None:
    night.says(departed(1), departed(2, conveyance=OTHER_TRUCK))
    night.says(accepted(1, receipt="XN-0417"), accepted(1, receipt="XN-0417", at=at("23:20")))
    assert night.trip(1)["marks"] == []
    assert night.stock(SITE, GREENING) == 17
    night.says(accepted(2, receipt="XN-0417", at=at("23:40")))
    assert [night.trip(number)["marks"] for number in (1, 2)] == [["receipt_used_twice"]] * 2
    # recorded, and counted as it was told, until somebody puts it right
    assert night.stock(SITE, GREENING) == 34
    (reason,) = night.asks(GREENING, "carrier-credit", carrier=org(CARRIER))["reasons"]
    assert (reason["reason"], reason["examples"]) == ("receipt_used_twice", [trip(1), trip(2)])
    (wrong,) = (
        e for e in night.asks(CARRIER, f"subjects/{trip(2)}/history")["events"] if e["type"] == "trip.accepted"
    )
    withdrawal = {"position": wrong["position"], "reason": "误开凭证"}
    night.says(said("fact.withdrawn", trip(2), withdrawal, by=OPERATOR_OF_SITE, at=at("11:00", 24)))
    assert night.trip(1)["marks"] == []
    assert night.stock(SITE, GREENING) == 17
    assert night.trip(2)["loop"] == "overdue"


def test_trucks_load_a_barge_at_the_wharf_and_the_barge_unloads_down_the_river(night: Night) -> None:
    for number in (1, 2, 3):
        onto = {"site": WHARF, "into": trip("B-9"), "to_conveyance": BARGE, "mass_kg": 17_000}
        night.says(
            departed(number, to_site=WHARF, at=at(f"20:0{number}")),
            step("arrived", number, at=at(f"20:4{number}"), site=WHARF),
            step("transloaded", number, by=OPERATOR_OF_SITE, at=at(f"20:5{number}"), **onto),
        )
    assert [night.trip(number)["loop"] for number in (1, 2, 3)] == ["closed"] * 3
    sailing = departed("B-9", conveyance=BARGE, gate="gate:310115.W-01.G1", to_site=CITY_SITE, at=at("22:00"))
    sailing.data.update(volume_m3=kg("30.5"), density=kg("1.65"), mass_method="draft_survey")
    del sailing.data["gross_kg"], sailing.data["tare_kg"]
    night.says(sailing)
    barge = night.trip("B-9")
    assert (barge["loop"], barge["state"]["loaded_kg"], barge["state"]["in_hand_kg"]) == ("open", 51_000, 50_325)
    assert [each["role"] for each in barge["effects"]] == ["loaded"] * 3
    assert barge["deadlines"][0]["kind"] == "acceptance_by_vessel"
    unloaded = {"site": CITY_SITE, "by": OPERATOR_OF_CITY_SITE}
    night.says(accepted("B-9", "20", more_follows=True, at=at("06:00", 24), **unloaded))
    assert (night.trip("B-9")["loop"], night.trip("B-9")["state"]["in_hand_kg"]) == ("open", 30_325)
    night.says(accepted("B-9", "30.2", receipt="R-B-9b", at=at("09:00", 24), **unloaded))
    done = night.trip("B-9")
    assert (done["loop"], done["state"]["accepted_kg"], done["state"]["difference_kg"]) == ("closed", 50_200, 125)
    # what the trucks drew of the permit the barge does not draw once more
    used = night.asks(CONTRACTOR, "permit-use", permit=PERMIT)
    assert (used["drawn"], used["remaining_kg"]) == ({"entries": 4, "mass_kg": 51_000}, 99_949_000)
    assert night.stock(CITY_SITE, CITY) == 50.2
    (row,) = night.asks(GREENING, "spoil-balance", year="2026")["rows"]
    assert row["destinations"]["municipal"] == {"entries": 2, "mass_kg": 50_200}


def test_spoil_is_filled_in_at_home_and_waits_in_a_yard(night: Night) -> None:
    night.says(
        said("spoil.backfilled", PROJECT, {"volume_m3": 200, "density": kg("1.6")}, by=CONTRACTOR, at=at("09:00")),
        departed(1, to_site=YARD, at=at("10:00")),
        accepted(1, site=YARD, at=at("10:40")),
        departed(2, to_site=YARD, at=at("11:00")),
        accepted(2, "16.9", site=YARD, at=at("11:40")),
    )
    assert night.asks(CONTRACTOR, f"subjects/{PROJECT}")["state"]["backfilled_kg"] == 320_000
    onward = departed("Y-1", gate="gate:310115.Y-02.G1", to_site=SITE, at=at("14:00"))
    removed = {"mass_kg": 17_000, "to": trip("Y-1")}
    night.says(
        onward,
        said("site.removed", YARD, removed, by=OPERATOR_OF_SITE, at=at("13:50")),
        accepted("Y-1", at=at("14:40")),
    )
    night.says(said("yard.counted", YARD, {"mass_kg": 16_000}, by=OPERATOR_OF_SITE, at=at("18:00")))
    yard = night.asks(OPERATOR_OF_SITE, "site-occupancy", site=YARD)
    assert (yard["stock_kg"], yard["count"]["residual_kg"]) == (16_900, 900)
    assert night.stock(SITE, OPERATOR_OF_SITE) == 17
    assert night.asks(CONTRACTOR, "permit-use", permit=PERMIT)["drawn"]["mass_kg"] == 34_000
    (row,) = night.asks(OWNER, "spoil-balance", year="2026")["rows"]
    told = {name: each["mass_kg"] / 1000 for name, each in row["destinations"].items() if each["entries"]}
    assert told == {"on_site": 320, "own_district": 17, "in_yards": 33.9}


def test_a_load_is_refused_and_comes_back(night: Night) -> None:
    night.says(
        departed(1, at=at("07:00", 24)),
        step("arrived", 1, at=at("07:40", 24), site=SITE, gross_kg=29_950, tare_kg=13_000),
        step("refused", 1, at=at("07:45", 24), site=SITE, reason="混入装修垃圾"),
    )
    refused = night.trip(1, CONTRACTOR)
    assert (refused["stage"], refused["loop"], refused["state"]["in_hand_kg"]) == ("refused", "overdue", 17_000)
    assert refused["deadlines"][0]["basis"] == "内部阈值"
    night.says(step("returned", 1, by=CARRIER, at=at("08:30", 24), gate=GATE))
    back = night.trip(1, CONTRACTOR)
    assert (back["stage"], back["loop"], back["state"]["returned_kg"]) == ("returned", "closed", 17_000)
    assert night.stock(SITE, OPERATOR_OF_SITE) == 0
    (reason,) = night.asks(CARRIER, "carrier-credit", carrier=org(CARRIER))["reasons"]
    assert (reason["reason"], reason["trips"]) == ("refused", 1)
