"""GET /v1/events: the log page by page, and the very bytes of one event."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.store.tree import TreeStore
from projections.custody import seen_log
from tests.doors import Caller, codes, receipts
from tests.specification import (
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SCALE,
    Scenario,
    drum,
    generated,
    organisation,
    said,
    weighed,
)


def positions(caller: Caller, **query: object) -> list[int]:
    answer = caller.get("/v1/events", **query)
    assert answer.status_code == 200, answer.text
    return [event["position"] for event in answer.json()["events"]]


@pytest.fixture
def drums(plant: Caller) -> Caller:
    """Positions 2 to 7: three drums, each generated and weighed."""
    for n in (1, 2, 3):
        plant.post(generated(drum(n)), weighed(drum(n)))
    return plant


def test_an_event_reads_as_it_was_posted_with_the_ledgers_own_words_beside(plant: Caller) -> None:
    plant.post(weighed(drum(), id="w"))
    answer = plant.get("/v1/events/2")
    assert answer.json() == {
        "specversion": "1.0",
        "id": "w",
        "source": f"urn:uscc:{PLANT}:test",
        "type": "container.weighed",
        "subject": drum(),
        "time": "2026-11-24T00:10:00.000000Z",
        "data": {"gross_kg": 212.4, "tare_kg": 12.4, "scale": SCALE},
        "position": 2,
        "seq": 1,
        "recordedat": "2026-11-24T04:00:00.000000Z",
        "statedby": PLANT,
    }
    assert plant.get("/v1/events").json()["events"] == [answer.json()]


def test_the_log_is_read_by_tag_and_by_type(drums: Caller) -> None:
    assert positions(drums) == [2, 3, 4, 5, 6, 7]
    assert positions(drums, tag=drum(2)) == [4, 5]
    assert positions(drums, tag=SCALE) == [3, 5, 7]
    assert positions(drums, type="container.weighed") == [3, 5, 7]
    assert positions(drums, tag=drum(3), type="container.generated") == [6]
    assert positions(drums, tag=drum(9)) == []


def test_pages_follow_each_other_without_gap_or_repeat_and_end_empty(drums: Caller) -> None:
    read, cursor = [], "0"
    while page := (answer := drums.get("/v1/events", cursor=cursor, limit=4).json())["events"]:
        read.append([e["position"] for e in page])
        cursor = answer["cursor"]
    assert read == [[2, 3, 4, 5], [6, 7]]
    assert positions(drums, cursor=cursor) == []


def test_after_is_a_position_and_beyond_the_end_there_is_nothing(drums: Caller) -> None:
    assert positions(drums, after=5) == [6, 7]
    assert positions(drums, after=7) == []
    assert positions(drums, after=10**9) == []


def test_a_list_tells_the_position_it_reflects_and_sees_what_was_just_posted(drums: Caller) -> None:
    (receipt,) = receipts(drums.post(weighed(drum(4))))
    answer = drums.get("/v1/events", after=7).json()
    assert answer["position"] == receipt["position"] == answer["events"][-1]["position"]


def test_a_cursor_goes_on_where_it_was_when_there_is_something_new(drums: Caller) -> None:
    first = drums.get("/v1/events", limit=500).json()
    assert (first["more"], first["position"]) == (False, 7)
    again = drums.get("/v1/events", cursor=first["cursor"]).json()
    assert (again["events"], again["more"], again["cursor"]) == ([], False, first["cursor"])
    drums.post(weighed(drum(4)))
    assert positions(drums, cursor=first["cursor"]) == [8]


def test_a_cursor_says_where_in_the_log_it_stands_whatever_is_asked_for_with_it(drums: Caller) -> None:
    cursor = drums.get("/v1/events", tag=drum(1), limit=1).json()["cursor"]
    assert positions(drums, tag=drum(1), cursor=cursor) == [3]
    # with another filter it means the same: nothing of what follows is left out
    assert positions(drums, cursor=cursor) == [3, 4, 5, 6, 7]
    assert positions(drums, cursor=cursor, after=5) == positions(drums, cursor=5, after=2) == [6, 7]


def test_who_sees_nothing_is_told_that_there_is_nothing(drums: Caller) -> None:
    for caller in (Caller.of(drums.client, OTHER_PLANT), Caller.of(drums.client, OPERATOR)):
        answer = caller.get("/v1/events", after=1).json()
        assert answer == {"events": [], "cursor": "7", "more": False, "position": 7}


def test_a_page_says_whether_there_is_more_to_look_through(drums: Caller) -> None:
    assert drums.get("/v1/events", limit=3).json()["more"] is True
    assert drums.get("/v1/events", limit=3, cursor=4).json()["more"] is False


def test_who_sees_little_of_a_long_log_finds_it_page_by_page(
    plant: Caller, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen_log, "LOOKED_AT_MAX", 2)
    scenario.given(
        organisation(BUREAU, "authority", competence=["ecology"], level="district"),
        *(weighed(drum(n)) for n in range(7)),
        organisation(PLANT, "generator"),
    )
    plant.post(weighed(drum(9)))
    bureau, found, answer = Caller.of(plant.client, BUREAU), [], {"cursor": "2", "more": True}
    while answer["more"]:
        answer = bureau.get("/v1/events", cursor=answer["cursor"], limit=1).json()
        found += [event["position"] for event in answer["events"]]
    assert found == [3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_a_page_has_at_most_500_events(drums: Caller) -> None:
    assert positions(drums, limit=500) == [2, 3, 4, 5, 6, 7]
    assert drums.get("/v1/events", limit=501).status_code == 422


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "-1"),
        ("limit", "ten"),
        ("limit", ""),
        ("limit", "1e2"),
        ("limit", "²"),
        ("after", "-1"),
        ("after", "1.5"),
        ("after", "9007199254740993"),
        ("cursor", "page-2"),
        ("cursor", "9" * 400),
        ("tag", "x" * 201),
        ("type", "container.exploded"),
        ("type", "x" * 81),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_and_named(drums: Caller, name: str, value: str) -> None:
    answer = drums.get("/v1/events", **{name: value})
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])
    assert answer.json()["errors"][0]["pointer"] == f"?{name}"


def test_the_leaf_is_the_stored_bytes_and_hashes_to_the_receipt(plant: Caller, ledger: Ledger) -> None:
    (receipt,) = receipts(plant.post(weighed(drum())))
    leaf = plant.get("/v1/events/2", form="leaf").content
    stored = ledger.stored(2)
    assert stored is not None
    assert leaf == stored[1]
    assert hashlib.sha256(b"\x00" + leaf).hexdigest() == receipt["leaf_hash"]
    assert plant.get("/v1/events/2", form="bytes").status_code == 422


def test_a_page_of_leaves_is_the_log_as_it_is_hashed(drums: Caller, ledger: Ledger) -> None:
    answer = drums.get("/v1/events", form="leaf", limit=4)
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    told = {name: answer.headers[f"bihuan-{name}"] for name in ("cursor", "more", "position")}
    assert told == {"cursor": "5", "more": "true", "position": "7"}
    following = drums.get("/v1/events", form="leaf", cursor=answer.headers["bihuan-cursor"])
    lines = (answer.content + following.content).splitlines()
    (receipt,) = receipts(drums.post(weighed(drum(3), id="once more")))
    (line,) = drums.get("/v1/events", form="leaf", after=7).content.splitlines()
    assert hashlib.sha256(b"\x00" + line).hexdigest() == receipt["leaf_hash"]
    hashes = [hashlib.sha256(b"\x00" + each).digest() for each in [*lines, line]]
    assert hashes == TreeStore(ledger.recorder.engine).hashes(0, 1, 7)


def test_leaves_are_shown_to_those_who_see_the_events(drums: Caller) -> None:
    stranger = Caller.of(drums.client, OTHER_PLANT)
    assert stranger.get("/v1/events", form="leaf").content == b""
    assert stranger.get(f"/v1/subjects/{drum(1)}/history", form="leaf").status_code == 404


def test_the_leaves_of_a_case_are_those_of_its_events(drums: Caller, ledger: Ledger) -> None:
    leaves = drums.get(f"/v1/subjects/{drum(2)}/history", form="leaf")
    stored = [ledger.stored(position) for position in (4, 5)]
    assert leaves.content.splitlines() == [each[1] for each in stored if each]
    assert leaves.headers["bihuan-position"] == "7"


def test_a_list_sees_what_another_server_of_the_same_log_acknowledged(
    plant: Caller, store_url: str, clock: SimulatedClock
) -> None:
    with (
        Ledger(store_url, clock) as elsewhere,
        TestClient(create_app(elsewhere, Settings())) as client,
        ThreadPoolExecutor(4) as pool,
    ):
        there = Caller(client, plant.organisation, plant.key)

        def post_and_look(n: int) -> bool:
            poster, reader = (plant, there) if n % 2 else (there, plant)
            (receipt,) = receipts(poster.post(generated(drum(n))))
            answer = reader.get("/v1/events", tag=drum(n)).json()
            return answer["position"] >= receipt["position"] and len(answer["events"]) == 1

        assert all(pool.map(post_and_look, range(40)))


def test_an_event_that_one_may_not_see_looks_like_one_that_is_not_there(plant: Caller) -> None:
    plant.post(generated(drum()))
    stranger = Caller.of(plant.client, OTHER_PLANT)
    unseen, missing = stranger.get("/v1/events/2"), stranger.get("/v1/events/3")
    assert unseen.status_code == missing.status_code == 404
    assert unseen.text.replace("position 2", "position 3") == missing.text
    assert unseen.headers == missing.headers
    assert stranger.get("/v1/events/2", form="leaf").text == unseen.text
    assert positions(stranger) == positions(stranger, tag=drum()) == []


@pytest.mark.parametrize("position", ["0", "-1", "two", "1.0", "99999999999999999999"])
def test_a_position_that_cannot_be_is_refused(plant: Caller, position: str) -> None:
    assert plant.get(f"/v1/events/{position}").status_code in {404, 422}


def test_an_authority_reads_the_facts_of_its_division_and_no_others(plant: Caller, scenario: Scenario) -> None:
    scenario.given(
        organisation(BUREAU, "authority", competence=["ecology"], level="district"),
        organisation(PLANT, "generator"),
        organisation(OTHER_PLANT, "generator", division="310117"),
        said("container.closed", drum(1)),
        said("container.closed", drum(2, OTHER_PLANT), by=OTHER_PLANT),
        said("container.closed", drum(3)),
    )
    bureau = Caller.of(plant.client, BUREAU)
    assert positions(bureau) == [2, 3, 5, 7]
    assert positions(bureau, limit=1, after=5) == [7]


def test_whoever_stated_a_fact_finds_it_in_the_log(plant: Caller, scenario: Scenario) -> None:
    scenario.given(organisation(PLANT, "generator"))
    operator = Caller.of(plant.client, OPERATOR)
    assert operator.get("/v1/events/2").status_code == 200
    assert 2 in positions(operator)
