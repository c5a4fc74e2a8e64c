"""GET /v1/events/stream: each event once, in order, to whom may see it, for as long as the key is good."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import tail
from api.app import create_app
from api.settings import Settings
from ledger.log import Ledger
from ledger.posting import Poster
from tests.doors import Caller, codes
from tests.event_stream import PATIENCE_S, following, served
from tests.specification import (
    BUREAU,
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

HEARTBEAT_S = 0.2
POSTER = Poster(PLANT, "test")


@pytest.fixture
def app(ledger: Ledger, tmp_path: Path) -> FastAPI:
    """An application whose heart beats fast."""
    return create_app(ledger, Settings(stream_heartbeat_s=HEARTBEAT_S, files=str(tmp_path / "files")))


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    """Where it is served."""
    with served(app) as opened:
        yield opened


def key_of(app: FastAPI, organisation: str) -> str:
    """A new key."""
    return Caller.of(TestClient(app), organisation).key


@pytest.fixture
def key(app: FastAPI) -> str:
    """The plant's."""
    return key_of(app, PLANT)


def weigh(ledger: Ledger, numbers: range) -> None:
    """One fact after the other, each an append of its own."""
    for n in numbers:
        ledger.state_one(POSTER, [weighed(drum(n))])


def test_a_frame_is_the_event_as_the_list_shows_it(address: str, app: FastAPI, key: str, scenario: Scenario) -> None:
    scenario.given(generated(drum()))
    shown = Caller(TestClient(app), PLANT, key).get("/v1/events/2").json()
    with following(address, key) as stream:
        (frame,) = stream.take(1)
        assert frame == (2, "container.generated", shown)
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["cache-control"] == "no-store"


def test_old_events_are_read_and_new_ones_follow_without_gap_or_repeat(
    address: str, key: str, ledger: Ledger
) -> None:
    weigh(ledger, range(300))
    with ThreadPoolExecutor(1) as pool, following(address, key, after=1) as stream:
        posting = pool.submit(weigh, ledger, range(300, 600))
        assert stream.positions(600) == list(range(2, 602))
        posting.result()


def test_who_comes_back_goes_on_where_it_was(address: str, key: str, ledger: Ledger) -> None:
    read: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        posting = pool.submit(weigh, ledger, range(100))
        while len(read) < 100:
            # `after` is what a client began with and says again whenever it comes back
            with following(address, key, read[-1] if read else None, after=1) as stream:
                read += stream.positions(min(7, 100 - len(read)))
        posting.result()
    assert read == list(range(2, 102))


def test_a_stream_is_of_a_tag_or_a_type(address: str, key: str, scenario: Scenario) -> None:
    def two_drums(*numbers: int) -> None:
        for n in numbers:
            scenario.given(generated(drum(n)), weighed(drum(n)))

    two_drums(1, 2)
    with (
        following(address, key, tag=drum(2)) as of_a_drum,
        following(address, key, tag=SCALE) as of_a_scale,
        following(address, key, type="container.generated") as of_a_type,
        following(address, key, tag=drum(3), type="container.weighed") as of_both,
    ):
        assert of_a_drum.positions(2) == [4, 5]
        assert of_a_scale.positions(2) == [3, 5]
        two_drums(3)
        scenario.given(said("fact.withdrawn", drum(2), {"position": 5, "reason": "重复"}))
        assert of_a_drum.positions(1) == [8]
        assert of_a_scale.positions(2) == [7, 8]
        assert of_a_type.positions(3) == [2, 4, 6]
        assert of_both.positions(1) == [7]


def test_one_sees_only_what_one_may_see(address: str, app: FastAPI, ledger: Ledger) -> None:
    theirs = weighed(drum(1, OTHER_PLANT), by=OTHER_PLANT)
    with following(address, key_of(app, OTHER_PLANT)) as stream:
        weigh(ledger, range(3))
        ledger.state_one(Poster(OTHER_PLANT, "test"), [theirs])
        weigh(ledger, range(3))
        ledger.state_one(Poster(OTHER_PLANT, "test"), [replace(theirs, id="again")])
        assert stream.positions(2) == [5, 9]


def test_what_an_authority_sees_is_judged_when_the_event_goes_by(
    address: str, app: FastAPI, scenario: Scenario
) -> None:
    closed = said("container.closed", drum(1))
    scenario.given(organisation(PLANT, "generator"))
    with following(address, key_of(app, BUREAU), after=2) as stream:
        scenario.given(closed)
        # a comment comes when all that was there has gone by
        stream.await_comment("heartbeat")
        authority = organisation(BUREAU, "authority", competence=["ecology"], level="district")
        scenario.given(authority, replace(closed, id="seen"))
        assert stream.positions(2) == [4, 5]
        scenario.given(replace(organisation(BUREAU, "generator"), type="organisation.changed"))
        scenario.given(replace(closed, id="not any more"))
        stream.positions(1)
        scenario.given(replace(authority, id="again", type="organisation.changed"), replace(closed, id="seen again"))
        assert stream.positions(2) == [8, 9]


