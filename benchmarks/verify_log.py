"""The whole log checked against its bytes, against the driver only fetching them."""

from benchmarks.measuring import Result, Turns, in_turn
from benchmarks.rows import ALL_DATA
from benchmarks.stores import Store
from ledger.store.verification import verify


def measure(store: Store, runs: int) -> Result:
    """What `bihuan verify` does, on a log that must be sound."""
    facts, seconds = store.driver.end().position, in_turn(_turns(store), runs, warm_up=1)
    return seconds.as_rates(f"verify_{store.name}", "facts/s", facts, "raw SELECT of data")


def _turns(store: Store) -> Turns:
    while True:
        yield lambda: _verified(store)
        yield lambda: store.driver.fetch(ALL_DATA)


def _verified(store: Store) -> None:
    *_, last = verify(store.ledger.recorder.engine)
    if last.fault is not None:
        raise SystemExit(f"{store.name}: the measured log is not sound: {last.fault}")
