"""How long after a fact is recorded it is in every view, while a thousand a second are posted to `bihuan serve`.

The server is a process of its own and so is the client. Here the database is asked, as often as it answers, how far
the views are: what a view holds at a position is committed with the position, so that is when its row can be seen.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, sleep, time

import psycopg
from sqlalchemy import make_url

from api.answers import encode
from benchmarks.district import PLANTS, batch, postings
from benchmarks.http_client import Client, client, request
from benchmarks.http_door import cloud_event
from benchmarks.measuring import Result
from benchmarks.serve_memory import founded, served
from benchmarks.stores import Store, fresh_url
from projections.catalogue import VIEWS

EACH = 50
"""Facts in a batch, as a gateway sends them."""
EVERY_S = 0.05
SETTLE_S = 3
"""Seconds whose facts are not counted: the server's first ones."""
REACHED = "SELECT min(position), count(*) FROM projection"
RECORDED = "SELECT position, recorded_at FROM event WHERE position > {} ORDER BY position"


def measure(store: Store, runs: int) -> Result:
    """So many seconds; the lag of the slowest in a hundred facts, beside the one in the middle."""
    with TemporaryDirectory(prefix="bihuan-bench-") as folder, fresh_url(store, Path(folder)) as url:
        key = founded(url)
        with served(url, Path(folder)) as (_, port), client(port, 1) as poster, _asking(url) as ask:
            _post(poster, key, SETTLE_S)
            _await(ask)
            begun = ask(REACHED)[0][0]
            with _watching(url) as seen:
                rate = _post(poster, key, runs)
                _await(ask)
            lags = _lags(ask(RECORDED.format(begun)), seen)
    p50, p99 = median(lags), quantiles(lags, n=100)[98]
    baseline = f"p50 of the same facts, posted at {rate:,.0f} a second"
    name = f"view_lag_1000_per_second_{store.name}"
    return Result(name, "ms", round(p99, 1), baseline, round(p50, 1), round(p99 / p50, 3), len(lags))


Seen = list[tuple[int, float]]
"""Position that all views had reached, and when that was first seen."""
Ask = Callable[[str], list[tuple[int, int]]]

_stream = postings(PLANTS[:1])


def _post(poster: Client, key: str, seconds: int) -> float:
    """A batch at every tick, or at once when it is late already; how many facts a second that were."""
    rounds = round(seconds / EVERY_S)
    bodies = [encode([cloud_event(p) for p in batch(_stream, EACH)]) for _ in range(rounds)]
    start = perf_counter()
    for number, body in enumerate(bodies):
        sleep(max(0.0, start + number * EVERY_S - perf_counter()))
        poster.load([request("/v1/events", key, body)])
        poster.go()
    return rounds * EACH / (perf_counter() - start)


@contextmanager
def _watching(url: str) -> Iterator[Seen]:
    seen: Seen = []
    ended = Event()

    def watch() -> None:
        with _asking(url) as ask:
            while not ended.wait(0.001):
                reached = ask(REACHED)[0][0]
                if not seen or reached > seen[-1][0]:
                    seen.append((reached, time()))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def _lags(recorded: list[tuple[int, int]], seen: Seen) -> list[float]:
    """Milliseconds, by the machine's clock, which also is the clock of the log."""
    reached = [position for position, _ in seen]
    return [(seen[bisect_left(reached, position)][1] - at / 1e6) * 1000 for position, at in recorded]


def _await(ask: Ask) -> None:
    """Until every view holds the whole log."""
    while ask("SELECT max(position), 0 FROM event")[0][0] > ask(REACHED)[0][0] or ask(REACHED)[0][1] < len(VIEWS):
        sleep(0.01)


@contextmanager
def _asking(url: str) -> Iterator[Ask]:
    """A connection of the bare driver."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(parsed.database), isolation_level=None)) as file:
            yield lambda sql: file.execute(sql).fetchall()
        return
    libpq = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(libpq, autocommit=True) as connection:
        yield lambda sql: connection.execute(sql).fetchall()