def test_a_quiet_stream_says_that_it_is_there(address: str, key: str, ledger: Ledger) -> None:
    with following(address, key) as stream:
        stream.await_comment("heartbeat")
        stream.await_comment("heartbeat")
        weigh(ledger, range(1))
        assert stream.positions(1) == [2]


def test_a_stream_ends_when_its_key_is_revoked(address: str, app: FastAPI, key: str, ledger: Ledger) -> None:
    other = key_of(app, PLANT)
    with following(address, key) as stream, following(address, other) as another:
        weigh(ledger, range(1))
        assert stream.positions(1) == another.positions(1) == [2]
        app.state.credentials.revoke(key.partition(".")[0], ledger.recorder.now())
        weigh(ledger, range(1))
        assert list(stream) == []
        assert another.positions(1) == [3]


def test_a_quiet_stream_ends_too_when_its_key_is_revoked(
    address: str, app: FastAPI, key: str, ledger: Ledger
) -> None:
    with following(address, key) as stream:
        app.state.credentials.revoke(key.partition(".")[0], ledger.recorder.now())
        assert list(stream) == []


@pytest.mark.parametrize(
    ("query", "headers", "pointer"),
    [
        ({"after": "-1"}, {}, "?after"),
        ({"after": "x"}, {}, "?after"),
        ({"tag": "x"}, {}, "?tag"),
        ({"type": "container.exploded"}, {}, "?type"),
        ({}, {"Last-Event-ID": "x"}, "Last-Event-ID"),
        ({}, {"Last-Event-ID": "9" * 20}, "Last-Event-ID"),
    ],
)
def test_a_stream_that_cannot_be_is_refused_and_the_reason_named(
    plant: Caller, query: dict[str, str], headers: dict[str, str], pointer: str
) -> None:
    asked = {"Authorization": f"Bearer {plant.key}", **headers}
    answer = plant.client.get("/v1/events/stream", params=query, headers=asked)
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_without_a_key_there_is_no_stream(client: TestClient) -> None:
    assert client.get("/v1/events/stream").status_code == 401


def test_who_reads_slowly_loses_nothing_and_is_not_waited_for(
    address: str, app: FastAPI, key: str, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "KEPT_MAX", 20)
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)
        slow.settimeout(PATIENCE_S)
        slow.connect((host, int(port)))
        slow.sendall(f"GET /v1/events/stream HTTP/1.0\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n".encode())
        assert slow.recv(4096).startswith(b"HTTP/1.1 200")
        long = {"packaging": "袋", "evidence": [{"sha256": "ab" * 32}] * 20}
        with following(address, key, after=1) as quick:
            for n in range(20):
                ledger.state_one(POSTER, [said("container.packaged", drum(n), long) for _ in range(40)])
                quick.take(40)
        # far behind by now, and only the newest few are kept for all
        assert len(app.state.tail._kept) == 20
        received = b""
        while b"id: 801\n" not in received:
            received += slow.recv(65536)
    ids = [int(line[4:]) for line in received.split(b"\n") if line.startswith(b"id: ")]
    assert ids == list(range(2, 802))


def test_two_hundred_idle_streams_need_no_thread_each(address: str, app: FastAPI, key: str, ledger: Ledger) -> None:
    async def follow_all() -> list[int]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S, limits=limits) as http:
            streams = [
                http.stream("GET", "/v1/events/stream", headers={"Authorization": f"Bearer {key}"})
                for _ in range(200)
            ]
            opened = [await stream.__aenter__() for stream in streams]
            lines = [response.aiter_lines() for response in opened]
            for each in lines:
                assert (await anext(each)).startswith(":")
            while len(app.state.tail.listeners) < 200:
                await asyncio.sleep(0)
            threads = threading.active_count()
            await asyncio.to_thread(weigh, ledger, range(1))
            seen = [await _first_id(each) for each in lines]
            for stream in streams:
                await stream.__aexit__(None, None, None)
            return [threads, *seen]

    threads, *seen = asyncio.run(follow_all())
    assert seen == [2] * 200
    assert threads < 60  # the pool that answers requests has 40


async def _first_id(lines: Any) -> int:
    async for line in lines:
        if line.startswith("id: "):
            return int(line[4:])
    raise AssertionError("the stream ended before")


def test_who_leaves_is_forgotten_and_the_last_one_ends_the_tail(address: str, app: FastAPI, key: str) -> None:
    with following(address, key) as first, following(address, key) as second:
        first.await_comment("heartbeat")
        second.await_comment("heartbeat")
        (thread,) = [t for t in threading.enumerate() if t.name == "tail"]
        assert len(app.state.tail.listeners) == 2
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert app.state.tail.listeners == set()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_stream_outlives_the_connections_of_its_server(address: str, key: str, ledger: Ledger) -> None:
    with following(address, key) as stream:
        stream.await_comment("heartbeat")
        with ledger.recorder.engine.connect() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        weigh(ledger, range(3))
        assert stream.positions(3) == [2, 3, 4]
