"""What others stated shows in nothing that a stranger is told: not in cursors, nor in how long an answer takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from ledger.log import Ledger
from projections.custody import seen_log
from tests.api.least_statements import MINIMAL
from tests.api.two_districts import ECOLOGY, MINHANG, MINHANG_PLANT, NOBODY, PARTIES
from tests.doors import Caller
from tests.specification import BAY, PLANT, Scenario, drum, said, weighed

MANY = 700
"""More than one look into the log takes in."""


@pytest.fixture
def busy(districts: Scenario) -> Scenario:
    """Pudong's plant has weighed one drum very often."""
    districts.when(*(weighed(drum("busy")) for _ in range(MANY)))
    return districts


@contextmanager
def statements(ledger: Ledger) -> Iterator[list[str]]:
    """What the database is asked meanwhile for the sake of requests: views are folded by another thread."""
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        if current_thread().name.startswith("AnyIO"):
            asked.append(statement)

    event.listen(ledger.recorder.engine, "before_cursor_execute", note)
    yield asked
    event.remove(ledger.recorder.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("query", ["", "&limit=1", "&type=container.weighed", "&limit=1&type=container.weighed"])
def test_to_a_stranger_a_busy_thing_is_as_one_that_hardly_is(
    busy: Scenario, door: TestClient, query: str, ledger: Ledger
) -> None:
    stranger = Caller.of(door, PARTIES["a contractor and site operator"].code)
    once = stranger.get(f"/v1/events?tag={drum(0)}{query}")
    stranger.get(f"/v1/events?tag={drum('busy')}{query}")  # what is remembered of names is remembered of both
    with statements(ledger) as asked_of_one:
        assert stranger.get(f"/v1/events?tag={drum(0)}{query}").json() == once.json()
    with statements(ledger) as asked_of_many:
        assert stranger.get(f"/v1/events?tag={drum('busy')}{query}").json() == once.json()
    assert asked_of_many == asked_of_one
    nothing = stranger.get(f"/v1/events?tag={drum(0, NOBODY.code)}{query}")
    assert (once.json(), once.headers["content-length"]) == (nothing.json(), nothing.headers["content-length"])


def test_an_authority_learns_nothing_of_other_districts_from_where_its_pages_end(
    busy: Scenario, door: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seen_log, "REACH_WANTED", 100)
    minhang = Caller.of(door, ECOLOGY[MINHANG].code)
    absent = pages(minhang, tag=drum(0, NOBODY.code))
    assert len(absent) > MANY / 100
    assert pages(minhang, tag=drum("busy")) == pages(minhang, tag=f"organisation:{PLANT}", limit=1) == absent
    assert pages(minhang, type="container.weighed", limit=500)[-1] == absent[-1]


def pages(caller: Caller, **query: object) -> list[str]:
    """The cursors of a list that shows nothing, or little, to its end."""
    cursors, cursor = [], "0"
    while True:
        page = caller.get("/v1/events", cursor=cursor, **query).json()
        cursor = page["cursor"]
        cursors.append(cursor)
        if int(cursor) >= page["position"]:
            return cursors


def test_what_names_ones_own_thing_is_not_crowded_out_by_what_others_say_of_it(
    districts: Scenario, door: TestClient
) -> None:
    # anybody can name another's store; facts about a foreign drum are not its owner's to see
    foreign = drum("foreign", MINHANG_PLANT.code)
    stored = [said("container.stored", foreign, {"facility": BAY}, by=MINHANG_PLANT.code) for _ in range(600)]
    districts.when(*stored)
    districts.given(
        said("facility.registered", *MINIMAL["facility.registered"]),
        said("container.stored", drum(0), {"facility": BAY}),
    )
    plant = Caller.of(door, PLANT)
    history = plant.get(f"/v1/subjects/{BAY}/history", linked="true").json()["events"]
    assert [e["type"] for e in history] == ["facility.registered", "container.stored"]
    assert {e["subject"] for e in history} == {BAY, drum(0)}
    listed = plant.get("/v1/events", tag=BAY).json()
    assert [e["type"] for e in listed["events"]] == ["facility.registered", "container.stored"]


@pytest.mark.parametrize("query", ["tag=drum", "type=container.lost", "limit=501", "cursor=x"])
def test_a_wrong_question_is_refused_alike_whoever_asks(door: TestClient, query: str) -> None:
    texts = {Caller.of(door, party.code).get(f"/v1/events?{query}").json()["detail"] for party in PARTIES.values()}
    assert len(texts) == 1
