"""Thirty-two who follow a server while others post to it, and beside it: no gap, no miss, no double; and it stops."""

import asyncio
import json
import os
import signal
import subprocess
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random

import httpx2 as httpx
import pytest

from api.answers import encode
from ledger.credentials import Credentials, new_credential_id
from ledger.log import Ledger
from ledger.posting import Poster
from tests.doors import cloud_event, receipts
from tests.event_stream import PATIENCE_S, following
from tests.server_process import BIHUAN, await_answer, environment_of, free_port, serving
from tests.specification import OPERATOR, PLANT, drum, weighed

STREAMS = 32
POSTERS = 4
EACH_POSTS = 50
LAST = 1 + (POSTERS + 1) * EACH_POSTS


def opened(ledger: Ledger) -> str:
    """The plant's key to a log that was opened."""
    ledger.migrate(OPERATOR, "localhost/test")
    return Credentials(ledger.recorder.engine).issue(new_credential_id(), PLANT, None, ledger.recorder.now())


def test_thirty_two_streams_tell_all_that_several_processes_write(store_url: str) -> None:
    with Ledger(store_url) as ledger, ThreadPoolExecutor(POSTERS + 1) as pool:
        key = opened(ledger)
        with serving(store_url) as address:

            async def follow_all() -> list[list[int]]:
                async with httpx.AsyncClient(base_url=address, timeout=PATIENCE_S) as http:
                    following = [asyncio.create_task(follow(http, key, number)) for number in range(STREAMS)]
                    await asyncio.to_thread(wait_for, [pool.submit(post, address, key, n) for n in range(POSTERS)])
                    # the server is not told of these: another process wrote them
                    await asyncio.to_thread(write, ledger)
                    return await asyncio.gather(*following)

            assert asyncio.run(follow_all()) == [list(range(2, LAST + 1))] * STREAMS


async def follow(http: httpx.AsyncClient, key: str, number: int) -> list[int]:
    """All positions that one stream tells; odd numbers go away again and again, and come back where they were."""
    read, seed = [1], Random(number)
    while read[-1] < LAST:
        until = LAST if number % 2 == 0 else read[-1] + seed.randint(1, 60)
        headers = {"Authorization": f"Bearer {key}", "Last-Event-ID": str(read[-1])}
        async with http.stream("GET", "/v1/events/stream", headers=headers) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: "):
                    read.append(json.loads(line[6:])["position"])
                    if read[-1] >= min(until, LAST):
                        break
    return read[1:]


def post(address: str, key: str, number: int) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    with httpx.Client(base_url=address, headers=headers, timeout=PATIENCE_S) as http:
        for n in range(EACH_POSTS):
            receipts(http.post("/v1/events", content=encode(cloud_event(weighed(drum(f"{number}-{n}"))))))


def write(ledger: Ledger) -> None:
    for n in range(EACH_POSTS):
        ledger.state_one(Poster(PLANT, "test"), [weighed(drum(f"w-{n}"))])


def wait_for(futures: list[Future[None]]) -> None:
    for future in futures:
        future.result(PATIENCE_S)


def test_a_server_stops_at_once_though_streams_are_open(store_url: str) -> None:
    stops_at_once(store_url)


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_so_do_its_workers(store_url: str) -> None:
    stops_at_once(store_url, "--workers", "2")


def stops_at_once(store_url: str, *arguments: str) -> None:
    with Ledger(store_url) as ledger:
        key = opened(ledger)
        port = free_port()
        process = subprocess.Popen(
            [BIHUAN, "serve", "--port", str(port), *arguments],
            env=environment_of(store_url),
            stderr=subprocess.PIPE,
        )
        try:
            await_answer(port, lambda: process.poll() is None)
            address = f"http://127.0.0.1:{port}"
            with following(address, key) as one, following(address, key) as other:
                ledger.state_one(Poster(PLANT, "test"), [weighed(drum())])
                assert one.positions(1) == other.positions(1) == [2]
                os.kill(process.pid, signal.SIGTERM)
                _, said = process.communicate(timeout=PATIENCE_S)
                assert list(one) == list(other) == []
            assert b"Cancel" not in said  # nothing had to be broken off
            assert process.returncode in {0, -signal.SIGTERM}
        finally:
            process.kill()
            process.wait()
