"""GET /v1/subjects: what a thing is now, and its case replayed by either clock."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from projections.ruleset import RULESET
from tests.conftest import NOON
from tests.doors import Caller, codes, receipts
from tests.specification import (
    BAY,
    BUREAU,
    OPERATOR,
    PLANT,
    SCALE,
    SITE,
    drum,
    generated,
    kg,
    organisation,
    said,
    weighed,
)

DRUM = f"/v1/subjects/{drum()}"


def subject(caller: Caller, path: str = DRUM, **query: Any) -> dict[str, Any]:
    answer = caller.get(path, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def history(caller: Caller, **query: Any) -> dict[str, Any]:
    return subject(caller, DRUM + "/history", **query)


def types(case: dict[str, Any]) -> list[str]:
    return [event["type"].partition(".")[2] for event in case["events"]]


def test_a_drum_in_its_bay_is_stored_and_its_loop_is_open(plant: Caller) -> None:
    plant.post(
        generated(drum()),
        weighed(drum()),
        said("container.stored", drum(), {"facility": BAY, "zone": "A"}, at="2026-11-24T09:00:00+08:00"),
    )
    assert subject(plant) == {
        "subject": drum(),
        "provisional": False,
        "stage": "stored",
        "loop": "open",
        "loops": {"custody": "open", "chain": "open"},
        "deadlines": [],
        "as_of": "2026-11-24T04:00:00.000000Z",
        "forecast": False,
        "ruleset": RULESET,
        "state": {
            "establishment": SITE,
            "kind": "drum",
            "waste_code": "900-402-06",
            "waste_code_known": None,
            "gross_kg": 212.4,
            "tare_kg": 12.4,
            "net_kg": 200,
            "scale": SCALE,
            "facility": BAY,
            "zone": "A",
            "remaining_kg": 200,
            "masses": {"arisen_kg": 200, "told": True},
        },
        "linked": [SITE, SCALE, BAY],
        "custody": [
            {
                "from": "2026-11-24T00:00:00.000000Z",
                "held_by": f"organisation:{PLANT}",
                "stage": "generated",
                "position": 2,
            }
        ],
        "effects": [],
        "pending": [],
        "disputed": [],
        "marks": [],
        "position": 4,
    }


def test_a_drum_is_provisional_until_its_generation_is_known(plant: Caller) -> None:
    plant.post(weighed(drum()))
    before = subject(plant)
    assert (before["provisional"], before["stage"], before["loop"]) == (True, "weighed", "open")
    plant.post(generated(drum()))
    after = subject(plant)
    assert (after["provisional"], after["stage"]) == (False, "weighed")


def test_a_thing_without_a_loop_has_a_state_in_its_own_units(plant: Caller) -> None:
    data = {"establishment": SITE, "kind": "storage_house", "capacity_t": kg("12.5"), "bund_m3": 3}
    plant.post(said("facility.registered", BAY, data))
    found = subject(plant, f"/v1/subjects/{BAY}")
    assert (found["stage"], found["loop"], found["loops"]) == ("registered", None, {})
    assert found["state"] == data | {"capacity_t": 12.5}


def test_a_subject_is_found_under_its_percent_encoded_name(plant: Caller) -> None:
    plant.post(generated(drum()))
    assert subject(plant, DRUM.replace(":", "%3A").replace(".", "%2E"))["subject"] == drum()


def test_a_subject_without_facts_is_not_found(plant: Caller) -> None:
    for path in (DRUM, DRUM + "/history", "/v1/subjects/nonsense", "/v1/subjects/"):
        answer = plant.get(path)
        assert (answer.status_code, codes(answer)) == (404, ["not_found"])


def test_a_history_tells_each_event_with_both_clocks_and_the_state_after_it(plant: Caller) -> None:
    plant.post(weighed(drum(), id="w"))
    plant.post(generated(drum()))
    case = history(plant)
    assert types(case) == ["generated", "weighed"]
    assert case["events"][1] == {
        "position": 2,
        "seq": 1,
        "type": "container.weighed",
        "subject": drum(),
        "occurred_at": "2026-11-24T00:10:00.000000Z",
        "recorded_at": "2026-11-24T04:00:00.000000Z",
        "lateness_s": 3 * 3600 + 50 * 60,
        "stated_by": PLANT,
        "credential": plant.key.partition(".")[0],
        "source": f"urn:uscc:{PLANT}:test",
        "id": "w",
        "data": {"gross_kg": 212.4, "tare_kg": 12.4, "scale": SCALE},
        "stage_after": "weighed",
        "state_after": case["state"],
    }
    assert "gross_kg" not in case["events"][0]["state_after"]


def test_happened_by_cuts_by_what_had_happened(plant: Caller) -> None:
    plant.post(generated(drum(), at="2026-11-24T08:00:00+08:00"), weighed(drum(), at="2026-11-24T08:10:00+08:00"))
    case = history(plant, happened_by="2026-11-24T08:05:00+08:00")
    assert (types(case), case["stage"]) == (["generated"], "generated")
    assert case["happened_by"] == "2026-11-24T00:05:00.000000Z"
    assert types(history(plant, happened_by="2026-11-24T08:10:00+08:00")) == ["generated", "weighed"]
    assert types(history(plant, happened_by="2026-11-24T07:59:59+08:00")) == []


def test_known_by_cuts_by_what_was_recorded(plant: Caller, clock: SimulatedClock) -> None:
    plant.post(weighed(drum()))
    clock.set(NOON + timedelta(hours=2))
    plant.post(generated(drum()))
    case = history(plant, known_by="2026-11-24T13:00:00+08:00")
    assert (types(case), case["provisional"]) == (["weighed"], True)
    assert types(history(plant, known_by="2026-11-24T14:00:00+08:00")) == ["generated", "weighed"]
    assert types(history(plant, known_by="2026-11-24T11:59:59+08:00")) == []


def test_a_correction_counts_from_when_it_was_known(plant: Caller, clock: SimulatedClock) -> None:
    (original,) = receipts(plant.post(weighed(drum(), "212.4")))
    clock.set(NOON + timedelta(hours=1))
    right = {"gross_kg": kg("221.4"), "tare_kg": kg("12.4"), "scale": SCALE}
    correction = {"position": original["position"], "data": right, "reason": "看错一位"}
    (corrected,) = receipts(plant.post(said("fact.corrected", drum(), correction)))

    case = history(plant)
    shown = {e["position"]: e for e in case["events"]}
    first, second = shown[original["position"]], shown[corrected["position"]]
    assert case["state"]["net_kg"] == first["state_after"]["net_kg"] == 209
    assert first["data"]["gross_kg"] == 212.4
    assert first["corrected_by"] == [corrected["position"]]
    assert (second["about"], second["data"]["data"]["gross_kg"]) == (original["position"], 221.4)

    believed = history(plant, known_by="2026-11-24T12:30:00+08:00")
    assert believed["state"]["net_kg"] == 200
    assert "corrected_by" not in believed["events"][0]


def test_a_withdrawn_fact_is_shown_and_counts_for_nothing(plant: Caller) -> None:
    plant.post(generated(drum()), weighed(drum()))
    (withdrawal,) = receipts(plant.post(said("fact.withdrawn", drum(), {"position": 3, "reason": "称错桶"})))
    case = history(plant)
    assert case["stage"] == "generated"
    (struck,) = (e for e in case["events"] if e["position"] == 3)
    assert struck["withdrawn_by"] == withdrawal["position"]
    assert "state_after" not in struck


def test_a_drum_of_which_all_was_withdrawn_has_a_cancelled_loop(plant: Caller) -> None:
    plant.post(generated(drum()))
    plant.post(said("fact.withdrawn", drum(), {"position": 2, "reason": "重复登记"}))
    found = subject(plant)
    assert (found["loop"], found["provisional"], found["stage"]) == ("cancelled", True, "provisional")


def test_linked_adds_the_events_that_merely_name_the_subject(plant: Caller) -> None:
    scale = {"kind": "platform", "max_kg": 500, "division_kg": kg("0.1")}
    plant.post(said("scale.registered", SCALE, scale), weighed(drum(1)), generated(drum(2)))
    path = f"/v1/subjects/{SCALE}/history"
    assert types(subject(plant, path)) == types(subject(plant, path, linked="false")) == ["registered"]
    assert types(subject(plant, path, linked="true")) == ["registered", "weighed"]
    assert plant.get(path, linked="perhaps").status_code == 422


@pytest.mark.parametrize("name", ["happened_by", "known_by"])
@pytest.mark.parametrize(
    "cut",
    [
        "yesterday",
        "",
        "2026-11-24",
        "2026-11-24T08:00:00",
        "2026-02-30T08:00:00Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59-08:00",
        "2026-11-24T08:00:00Z\n",
        "2026-11-24T08:00:00+08:00" * 2,
        "２０２６-11-24T08:00:00Z",
    ],
)
def test_a_cut_that_is_no_instant_is_refused_and_named(plant: Caller, name: str, cut: str) -> None:
    plant.post(generated(drum()))
    answer = plant.get(DRUM + "/history", **{name: cut})
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])
    assert answer.json()["errors"][0]["pointer"] == f"?{name}"


def test_a_plus_sign_that_was_not_escaped_is_still_an_offset(plant: Caller) -> None:
    plant.post(generated(drum()))
    cut = "happened_by=2026-11-24T08:00:00+08:00&known_by=2026-11-24T12:00:00+08:00"
    answer = plant.client.get(f"{DRUM}/history?{cut}", headers={"Authorization": f"Bearer {plant.key}"})
    assert answer.json()["happened_by"] == "2026-11-24T00:00:00.000000Z"
    assert types(answer.json()) == ["generated"]


def test_a_subject_tells_what_waits_and_what_is_disputed(client: TestClient, plant: Caller) -> None:
    operator, bureau = Caller.of(client, OPERATOR), Caller.of(client, BUREAU)
    place = {
        "organisation": f"organisation:{PLANT}",
        "name": "一厂",
        "division": "310115",
        "place": {"address": "一号"},
    }
    assigned = {"class": "key", "year": 2026, "source": "名录"}
    receipts(operator.post(organisation(BUREAU, "authority", competence=["ecology"])))
    (site,) = receipts(plant.post(said("establishment.registered", SITE, place)))
    receipts(bureau.post(said("supervision_class.assigned", SITE, assigned, by=BUREAU)))
    corrected = {"position": site["position"], "data": place | {"name": "南厂"}, "reason": "名称有误"}
    (correction,) = receipts(plant.post(said("fact.corrected", SITE, corrected)))
    disputed = {"position": site["position"], "reason": "现场并无此厂"}
    (dispute,) = receipts(bureau.post(said("fact.disputed", SITE, disputed, by=BUREAU)))

    path = f"/v1/subjects/{SITE}"
    told = plant.get(path).json()
    assert told["state"]["name"] == "一厂"
    waiting = {"position": correction["position"], "about": site["position"], "type": "fact.corrected"}
    assert told["pending"] == [waiting | {"waits_for": [BUREAU]}]
    held = {"position": dispute["position"], "about": site["position"], "stated_by": BUREAU}
    assert told["disputed"] == [held | {"reason": "现场并无此厂"}]
    events = {event["position"]: event for event in plant.get(f"{path}/history").json()["events"]}
    assert events[correction["position"]]["pending"] is True
    assert events[site["position"]]["pending_by"] == [correction["position"]]
    assert events[site["position"]]["disputed_by"] == [dispute["position"]]

    confirmed = said("fact.correction_confirmed", SITE, {"position": correction["position"]}, by=BUREAU)
    assert codes(plant.post(replace(confirmed, source=f"urn:uscc:{PLANT}"))) == ["not_a_counterparty"]
    receipts(bureau.post(confirmed))
    told = plant.get(path).json()
    assert (told["state"]["name"], told["pending"]) == ("南厂", [])
    events = {event["position"]: event for event in plant.get(f"{path}/history").json()["events"]}
    assert "pending" not in events[correction["position"]]
    assert events[site["position"]]["corrected_by"] == [correction["position"]]


def test_a_history_tells_the_chain_of_a_drum_whose_custody_has_ended(plant: Caller) -> None:
    poured = {"from": [{"container": drum(1), "mass_kg": 200}], "into": [{"container": drum(2), "mass_kg": 200}]}
    receipts(plant.post(generated(drum(1)), weighed(drum(1))))
    emptied = said("container.repacked", drum(2), {**poured, "emptied": [drum(1)]}, at="2026-11-24T09:00:00+08:00")
    receipts(plant.post(emptied))
    shown = plant.get(f"/v1/subjects/{drum(1)}").json()["loops"]
    assert shown == {"custody": "closed", "chain": "open"}
    assert plant.get(f"/v1/subjects/{drum(1)}/history").json()["loops"] == shown
