"""Trips of hazardous waste through the real API, as those who take part in them post and see them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from ledger.posting import Posting
from tests.doors import Caller, codes, receipts
from tests.manifests import (
    BARGE,
    BARGEMAN,
    DRUMS,
    RECEIVER,
    STRANGER,
    THERE,
    TRADE,
    TRAILER,
    TRUCK,
    TRUCKER,
    handed_over,
    issued,
    line,
    of_manifest,
    org,
    received,
    registered,
)
from tests.specification import BUREAU, OPERATOR, PLANT, SCALE, SITE, generated, kg, organisation, uscc, weighed

RECEIVING_BUREAU = uscc("11310117MB1A2B3C4")


class Trade:
    """Everybody at the door, each with a key."""

    def __init__(self, client: TestClient) -> None:
        self._callers = {
            who: Caller.of(client, who)
            for who in (OPERATOR, PLANT, RECEIVER, TRUCKER, BARGEMAN, STRANGER, BUREAU, RECEIVING_BUREAU)
        }

    def says(self, *postings: Posting) -> list[dict[str, Any]]:
        """Posted by the organisation of their source, and recorded."""
        return receipts(self.tries(*postings))

    def tries(self, *postings: Posting) -> Response:
        return self._callers[postings[0].source.split(":")[2]].post(*postings)

    def sees(self, who: str, subject: str, **query: Any) -> dict[str, Any]:
        answer = self._callers[who].get(f"/v1/subjects/{subject}", **query)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json()
        return shown

    def steps(self, who: str, subject: str) -> list[str]:
        """What is shown of a subject's history, in the order of what happened."""
        events = self._callers[who].get(f"/v1/subjects/{subject}/history").json()["events"]
        return [event["type"].partition(".")[2] for event in events]

    def may_see(self, subject: str) -> set[str]:
        return {
            who for who, each in self._callers.items() if each.get(f"/v1/subjects/{subject}").status_code == 200
        } - {OPERATOR}


@pytest.fixture
def trade(client: TestClient) -> Trade:
    """The plant in Pudong, the receiver in Songjiang, carriers, and the bureau of either district."""
    trade = Trade(client)
    trade.says(
        *TRADE,
        organisation(BUREAU, "authority", competence=["ecology"]),
        organisation(RECEIVING_BUREAU, "authority", competence=["ecology"], division="310117"),
    )
    trade.says(registered(SITE, "310115", PLANT))
    trade.says(registered(THERE, "310117", RECEIVER))
    return trade


def hour(text: str, day: int = 24) -> str:
    return f"2026-11-{day}T{text}:00+08:00"


