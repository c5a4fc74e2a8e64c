"""Every scenario on a store, with the bar that it is held to."""

from collections.abc import Callable
from typing import NamedTuple

from benchmarks import (
    append_batch,
    http_door,
    log_size,
    prove_inclusion,
    read_page,
    rebuild,
    serve_memory,
    share_of_sequencing,
    site_history,
    state_batch,
    verify_log,
    view_lag,
)
from benchmarks.measuring import Result
from benchmarks.stores import Store


class Scenario(NamedTuple):
    """One work on a filled store, done `runs` times in turn with its baseline."""

    name: str
    bar: str
    runs: int
    measure: Callable[[Store, int], Result]


# the size comes first: it is the log as it was filled, before anything else writes to it
SCENARIOS = (
    Scenario("log_size", "≤ 2.8", 1, log_size.measure),
    Scenario("append_batch_1000", "≥ 0.45", 40, append_batch.measure),
    Scenario("append_batch_1000_unconditional", "", 20, append_batch.measure_unconditional),
    Scenario("state_batch_1000", "", 20, state_batch.measure),
    Scenario("http_batch_1000", "≥ 0.2", 20, http_door.measure_batch),
    Scenario("http_batch_1000_each", "", 20, http_door.measure_each),
    Scenario("http_single_64_clients", "≥ 0.35", 20, http_door.measure_single),
    Scenario("http_single_64_clients_p99", "≤ 5", 10, http_door.measure_slowest),
    Scenario("read_page_5000_typed", "≥ 0.6", 60, read_page.measure),
    *(Scenario(name, "≥ 0.1", 5, measure) for name, measure in rebuild.measures().items()),
    Scenario("sequencing_share_batch_1000", "≤ 0.15", 8, share_of_sequencing.measure),
    Scenario("inclusion_proof_1e6", "≥ 1,000/s", 40, prove_inclusion.measure),
    Scenario("serve_memory_1e6", "≤ 200 MiB", 1, serve_memory.measure),
    Scenario("view_lag_1000_per_second", "≤ 500", 20, view_lag.measure),
    Scenario("site_history", "≥ 0.77", 20, site_history.measure),
    Scenario("verify", "≥ 0.4", 5, verify_log.measure),
)
