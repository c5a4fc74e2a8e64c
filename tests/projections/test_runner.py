"""A view holds each fact of the log exactly once, whoever folds it, however often, and after any rebuild."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, ClassVar

import pytest
from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text, inspect, select

from ledger.clock import SimulatedClock
from ledger.errors import ViewStoppedError
from ledger.fact import Recorded
from ledger.log import Ledger
from projections import runner as running
from projections.runner import Runner
from projections.view import View
from tests.conftest import NOON
from tests.specification import Scenario, drum, weighed


class Seen(View[Table, list[dict[str, Any]]]):
    """A row for each fact: a fact that is folded twice breaks the key."""

    NAME: ClassVar = "seen"
    VERSION: ClassVar = 1

    def tables(self, metadata: MetaData, prefix: str) -> Table:
        return Table(
            f"{prefix}seen", metadata, Column("position", BigInteger, primary_key=True), Column("type", Text)
        )

    def fold(self, _: Ledger, facts: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
        return [{"position": f.position, "type": f.fact.type} for f in facts]

    def write(self, connection: Connection, tables: Table, changes: list[dict[str, Any]]) -> None:
        connection.execute(tables.insert(), changes)


class SeenOtherwise(Seen):
    VERSION: ClassVar = 2

    def fold(self, _: Ledger, facts: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
        return [{"position": f.position, "type": f.fact.type.upper()} for f in facts]


class Poisoned(Seen):
    NAME: ClassVar = "poisoned"

    def fold(self, _: Ledger, facts: Sequence[Recorded[Any]]) -> list[dict[str, Any]]:
        raise ZeroDivisionError(f"a mass of nothing in {len(facts)} facts")


@pytest.fixture(autouse=True)
def short_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven facts at a time, so that a short log has many stretches."""
    monkeypatch.setattr(running, "STRETCH", 7)


@pytest.fixture
def other(store_url: str) -> Iterator[Ledger]:
    """The same log in another process's hands."""
    with Ledger(store_url, SimulatedClock(NOON)) as opened:
        yield opened


def rows(runner: Runner, name: str = "seen") -> list[tuple[int, str]]:
    with runner.reading(name) as view:
        return [tuple(row) for row in view.connection.execute(select(view.tables).order_by("position"))]


def log(ledger: Ledger) -> list[tuple[int, str]]:
    return [(f.position, f.fact.type) for f in ledger.recorded()]


def fillings(ledger: Ledger) -> list[str]:
    return sorted(name for name in inspect(ledger.recorder.engine).get_table_names() if name.startswith("seen"))


def test_what_was_posted_before_it_is_asked_is_in_it(ledger: Ledger, scenario: Scenario) -> None:
    runner = Runner(ledger, [Seen()])
    for number in range(3):
        scenario.when(*(weighed(drum(f"{number}-{n}")) for n in range(10)))
        runner.reach("seen", ledger.head()[0])
        assert rows(runner) == log(ledger)


def test_many_who_fold_at_once_fold_each_fact_once(ledger: Ledger, other: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(80)))
    runners = [Runner(each, [Seen()]) for each in (ledger, ledger, other, other)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: runners[n % 4].reach("seen", 81), range(16)))
    assert rows(runners[0]) == log(ledger)


def test_a_rebuild_gives_the_same_rows_in_fresh_tables(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner = Runner(ledger, [Seen()])
    runner.reach("seen", 21)
    told: list[int] = []
    assert runner.rebuild("seen", told.append) == 21
    assert told == [7, 14, 21]
    assert rows(runner) == log(ledger)
    assert fillings(ledger) == ["seen2_seen"]
    runner.rebuild("seen")
    assert fillings(ledger) == ["seen3_seen"]


def test_a_view_of_another_version_is_filled_anew_by_itself(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    Runner(ledger, [Seen()]).reach("seen", 21)
    runner = Runner(ledger, [SeenOtherwise()])
    runner.reach("seen", 21)
    assert rows(runner) == [(position, name.upper()) for position, name in log(ledger)]


def test_a_rebuild_that_was_killed_is_begun_again(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(*(weighed(drum(n)) for n in range(20)))
    runner = Runner(ledger, [Seen()])
    runner.reach("seen", 21)

    def killed(position: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runner.rebuild("seen", killed)
    assert rows(runner) == log(ledger)
    runner.rebuild("seen")
    assert rows(runner) == log(ledger)


def test_a_view_that_fails_stops_alone_and_says_why(ledger: Ledger, scenario: Scenario) -> None:
    scenario.when(weighed(drum()))
    runner = Runner(ledger, [Poisoned(), Seen()])
    for _ in range(2):
        with pytest.raises(ViewStoppedError, match="between positions 1 and 2: a mass of nothing"):
            runner.reach("poisoned", 2)
    runner.reach("seen", 2)
    assert rows(runner) == log(ledger)
    assert runner.stopped.keys() == {"poisoned"}


class Awaited(Seen):
    """Says when it has reached a position."""

    reached = Event()

    def write(self, connection: Connection, tables: Table, changes: list[dict[str, Any]]) -> None:
        super().write(connection, tables, changes)
        if changes[-1]["position"] == 21:
            self.reached.set()


def test_while_it_runs_it_follows_the_log_unasked(ledger: Ledger, scenario: Scenario) -> None:
    view = Awaited()
    runner = Runner(ledger, [Poisoned(), view])
    view.reached.clear()
    runner.start()
    try:
        scenario.when(*(weighed(drum(n)) for n in range(20)))
        assert view.reached.wait(60)
    finally:
        runner.stop()
    assert runner.stopped.keys() == {"poisoned"}
    assert rows(runner) == log(ledger)
