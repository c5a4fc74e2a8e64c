"""What became of a waste and where it came from, at the door: by mass, as of an instant, a page at a time, masked."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from projections.ruleset import RULESET
from tests.api.least_statements import PLACE
from tests.conftest import NOON
from tests.doors import Caller, codes, receipts
from tests.manifests import TRUCK, TRUCKER, issued, line, of_manifest, org
from tests.specification import (
    BAY,
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SITE,
    drum,
    generated,
    kg,
    organisation,
    said,
    weighed,
)

COLLECTOR = OTHER_PLANT
IBC, RUN, TANK = drum("ibc", COLLECTOR), f"treatment:{COLLECTOR}.T-1", f"facility:{PLANT}001P.TS003"
Portions = dict[str, int]


@pytest.fixture
def collector(client: TestClient) -> Caller:
    return Caller.of(client, COLLECTOR)


def at(hour: str) -> str:
    return f"2026-11-24T{hour}:00+08:00"


def pouring(poured: Portions, into: Portions) -> dict[str, Any]:
    sides = [
        [{"container": name, "mass_kg": kg(str(mass))} for name, mass in each.items()] for each in (poured, into)
    ]
    return {"from": sides[0], "into": sides[1]}


def poured(poured: Portions, into: Portions, hour: str = "10:00", by: str = COLLECTOR) -> Any:
    return said("container.repacked", next(iter(into)), pouring(poured, into), by=by, at=at(hour))


def burnt(inputs: list[dict[str, Any]], hour: str = "11:00", left: Portions | None = None, run: str = RUN) -> Any:
    facility = BAY.replace(PLANT, COLLECTOR)
    data = {"facility": facility, "kind": "disposed", "method": "D10", "from": at("09:00"), "until": at(hour)}
    ash = [{"container": name, "mass_kg": mass, "waste_code": "772-003-18"} for name, mass in (left or {}).items()]
    told = {**data, "inputs": inputs, **({"outputs": ash} if ash else {})}
    return said("treatment.completed", run, told, by=COLLECTOR, at=at(hour))


def told(caller: Caller, subject: str, **query: Any) -> dict[str, Any]:
    answer = caller.get(f"/v1/subjects/{subject}/lineage", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def in_short(lineage: dict[str, Any]) -> list[tuple[str, float]]:
    return [(each["kind"], each["mass_kg"]) for each in lineage["places"]]


@pytest.fixture
def filled(plant: Caller) -> Caller:
    """A drum of 200 kg."""
    receipts(plant.post(generated(drum()), weighed(drum())))
    return plant


def test_a_drum_that_nobody_touched_holds_what_it_holds(filled: Caller) -> None:
    lineage = told(filled, drum())
    assert {name: lineage[name] for name in lineage if name not in {"as_of", "places"}} == {
        "subject": drum(),
        "direction": "down",
        "forecast": False,
        "ruleset": RULESET,
        "mass_kg": 200,
        "organisations": 1,
        "truncated": False,
        "cursor": "1",
        "more": False,
        "position": 3,
    }
    held = {"place": 1, "kind": "held", "mass_kg": 200, "party": PLANT, "subject": drum(), "stage": "weighed"}
    assert lineage["places"] == [held]
    assert told(filled, drum(), direction="up")["places"] == [{**held, "kind": "arose"}]


def test_a_masked_place_tells_the_fact_and_the_mass_and_nothing_else(filled: Caller, collector: Caller) -> None:
    (receipt,) = receipts(collector.post(poured({drum(): 150, drum(9, COLLECTOR): 50}, {IBC: 200})))
    stayed, went, there = sorted(told(filled, drum())["places"], key=lambda each: (each["mass_kg"], each["kind"]))
    assert (stayed["kind"], stayed["subject"], stayed["mass_kg"]) == ("held", drum(), 50)
    assert there == {
        "place": went["place"],
        "kind": "poured",
        "mass_kg": 150,
        "party": "masked",
        "type": "container.repacked",
        "occurred_at": "2026-11-24T02:00:00.000000Z",
        "recorded_at": receipt["recorded_at"],
        "position": receipt["position"],
        "leaf_hash": receipt["leaf_hash"],
    }
    # of the 200 kg that are in the other's container it learns that its own are there still
    assert went == {"place": went["place"], "kind": "held", "mass_kg": 150, "party": "masked"}


def test_what_may_not_be_seen_has_no_lineage_and_is_as_if_it_were_not(filled: Caller, collector: Caller) -> None:
    receipts(collector.post(poured({drum(): 150}, {IBC: 150})))
    for subject in (IBC, drum("none", COLLECTOR), "container:nothing", "nothing"):
        for direction in ("up", "down"):
            answer = filled.get(f"/v1/subjects/{subject}/lineage", direction=direction)
            assert (answer.status_code, codes(answer)) == (404, ["not_found"])
    assert collector.get(f"/v1/subjects/{drum()}/lineage").status_code == 404


def test_whoever_has_but_stated_something_of_it_is_told_nothing_more(filled: Caller, client: TestClient) -> None:
    operator, bureau = (Caller.of(client, code) for code in (OPERATOR, BUREAU))
    over_it = organisation(BUREAU, "authority", competence=["ecology"])
    receipts(operator.post(over_it))
    receipts(filled.post(said("establishment.registered", SITE, PLACE)))
    disputed = said("fact.disputed", drum(), {"position": 3, "reason": "与现场不符"}, by=BUREAU, at=at("11:00"))
    receipts(bureau.post(disputed))
    assert in_short(told(bureau, drum())) == [("held", 200)]
    receipts(operator.post(said("organisation.closed", f"organisation:{BUREAU}", {"reason": "撤并"}, by=OPERATOR)))
    assert [e["type"] for e in bureau.get(f"/v1/subjects/{drum()}/history").json()["events"]] == ["fact.disputed"]
    assert (told(bureau, drum())["places"], told(bureau, drum())["mass_kg"]) == ([], 0)


def test_a_drum_that_was_never_generated_is_told_of_for_what_was_done_to_it(plant: Caller, collector: Caller) -> None:
    receipts(collector.post(poured({drum(): 150}, {IBC: 150})))
    lineage = told(plant, drum())
    assert (lineage["mass_kg"], in_short(lineage)) == (150, [("poured", 150), ("held", 150)])
    assert in_short(told(collector, IBC, direction="up")) == [("poured", 150), ("arose", 150)]


def test_what_has_no_mass_has_an_empty_lineage(plant: Caller) -> None:
    scale = f"scale:{PLANT}.07"
    receipts(plant.post(said("scale.registered", scale, {"kind": "platform", "max_kg": 500, "division_kg": 1})))
    lineage = told(plant, scale, direction="up")
    assert (lineage["places"], lineage["mass_kg"], lineage["more"]) == ([], 0, False)


def test_losses_are_told_with_the_fact_that_says_so(filled: Caller) -> None:
    lost = said("container.loss_declared", drum(), {"cause": "spill", "mass_kg": 5}, at=at("09:00"))
    receipts(filled.post(lost, weighed(drum(), "197.4", at=at("09:30"))))
    lineage = told(filled, drum())
    assert in_short(lineage) == [("lost", 5), ("unaccounted", 10), ("held", 185)]
    assert [each.get("type") for each in lineage["places"]] == ["container.loss_declared", "container.weighed", None]
    assert lineage["mass_kg"] == 200


def test_it_is_cut_at_what_was_known(filled: Caller, collector: Caller, clock: SimulatedClock) -> None:
    clock.set(NOON + timedelta(hours=1))
    receipts(collector.post(poured({drum(): 200}, {IBC: 200})))
    before = told(filled, drum(), as_of=at("12:30"))
    assert (in_short(before), before["position"], before["as_of"]) == (
        [("held", 200)],
        3,
        "2026-11-24T04:30:00.000000Z",
    )
    assert in_short(told(filled, drum(), as_of=at("13:00"))) == [("poured", 200), ("held", 200)]
    later = told(filled, drum(), as_of=at("19:00"))
    assert (in_short(later), later["forecast"]) == ([("poured", 200), ("held", 200)], True)


def test_a_corrected_pouring_moves_the_mass(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(*(generated(drum(n)) for n in (1, 2)), *(weighed(drum(n)) for n in (1, 2))))
    (receipt,) = receipts(collector.post(poured({drum(1): 200}, {IBC: 200})))
    for number in (2, 1):
        changed = {
            "position": receipt["position"],
            "data": pouring({drum(number): 120}, {IBC: 120}),
            "reason": "看错",
        }
        receipts(collector.post(said("fact.corrected", IBC, changed, by=COLLECTOR, at=at("11:00"))))
        became = {n: in_short(told(plant, drum(n))) for n in (1, 2)}
        assert became == {number: [("poured", 120), ("held", 80), ("held", 120)], 3 - number: [("held", 200)]}
        assert told(collector, IBC, direction="up")["mass_kg"] == 120
    withdrawn = {"position": receipt["position"], "reason": "误记"}
    receipts(collector.post(said("fact.withdrawn", IBC, withdrawn, by=COLLECTOR, at=at("11:00"))))
    assert [in_short(told(plant, drum(n))) for n in (1, 2)] == [[("held", 200)]] * 2


def test_a_container_used_again_carries_what_is_in_it_then(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(*(generated(drum(n)) for n in (1, 2)), *(weighed(drum(n)) for n in (1, 2))))
    second = RUN.replace("T-1", "T-2")
    receipts(
        collector.post(
            poured({drum(1): 200}, {IBC: 200}, "10:00"),
            burnt([{"container": IBC, "mass_kg": 200}], "10:30"),
            poured({drum(2): 200}, {IBC: 200}, "11:00"),
            burnt([{"container": IBC, "mass_kg": 200}], "11:30", run=second),
        )
    )
    first_drum, second_drum = (told(plant, drum(n))["places"] for n in (1, 2))
    assert [each["occurred_at"][11:16] for each in first_drum] == ["02:00", "02:30"]
    assert [each["occurred_at"][11:16] for each in second_drum] == ["03:00", "03:30"]
    for run, of in ((RUN, 1), (second, 2)):
        lineage = told(collector, run, direction="up")
        assert [(e["kind"], e.get("subject")) for e in lineage["places"]][:2] == [
            ("treated", IBC),
            ("poured", drum(of)),
        ]


def test_a_tank_and_a_line_of_a_manifest_are_where_waste_is_from(plant: Caller, collector: Caller) -> None:
    metered = {"day": "2026-11-23", "direction": "in", "mass_kg": 900, "meter": f"scale:{PLANT}.FM-1"}
    receipts(plant.post(said("tank.metered", TANK, metered, at=at("00:00"))))
    inputs = [{"tank": TANK, "mass_kg": 500}, {"manifest": "manifest:20263101004217", "line": 1, "mass_kg": 100}]
    receipts(collector.post(burnt(inputs, left={drum("ash", COLLECTOR): 60})))
    lineage = told(collector, drum("ash", COLLECTOR), direction="up")
    assert sorted(in_short(lineage)) == [
        ("arose", 10),
        ("arose", 50),
        ("residue", 60),
        ("treated", 10),
        ("treated", 50),
    ]
    down = told(plant, TANK)
    assert in_short(down) == [("treated", 500), ("residue", 50), ("held", 50), ("held", 400)]
    assert down["mass_kg"] == 900


def test_it_comes_a_page_at_a_time(collector: Caller) -> None:
    drums = {drum(n, COLLECTOR): 10 for n in range(7)}
    receipts(collector.post(poured(drums, {IBC: 70})))
    whole = told(collector, IBC, direction="up")
    assert (len(whole["places"]), whole["organisations"]) == (14, 1)
    pages, cursor = [], "0"
    while True:
        page = told(collector, IBC, direction="up", limit=5, cursor=cursor)
        pages += page["places"]
        cursor = page["cursor"]
        if not page["more"]:
            break
    assert pages == whole["places"]
    assert told(collector, IBC, direction="up", cursor=cursor)["places"] == []
    for wrong in ({"limit": 501}, {"cursor": "x"}, {"as_of": "yesterday"}, {"direction": "sideways"}):
        assert collector.get(f"/v1/subjects/{IBC}/lineage", **wrong).status_code == 422


def test_what_is_too_much_to_follow_is_told_and_sums_to_the_gram(collector: Caller) -> None:
    many = [[drum(f"{round}-{n}", COLLECTOR) for n in range(100)] for round in range(21)]
    receipts(collector.post(*(poured(dict.fromkeys(drums, 1), {IBC: 100}) for drums in many)))
    lineage = told(collector, IBC, direction="up", limit=500)
    assert (lineage["truncated"], lineage["mass_kg"], lineage["more"]) == (True, 2100, True)
    assert told(collector, many[0][0])["truncated"] is False
    last = told(collector, IBC, direction="up", cursor="4199")["places"]
    assert [(each["kind"], each["mass_kg"]) for each in last] == [("not_followed", 1)]


def test_the_stage_is_that_of_the_subject_also_on_a_trip(collector: Caller, client: TestClient) -> None:
    driver = Caller.of(client, TRUCKER)
    trip = {
        "transferor": org(COLLECTOR),
        "from_establishment": f"establishment:{COLLECTOR}001P",
        "legs": [{"carrier": org(TRUCKER), "mode": "road", "conveyance": TRUCK}],
        "lines": [line("200")],
        "containers": [IBC],
    }
    leaving = issued("manifest:new", by=COLLECTOR, at=at("10:30"), **trip)
    *_, sent = receipts(collector.post(poured({drum(): 200}, {IBC: 200}), leaving))
    receipts(driver.post(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, sent["subject"], at=at("11:00"))))
    (place,) = told(collector, IBC)["places"]
    assert (place["kind"], place["stage"]) == ("held", "in_transit")
    assert collector.get(f"/v1/subjects/{IBC}").json()["stage"] == "in_transit"
