"""Flags at the door: who sees which, what a flag says, who may explain it and who decides."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from ledger.posting import Posting
from tests.doors import Caller, codes, receipts
from tests.ledger.test_standing import bureau
from tests.manifests import DRUMS, NUMBER, RECEIVER, THERE, TRADE, TRUCKER, issued, of_manifest, received, registered
from tests.specification import BUREAU, PLANT, SITE, Scenario, generated, organisation, said, uscc

BUREAU_THERE = uscc("11310117MB1A2B3C4")
"""Over the place of the receiver."""
GREENING_THERE = uscc("11310117MB5D6E7F8")
LATE = timedelta(days=20)


class Desk:
    """Everybody with a key, and a load that the receiver has and does not confirm."""

    def __init__(self, client: TestClient, scenario: Scenario, clock: SimulatedClock) -> None:
        places = registered(SITE, "310115", PLANT), registered(THERE, "310117", RECEIVER)
        scenario.given(*TRADE, *places, bureau(), *(generated(each) for each in DRUMS), issued())
        scenario.given(organisation(BUREAU_THERE, "authority", competence=["ecology"], division="310117"))
        scenario.given(organisation(GREENING_THERE, "authority", competence=["greening"], division="310117"))
        scenario.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}))
        scenario.given(of_manifest("arrived", RECEIVER))
        clock.set(clock.now() + LATE)
        self._callers = {
            who: Caller.of(client, who) for who in (PLANT, RECEIVER, TRUCKER, BUREAU, BUREAU_THERE, GREENING_THERE)
        }

    def flags(self, who: str = BUREAU_THERE, **query: Any) -> list[dict[str, Any]]:
        answer = self._callers[who].get("/v1/anomalies", **{"rule": "manifest_unconfirmed", **query})
        assert answer.status_code == 200, answer.text
        flags: list[dict[str, Any]] = answer.json()["anomalies"]
        return flags

    def figures(self, who: str = BUREAU_THERE) -> dict[str, Any]:
        rows = self._callers[who].get("/v1/statistics/anomalies").json()["rows"]
        figures: dict[str, Any] = {row["rule"]: row for row in rows}["manifest_unconfirmed"]
        return figures

    def posts(self, posting: Posting) -> Any:
        return self._callers[posting.source.split(":")[2]].post(posting)


@pytest.fixture
def desk(client: TestClient, scenario: Scenario, clock: SimulatedClock) -> Desk:
    return Desk(client, scenario, clock)


def of_flag(step: str, flag: str, by: str, reason: str = "停电三日", **more: Any) -> Posting:
    return said(f"anomaly.{step}", f"anomaly:{flag}", {"reason": reason}, by=by, **more)


def test_a_flag_says_what_why_by_which_law_and_on_which_facts(desk: Desk) -> None:
    (flag,) = desk.flags()
    assert (flag["subject"], flag["severity"], flag["status"]) == (NUMBER, "warning", "open")
    assert flag["organisation"] == f"organisation:{RECEIVER}"
    assert flag["message"]["zh"] == "废物自 2026-11-24 08:00:00 起已在接受人处，至 2026-12-02 00:00:00 未确认接受"
    assert flag["duty"] == ["危险废物转移管理办法 18(1)"]
    assert flag["fine"] is None, "since the code no fine attaches to mere lateness"
    assert len(flag["evidence"]) == 1


def test_the_flagged_one_and_the_authority_of_the_place_see_it_and_nobody_else(desk: Desk) -> None:
    seen = {who: len(desk.flags(who)) for who in (RECEIVER, BUREAU_THERE, PLANT, TRUCKER, BUREAU)}
    assert seen == {RECEIVER: 1, BUREAU_THERE: 1, PLANT: 0, TRUCKER: 0, BUREAU: 0}


def test_it_is_explained_by_the_flagged_one_then_confirmed_by_the_authority(desk: Desk) -> None:
    (flag,) = desk.flags()
    receipts(desk.posts(of_flag("explained", flag["id"], RECEIVER)))
    (now,) = desk.flags(status="explained")
    assert [each["reason"] for each in now["disposition"]["explanations"]] == ["停电三日"]
    receipts(desk.posts(of_flag("confirmed", flag["id"], BUREAU_THERE, "现场核实")))
    (now,) = desk.flags(status="confirmed")
    assert now["disposition"]["decision"]["by"] == f"organisation:{BUREAU_THERE}"
    assert desk.flags(status="open") == []


@pytest.mark.parametrize(
    ("step", "by"),
    [
        ("explained", PLANT),
        ("explained", BUREAU_THERE),
        ("confirmed", RECEIVER),
        ("confirmed", BUREAU),
        ("dismissed", GREENING_THERE),
    ],
)
def test_nobody_else_may(desk: Desk, step: str, by: str) -> None:
    (flag,) = desk.flags()
    assert codes(desk.posts(of_flag(step, flag["id"], by))) == ["may_not_state"]
    assert codes(desk.posts(of_flag(step, "a" * 26, by))) == ["may_not_state"], "the same where there is none"


def test_what_was_dismissed_is_a_false_alarm_of_its_rule(desk: Desk) -> None:
    (flag,) = desk.flags()
    receipts(desk.posts(of_flag("dismissed", flag["id"], BUREAU_THERE, "误报")))
    assert desk.figures()["false_alarm_rate"] == 1.0
    assert desk.figures()["status"]["dismissed"] == 1


def test_a_late_fact_clears_it_and_its_history_stays(desk: Desk, clock: SimulatedClock) -> None:
    (flag,) = desk.flags()
    then = clock.now().isoformat()
    clock.set(clock.now() + timedelta(hours=1))
    receipts(desk.posts(received(DRUMS, at=clock.now().isoformat())))
    assert desk.flags() == []
    (gone,) = desk.flags(status="cleared")
    assert (gone["id"], gone["status"], gone["cleared_at"] is not None) == (flag["id"], "cleared", True)
    (as_it_stood,) = desk.flags(as_of=then)
    assert as_it_stood["status"] == "open"
    again = of_flag("explained", flag["id"], RECEIVER)
    assert desk.posts(again).status_code == 201, "what was cleared may still be spoken of"
    assert desk.posts(again).status_code == 200


def test_pages_go_on_where_the_one_before_ended(desk: Desk) -> None:
    (flag,) = desk.flags(limit=1)
    answer = desk._callers[BUREAU_THERE].get("/v1/anomalies", rule="manifest_unconfirmed", limit=1).json()
    assert answer["more"]
    assert desk.flags(cursor=answer["cursor"]) == []
    assert desk.flags(severity="serious") == []
    assert desk.flags(organisation=RECEIVER, subject=NUMBER, division="310117") == [flag]


def test_the_rules_tell_their_numbers_and_who_gives_them(desk: Desk) -> None:
    caller = desk._callers[PLANT]
    rule = caller.get("/v1/rules/manifest_unconfirmed").json()
    assert {each["name"]: each["source"] for each in rule["parameters"]} == {
        "working_days": "statute",
        "working_days_until_warning": "internal",
    }
    assert caller.get("/v1/rules/none").status_code == 404
    everything = caller.get("/v1/rules").json()
    assert "manifest_unconfirmed" in [each["id"] for each in everything["rules"]]
