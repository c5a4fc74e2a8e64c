"""`bihuan demo`: it plays, reports, serves, serves again, and never touches a log that is not its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from click.testing import Result
from typer.testing import CliRunner

from api.cli import app
from api.people.installed import sign_in_with
from api.settings import Settings
from api.simulation.condition import Condition, condition_of
from api.simulation.district import BUREAU, OPERATOR
from api.simulation.plan import month
from api.simulation.truth import RULES, count_by_rule
from ledger.clock import write_instant
from ledger.errors import NotAuthenticatedError
from ledger.log import Ledger
from projections.rules.catalogue import BY_ID
from tests.api.suspects.lives import seeped_g

SMALL = ("--days", "3", "--scale", "0.2", "--port", "0")
DATABASE = "sqlite:///bihuan-demo.db"

Demo = Callable[..., Result]


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Demo:
    """The command in a folder of its own, without a database named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BIHUAN_DATABASE_URL", raising=False)
    return lambda *options: CliRunner().invoke(app, ["demo", *SMALL, "--once", *options])


@contextmanager
def ledger() -> Iterator[Ledger]:
    with Ledger(DATABASE) as opened:
        yield opened


def report_of(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def test_once_with_json_prints_one_object_and_nothing_else(demo: Demo):
    report = report_of(demo("--json"))
    assert list(report) == [
        "events",
        "subjects",
        "as_of",
        "loops",
        "closed_loop_rate",
        "anomalies",
        "precision",
        "recall",
        "misses",
        "false_alarms",
        "mass_balance_residual_g",
        "checkpoint",
        "verified",
        "seconds",
    ]
    assert list(report["loops"]) == ["open", "overdue", "closed", "broken", "cancelled"]
    assert report["verified"] is True
    assert report["loops"]["open"] > 0
    counted = sum(report["loops"].values()) - report["loops"]["cancelled"]
    assert report["closed_loop_rate"] == round(report["loops"]["closed"] / counted, 4)
    planned = month(datetime.fromisoformat(report["as_of"]), days=3, scale=0.2)
    assert report["mass_balance_residual_g"] == seeped_g(planned.posts) > 0


def test_the_report_holds_what_the_rules_found_against_what_is_irregular(demo: Demo):
    report = report_of(demo("--json", "--seed", "5"))
    assert {*RULES, *BY_ID} <= report["anomalies"].keys()
    assert all(
        list(each) == ["injected", "flagged", "true_positive", "cleared"] for each in report["anomalies"].values()
    )
    planned = month(datetime.fromisoformat(report["as_of"]), days=3, scale=0.2, seed=5)
    missed = sum(each["injected"] - each["true_positive"] for each in report["anomalies"].values())
    assert missed == len(report["misses"])
    assert sum(count_by_rule(planned.injected).values()) >= missed


def test_the_report_carries_a_signed_note_over_all_of_it(demo: Demo):
    report = report_of(demo("--json"))
    origin, size, *_ = report["checkpoint"].split("\n")
    assert (origin, int(size)) == ("localhost/bihuan", report["events"])


def test_the_report_counts_what_the_log_holds(demo: Demo):
    report = report_of(demo("--json"))
    with ledger() as opened:
        facts = opened.recorded()
    looped = {
        f.fact.subject
        for f in facts
        if f.fact.subject.startswith(("container:", "manifest:", "trip:", "batch:", "consignment:", "transfer:"))
    }
    assert report["events"] == len(facts) == facts[-1].position
    assert report["subjects"] == len({f.fact.subject for f in facts})
    assert sum(report["loops"].values()) == len(looped)
    assert report["as_of"] == facts[-1].recorded_at


def test_the_simulation_ends_at_the_instant_at_which_the_command_started(demo: Demo):
    before = write_instant(datetime.now(UTC))
    report = report_of(demo("--json"))
    assert before <= report["as_of"] <= write_instant(datetime.now(UTC))
    with ledger() as opened:
        recorded = [f.recorded_at for f in opened.recorded()]
    assert recorded == sorted(recorded)
    started = datetime.fromisoformat(report["as_of"])
    assert (started - datetime.fromisoformat(recorded[0])).days == 3


def test_the_log_says_that_it_is_simulated(demo: Demo):
    demo()
    with ledger() as opened:
        assert opened.opened.simulated is True
        assert condition_of(opened) is Condition.PLAYED


def test_a_person_is_told_figures_keys_and_a_line_to_try(demo: Demo):
    result = demo()
    assert "核验完好" in result.stdout
    assert len(re.findall(r"演示密钥 .*: k-\S+\.\S+", result.stdout)) == 10
    for role in ("generator", "collector", "carrier", "receiver", "administrator", "authority"):
        assert f" {role} " in result.stdout
    assert "curl -H 'Authorization: Bearer k-" in result.stdout


def test_five_people_may_sign_in_with_new_passwords_each_time_it_is_served(demo: Demo):
    told = [
        dict(re.findall(r"^  (\w+) +((?:[2-9a-z]{4}-){3}[2-9a-z]{4})  ", run.stdout, re.M))
        for run in (demo(), demo())
    ]
    assert [list(each) for each in told] == [["inspector", "producer", "receiver", "driver", "greening"]] * 2
    with ledger() as opened:
        door = sign_in_with(opened, Settings())
        roles = [door.session_of(door.sign_in(*login, "192.0.2.1")).account.role for login in told[1].items()]
        assert roles == ["inspector", "administrator", "staff", "driver", "staff"]
        for login in told[0].items():
            with pytest.raises(NotAuthenticatedError):
                door.sign_in(*login, "192.0.2.1")


def test_run_again_it_serves_the_same_log_without_simulating(demo: Demo):
    first = report_of(demo("--json"))
    again = demo("--json", "--seed", "9")
    assert {**report_of(again), "seconds": 0} == {**first, "seconds": 0}
    assert "已有演示账本" in again.stderr


def test_fresh_simulates_anew(demo: Demo):
    first = report_of(demo("--json"))
    fresh = report_of(demo("--json", "--fresh"))
    assert fresh["as_of"] > first["as_of"]
    with ledger() as opened:
        assert opened.head()[0] == fresh["events"]


def test_an_interrupted_simulation_is_told_from_a_finished_one(demo: Demo):
    with ledger() as opened:
        opened.migrate(OPERATOR, "localhost/bihuan", simulated=True)
    result = demo()
    assert result.exit_code == 1
    assert "没有完成" in result.stderr
    assert "--fresh" in result.stderr
    report_of(demo("--json", "--fresh"))


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_a_log_of_real_facts_is_refused_and_left_as_it_is(demo: Demo, options: tuple[str, ...]):
    with ledger() as opened:
        opened.migrate(BUREAU, "localhost/real")
        before = opened.stored(1)
    result = demo(*options)
    assert result.exit_code == 1
    assert "真实事实" in result.stderr
    with ledger() as opened:
        assert opened.head()[0] == 1
        assert opened.stored(1) == before


def test_a_port_in_use_is_told_before_anything_is_simulated(demo: Demo, tmp_path: Path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        result = demo("--port", str(port))
    assert result.exit_code == 1
    assert f"127.0.0.1:{port}" in result.stderr
    assert "--port" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_fresh_on_postgresql_says_what_to_do(demo: Demo, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BIHUAN_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/demo")
    result = demo("--fresh")
    assert result.exit_code == 1
    assert "createdb demo-2" in result.stderr


# Ctrl-C is heard even where the tests themselves were started in the background, which has it ignored
AT_A_TERMINAL = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from api.cli import app
app()
"""


@contextmanager
def process(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`bihuan demo` as a person starts it, ended at the latest when the block ends."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
    command = [sys.executable, "-c", AT_A_TERMINAL, "demo", "--port", "0", *options]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**environment, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def line_with(stream: Any, words: str) -> str:
    """The first line that holds these words; empty when the stream ends before."""
    return next((line for line in stream if words in line), "")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_to_the_demo_keys_until_it_is_stopped(tmp_path: Path, stop: signal.Signals):
    with process(tmp_path, "--days", "3", "--scale", "0.2") as started:
        served = line_with(started.stderr, "Ctrl-C")
        address = re.search(r"http://\S+", served)
        said = started.stdout and line_with(started.stdout, "curl")
        curl = re.search(r"Bearer (\S+)' '(\S+)'", said or "")
        assert address
        assert curl
        ready = httpx.get(f"{address[0]}/health/ready").json()
        life = httpx.get(curl[2], headers={"Authorization": f"Bearer {curl[1]}"}).json()
        started.send_signal(stop)
        assert started.wait(30) == 0
    assert ready["simulated"] is True
    assert len(life["events"]) >= 6


def test_interrupted_midway_it_says_how_to_start_anew(tmp_path: Path):
    with process(tmp_path) as started:
        assert line_with(started.stderr, "模拟进行中")
        started.send_signal(signal.SIGINT)
        assert started.stderr
        said = started.stderr.read()
        assert started.wait(30) == 130
    assert "--fresh" in said
    with Ledger(f"sqlite:///{tmp_path}/bihuan-demo.db") as opened:
        assert condition_of(opened) is Condition.UNFINISHED
