"""Waste goes from Pudong to Suzhou: told by both provinces through the doors, each day by its own law."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from ledger.posting import Posting
from tests.doors import Caller, codes, receipts
from tests.manifests import of_manifest, registered
from tests.specification import BUREAU, OTHER_PLANT, PLANT, SITE, kg, organisation, said, uscc
from tests.transfers import (
    HAULIER,
    JIANGSU,
    NUMBER,
    PROVINCES,
    SHANGHAI,
    SLAG,
    SUZHOU,
    TAKER,
    THERE,
    application,
    applied,
    approved,
    dispatched,
    measure,
    of_load,
    of_slag,
    org,
    step,
    terms,
    until_consent,
)

OF_SLAG = {"waste_codes": [SLAG], "method": "C2"}


class Provinces:
    """Everybody at the door of one ledger."""

    def __init__(self, client: TestClient, clock: SimulatedClock) -> None:
        self.client, self.clock = client, clock
        self._callers: dict[str, Caller] = {}
        self.says(*PROVINCES)
        self.says(registered(SITE, "310115", PLANT))
        self.says(registered(THERE, "320500", TAKER))

    def caller(self, code: str) -> Caller:
        if code not in self._callers:
            self._callers[code] = Caller.of(self.client, code)
        return self._callers[code]

    def says(self, *postings: Posting) -> list[dict[str, Any]]:
        """Recorded, each request by the one of its source."""
        told = []
        for posting in postings:
            answer = self.caller(posting.source.split(":")[2]).post(posting)
            assert answer.status_code == 201, answer.text
            told += receipts(answer)
        return told

    def refused(self, code: str, posting: Posting) -> str:
        """The article with which a posting is refused."""
        answer = self.caller(posting.source.split(":")[2]).post(posting)
        assert codes(answer) == [code]
        article: str = answer.json()["errors"][0]["article"]
        return article

    def asks(self, path: str, who: str = SHANGHAI, **query: Any) -> Any:
        answer = self.caller(who).get(path, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def use(self, who: str = SHANGHAI, number: str = NUMBER, **query: Any) -> Any:
        return self.asks("/v1/transfer-use", who, transfer=number, **query)

    def loop(self, who: str = SHANGHAI, **query: Any) -> Any:
        """The loop of the transfer, as somebody is shown it."""
        (found,) = self.asks("/v1/loops", who, stream="cross_province", **query)["loops"]
        return found


@pytest.fixture
def provinces(client: TestClient, clock: SimulatedClock) -> Provinces:
    return Provinces(client, clock)


def test_recovery_before_and_after_the_code(provinces: Provinces) -> None:
    another = "transfer:沪环固转〔2026〕13号"
    days = {"valid_from": "2026-08-12", "valid_until": "2026-12-31"}
    provinces.says(applied("2026-08-10", of_slag(regime="filing", **days)))
    seen_at_once = provinces.asks("/v1/events", SUZHOU, tag=NUMBER)["events"]
    assert [each["type"] for each in seen_at_once] == ["transfer.applied"]
    provinces.says(step("capacity_confirmed", SUZHOU, "2026-08-11", {"capacity_t": kg("500")}))
    provinces.says(step("filed", BUREAU, "2026-08-12", terms(**OF_SLAG, **days)))
    assert provinces.refused("regime_of_another_day", applied("2026-08-15", of_slag(regime="filing"), another)) == (
        "生态环境法典 476(2)"
    )
    new = {"valid_from": "2026-08-20", "valid_until": "2027-02-28"}
    provinces.says(applied("2026-08-15", of_slag(regime="notice", **new), another))
    provinces.says(step("noticed", PLANT, "2026-08-15", terms(**OF_SLAG, **new), another))
    provinces.says(
        dispatched("1", at="2026-08-14T20:00:00+08:00", transfer=NUMBER),
        dispatched("2", at="2026-08-21T08:00:00+08:00", transfer=another),
    )
    assert provinces.use(SUZHOU, limit=1)["more"] is True
    for number in (NUMBER, another):
        used = provinces.use(SUZHOU, number)
        assert (used["in_transit_kg"], used["left_kg"]) == (10_000, 90_000)
        assert [load["why_not"] for load in used["loads"]] == [None]


def test_a_suspended_producer(provinces: Provinces) -> None:
    provinces.says(*until_consent(), approved())
    days = ("2026-03-31T20:00:00+08:00", "2026-04-01T09:00:00+08:00", "2026-05-01T09:00:00+08:00")
    loads = [dispatched(str(n), at=at, transfer=NUMBER) for n, at in enumerate(days)]
    provinces.says(measure("suspended", "2026-04-01"), *loads, measure("resumed", "2026-05-01"))
    provinces.says(of_load("received", number="0", at="2026-04-02T09:00:00+08:00", accepted_kg=kg("10000")))
    used = provinces.use()
    assert [load["why_not"] for load in used["loads"]] == [None, "suspended", None]
    assert (used["accepted_kg"], used["in_transit_kg"], used["left_kg"]) == (10_000, 20_000, 70_000)
    assert provinces.use(TAKER)["why_not"] is None
    assert provinces.caller(OTHER_PLANT).get("/v1/transfer-use", transfer=NUMBER).status_code == 404


def test_the_capacity_is_gone_mid_way(provinces: Provinces) -> None:
    days = {"valid_from": "2026-08-20", "valid_until": "2027-02-28"}
    provinces.says(applied("2026-08-15", of_slag(regime="notice", **days)))
    provinces.says(step("capacity_confirmed", SUZHOU, "2026-08-18"))
    provinces.says(step("noticed", BUREAU, "2026-08-19", terms(**OF_SLAG, **days)))
    provinces.says(dispatched("1", at="2026-09-01T08:00:00+08:00", transfer=NUMBER))
    provinces.says(step("capacity_withdrawn", TAKER, "2026-09-02", {"reason": "停炉检修"}))
    provinces.says(dispatched("2", at="2026-09-03T08:00:00+08:00", transfer=NUMBER))
    provinces.says(of_load("refused", number="2", at="2026-09-03T16:00:00+08:00", reason="停炉检修"))
    used = provinces.use(BUREAU)
    assert (used["capacity"], used["why_not"]) == ("withdrawn", None)
    assert [load["why_not"] for load in used["loads"]] == [None, "capacity_withdrawn"]
    assert (used["in_transit_kg"], used["loads"][1]["refused_kg"]) == (10_000, 10_000)


def test_a_load_that_crosses_the_day_of_expiry_left_in_time(provinces: Provinces) -> None:
    days = {"valid_from": "2026-08-20", "valid_until": "2026-09-30"}
    provinces.says(applied("2026-08-15", of_slag(regime="notice", **days)))
    provinces.says(step("noticed", PLANT, "2026-08-19", terms(**OF_SLAG, **days)))
    provinces.says(
        dispatched("1", at="2026-09-30T23:30:00+08:00", transfer=NUMBER),
        of_load("received", number="1", at="2026-10-01T03:00:00+08:00", accepted_kg=kg("9990")),
        dispatched("2", at="2026-10-01T00:00:00+08:00", transfer=NUMBER),
    )
    used = provinces.use()
    assert used["why_not"] == "expired"
    assert [load["why_not"] for load in used["loads"]] == [None, "expired"]


def test_an_approval_with_supplements_and_acceptance_by_silence_over_the_spring_festival(
    provinces: Provinces,
) -> None:
    """2026-02-14 and 02-28 are worked, 02-15 to 02-23 are off: five days after 02-12 end on 02-26."""
    reviewed = step("preliminarily_reviewed", SHANGHAI, "2026-03-10", {"outcome": "passed"})
    provinces.says(
        applied("2026-02-10"),
        step("supplement_requested", SHANGHAI, "2026-02-11", {"reason": "缺委托合同"}),
    )
    assert provinces.loop()["next_deadline"] is None
    provinces.says(step("supplemented", PLANT, "2026-02-12"))
    (late,) = provinces.loop()["passed"]
    assert (late["kind"], late["due"], late["basis"]) == (
        "transfer_review",
        "2026-02-26T16:00:00.000000Z",
        "危险废物转移管理办法 24",
    )
    assert (
        provinces.refused("accepted_already", step("admitted", SHANGHAI, "2026-02-27")) == "危险废物转移管理办法 23"
    )
    provinces.says(reviewed, step("consulted", SHANGHAI, "2026-03-10"))
    assert [each["kind"] for each in provinces.loop(SUZHOU)["passed"]] == ["transfer_reply"]
    provinces.says(step("consented", JIANGSU, "2026-03-20"), approved("2026-03-25"))
    closed = provinces.loop(JIANGSU)
    assert (closed["status"], closed["reasons"], closed["mass_kg"]) == ("closed", ["approved"], 100_000)


def test_supplements_asked_for_after_the_admission_stop_the_clock(provinces: Provinces) -> None:
    """Admitted on Monday 11-16, asked on Tuesday, supplemented on Thursday: five days from Friday on."""
    provinces.says(
        applied("2026-11-12", application(valid_from="2026-11-20", valid_until="2027-06-30")),
        step("admitted", SHANGHAI, "2026-11-16"),
    )
    assert provinces.loop()["passed"][0]["due"] == "2026-11-23T16:00:00.000000Z"
    provinces.says(step("supplement_requested", SHANGHAI, "2026-11-17", {"reason": "缺图"}))
    assert provinces.loop()["next_deadline"] is None
    provinces.says(step("supplemented", PLANT, "2026-11-19"))
    assert provinces.loop()["next_deadline"]["due"] == "2026-11-26T16:00:00.000000Z"
    assert provinces.loop()["status"] == "open"
    later = provinces.loop(as_of="2026-11-27T00:00:00+08:00")
    assert later["status"] == "open"
    later = provinces.loop(as_of="2026-11-27T00:00:01+08:00")
    assert (later["status"], later["reasons"]) == ("overdue", ["admitted", "transfer_review"])
    statistics = provinces.asks("/v1/statistics/closed-loop", as_of="2026-11-27T00:00:01+08:00")
    assert statistics["total"]["transfer"]["loops"]["overdue"] == 1
    asked = provinces.asks("/v1/loops", status="overdue", loop="transfer", as_of="2026-11-27T00:00:01+08:00")
    assert [each["subject"] for each in asked["loops"]] == [NUMBER]


def test_a_hub_is_who_takes_from_others_and_sends_across(provinces: Provinces) -> None:
    hub, days = OTHER_PLANT, {"valid_from": "2026-08-20", "valid_until": "2027-02-28"}
    yard = f"establishment:{hub}001P"
    provinces.says(organisation(hub, "collector", division="310117"), registered(yard, "310117", hub))
    to_the_hub = {"receiver": org(hub), "to_establishment": yard}
    provinces.says(dispatched("1", at="2026-08-21T08:00:00+08:00", **to_the_hub))
    received = of_load("received", hub, number="1", at="2026-08-21T12:00:00+08:00", accepted_kg=kg("9800"))
    asked = of_slag(regime="notice", transferor=org(hub), from_division="310117", **days)
    provinces.says(
        received,
        said("transfer.applied", NUMBER, asked, by=hub, at="2026-08-16T08:00:00+08:00"),
        step("noticed", hub, "2026-08-17", terms(**OF_SLAG, **days)),
    )
    assert provinces.asks("/v1/transfer-hubs")["hubs"] == []
    masses = {f"batch:{PLANT}.B-1": 7_500, f"batch:{hub}.B-1": 2_500}
    parts = [{"batch": batch, "mass_kg": mass} for batch, mass in masses.items()]
    provinces.says(dispatched("9", at="2026-08-25T08:00:00+08:00", by=hub, transfer=NUMBER, batches=parts))
    flow = {"loads": 1, "accepted_kg": 0, "in_transit_kg": 10_000}
    (told,) = provinces.asks("/v1/transfer-hubs")["hubs"]
    assert told == {
        "hub": org(hub),
        "received": [{"from": org(PLANT), "loads": 1, "accepted_kg": 9_800, "in_transit_kg": 0}],
        "sent": [{"to": org(TAKER), "transfer": NUMBER, **flow}],
        "through": [{"from": org(PLANT), "to": org(TAKER), "transfer": NUMBER, "dispatched_kg": 7_500}],
    }
    assert provinces.asks("/v1/transfer-hubs", hub)["hubs"] == [told]
    assert provinces.asks("/v1/transfer-hubs", PLANT)["hubs"] == []


def test_what_went_under_an_approval_by_manifest_is_drawn_from_it(provinces: Provinces) -> None:
    manifest = "manifest:20263101004217"
    line = {"waste_code": "900-402-06", "name": "废溶剂", "mass_kg": 600, "method": "R2", "packaging": "钢桶"}
    issue = {
        "transferor": org(PLANT),
        "receiver": org(TAKER),
        "from_establishment": SITE,
        "to_establishment": THERE,
        "legs": [{"carrier": org(HAULIER), "mode": "road"}],
        "lines": [line],
        "transfer": NUMBER,
    }
    noon = "2026-11-20T12:00:00+08:00"
    provinces.says(*until_consent(), approved(), said("manifest.issued", manifest, issue, at=noon))
    assert provinces.use()["count"] == 0
    provinces.says(of_manifest("loaded", PLANT, {"mass_kg": 590}, manifest, at=noon))
    assert (provinces.use()["in_transit_kg"], provinces.use()["left_kg"]) == (590, 99_410)
    parts = {"accepted": [{"line": 1, "mass_kg": 500}], "refused": [{"line": 1, "mass_kg": 90, "reason": "渗漏"}]}
    provinces.says(of_manifest("received", TAKER, parts, manifest, at="2026-11-21T12:00:00+08:00"))
    used = provinces.use()
    assert (used["accepted_kg"], used["in_transit_kg"], used["left_kg"]) == (500, 0, 99_500)


def test_the_receiving_bureau_sees_what_comes_though_the_receiver_is_not_registered_here(
    provinces: Provinces,
) -> None:
    unknown = uscc("91320500MA1N0N0N0")
    to_it = {"receiver": org(unknown), "to_establishment": f"establishment:{unknown}001P"}
    days = {"valid_from": "2026-08-20", "valid_until": "2026-12-31"}
    provinces.says(applied("2026-08-15", of_slag(regime="notice", receiver=org(unknown), **days)))
    provinces.says(dispatched("1", at="2026-08-21T08:00:00+08:00", transfer=NUMBER, **to_it))
    load = f"consignment:{PLANT}.C-1"
    for who in (SUZHOU, JIANGSU):
        assert provinces.asks(f"/v1/subjects/{load}", who)["stage"] == "dispatched"
        assert [each["subject"] for each in provinces.use(who)["loads"]] == [load]
        assert {each["subject"] for each in provinces.asks("/v1/loops", who)["loops"]} == {load, NUMBER}
    zhejiang = uscc("11330000MB1A2B3C4")
    provinces.says(organisation(zhejiang, "authority", competence=["ecology"], division="330000"))
    assert provinces.caller(zhejiang).get(f"/v1/subjects/{load}").status_code == 404
