"""A correction of what one did to another's drum waits, for the drum too, until who relied on it has confirmed."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.doors import Caller, receipts
from tests.manifests import RECEIVER, TRUCK, TRUCKER, issued, line, org, received
from tests.specification import OPERATOR, PLANT, drum, generated, kg, organisation, said, uscc, weighed

COLLECTOR = uscc("91310115MA1C0C0C0")
IBC = f"container:{COLLECTOR}.IBC-1"


def hour(text: str) -> str:
    return f"2026-11-24T{text}:00+08:00"


def poured(mass: str) -> dict[str, Any]:
    return {
        "from": [{"container": drum(1), "mass_kg": kg(mass)}],
        "into": [{"container": IBC, "mass_kg": kg(mass)}],
    }


@pytest.fixture
def callers(client: TestClient) -> dict[str, Caller]:
    callers = {who: Caller.of(client, who) for who in (OPERATOR, PLANT, COLLECTOR, RECEIVER)}
    traders = ((COLLECTOR, "collector"), (RECEIVER, "receiver"), (TRUCKER, "carrier"))
    receipts(callers[OPERATOR].post(*(organisation(code, role) for code, role in traders)))
    receipts(callers[PLANT].post(generated(drum(1)), weighed(drum(1))))
    return callers


@pytest.fixture
def pouring(callers: dict[str, Caller]) -> int:
    """The position of what the collector said it poured out of the plant's drum; it was sent on, and received."""
    pouring = said("container.repacked", IBC, poured("200"), by=COLLECTOR, at=hour("09:00"))
    trip = {
        "transferor": org(COLLECTOR),
        "from_establishment": f"establishment:{COLLECTOR}001P",
        "legs": [{"carrier": org(TRUCKER), "mode": "road", "conveyance": TRUCK}],
        "lines": [line("200")],
        "containers": [IBC],
    }
    leaving = issued("manifest:new", by=COLLECTOR, at=hour("10:00"), **trip)
    repacked, sent = receipts(callers[COLLECTOR].post(pouring, leaving))
    receipts(callers[RECEIVER].post(received([IBC], number=sent["subject"], at=hour("11:00"))))
    return int(repacked["position"])


def remaining(caller: Caller) -> Any:
    return caller.get(f"/v1/subjects/{drum(1)}").json()["state"]["remaining_kg"]


def poured_on(caller: Caller) -> Any:
    """What of the drum its lineage tells to be poured into another."""
    places = caller.get(f"/v1/subjects/{drum(1)}/lineage").json()["places"]
    (mass,) = (each["mass_kg"] for each in places if each["kind"] == "poured")
    return mass


def test_the_drum_changes_when_the_receiver_has_confirmed(callers: dict[str, Caller], pouring: int) -> None:
    assert remaining(callers[PLANT]) == 0
    corrected = {"position": pouring, "data": poured("150"), "reason": "读错"}
    (correction,) = receipts(
        callers[COLLECTOR].post(said("fact.corrected", IBC, corrected, by=COLLECTOR, at=hour("11:30")))
    )
    assert (remaining(callers[PLANT]), poured_on(callers[PLANT])) == (0, 200)

    confirmed = {"position": correction["position"]}
    receipts(callers[RECEIVER].post(said("fact.correction_confirmed", IBC, confirmed, by=RECEIVER, at=hour("11:40"))))
    assert (remaining(callers[PLANT]), poured_on(callers[PLANT])) == (50, 150)
    steps = callers[PLANT].get(f"/v1/subjects/{drum(1)}/history").json()
    assert [(each["role"], each["mass_kg"], each["party"]) for each in steps["effects"]] == [("from", 150, "masked")]


def test_what_nobody_relied_on_changes_the_drum_at_once(callers: dict[str, Caller]) -> None:
    pouring = said("container.repacked", IBC, poured("200"), by=COLLECTOR, at=hour("09:00"))
    (repacked,) = receipts(callers[COLLECTOR].post(pouring))
    corrected = {"position": repacked["position"], "data": poured("150"), "reason": "读错"}
    receipts(callers[COLLECTOR].post(said("fact.corrected", IBC, corrected, by=COLLECTOR, at=hour("11:30"))))
    assert remaining(callers[PLANT]) == 50