def test_two_carriers_road_and_barge_with_a_partial_refusal_and_a_return(trade: Trade) -> None:
    trade.says(*(generated(each, at=hour("06:00")) for each in DRUMS))
    trade.says(*(weighed(each, at=hour("06:30")) for each in DRUMS))
    *_, load = trade.says(
        issued("manifest:new", at=hour("07:00"), planned_arrival=hour("11:00")),
        of_manifest(
            "loaded",
            PLANT,
            {"mass_kg": kg("600.5"), "containers": DRUMS, "scale": SCALE},
            "manifest:new",
            at=hour("07:20"),
        ),
    )
    number = load["subject"]
    assert number.startswith("manifest:20263101")
    official = {"official": "manifest:20263101777001"}
    trade.says(of_manifest("number_bound", PLANT, official, number, at=hour("07:25")))

    # the truck's phone was without a network: what happened at the wharf is posted before what happened at the gate
    trade.says(handed_over(BARGEMAN, number=number, at=hour("08:30"), data={"seal": "F-2"}))
    by_truck = {"conveyance": TRUCK, "trailer": TRAILER, "seal": "F-1"}
    trade.says(of_manifest("collected", TRUCKER, by_truck, number, at=hour("07:40")))
    under_way = trade.sees(PLANT, number)
    assert (under_way["stage"], under_way["loop"]) == ("handed_over", "open")
    assert (under_way["state"]["held_by"], under_way["state"]["conveyance"]) == (org(BARGEMAN), BARGE)

    draft = {"gross_kg": 50_600, "tare_kg": 50_000, "mass_method": "draft_survey"}
    trade.says(of_manifest("arrived", RECEIVER, draft, number, at=hour("10:40")))
    trade.says(received(DRUMS[:2], DRUMS[2:], number=number, at=hour("11:10")))
    told = {"to": [org(PLANT), org(RECEIVING_BUREAU)], "reason": "一桶渗漏，包装与联单不符"}
    trade.says(of_manifest("discrepancy_reported", RECEIVER, told, number, at=hour("11:20")))
    refused = trade.sees(BUREAU, number)
    assert (refused["stage"], refused["loop"]) == ("partly_refused", "open")
    assert {name: refused["state"][name] for name in ("issued_kg", "loaded_kg", "arrived_kg")} == {
        "issued_kg": 600,
        "loaded_kg": 600.5,
        "arrived_kg": 600,
    }

    back = {"carrier": org(TRUCKER), "conveyance": TRUCK, "containers": DRUMS[2:]}
    trade.says(of_manifest("return_dispatched", RECEIVER, back, number, at=hour("11:30")))
    trade.says(of_manifest("returned", PLANT, {"mass_kg": kg("199.5"), "scale": SCALE}, number, at=hour("11:55")))
    done = trade.sees(PLANT, number)
    assert (done["stage"], done["loop"], done["state"]["official"]) == ("returned", "closed", official["official"])
    assert (done["state"]["accepted_kg"], done["state"]["refused_kg"], done["state"]["returned_kg"]) == (
        400,
        200,
        199.5,
    )
    assert {each["container"]: each["fate"] for each in done["state"]["fates"]} == {
        DRUMS[0]: "accepted",
        DRUMS[1]: "accepted",
        DRUMS[2]: "returned",
    }
    assert trade.steps(RECEIVER, number) == [
        "issued",
        "loaded",
        "number_bound",
        "collected",
        "handed_over",
        "arrived",
        "received",
        "discrepancy_reported",
        "return_dispatched",
        "returned",
    ]

    everybody = {PLANT, RECEIVER, TRUCKER, BARGEMAN, BUREAU, RECEIVING_BUREAU}
    assert trade.may_see(number) == trade.may_see(DRUMS[0]) == everybody
    assert trade.steps(BARGEMAN, DRUMS[0]) == ["generated", "weighed"]


def test_a_truck_that_never_came_leaves_the_manifest_overdue(trade: Trade) -> None:
    trip = issued("manifest:new", at=hour("07:00", 20), planned_arrival=hour("11:00", 20))
    (first,), (again,) = trade.says(trip), trade.says(trip)
    number = first["subject"]
    assert (again["subject"], again["duplicate"]) == (number, True)
    trade.says(of_manifest("loaded", PLANT, {"mass_kg": 600}, number, at=hour("07:20", 20)))
    four_days_later = trade.sees(RECEIVER, number)
    assert (four_days_later["stage"], four_days_later["loop"]) == ("loaded", "overdue")
    assert four_days_later["state"]["pending"] == DRUMS
    # nobody who is not on it can say that it came
    assert trade.tries(of_manifest("collected", STRANGER, {"conveyance": TRUCK}, number)).status_code == 403
    trade.says(of_manifest("cancelled", PLANT, {"reason": "车辆未到"}, number, at=hour("11:00")))
    assert trade.sees(RECEIVER, number)["loop"] == "cancelled"


