"""反向填写: a collector on its tour states for forty small producers, who keep the duty and see what was said."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from ledger.correction import effective
from ledger.hazardous_waste.lineage import Lineage, Origin, Place, whole_grams
from ledger.log import Ledger
from ledger.posting import Posting
from tests.doors import Caller, codes, receipts
from tests.manifests import RECEIVER, TRUCK, TRUCKER, issued, line, of_manifest, org, received
from tests.specification import OPERATOR, drum, kg, organisation, said, uscc

COLLECTOR = uscc("91310115MA1C0C0C0")
PRODUCERS = [uscc(f"91310115MA3{number:06d}") for number in range(40)]
TRUCK_SCALE = f"scale:{COLLECTOR}.truck-1"


def site_of(producer: str) -> str:
    return f"establishment:{producer}001P"


def grant_of(producer: str) -> str:
    return f"delegation:{producer}.collector-2026"


def granting(producer: str) -> Posting:
    """A repair shop lets the collector state what becomes of its waste oil."""
    consent = {"sha256": "ab" * 32, "media_type": "application/pdf"}
    data = {
        "from": f"organisation:{producer}",
        "to": f"organisation:{COLLECTOR}",
        "establishments": [site_of(producer)],
        "types": ["container.*"],
        "basis": "小微企业危险废物收集委托书",
        "evidence": [consent],
    }
    return said("delegation.granted", grant_of(producer), data, by=producer, at="2026-11-02T09:00:00+08:00")


def accepting(producer: str) -> Posting:
    return said("delegation.accepted", grant_of(producer), by=COLLECTOR, at="2026-11-03T09:00:00+08:00")


def collected(producer: str, minute: int) -> Iterator[Posting]:
    """What the collector's driver states at one stop of the tour."""
    at = f"2026-11-24T{8 + minute // 60:02d}:{minute % 60:02d}:00+08:00"
    whose = {"by": COLLECTOR, "at": at}
    stop = drum("oil-1", producer)
    generated = {"establishment": site_of(producer), "kind": "drum", "waste_code": "900-214-08"}
    weighed = {"gross_kg": kg("58.5"), "tare_kg": kg("18.5"), "scale": TRUCK_SCALE}
    steps = [
        said("container.generated", stop, generated, **whose),
        said("container.weighed", stop, weighed, **whose),
        said("container.closed", stop, **whose),
    ]
    return (replace(step, on_behalf_of=producer) for step in steps)


TOUR = [posting for minute, producer in enumerate(PRODUCERS) for posting in collected(producer, minute)]
FACTS = len(TOUR)


@pytest.fixture
def collector(client: TestClient) -> Caller:
    """The collector, to which all forty have granted a delegation."""
    for producer in PRODUCERS:
        receipts(Caller.of(client, producer).post(granting(producer)))
    return Caller.of(client, COLLECTOR)


def test_a_collector_states_for_forty_producers_in_one_batch(client: TestClient, collector: Caller) -> None:
    receipts(collector.post(*(accepting(producer) for producer in PRODUCERS)))
    told = receipts(collector.post(*TOUR))
    assert len({each["position"] for each in told}) == FACTS == 3 * len(PRODUCERS)

    for producer in (PRODUCERS[0], PRODUCERS[-1]):
        own = Caller.of(client, producer)
        case = own.get(f"/v1/subjects/{drum('oil-1', producer)}/history").json()
        assert (case["stage"], case["state"]["net_kg"], case["provisional"]) == ("closed", 40, False)
        assert {(e["stated_by"], e["on_behalf_of"]) for e in case["events"]} == {(COLLECTOR, producer)}
        # the collector goes on with the drum, and another producer knows nothing of it
        assert collector.get(f"/v1/subjects/{drum('oil-1', producer)}").json()["stage"] == "closed"
        stranger = Caller.of(client, PRODUCERS[1])
        assert stranger.get(f"/v1/subjects/{drum('oil-1', producer)}").status_code == 404

    listed = collector.get("/v1/events", type="container.weighed").json()["events"]
    assert [(e["statedby"], e["onbehalfof"]) for e in listed] == [(COLLECTOR, producer) for producer in PRODUCERS]


def test_a_tour_that_is_posted_again_is_a_duplicate(collector: Caller) -> None:
    receipts(collector.post(*(accepting(producer) for producer in PRODUCERS)))
    first = receipts(collector.post(*TOUR))
    again = collector.post(*TOUR)
    assert again.status_code == 200
    assert [r["position"] for r in receipts(again)] == [r["position"] for r in first]


def test_one_delegation_that_is_missing_stops_the_batch_and_is_named(collector: Caller) -> None:
    receipts(collector.post(*(accepting(producer) for producer in PRODUCERS[:-1])))
    refused = collector.post(*TOUR)
    assert (refused.status_code, set(codes(refused))) == (403, {"no_delegation"})
    errors = [(e["index"], e["pointer"]) for e in refused.json()["errors"]]
    assert errors == [(index, "/onbehalfof") for index in range(FACTS - 3, FACTS)]
    assert collector.get("/v1/events", type="container.generated").json()["events"] == []
    # once that is accepted, the very same batch goes through
    receipts(collector.post(accepting(PRODUCERS[-1])))
    assert len(receipts(collector.post(*TOUR))) == FACTS


