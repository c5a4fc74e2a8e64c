"""A weighing is corrected after the drum was received and the month declared: nobody's figures change in silence."""

import pytest
from fastapi.testclient import TestClient

from tests.doors import Caller, receipts
from tests.manifests import DRUMS, RECEIVER, THERE, TRADE, TRUCK, TRUCKER, issued, of_manifest, received, registered
from tests.specification import OPERATOR, PLANT, SITE, generated, kg, said, weighed

DECLARED = SITE.replace("establishment", "declaration") + ".2026-11"
ROW = {"waste_code": "900-402-06", "opening_t": 0, "generated_t": kg("0.6"), "closing_t": 0}


def hour(text: str) -> str:
    return f"2026-11-24T{text}:00+08:00"


class Everybody:
    """Who takes part, each with a key."""

    def __init__(self, client: TestClient) -> None:
        self.operator, self.plant, self.receiver, self.carrier = (
            Caller.of(client, who) for who in (OPERATOR, PLANT, RECEIVER, TRUCKER)
        )


@pytest.fixture
def parties(client: TestClient) -> Everybody:
    """Three drums of 200 kg were sent, received and declared."""
    parties = Everybody(client)
    receipts(parties.operator.post(*TRADE))
    receipts(parties.plant.post(registered(SITE, "310115", PLANT)))
    receipts(parties.receiver.post(registered(THERE, "310117", RECEIVER)))
    receipts(parties.plant.post(*(generated(each, at=hour("06:00")) for each in DRUMS)))
    receipts(parties.plant.post(*(weighed(each, at=hour("06:30")) for each in DRUMS), issued(at=hour("07:00"))))
    receipts(parties.carrier.post(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=hour("07:30"))))
    receipts(parties.receiver.post(received(DRUMS, at=hour("11:00"))))
    sent_out = {"name": "接受单位", "division": "310117", "method": "R2", "mass_t": kg("0.6")}
    rows = {"rows": [ROW | {"sent_out": [sent_out]}]}
    receipts(parties.plant.post(said("declaration.submitted", DECLARED, rows, at=hour("11:20"))))
    return parties


def test_it_waits_for_the_receiver_and_is_marked_until_the_month_is_amended(parties: Everybody) -> None:
    one = DRUMS[0]
    before = parties.plant.get(f"/v1/subjects/{one}").json()
    assert (before["state"]["net_kg"], before["pending"], before["marks"]) == (200, [], [])
    events = parties.plant.get(f"/v1/subjects/{one}/history").json()["events"]
    (weighing,) = (event for event in events if event["type"] == "container.weighed")
    lighter = weighing["data"] | {"gross_kg": kg("202.4")}
    said_so = {"position": weighing["position"], "data": lighter, "reason": "读错"}
    (correction,) = receipts(parties.plant.post(said("fact.corrected", one, said_so, at=hour("11:40"))))

    waiting = parties.plant.get(f"/v1/subjects/{one}").json()
    assert waiting["state"]["net_kg"] == 200
    (pending,) = waiting["pending"]
    assert (pending["position"], pending["about"]) == (correction["position"], weighing["position"])
    assert waiting["marks"] == ["corrected_after_declaration"]

    confirming = said(
        "fact.correction_confirmed", one, {"position": correction["position"]}, by=RECEIVER, at=hour("11:45")
    )
    receipts(parties.receiver.post(confirming))
    confirmed = parties.plant.get(f"/v1/subjects/{one}").json()
    assert (confirmed["state"]["net_kg"], confirmed["pending"]) == (190, [])
    assert confirmed["marks"] == ["corrected_after_declaration"]

    amended = {"rows": [ROW | {"generated_t": kg("0.59")}]}
    receipts(parties.plant.post(said("declaration.amended", DECLARED, amended, at=hour("11:50"))))
    assert parties.plant.get(f"/v1/subjects/{one}").json()["marks"] == []


def test_nothing_is_marked_that_was_corrected_before_its_month_was_declared(parties: Everybody) -> None:
    late = DRUMS[0].replace("D-1", "D-9")
    receipts(parties.plant.post(generated(late, at="2026-10-30T08:00:00+08:00")))
    (weighing,) = receipts(parties.plant.post(weighed(late, at="2026-10-30T08:10:00+08:00")))
    said_so = {"position": weighing["position"], "data": weighed(late, "202.4").data, "reason": "读错"}
    receipts(parties.plant.post(said("fact.corrected", late, said_so, at=hour("11:40"))))
    told = parties.plant.get(f"/v1/subjects/{late}").json()
    assert (told["state"]["net_kg"], told["pending"], told["marks"]) == (190, [], [])
