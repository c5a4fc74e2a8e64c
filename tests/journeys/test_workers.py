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

from api.answers import encode
from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger
from ledger.store.verification import verify
from tests.doors import cloud_event
from tests.server_process import PATIENCE_S, await_that, runs, served, started, workers_of
from tests.specification import OPERATOR, PLANT, drum, generated, weighed

CLIENTS = 8
POSTS = 30

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
            os.kill(min(before), signal.SIGKILL)
            acknowledged = [receipt for client in clients for receipt in client.result(PATIENCE_S)]
        await_that(lambda: len(workers_of(process.pid)) == 2 and min(before) not in workers_of(process.pid))
        all_end_when_told_to(address, process, signal.SIGINT)
    assert len({r["position"] for r in acknowledged}) == CLIENTS * POSTS
    ids = [fact.fact.id for fact in log.recorded()]
    assert len(set(ids)) == len(ids)
    assert {r["id"] for r in acknowledged} <= set(ids)
    assert list(verify(log.recorder.engine))[-1].fault is None


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


def post_all(address: str, headers: dict[str, str], number: int) -> list[dict[str, Any]]:
    """Each fact of a client's drums twice, over new connections and until it is answered, as a device does."""
    given: list[dict[str, Any]] = []
    for n in range(POSTS):
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
