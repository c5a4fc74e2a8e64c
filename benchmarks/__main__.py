"""`python -m benchmarks [--quick] [--only NAME …]`: ours beside the bare driver, in turn, in the same run."""

import argparse
from collections.abc import Iterator

from benchmarks import growth, hash_leaf
from benchmarks.measuring import Result
from benchmarks.report import machine, progress, show, write
from benchmarks.scenarios import SCENARIOS
from benchmarks.stores import STORES

FACTS, FEW_FACTS = 100_000, 10_000
FEW_RUNS = 3
HASHING = "leaf_hash"
WORKS = (*SCENARIOS, *growth.GROWING)
NAMES = (*(f"{work.name}_{store}" for store in STORES for work in WORKS), HASHING)


def main() -> None:
    """Measure, show, and keep the results of a full run."""
    asked = _asked()
    results = []
    for result, bar in _measured(asked.only or NAMES, asked.quick):
        progress(f"{result.name}: {result.ratio} {result.spread}")
        results.append((result, bar))
    show(results)
    if asked.quick or asked.only:
        progress("results.json is left as it was: it keeps full runs only")
    else:
        write(results)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke run: a short log, few rounds, nothing kept")
    told = f"some of {', '.join(NAMES)}; nothing kept"
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="NAME", help=told)
    return parser.parse_args()


def _measured(names: tuple[str, ...] | list[str], quick: bool) -> Iterator[tuple[Result, str]]:
    if HASHING in names:
        yield hash_leaf.measure(FEW_RUNS if quick else 60)._replace(machine=machine()), "≥ 300,000/s"
    for name, opened in STORES.items():
        facts = FEW_FACTS if quick else FACTS
        growing = [work for work in growth.GROWING if f"{work.name}_{name}" in names]
        if growing:
            for result, bar in growth.measured(growing, name, facts, FEW_RUNS + 1 if quick else None):
                yield result._replace(machine=machine()), bar
        wanted = [s for s in SCENARIOS if f"{s.name}_{name}" in names]
        if not wanted:
            continue
        with opened(facts) as store:
            for scenario in wanted:
                progress(f"{scenario.name}_{name} …")
                result = scenario.measure(store, min(scenario.runs, FEW_RUNS) if quick else scenario.runs)
                yield result._replace(machine=machine(store.driver.product())), scenario.bar


if __name__ == "__main__":
    main()
