"""Posting through the door: HTTP in, receipts out, everything between done and on disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple

from fastapi import FastAPI, Response

from api.answers import answer, encode
from api.app import create_app
from api.door import Asker, Body
from api.publishing import signing_of
from api.server import listen, serving
from api.settings import Settings
from benchmarks.append_batch import RAW_WRITE, SIZE
from benchmarks.district import batch, postings, uscc
from benchmarks.http_client import Client, client, request
from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.share_of_sequencing import forget_checkpoints
from benchmarks.stores import Store
from ledger.credentials import Credentials, new_credential_id
from ledger.posting import Posting

CLIENTS = 64
ROUND = 1_024
NO_OP = "a no-op route, same key and body"
OPEN_DRUMS = 20
PLANT, LATE_PLANT, BATCH_PLANT, EACH_PLANT = ((uscc(number),) for number in range(501, 505))


class Door(NamedTuple):
    """A server over the store, and a client in another process with a key of a plant."""

    client: Client
    key: str

    def load(self, path: str, bodies: list[bytes]) -> None:
        """Make the requests of the next round ready."""
        self.client.load([request(path, self.key, body) for body in bodies])


def measure_single(store: Store, runs: int) -> Result:
    """Single posts by 64 clients, each waiting for its receipt before it posts the next."""
    with _door(store, CLIENTS, PLANT[0]) as door:
        seconds = in_turn(_single(door, PLANT, []), runs)
    return seconds.as_rates(f"http_single_64_clients_{store.name}", "requests/s", ROUND, NO_OP)


def measure_slowest(store: Store, runs: int) -> Result:
    """How long the slowest in a hundred of those posts takes, beside the one in the middle."""
    taken: list[float] = []
    with _door(store, CLIENTS, LATE_PLANT[0]) as door:
        in_turn(_single(door, LATE_PLANT, taken), runs)
    p50, p99 = median(taken) * 1000, quantiles(taken, n=100)[98] * 1000
    name = f"http_single_64_clients_p99_{store.name}"
    return Result(name, "ms", round(p99, 2), "p50 of the same posts", round(p50, 2), round(p99 / p50, 3), runs)


def measure_batch(store: Store, runs: int) -> Result:
    """A batch of 1,000, all or nothing."""
    return _measure_batch(store, runs, BATCH_PLANT, "/v1/events", "http_batch_1000")


def measure_each(store: Store, runs: int) -> Result:
    """A batch of 1,000 in which each event stands alone."""
    return _measure_batch(store, runs, EACH_PLANT, "/v1/events?mode=each", "http_batch_1000_each")


def _measure_batch(store: Store, runs: int, plants: tuple[str, ...], path: str, name: str) -> Result:
    with _door(store, 1, plants[0]) as door:
        seconds = in_turn(_batches(store, door, plants, path), runs)
    return seconds.as_rates(f"{name}_{store.name}", "events/s", SIZE, RAW_WRITE[store.name])


def _single(door: Door, plants: tuple[str, ...], taken: list[float]) -> Turns:
    stream = postings(plants, OPEN_DRUMS)
    while True:
        bodies = [encode(cloud_event(posting)) for posting in batch(stream, ROUND)]
        door.load("/v1/events", bodies)
        yield lambda: taken.extend(door.client.go())
        door.load("/no-op", bodies)
        yield door.client.go


def _batches(store: Store, door: Door, plants: tuple[str, ...], path: str) -> Turns:
    stream = postings(plants, OPEN_DRUMS)
    while True:
        end = store.driver.end()
        door.load(path, [encode([cloud_event(posting) for posting in batch(stream, SIZE)])])
        yield door.client.go
        rows = store.driver.rows_beyond(end)
        yield lambda: store.twin.append(rows)  # noqa: B023  (called before the next turn)


@contextmanager
def _door(store: Store, connections: int, plant: str) -> Iterator[Door]:
    key = Credentials(store.ledger.recorder.engine).issue(
        new_credential_id(), plant, None, store.ledger.recorder.now()
    )
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    with (
        TemporaryDirectory(prefix="bihuan-bench-") as folder,
        serving(_app(store, Path(folder)), listener),
        client(port, connections) as opened,
    ):
        yield Door(opened, key)


def _app(store: Store, folder: Path) -> FastAPI:
    forget_checkpoints(store)
    settings = Settings(
        log_key_file=str(folder / "log.key"),
        checkpoint_copies=str(folder / "checkpoint"),
        rate_limit=0,
        log_format="none",
    )
    app = create_app(store.ledger, settings, signing_of(store.ledger, settings))

    @app.post("/no-op", status_code=201)
    async def no_op(_: Asker, body: Body) -> Response:
        return answer({"receipts": [len(body)]}, 201)

    return app


def cloud_event(posting: Posting) -> dict[str, object]:
    """A posting as it goes over the wire."""
    return {
        "specversion": "1.0",
        "id": posting.id,
        "source": posting.source,
        "type": posting.type,
        "subject": posting.subject,
        "time": posting.time,
        "data": posting.data,
    }
