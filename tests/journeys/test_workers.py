"""`bihuan serve --workers 2` on PostgreSQL: two writers and a reader in three processes lose nothing between them."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import Any

import pytest
from sqlalchemy import text

from api.answers import encode
from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger
from ledger.store.leadership import PLACES
from ledger.store.verification import verify
from projections.bookkeeping import Mark, mark_of
from projections.catalogue import VIEWS
from projections.following import PLACE
from projections.runner import Runner
from tests.doors import cloud_event
from tests.properties.test_views import rows_of
from tests.server_process import PATIENCE_S, await_that, runs, served, started, workers_of
from tests.specification import OPERATOR, PLANT, drum, generated, weighed

CLIENTS = 8
POSTS, FEW = 30, 8

pytestmark = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)


@pytest.fixture
def log(store_url: str) -> Iterator[Ledger]:
    """The log of the two workers, as this process reads it."""
    with Ledger(store_url) as ledger:
        ledger.migrate(OPERATOR, "localhost/test")
        yield ledger


@pytest.fixture
def headers(log: Ledger) -> dict[str, str]:
    """Those of the plant."""
    key = Credentials(log.recorder.engine).issue(new_credential_id(), PLANT, None, log.recorder.now())
    return {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}


def test_a_reader_sees_each_fact_of_two_workers_once_and_without_a_gap(
    store_url: str, log: Ledger, headers: dict[str, str]
) -> None:
    with served(store_url, "--workers", "2") as (address, process):
        assert len(workers_of(process.pid)) == 2
        with log.recorder.subscribe(after=1) as following, ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(post_all, address, headers, number) for number in range(CLIENTS)]
            acknowledged = [receipt for client in clients for receipt in client.result(PATIENCE_S)]
            seen = [next(following) for _ in range(2, log.head()[0] + 1)]
        all_end_when_told_to(address, process, signal.SIGTERM)
    assert [each.position for each in seen] == list(range(2, len(seen) + 2))
    facts = {fact.position: fact.fact for fact in log.recorded()}
    ids = [facts[each.position].id for each in seen]
    assert len(set(ids)) == len(ids)
    assert len(acknowledged) == CLIENTS * POSTS * 2
    assert all(facts[r["position"]].id == r["id"] for r in acknowledged)
    assert {r["id"] for r in acknowledged} <= set(ids)
    assert list(verify(log.recorder.engine))[-1].fault is None


def test_a_killed_worker_comes_back_and_what_was_in_doubt_is_recorded_once(
    store_url: str, log: Ledger, headers: dict[str, str]
) -> None:
    with served(store_url, "--workers", "2") as (address, process):
        before = workers_of(process.pid)
        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(post_all, address, headers, number) for number in range(CLIENTS)]
            await_that(lambda: log.head()[0] > CLIENTS)
            kill_and_await_another(min(before), process.pid)
            acknowledged = [receipt for client in clients for receipt in client.result(PATIENCE_S)]
        all_end_when_told_to(address, process, signal.SIGINT)
    assert len({r["position"] for r in acknowledged}) == CLIENTS * POSTS
    ids = [fact.fact.id for fact in log.recorded()]
    assert len(set(ids)) == len(ids)
    assert {r["id"] for r in acknowledged} <= set(ids)
    assert list(verify(log.recorder.engine))[-1].fault is None


def test_when_the_worker_that_folds_is_killed_another_folds_on_and_lists_stay_right(
    store_url: str, log: Ledger, headers: dict[str, str]
) -> None:
    with served(store_url, "--workers", "2") as (address, process):
        await_that(lambda: folds_by(log) is not None)
        first = folds_by(log)
        with ThreadPoolExecutor(CLIENTS) as pool:
            clients = [pool.submit(post_all, address, headers, number, FEW) for number in range(CLIENTS)]
            await_that(lambda: log.head()[0] > CLIENTS)
            for worker in sorted(workers_of(process.pid)):
                kill_and_await_another(worker, process.pid)
                await_that(lambda: folds_by(log) is not None)
                if folds_by(log) != first:
                    break  # it was the one that folded
            assert folds_by(log) not in {None, first}
            for client in clients:
                client.result(PATIENCE_S)
        await_that(lambda: {mark.position for mark in marks(log)} == {log.head()[0]})  # and nobody asked for a list
        told = asked(address, headers, "/v1/loops?loop=custody&limit=500")
        all_end_when_told_to(address, process, signal.SIGINT)
    assert [each["subject"] for each in told["loops"]] == sorted(
        drum(f"{number}-{n}") for number in range(CLIENTS) for n in range(FEW)
    )
    views = Runner(log, VIEWS)
    live = [rows_of(log, views, view.NAME) for view in VIEWS]
    views.rebuild_all([view.NAME for view in VIEWS])
    assert [rows_of(log, views, view.NAME) for view in VIEWS] == live


def folds_by(log: Ledger) -> int | None:
    """The session of the worker that folds the views."""
    place = "classid = :places AND objid::bigint = hashtext(:place)::bigint & 4294967295 AND granted"
    holder = text(f"SELECT pid FROM pg_locks WHERE {place}")
    with log.recorder.engine.connect() as connection:
        found: int | None = connection.execute(holder, {"places": PLACES, "place": PLACE}).scalar()
        return found


def marks(log: Ledger) -> list[Mark]:
    """Where each view stands that stands anywhere."""
    with log.recorder.engine.connect() as connection:
        return [mark for view in VIEWS if (mark := mark_of(connection, view.NAME)) is not None]


def kill_and_await_another(worker: int, supervisor: int) -> None:
    os.kill(worker, signal.SIGKILL)
    await_that(lambda: len(workers_of(supervisor)) == 2 and worker not in workers_of(supervisor))


def asked(address: str, headers: dict[str, str], path: str) -> dict[str, Any]:
    """What the server answers."""
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_S)) as connection:
        connection.request("GET", path, headers=headers)
        return dict(json.load(connection.getresponse()))


def test_no_worker_outlives_its_supervisor(store_url: str, log: Ledger) -> None:
    with served(store_url, "--workers", "2") as (_, process):
        workers = workers_of(process.pid)
        process.kill()
        await_that(lambda: not any(map(runs, workers)))


def test_no_worker_that_was_still_starting_outlives_its_supervisor(store_url: str, log: Ledger) -> None:
    with started(store_url, "--workers", "2") as (_, process):
        await_that(lambda: len(workers_of(process.pid)) == 2)
        workers = workers_of(process.pid)
        process.kill()
        await_that(lambda: not any(map(runs, workers)))


def all_end_when_told_to(address: str, process: "subprocess.Popen[bytes]", told: int) -> None:
    workers = workers_of(process.pid)
    process.send_signal(told)
    assert process.wait(PATIENCE_S) == 0
    assert not any(map(runs, workers))
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection(address.removeprefix("http://")).connect()


def post_all(address: str, headers: dict[str, str], number: int, posts: int = POSTS) -> list[dict[str, Any]]:
    """Each fact of a client's drums twice, over new connections and until it is answered, as a device does."""
    given: list[dict[str, Any]] = []
    for n in range(posts):
        fact = (generated if n % 2 else weighed)(drum(f"{number}-{n}"), id=f"{number}-{n}")
        for _ in range(2):
            given += _until_answered(address, headers, encode(cloud_event(fact)))
    return given


def _until_answered(address: str, headers: dict[str, str], body: bytes) -> list[dict[str, Any]]:
    while True:
        with closing(HTTPConnection(address.removeprefix("http://"), timeout=PATIENCE_S)) as connection:
            try:
                connection.request("POST", "/v1/events", body, headers)
                answer = connection.getresponse()
                told = json.load(answer)
            except (OSError, HTTPException):
                continue  # its worker was killed
            assert answer.status in {200, 201}, told
            return told["receipts"]
