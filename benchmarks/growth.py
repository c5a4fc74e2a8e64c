"""From a hundred thousand facts to a million: how much longer a work takes, and how much longer its baseline does."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks import append_batch, judge_rules, read_history, read_loops
from benchmarks.measuring import Result
from benchmarks.stores import STORES, Store

TIMES = 10
HALVES = 2
"""Each log is measured in so many parts, in turn with the other."""


class Growing(NamedTuple):
    """One work, done on a short and on a long log."""

    name: str
    bar: str
    runs: int
    measure: Callable[[Store, int], Result]


GROWING = (
    Growing("append_batch_1000_growth_1e6", "≤ 1.2", 40, append_batch.measure),
    Growing("read_history_growth_1e6", "≤ 1.2", 40, read_history.measure),
    Growing("read_loops_growth_1e6", "≤ 1.3", 20, read_loops.measure_page),
    Growing("judge_rules_growth_1e6", "≤ 1.3", 10, judge_rules.measure),
    Growing("read_closed_loop_growth_1e6", "≤ 1.3", 20, read_loops.measure_rate),
)


def measured(wanted: list[Growing], store: str, facts: int, runs: int | None) -> Iterator[tuple[Result, str]]:
    """Each work on a log of so many facts and on one of ten times as many."""
    with STORES[store](facts) as short, STORES[store](facts * TIMES) as long:
        for each in wanted:
            yield _compared(each, short, long, runs or each.runs), each.bar


def _compared(work: Growing, short: Store, long: Store, runs: int) -> Result:
    parts = [(work.measure(short, runs // HALVES), work.measure(long, runs // HALVES)) for _ in range(HALVES)]
    ours = sum(few.ours / many.ours for few, many in parts) / HALVES
    raw = sum(few.baseline_value / many.baseline_value for few, many in parts) / HALVES
    name, baseline = f"{work.name}_{short.name}", f"growth of: {parts[0][0].baseline}"
    return Result(name, "times as long", round(ours, 3), baseline, round(raw, 3), round(ours / raw, 3), runs)
