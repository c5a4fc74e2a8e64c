"""The tour of README.md, typed as a stranger would type it: every block runs, and what it shows is what comes out."""

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def _tour(page: str, heading: str) -> list[tuple[str, str]]:
    """Language and text of the blocks between this heading and the next."""
    section = (ROOT / page).read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return BLOCK.findall(section)


Shell = subprocess.CompletedProcess[str]
TOUR = _tour("README.md", "One drum's life")
SHORT_TOUR = _tour("README.zh-CN.md", "一桶废物的一生（简版）")
SHOWN = [line.strip() for language, text in TOUR if language != "sh" for line in text.splitlines()]

STOPPED = "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
"""Stops at the first command that fails, and leaves no server behind."""


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The whole tour in one shell."""
    return _typed(TOUR, tmp_path_factory.mktemp("tour"))


def test_every_command_of_the_tour_succeeds(toured: Shell) -> None:
    assert toured.returncode == 0, toured.stdout + toured.stderr


def test_no_answer_of_the_tour_is_a_problem(toured: Shell) -> None:
    assert "urn:bihuan:problem" not in toured.stdout


def test_what_the_tour_shows_is_what_comes_out_in_that_order(toured: Shell) -> None:
    lines = iter([line.strip() for line in toured.stdout.splitlines()])
    assert len(SHOWN) > 10
    for wanted in SHOWN:
        assert any(line == wanted for line in lines), f"{wanted} is missing, or comes too early, in\n{toured.stdout}"


def test_the_drum_is_stored_and_its_loop_is_open(toured: Shell) -> None:
    now, *_ = _answers(toured.stdout)
    assert (now["stage"], now["loop"], now["provisional"]) == ("stored", "open", False)


def test_the_case_is_cut_by_what_happened_and_by_what_was_known(toured: Shell) -> None:
    _, happened, known = _answers(toured.stdout)
    assert (happened["stage"], happened["state"]["net_kg"]) == ("weighed", 180)
    assert (known["stage"], known["state"]["net_kg"]) == ("stored", 200)


def test_the_replay_at_the_terminal_tells_each_step(toured: Shell) -> None:
    replay = toured.stdout.split("recorded before")[-1]
    steps = re.findall(r"container\.\w+|fact\.\w+", replay)
    assert [s for s in steps if s.startswith("container.") and s != "container.weighed"] == [
        "container.generated",
        "container.packaged",
        "container.labelled",
        "container.stored",
    ]
    assert "fact.corrected" in steps


def test_the_short_tour_in_chinese_comes_to_the_same(tmp_path: Path) -> None:
    short = _typed(SHORT_TOUR, tmp_path)
    assert short.returncode == 0, short.stdout + short.stderr
    assert "阶段 stage: stored · 闭环 loop: open" in short.stdout
    assert "urn:bihuan:problem" not in short.stdout


def _typed(tour: list[tuple[str, str]], home: Path) -> Shell:
    """A tour's commands, in a folder of its own and on a port of its own."""
    path = [str(Path(sys.executable).parent), os.environ["PATH"]]
    if shutil.which("curl") is None:
        path.insert(0, str(_with_a_curl(home)))
    commands = "\n".join(text for language, text in tour if language == "sh")
    return subprocess.run(
        ["bash", "-c", STOPPED + commands.replace("8001", str(_free_port()))],
        cwd=home,
        env={
            "HOME": str(home),
            "TMPDIR": str(home),
            "LANG": "C.UTF-8",
            "COLUMNS": "160",
            "PATH": os.pathsep.join(path),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _answers(output: str) -> list[dict[str, Any]]:
    """What the drum's own questions were answered, in their order."""
    starts = re.finditer(r'\{\n    "subject"', output)
    return [json.JSONDecoder().raw_decode(output, start.start())[0] for start in starts]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _with_a_curl(home: Path) -> Path:
    """A folder with a stand-in for curl, for a machine that has only Python and make."""
    folder = home / "bin"
    folder.mkdir()
    script = folder / "curl"
    script.write_text(f"#!{sys.executable}\n{CURL}")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return folder


CURL = """
import argparse, sys, threading, urllib.request
options = argparse.ArgumentParser()
options.add_argument("url")
options.add_argument("-sS", action="store_true")
options.add_argument("-H", action="append", default=[])
options.add_argument("-d")
options.add_argument("--retry", type=int, default=0)
options.add_argument("--retry-delay", type=float)
options.add_argument("--retry-connrefused", action="store_true")
asked = options.parse_args()
body = sys.stdin.buffer.read() if asked.d == "@-" else None
headers = dict(header.split(": ", 1) for header in asked.H)
for attempt in range(asked.retry + 1):
    try:
        with urllib.request.urlopen(urllib.request.Request(asked.url, body, headers)) as answer:
            sys.stdout.write(answer.read().decode())
        break
    except urllib.error.HTTPError as error:
        sys.stdout.write(error.read().decode())
        break
    except urllib.error.URLError:
        if attempt == asked.retry:
            sys.exit(7)
        threading.Event().wait(asked.retry_delay)
"""
