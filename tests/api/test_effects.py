"""What a fact about another's thing does to one's own: it counts in the state, and its party is masked."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.conftest import NOON
from tests.doors import Caller, receipts
from tests.specification import BAY, OTHER_PLANT, PLANT, drum, generated, kg, said, weighed

COLLECTOR = OTHER_PLANT
TANK = drum("tank", COLLECTOR)
AT = "2026-11-24T10:00:00+08:00"


@pytest.fixture
def collector(client: TestClient) -> Caller:
    """Who empties the plant's drums into a tank of its own."""
    return Caller.of(client, COLLECTOR)


def poured(*drums: str, into: str = TANK, mass: str = "200") -> dict[str, Any]:
    portions = [{"container": each, "mass_kg": kg(mass)} for each in drums]
    return {"from": portions, "into": [{"container": into, "mass_kg": kg(mass) * len(drums)}], "emptied": [*drums]}


def emptied(*drums: str, by: str = COLLECTOR) -> Any:
    return said("container.repacked", TANK, poured(*drums), by=by, at=AT)


def shown(caller: Caller, subject: str, path: str = "", **query: Any) -> dict[str, Any]:
    answer = caller.get(f"/v1/subjects/{subject}{path}", **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_drum_that_another_emptied_says_so_without_saying_who(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(generated(drum()), weighed(drum())))
    (receipt,) = receipts(collector.post(emptied(drum())))
    told = shown(plant, drum())
    assert (told["stage"], told["state"]["remaining_kg"]) == ("emptied", 0)
    (effect,) = told["effects"]
    assert {name: effect[name] for name in effect if name != "state_after"} == {
        "position": receipt["position"],
        "leaf_hash": receipt["leaf_hash"],
        "type": "container.repacked",
        "occurred_at": "2026-11-24T02:00:00.000000Z",
        "recorded_at": receipt["recorded_at"],
        "party": "masked",
        "role": "from",
        "mass_kg": 200,
        "stage_after": "emptied",
    }
    assert COLLECTOR not in str(told)
    assert COLLECTOR not in str(shown(plant, drum(), "/history", linked="true"))
    assert plant.get(f"/v1/subjects/{TANK}").status_code == 404


def test_who_may_see_the_fact_is_told_whole(plant: Caller) -> None:
    receipts(plant.post(generated(drum()), weighed(drum())))
    receipts(plant.post(said("container.repacked", drum("new"), poured(drum(), into=drum("new")), at=AT)))
    (effect,) = shown(plant, drum())["effects"]
    assert (effect["party"], effect["subject"]) == (PLANT, drum("new"))


def test_whoever_poured_it_out_sees_nothing_else_of_the_drum(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(generated(drum()), weighed(drum())))
    receipts(collector.post(emptied(drum())))
    assert collector.get(f"/v1/subjects/{drum()}").status_code == 404
    assert shown(collector, TANK)["state"]["remaining_kg"] == 200


def test_a_new_container_that_is_not_the_first_of_into_is_there_for_its_owner(plant: Caller) -> None:
    receipts(plant.post(generated(drum()), weighed(drum())))
    halves = [{"container": drum(name), "mass_kg": 100} for name in ("a", "b")]
    data = {"from": [{"container": drum(), "mass_kg": 200}], "into": halves}
    receipts(plant.post(said("container.repacked", drum("a"), data, at=AT)))
    for name in ("a", "b"):
        told = shown(plant, drum(name))
        assert (told["stage"], told["provisional"], told["state"]["remaining_kg"]) == ("repacked", False, 100)
    assert plant.get(f"/v1/subjects/{drum('c')}").status_code == 404


def test_an_effect_is_cut_by_either_clock(plant: Caller, collector: Caller, clock: SimulatedClock) -> None:
    receipts(plant.post(generated(drum()), weighed(drum())))
    clock.set(NOON + timedelta(hours=1))
    receipts(collector.post(emptied(drum())))
    for cut in ({"happened_by": "2026-11-24T09:59:59+08:00"}, {"known_by": "2026-11-24T12:30:00+08:00"}):
        told = shown(plant, drum(), "/history", **cut)
        assert (told["stage"], told["effects"]) == ("weighed", [])


def test_a_withdrawn_effect_has_not_happened(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(generated(drum()), weighed(drum())))
    (receipt,) = receipts(collector.post(emptied(drum())))
    receipts(collector.post(withdrawal(receipt["position"])))
    told = shown(plant, drum())
    assert (told["stage"], told["state"]["remaining_kg"], told["effects"]) == ("weighed", 200, [])


def withdrawal(position: int) -> Any:
    return said("fact.withdrawn", TANK, {"position": position, "reason": "误记"}, by=COLLECTOR)


def correction(position: int, *drums: str) -> Any:
    data = {"position": position, "data": poured(*drums), "reason": "桶号看错"}
    return said("fact.corrected", TANK, data, by=COLLECTOR)


def test_an_effect_that_was_corrected_to_another_drum_moves_to_it(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(*(generated(drum(n)) for n in (1, 2)), *(weighed(drum(n)) for n in (1, 2))))
    (receipt,) = receipts(collector.post(emptied(drum(1))))
    receipts(collector.post(correction(receipt["position"], drum(2))))
    assert [shown(plant, drum(n))["stage"] for n in (1, 2)] == ["weighed", "emptied"]
    receipts(collector.post(correction(receipt["position"], drum(1))))
    assert [shown(plant, drum(n))["stage"] for n in (1, 2)] == ["emptied", "weighed"]
    receipts(collector.post(withdrawal(receipt["position"])))
    assert [shown(plant, drum(n))["stage"] for n in (1, 2)] == ["weighed", "weighed"]


def test_a_drum_that_another_treated_is_treated(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(generated(drum()), weighed(drum())))
    run = {
        "facility": BAY.replace(PLANT, COLLECTOR),
        "kind": "disposed",
        "method": "D10",
        "from": "2026-11-24T08:30:00+08:00",
        "until": AT,
        "inputs": [{"container": drum(), "mass_kg": 200}],
    }
    receipts(collector.post(said("treatment.completed", f"treatment:{COLLECTOR}.T-1", run, by=COLLECTOR, at=AT)))
    told = shown(plant, drum())
    assert (told["stage"], told["effects"][0]["role"], told["effects"][0]["party"]) == ("treated", "input", "masked")
    assert told["state"]["masses"] == {"arisen_kg": 200, "treated_kg": 200, "told": True}
    run_told = shown(collector, f"treatment:{COLLECTOR}.T-1")
    assert (run_told["stage"], run_told["state"]["input_kg"], run_told["state"]["method_name"]) == (
        "completed",
        200,
        "焚烧",
    )


def test_the_register_of_containers_counts_what_others_did(plant: Caller, collector: Caller) -> None:
    receipts(plant.post(*(generated(drum(n)) for n in (1, 2)), weighed(drum(1))))
    (receipt,) = receipts(collector.post(emptied(drum(1))))
    register = plant.client.app.state.register

    def stages() -> dict[str, str]:
        return {row.subject: row.stage for row in register.latest(None, 9)}

    assert stages() == {drum(1): "emptied", drum(2): "generated", TANK: "repacked"}
    receipts(collector.post(correction(receipt["position"], drum(2))))
    assert stages() == {drum(1): "weighed", drum(2): "emptied", TANK: "repacked"}
    receipts(collector.post(withdrawal(receipt["position"])))
    assert stages() == {drum(1): "weighed", drum(2): "generated", TANK: "provisional"}
