"""Views computed anew from the log, against reading the log at all: SELECT, orjson, and a dict of what came last.

Each view by itself, and all of them as `bihuan rebuild` does it, with one reading of the log.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.rows import ALL_DATA
from benchmarks.stores import Store
from projections.catalogue import VIEWS
from projections.runner import Runner

ALL = tuple(view.NAME for view in VIEWS)
BASELINE = "raw SELECT of data, orjson.loads and a dict by subject, same log"

Measure = Callable[[Store, int], Result]


def measures() -> dict[str, Measure]:
    """Name of the scenario → how it is measured; a view that is added gets its own."""
    each: dict[str, Measure] = {f"rebuild_{name}": partial(_measure, f"rebuild_{name}", (name,)) for name in ALL}
    return {"rebuild_all_views": partial(_measure, "rebuild_all_views", ALL)} | each


def _measure(name: str, views: tuple[str, ...], store: Store, runs: int) -> Result:
    facts, seconds = store.driver.end().position, in_turn(_turns(store, views), runs, warm_up=1)
    return seconds.as_rates(f"{name}_{store.name}", "facts/s", facts, BASELINE)


def _turns(store: Store, views: tuple[str, ...]) -> Turns:
    runner = Runner(store.ledger, VIEWS)
    while True:
        yield lambda: runner.rebuild_all(views)
        yield lambda: _last_by_subject(store)


def _last_by_subject(store: Store) -> dict[str, Any]:
    last: dict[str, Any] = {}
    for (data,) in store.driver.fetch(ALL_DATA):
        fact = orjson.loads(data)["fact"]
        last[fact["subject"]] = fact
    return last
