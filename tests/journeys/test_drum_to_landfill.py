"""A drum via collector, consolidation and incineration to the fly ash in a landfill, and back again, by mass."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.identifiers import uscc_is_sound
from tests.doors import Caller, receipts
from tests.manifests import TRUCK, TRUCKER, issued, line, org, received
from tests.specification import (
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    drum,
    generated,
    kg,
    organisation,
    said,
    uscc,
    weighed,
)

COLLECTOR, BURNER, LANDFILL = (uscc(f"9131011{n}MA1C0C0C0") for n in (5, 6, 7))
IBC, ASH = f"container:{COLLECTOR}.IBC-1", f"container:{BURNER}.ash-1"
BURNING, BURIAL = f"treatment:{BURNER}.B-1", f"treatment:{LANDFILL}.L-1"
ROLES = {
    PLANT: "generator",
    OTHER_PLANT: "generator",
    COLLECTOR: "collector",
    BURNER: "receiver",
    LANDFILL: "receiver",
    TRUCKER: "carrier",
}
NAMES = {code for code in ROLES if uscc_is_sound(code)}


def hour(text: str) -> str:
    return f"2026-11-24T{text}:00+08:00"


def trip(drums: list[str], sender: str, receiver: str, mass: str, leaving: str) -> Any:
    """联单签发 of those containers."""
    data = {
        "transferor": org(sender),
        "receiver": org(receiver),
        "from_establishment": f"establishment:{sender}001P",
        "to_establishment": f"establishment:{receiver}001P",
        "legs": [{"carrier": org(TRUCKER), "mode": "road", "conveyance": TRUCK}],
        "lines": [line(mass)],
        "containers": drums,
    }
    return issued("manifest:new", by=sender, at=hour(leaving), **data)


def run(subject: str, owner: str, method: str, ended: str, inputs: dict[str, str], **more: Any) -> Any:
    taken = [{"container": name, "mass_kg": kg(mass)} for name, mass in inputs.items()]
    facility = f"facility:{owner}001P.TS001"
    span = {"from": hour("10:00"), "until": hour(ended)}
    data = {"facility": facility, "kind": "disposed", "method": method, "inputs": taken, **span, **more}
    return said("treatment.completed", subject, data, by=owner, at=hour(ended))


@pytest.fixture
def callers(client: TestClient) -> dict[str, Caller]:
    """All of them, after a day on which 200 kg and 100 kg became 30 kg of ash in a landfill."""
    callers = {code: Caller.of(client, code) for code in (OPERATOR, BUREAU, *ROLES)}
    registering = (organisation(code, role) for code, role in ROLES.items())
    receipts(callers[OPERATOR].post(*registering, organisation(BUREAU, "authority", competence=["ecology"])))
    for code, gross in ((PLANT, "212.4"), (OTHER_PLANT, "112.4")):
        mine = drum(1, code)
        filled = generated(mine, by=code, at=hour("07:00")), weighed(mine, gross, by=code, at=hour("07:10"))
        mass = {"212.4": "200", "112.4": "100"}[gross]
        *_, sent = receipts(callers[code].post(*filled, trip([mine], code, COLLECTOR, mass, "07:20")))
        arrived = received([mine], mass=mass, number=sent["subject"], by=COLLECTOR, at=hour("08:00"))
        receipts(callers[COLLECTOR].post(arrived))
    pouring = {
        "from": [{"container": drum(1, code), "mass_kg": m} for code, m in ((PLANT, 200), (OTHER_PLANT, 100))],
        "into": [{"container": IBC, "mass_kg": 300}],
        "emptied": [drum(1), drum(1, OTHER_PLANT)],
    }
    poured = said("container.repacked", IBC, pouring, by=COLLECTOR, at=hour("08:30"))
    _, sent = receipts(callers[COLLECTOR].post(poured, trip([IBC], COLLECTOR, BURNER, "300", "08:40")))
    bag = {"establishment": f"establishment:{BURNER}001P", "kind": "bag", "waste_code": "772-003-18"}
    ash = [{"container": ASH, "mass_kg": kg("30"), "waste_code": "772-003-18"}]
    *_, sent = receipts(
        callers[BURNER].post(
            received([IBC], mass="300", number=sent["subject"], by=BURNER, at=hour("09:30")),
            said("container.generated", ASH, bag, by=BURNER, at=hour("10:30")),
            run(BURNING, BURNER, "D10", "11:00", {IBC: "300"}, outputs=ash),
            trip([ASH], BURNER, LANDFILL, "30", "11:10"),
        )
    )
    receipts(
        callers[LANDFILL].post(
            received([ASH], mass="30", number=sent["subject"], by=LANDFILL, at=hour("11:30")),
            run(BURIAL, LANDFILL, "D1", "11:40", {ASH: "30"}),
        )
    )
    return callers


def told(caller: Caller, subject: str, direction: str, **query: Any) -> dict[str, Any]:
    answer = caller.get(f"/v1/subjects/{subject}/lineage", direction=direction, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def in_short(lineage: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(each["kind"], each["mass_kg"], each.get("subject"), each["party"]) for each in lineage["places"]]


def test_a_producer_learns_what_became_of_its_drum_and_not_where(callers: dict[str, Caller]) -> None:
    lineage = told(callers[PLANT], drum(1), "down")
    assert in_short(lineage) == [
        ("poured", 200, None, "masked"),
        ("treated", 200, None, "masked"),
        ("residue", 20, None, "masked"),
        ("treated", 20, None, "masked"),
    ]
    assert (lineage["mass_kg"], lineage["organisations"], lineage["truncated"]) == (200, 2, False)
    assert [each["type"] for each in lineage["places"]] == ["container.repacked", *["treatment.completed"] * 3]
    # the bag of ash is one place, and each run another
    assert len({each["place"] for each in lineage["places"]}) == 4
    assert not [name for name in NAMES - {PLANT} if name in str(lineage)]


def test_a_landfill_learns_from_how_many_producers_its_ash_comes(callers: dict[str, Caller]) -> None:
    lineage = told(callers[LANDFILL], BURIAL, "up")
    assert in_short(lineage) == [
        ("treated", 30, ASH, LANDFILL),
        ("residue", 30, None, "masked"),
        ("treated", 30, None, "masked"),
        ("poured", 20, None, "masked"),
        ("poured", 10, None, "masked"),
        ("arose", 20, None, "masked"),
        ("arose", 10, None, "masked"),
    ]
    assert (lineage["mass_kg"], lineage["organisations"]) == (30, 2)
    assert not [name for name in NAMES - {LANDFILL, BURNER} if name in str(lineage)]


def test_who_stands_between_sees_its_two_neighbours(callers: dict[str, Caller]) -> None:
    up = in_short(told(callers[BURNER], BURNING, "up"))
    assert up[0] == ("treated", 300, IBC, BURNER)
    # it received what the collector poured together, and so may read in that fact out of which drums
    assert up[1:] == [
        (kind, mass, drum(1, code), COLLECTOR if kind == "poured" else "masked")
        for kind in ("poured", "arose")
        for code, mass in ((PLANT, 200), (OTHER_PLANT, 100))
    ]
    down = in_short(told(callers[BURNER], BURNING, "down"))
    assert down == [
        ("treated", 300, BURNING, BURNER),
        ("residue", 30, ASH, BURNER),
        ("treated", 30, None, "masked"),
    ]
    collected = in_short(told(callers[COLLECTOR], IBC, "up"))
    assert collected == [
        (kind, mass, drum(1, code), COLLECTOR if kind == "poured" else code)
        for kind in ("poured", "arose")
        for code, mass in ((PLANT, 200), (OTHER_PLANT, 100))
    ]


def test_the_bureau_sees_the_whole_way_in_both_directions(callers: dict[str, Caller]) -> None:
    down = told(callers[BUREAU], drum(1), "down")
    assert [(each["kind"], each["subject"], each.get("stage")) for each in down["places"]] == [
        ("poured", IBC, "treated"),
        ("treated", BURNING, "completed"),
        ("residue", ASH, "treated"),
        ("treated", BURIAL, "completed"),
    ]
    up = told(callers[BUREAU], BURIAL, "up")
    assert [(e["subject"], e["mass_kg"]) for e in up["places"] if e["kind"] == "arose"] == [
        (drum(1), 20),
        (drum(1, OTHER_PLANT), 10),
    ]
    for each in (*down["places"], *up["places"]):
        now = callers[BUREAU].get(f"/v1/subjects/{each['subject']}").json()
        assert each["stage"] == now["stage"]
    # each step is a leaf of the log, whose hash everybody may check
    for each in (*down["places"], *up["places"]):
        if "position" in each:
            fact = callers[BUREAU].get("/v1/events", after=each["position"] - 1, limit=1).json()["events"][0]
            assert fact["type"] == each["type"]
            assert len(each["leaf_hash"]) == 64