def test_a_truck_that_came_cannot_be_cancelled_away(trade: Trade) -> None:
    (issue,) = trade.says(issued("manifest:new", at=hour("07:00")))
    trade.says(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, issue["subject"], at=hour("07:40")))
    refused = trade.tries(of_manifest("cancelled", PLANT, number=issue["subject"], at=hour("08:00")))
    assert (refused.status_code, codes(refused)) == (409, ["departed_already"])
    (error,) = refused.json()["errors"]
    assert error["article"] == "生态环境法典 536(1)；危险废物转移管理办法 16"
    assert error["detail"] == f"{issue['subject']} 已有 manifest.collected"


def test_a_trip_on_paper_is_entered_afterwards_with_the_times_at_which_it_happened(trade: Trade) -> None:
    tanker = {"lines": [line("20000", packaging="槽罐")], "containers": []}
    paper = {"paper_no": "沪危联 0042", "completed_at": hour("15:00", 20)}
    *_, entered = trade.says(
        issued("manifest:new", at=hour("08:00", 20), legs=[{"carrier": org(TRUCKER), "mode": "road"}], **tanker),
        of_manifest("loaded", PLANT, {"mass_kg": 20_000}, "manifest:new", at=hour("08:30", 20)),
        of_manifest("entered_from_paper", PLANT, paper, "manifest:new", at=hour("09:00")),
    )
    number = entered["subject"]
    trade.says(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, number, at=hour("08:40", 20)))
    accepted = {"accepted": [{"line": 1, "mass_kg": 19_980}], "method": "R2", "accepted_at": hour("15:00", 20)}
    trade.says(of_manifest("received", RECEIVER, accepted, number, at=hour("15:00", 20)))
    shown = trade.sees(RECEIVING_BUREAU, number)
    assert (shown["stage"], shown["loop"], shown["state"]["paper_no"]) == ("received", "closed", "沪危联 0042")
    assert shown["state"]["accepted_kg"] == 19_980
    assert trade.steps(PLANT, number) == ["issued", "loaded", "collected", "received", "entered_from_paper"]


def test_the_receiver_confirms_before_the_transferors_network_is_back(trade: Trade) -> None:
    """A fact about a manifest that is not issued yet is provisional: its speaker sees it, and its bureau."""
    number = "manifest:20263101004217"
    trade.says(received(DRUMS, number=number, at=hour("11:00")))
    assert trade.may_see(number) == {RECEIVER, RECEIVING_BUREAU}
    before = trade.sees(RECEIVER, number)
    assert (before["provisional"], before["stage"], before["loop"]) == (True, "received", "open")
    trade.says(issued(number, at=hour("07:00")))
    after = trade.sees(PLANT, number)
    assert (after["provisional"], after["stage"], after["loop"]) == (False, "received", "closed")


def test_an_unlawful_issue_is_refused_in_both_languages_with_the_article_of_its_day(trade: Trade) -> None:
    across = {"to_establishment": f"establishment:{RECEIVER}002P"}
    trade.says(registered(across["to_establishment"], "320500", RECEIVER))
    refused = trade.tries(issued("manifest:new", **across))
    assert (refused.status_code, codes(refused)) == (409, ["transfer_not_approved"])
    (error,) = refused.json()["errors"]
    assert error["article"] == "生态环境法典 536(2)；危险废物转移管理办法 21"
    assert error["detail"] == "移出地 310115、接受地 320500 不在同一省"
    then = issued("manifest:new", **across, at="2026-08-14T12:00:00+08:00")
    (error,) = trade.tries(then).json()["errors"]
    assert error["article"] == "固体废物污染环境防治法（2020）82(2)；危险废物转移管理办法 21"
    trade.says(issued("manifest:new", **across, transfer="transfer:沪环固转〔2026〕12号"))


def test_the_modes_of_a_leg_are_published(client: TestClient) -> None:
    described = client.get("/v1/event-types/manifest.issued").json()
    assert described["schema"]["properties"]["legs"]["items"]["properties"]["mode"]["enum"] == [
        "pipeline",
        "rail",
        "road",
        "water",
    ]
