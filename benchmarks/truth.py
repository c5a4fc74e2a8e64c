"""`python -m benchmarks.truth SEED …`: whole months played with seeds that no rule was tuned on, and what was found.

It is a world of our own making: the generator was frozen before the rules were looked at with it, but the same people
thought of both. What is missed and what is flagged for nothing is printed, not only counted.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

FIGURES = ("injected", "flagged", "true_positive", "cleared")


def main() -> None:
    """Play them one after the other, then say how they went together."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description=__doc__)
    parser.add_argument("seeds", nargs="+", type=int, metavar="SEED")
    parser.add_argument("--scale", default="1.0")
    asked = parser.parse_args()
    together: Counter[str] = Counter()
    by_rule: dict[str, Counter[str]] = {}
    for seed in asked.seeds:
        report = _played(seed, asked.scale)
        for rule, figures in report["anomalies"].items():
            by_rule.setdefault(rule, Counter()).update(figures)
            together.update(figures)
        print(f"seed {seed}: precision {report['precision']}, recall {report['recall']}")
        for kind in ("misses", "false_alarms"):
            for words in report[kind]:
                print(f"  {kind}: {words}")
    print(f"{'rule':34}" + "".join(f"{name:>15}" for name in FIGURES))
    for rule, figures in sorted(by_rule.items()):
        print(f"{rule:34}" + "".join(f"{figures[name]:>15}" for name in FIGURES))
    precision = together["true_positive"] / max(together["flagged"], 1)
    recall = together["true_positive"] / max(together["injected"], 1)
    print(f"together over {len(asked.seeds)} seeds: precision {precision:.4f}, recall {recall:.4f}")


def _played(seed: int, scale: str) -> dict[str, Any]:
    with TemporaryDirectory(prefix="bihuan-truth-") as folder:
        environment = {**os.environ, "BIHUAN_DATABASE_URL": f"sqlite:///{Path(folder) / 'demo.db'}"}
        command = ["demo", "--once", "--json", "--seed", str(seed), "--scale", scale]
        bihuan = Path(sys.executable).with_name("bihuan")
        done = subprocess.run([bihuan, *command], cwd=folder, env=environment, capture_output=True, check=True)
        report: dict[str, Any] = json.loads(done.stdout)
        return report


if __name__ == "__main__":
    main()
