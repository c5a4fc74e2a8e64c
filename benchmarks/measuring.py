"""Two ways of doing one work, timed in turn (A B A B …), so that a busy machine slows both alike."""

import gc
from collections.abc import Callable, Iterator
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

WARM_UP = 3

Turns = Iterator[Callable[[], object]]
"""Work to time: ours, then its baseline, then ours again. What happens between two of them is not timed."""


class Result(NamedTuple):
    """One line of `results.json`, and how far the rounds lay apart."""

    name: str
    unit: str
    ours: float
    baseline: str
    baseline_value: float
    ratio: float
    runs: int
    machine: str = ""
    spread: str = ""


class Seconds(NamedTuple):
    """How long each round took on either side."""

    ours: list[float]
    baseline: list[float]

    def as_rates(self, name: str, unit: str, per_round: int, baseline: str) -> Result:
        """How much of the baseline's speed is ours, by the medians of both."""
        ours, raw = per_round / median(self.ours), per_round / median(self.baseline)
        ratio, runs = round(ours / raw, 3), len(self.ours)
        return Result(name, unit, round(ours), baseline, round(raw), ratio, runs, spread=self.spread())

    def spread(self) -> str:
        """The middle half of the rounds' ratios, in words."""
        ratios = [raw / ours for ours, raw in zip(self.ours, self.baseline, strict=True)]
        low, _, high = quantiles(ratios, n=4)
        return f"half of the rounds between {low:.2f} and {high:.2f}"


def in_turn(turns: Turns, runs: int, warm_up: int = WARM_UP) -> Seconds:
    """The seconds of each round, those of the warm-up left out."""
    seconds = Seconds([], [])
    for _ in range(warm_up + runs):
        for side in seconds:
            work = next(turns)
            gc.collect()  # neither side pays for what the other left behind
            start = perf_counter()
            work()
            side.append(perf_counter() - start)
    return Seconds(*(side[warm_up:] for side in seconds))
