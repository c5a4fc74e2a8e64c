"""`?mode=each`: every event stands alone, 207 tells of each in its place. And 503 when others write faster."""

from collections.abc import Sequence

import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent

from api.answers import encode
from ledger.log import Ledger
from ledger.posting import Poster
from ledger.store.appending import Leaf
from tests.doors import Caller, cloud_event, codes
from tests.specification import OTHER_PLANT, PLANT, drum, generated, said, weighed

EACH = "/v1/events?mode=each"


@pytest.fixture
def each(plant: Caller):  # type: ignore[no-untyped-def]
    """Post a body in which each event stands alone."""
    headers = {"Authorization": f"Bearer {plant.key}", "Content-Type": "application/json"}
    return lambda body: plant.client.post(EACH, content=body, headers=headers)


def test_each_event_is_recorded_or_refused_for_itself(each, plant: Caller, ledger: Ledger) -> None:
    plant.post(weighed(drum(), id="before", at="2026-11-24T08:00:00+08:00"))
    events = [
        cloud_event(generated(drum(1), id="a")),
        cloud_event(generated(drum(1), id="b")),
        cloud_event(generated(drum(owner=OTHER_PLANT), id="c")),
        {"id": "d"},
        cloud_event(weighed(drum(), id="before", at="2026-11-24T08:00:00+08:00")),
        cloud_event(weighed(drum(2), "-1", id="e")),
        "no event at all",
        cloud_event(weighed(drum(2), id="f")),
    ]
    answer = each(encode(events))
    assert answer.status_code == 207
    told = answer.json()["receipts"]
    assert [t.get("position") for t in told] == [3, None, None, None, 2, None, None, 4]
    assert [t.get("status") for t in told] == [None, 409, 403, 422, None, 422, 422, None]
    assert [t.get("index") for t in told] == [None, 1, 2, 3, None, 5, 6, None]
    assert told[1]["errors"][0].items() >= {"index": 1, "pointer": "/subject", "code": "already_created"}.items()
    assert told[5]["errors"][0].items() >= {"index": 5, "pointer": "/data/gross_kg", "code": "out_of_range"}.items()
    assert told[4]["duplicate"] is True
    assert ledger.head()[0] == 4


def test_an_event_sees_those_before_it_and_twins_are_recorded_once(each, ledger: Ledger) -> None:
    twin = cloud_event(generated(drum(1), id="a"))
    told = each(encode([twin, twin, twin | {"time": "2026-11-24T09:00:00+08:00"}])).json()["receipts"]
    assert [(t.get("position"), t.get("duplicate")) for t in told] == [(2, False), (2, True), (None, None)]
    assert told[2]["errors"][0]["differing"] == ["/time"]
    assert ledger.head()[0] == 2


def test_the_same_body_again_tells_the_same_with_duplicates(each) -> None:
    body = encode([cloud_event(generated(drum(n % 3), id=f"{n}")) for n in range(6)])
    first, again = (each(body).json()["receipts"] for _ in range(2))
    assert [t | {"duplicate": True} for t in first[:3]] == again[:3]
    assert [[e["code"] for e in t["errors"]] for t in (*first[3:], *again[3:])] == [["already_created"]] * 6


def test_a_correction_may_stand_among_them(each, plant: Caller) -> None:
    (receipt,) = plant.post(weighed(drum())).json()["receipts"]
    data = {"position": receipt["position"], "reason": "错行"}
    withdrawn = [cloud_event(said("fact.withdrawn", drum(), data, id=f"{n}")) for n in range(2)]
    told = each(encode(withdrawn)).json()["receipts"]
    assert told[0]["position"] == 3
    assert [e["code"] for e in told[1]["errors"]] == ["withdrawn_is_final"]


def test_one_event_alone_is_answered_in_the_same_shape(each) -> None:
    answer = each(encode(cloud_event(weighed(drum()))))
    assert (answer.status_code, [t["position"] for t in answer.json()["receipts"]]) == (207, [2])


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [(b"[1, ", 400, "not_json"), (b'[{"a": 1, "a": 1}]', 400, "duplicate_key"), (b"[]", 422, "batch_size")],
)
def test_what_is_malformed_as_a_whole_is_refused_as_a_whole(each, body: bytes, status: int, code: str) -> None:
    answer = each(body)
    assert (answer.status_code, codes(answer)) == (status, [code])


def test_another_mode_is_none(plant: Caller) -> None:
    headers = {"Authorization": f"Bearer {plant.key}"}
    answer = plant.client.post("/v1/events?mode=some", content=encode(cloud_event(weighed(drum()))), headers=headers)
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])
    assert answer.json()["errors"][0]["pointer"] == "?mode"


def test_a_long_body_is_told_of_as_a_short_one(each, ledger: Ledger) -> None:
    told = each(encode([cloud_event(weighed(drum(n), f"{n % 2 * 2 - 1}", "0")) for n in range(200)]))
    assert [("position" in t) for t in told.json()["receipts"]] == [bool(n % 2) for n in range(200)]
    assert ledger.head()[0] == 101


def test_when_others_always_write_first_it_is_503_and_the_same_may_be_posted_again(
    plant: Caller, ledger: Ledger, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = ledger.recorder.append_leaves

    with Ledger(store_url, ledger.recorder.clock) as other:

        def just_later(events: Sequence[DCBEvent], condition: DCBAppendCondition | None) -> list[Leaf]:
            # another process creates the same drum, and takes it back, between the reading and the writing
            (made,) = other.state_one(Poster(PLANT, "test"), [generated(drum())])
            data = {"position": made.position, "reason": "误报"}
            other.state_one(Poster(PLANT, "test"), [said("fact.withdrawn", drum(), data)])
            return append(events, condition)

        with monkeypatch.context() as overtaken:
            overtaken.setattr(ledger.recorder, "append_leaves", just_later)
            answer = plant.post(generated(drum(), id="mine"))
    assert (answer.status_code, codes(answer)) == (503, ["contention"])
    assert answer.headers["Retry-After"] == "1"
    assert "mine" not in [fact.fact.id for fact in ledger.recorded()]
    assert plant.post(generated(drum(), id="mine")).status_code == 201