def test_a_producer_ends_it_and_what_was_under_way_is_still_recorded(client: TestClient, collector: Caller) -> None:
    producer = PRODUCERS[0]
    own = Caller.of(client, producer)
    receipts(collector.post(accepting(producer)))
    receipts(own.post(said("delegation.ended", grant_of(producer), {"reason": "改由他家收集"}, by=producer)))
    receipts(collector.post(*collected(producer, 0)))
    assert own.get(f"/v1/subjects/{grant_of(producer)}").json()["stage"] == "ended"
    assert collector.get(f"/v1/subjects/{grant_of(producer)}").json()["state"]["types"] == ["container.*"]


def test_a_producer_corrects_what_was_said_for_it(client: TestClient, collector: Caller) -> None:
    producer = PRODUCERS[0]
    receipts(collector.post(accepting(producer)))
    weighing = receipts(collector.post(*collected(producer, 0)))[1]
    data = {"gross_kg": kg("85.5"), "tare_kg": kg("18.5"), "scale": TRUCK_SCALE}
    corrected = {"position": weighing["position"], "data": data, "reason": "数字颠倒"}
    subject = drum("oil-1", producer)
    own = Caller.of(client, producer)
    receipts(own.post(said("fact.corrected", subject, corrected, by=producer)))
    assert own.get(f"/v1/subjects/{subject}").json()["state"]["net_kg"] == 67


@pytest.mark.parametrize(
    ("whose", "code"), [("x", "wrong_form"), (PRODUCERS[0][:-1] + "!", "wrong_form"), ("", "wrong_length")]
)
def test_for_whom_it_is_said_is_a_code(collector: Caller, whose: str, code: str) -> None:
    event = {
        "specversion": "1.0",
        "id": "1",
        "source": f"urn:uscc:{COLLECTOR}",
        "type": "container.closed",
        "subject": drum("oil-1", PRODUCERS[0]),
        "time": "2026-11-24T08:00:00+08:00",
        "onbehalfof": whose,
    }
    answer = collector.send(json.dumps(event))
    assert answer.status_code == 422
    assert [(e["code"], e["pointer"]) for e in answer.json()["errors"]] == [(code, "/onbehalfof")]


IBC, REFINING = f"container:{COLLECTOR}.IBC-1", f"treatment:{RECEIVER}.R-1"


def hour(text: str) -> str:
    return f"2026-11-24T{text}:00+08:00"


def test_what_forty_gave_is_poured_together_sent_on_and_traced_both_ways(
    client: TestClient, collector: Caller, ledger: Ledger
) -> None:
    receipts(collector.post(*(accepting(producer) for producer in PRODUCERS)))
    receipts(collector.post(*TOUR))
    traders = ((COLLECTOR, "collector", "310115"), (RECEIVER, "receiver", "310117"), (TRUCKER, "carrier", "310115"))
    registering = (organisation(code, role, division=division) for code, role, division in traders)
    receipts(Caller.of(client, OPERATOR).post(*registering))
    drums = [drum("oil-1", producer) for producer in PRODUCERS]
    pouring = {
        "from": [{"container": each, "mass_kg": kg("40")} for each in drums],
        "into": [{"container": IBC, "mass_kg": kg("1600")}],
        "emptied": drums,
    }
    receipts(collector.post(said("container.repacked", IBC, pouring, by=COLLECTOR, at=hour("09:00"))))

    oil = line("1600", waste_code="900-214-08", name="废矿物油", method="R9")
    trip = {
        "transferor": org(COLLECTOR),
        "from_establishment": site_of(COLLECTOR),
        "legs": [{"carrier": org(TRUCKER), "mode": "road", "conveyance": TRUCK}],
        "lines": [oil],
        "containers": [IBC],
    }
    (sent,) = receipts(collector.post(issued("manifest:new", by=COLLECTOR, at=hour("09:30"), **trip)))
    number = sent["subject"]
    leaving = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, number, at=hour("10:00"))
    receipts(Caller.of(client, TRUCKER).post(leaving))
    refined = {
        "facility": f"facility:{RECEIVER}001P.TS001",
        "kind": "recovered",
        "method": "R9",
        "from": hour("11:10"),
        "until": hour("11:50"),
        "inputs": [{"container": IBC, "mass_kg": kg("1600")}],
    }
    receiver = Caller.of(client, RECEIVER)
    receipts(
        receiver.post(
            received([IBC], mass="1600", number=number, at=hour("11:00")),
            said("treatment.completed", REFINING, refined, by=RECEIVER, at=hour("11:50")),
        )
    )

    lineage = Lineage(effective(ledger.recorded()))
    assert whole_grams(lineage.up(REFINING)) == {Origin(each): 40_000 for each in drums}
    for each in (drums[0], drums[-1]):
        assert whole_grams(lineage.down(each)) == {(Place("treated", REFINING), ()): 40_000}
    assert collector.get(f"/v1/subjects/{number}").json()["loop"] == "closed"
    own = Caller.of(client, PRODUCERS[0]).get(f"/v1/subjects/{drums[0]}").json()
    assert (own["state"]["remaining_kg"], [e["role"] for e in own["effects"]]) == (0, ["from"])
    assert Caller.of(client, PRODUCERS[0]).get(f"/v1/subjects/{drums[1]}").status_code == 404
