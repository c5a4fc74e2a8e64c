"""What was measured: progress while it lasts, a table, and `results.json`."""

import json
import os
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Result

RESULTS = Path(__file__).parent / "results.json"
_stderr = Console(stderr=True, highlight=False, soft_wrap=True)


def progress(text: str) -> None:
    """Tell how far it is, beside the results."""
    _stderr.print(text)


def machine(*engines: str) -> str:
    """What this was measured on, without saying whose machine it is."""
    cpu = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    processor = cpu.partition(": ")[2] or platform.machine()
    return ", ".join((f"{processor}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}", *engines))


def show(results: list[tuple[Result, str]]) -> None:
    """A table on stdout; a bar stands where there is one."""
    table = Table("scenario and store", "unit")
    for heading in ("ours", "baseline", "ratio", "bar", "rounds"):
        table.add_column(heading, justify="right")
    for r, bar in results:
        figures = (f"{r.ours:,.0f}", f"{r.baseline_value:,.0f}", f"{r.ratio:.3f}", bar, str(r.runs))
        table.add_row(r.name, r.unit, *figures)
    Console(width=120).print(table)


def write(results: list[tuple[Result, str]]) -> None:
    """CONTRACT section 9."""
    lines = [{name: value for name, value in r._asdict().items() if name != "spread"} for r, _ in results]
    RESULTS.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
