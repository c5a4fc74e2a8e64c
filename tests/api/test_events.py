"""POST /v1/events: receipts for what is recorded, and all or nothing for what is not."""

from decimal import Decimal

import pytest

from api.answers import encode
from ledger.log import Ledger
from tests.doors import Caller, cloud_event, codes, receipts
from tests.specification import OTHER_PLANT, PLANT, drum, generated, said, weighed

RECEIPT = {"id", "source", "subject", "position", "leaf_hash", "recorded_at", "duplicate", "receipt"}


def test_a_fact_is_answered_with_its_receipt(plant: Caller, ledger: Ledger) -> None:
    answer = plant.post(generated(drum(), id="8f0c4e51"))
    assert answer.status_code == 201
    (receipt,) = receipts(answer)
    assert receipt.keys() == RECEIPT
    assert receipt == {
        "id": "8f0c4e51",
        "source": f"urn:uscc:{PLANT}:test",
        "subject": drum(),
        "position": 2,
        "leaf_hash": receipt["leaf_hash"],
        "recorded_at": "2026-11-24T04:00:00.000000Z",
        "duplicate": False,
        "receipt": None,
    }
    assert ledger.head() == (2, receipt["recorded_at"])


def test_the_same_fact_again_is_200_with_the_first_receipt(plant: Caller, ledger: Ledger) -> None:
    first = plant.post(weighed(drum(), id="w", at="2026-11-24T08:00:00+08:00"))
    again = plant.post(weighed(drum(), "212.400", "12.40", id="w", at="2026-11-24T00:00:00Z"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert receipts(again) == [{**receipts(first)[0], "duplicate": True}]
    assert ledger.head()[0] == 2


def test_the_same_id_with_other_content_is_a_conflict_that_says_where(plant: Caller, ledger: Ledger) -> None:
    plant.post(weighed(drum(), "212.4", id="w"))
    answer = plant.post(weighed(drum(), "212.5", id="w"))
    assert (answer.status_code, codes(answer)) == (409, ["idempotency_conflict"])
    assert answer.json()["errors"][0]["differing"] == ["/data/gross_kg"]
    assert ledger.head()[0] == 2


def test_a_batch_is_answered_in_its_order(plant: Caller) -> None:
    old = generated(drum(1))
    plant.post(old)
    answer = plant.post(generated(drum(2)), old, weighed(drum(2)))
    assert answer.status_code == 201
    assert [(r["subject"], r["position"], r["duplicate"]) for r in receipts(answer)] == [
        (drum(2), 3, False),
        (drum(1), 2, True),
        (drum(2), 4, False),
    ]


def test_a_batch_of_duplicates_is_200(plant: Caller) -> None:
    batch = [generated(drum(1)), weighed(drum(1))]
    assert [plant.post(*batch).status_code for _ in range(2)] == [201, 200]


def test_twins_within_a_batch_are_recorded_once(plant: Caller, ledger: Ledger) -> None:
    twin = weighed(drum())
    assert [(r["position"], r["duplicate"]) for r in receipts(plant.post(twin, twin))] == [(2, False), (2, True)]
    assert ledger.head()[0] == 2


def test_one_bad_fact_keeps_its_whole_batch_out(plant: Caller, ledger: Ledger) -> None:
    answer = plant.post(generated(drum(1)), weighed(drum(1), "-1"), generated(drum(2)), generated(drum(1)))
    assert answer.status_code == 422
    assert [(e["index"], e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        (1, "/data/gross_kg", "out_of_range"),
        (3, "/subject", "already_created"),
    ]
    assert ledger.head()[0] == 1


def test_events_that_are_not_cloudevents_are_named_by_their_index(plant: Caller, ledger: Ledger) -> None:
    good = cloud_event(generated(drum()))
    without_time = {k: v for k, v in good.items() if k != "time"}
    answer = plant.send(encode([good, without_time, 7, {**good, "subjekt": "x"}, {**good, "specversion": "0.3"}]))
    assert answer.status_code == 422
    assert [(e["index"], e["pointer"], e["code"]) for e in answer.json()["errors"]] == [
        (1, "/time", "missing_attribute"),
        (2, "", "wrong_type"),
        (3, "/subjekt", "unknown_attribute"),
        (4, "/specversion", "specversion"),
    ]
    assert ledger.head()[0] == 1


def test_a_batch_has_at_most_ten_thousand_events(plant: Caller, ledger: Ledger) -> None:
    events = [cloud_event(said("container.closed", drum(n))) for n in range(10_001)]
    refused = plant.send(encode(events))
    assert (refused.status_code, codes(refused)) == (422, ["batch_size"])
    assert ledger.head()[0] == 1
    assert [r["position"] for r in receipts(plant.send(encode(events[:10_000])))] == list(range(2, 10_002))


def test_a_batch_has_at_least_one_event(plant: Caller) -> None:
    answer = plant.send(b"[]")
    assert (answer.status_code, codes(answer)) == (422, ["batch_size"])


def test_the_answer_to_a_batch_of_nonsense_stays_short(plant: Caller) -> None:
    nonsense = {f"a{n}": 0 for n in range(100)}
    answer = plant.post(*(said("container.closed", drum(n), nonsense) for n in range(200)))
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) <= 1000


def test_the_source_must_belong_to_the_key(plant: Caller) -> None:
    foreign = plant.post(said("container.closed", drum(owner=OTHER_PLANT), by=OTHER_PLANT))
    assert (foreign.status_code, codes(foreign)) == (403, ["foreign_source"])
    longer = cloud_event(said("container.closed", drum())) | {"source": f"urn:uscc:{PLANT}0"}
    assert codes(plant.send(encode(longer))) == ["foreign_source"]


def test_nobody_has_delegated_yet(plant: Caller) -> None:
    answer = plant.send(encode(cloud_event(said("container.closed", drum())) | {"onbehalfof": OTHER_PLANT}))
    assert (answer.status_code, codes(answer)) == (403, ["no_delegation"])


def test_a_fact_from_the_future_is_told_the_servers_time(plant: Caller) -> None:
    assert plant.post(said("container.closed", drum(), at="2026-11-24T12:05:00+08:00")).status_code == 201
    answer = plant.post(said("container.closed", drum(), at="2026-11-24T12:05:00.000001+08:00"))
    assert (answer.status_code, codes(answer)) == (422, ["occurred_in_future"])
    assert answer.json()["errors"][0]["server_time"] == "2026-11-24T04:00:00.000000Z"


@pytest.mark.parametrize("mass", ["212.4001", "212.40000000000000000000000000000000001"])
def test_a_mass_with_a_fourth_decimal_is_refused_and_never_rounded(plant: Caller, ledger: Ledger, mass: str) -> None:
    answer = plant.post(said("container.withdrawn", drum(), {"purpose": "transfer", "mass_kg": Decimal(mass)}))
    assert (answer.status_code, codes(answer)) == (422, ["too_many_decimals"])
    assert ledger.head()[0] == 1
