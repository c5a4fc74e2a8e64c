"""The loops as the view keeps them: live, rebuilt, and at every position what was known then."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.log import Ledger
from projections import runner as running
from projections.custody.acting import acting_on
from projections.custody.beside import facts_beside
from projections.custody.lives import Life
from projections.hazardous_waste.loop_rows import Loop, loops_at
from projections.hazardous_waste.loop_view import STILL, LoopView, Tally
from projections.hazardous_waste.waits import Waiting, waits_of
from projections.runner import Runner
from tests.properties.trade_histories import EVERYBODY, drums_of, histories, tell, trips_of
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario

Rows = list[tuple[Any, ...]]


def everything(runner: Runner, ledger: Ledger) -> list[Rows]:
    """All rows of the view, after all of the log."""
    runner.reach("loop", ledger.head()[0])
    with runner.reading("loop") as view:
        found = [[tuple(row) for row in view.connection.execute(select(table))] for table in view.tables]
    return [sorted(rows, key=str) for rows in (found[0], found[1], [row for row in found[2] if row[-2]])]


def known_then(ledger: Ledger, subject: str, position: int) -> tuple[set[Loop], set[Waiting]]:
    """What is to be said of a subject by what was recorded up to a position."""
    own = ledger.recorded(subject=subject, upto=position)
    naming = {each.fact.position: each.fact for each in acting_on(ledger, subject, position)}
    naming |= {fact.position: fact for fact in facts_beside(ledger, subject, own, position)}
    life = Life(subject, own, [naming[each] for each in sorted(naming)], [])
    (moment,) = life.moments(position)
    return set(loops_at(subject, moment)), set(waits_of(subject, moment.standing, moment.state))


def stood(rows: Rows, kind: type[Any], position: int, subject: str, known: int) -> set[Any]:
    """The rows of a subject that stood at a position."""
    fields = len(kind._fields)
    return {
        kind(*row[:known], *row[known + 2 :])
        for row in rows
        if row[0] == subject and row[known] <= position < row[known + 1] and fields
    }


def test_the_loops_stand_as_was_known_at_every_position(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY)
    live, rounds = Runner(ledger, [LoopView()]), count()

    @settings(ON_A_STORE, max_examples=25)
    @given(histories(), st.integers(1, 12), st.data())
    def stands(steps: list[Any], stretch: int, data: st.DataObject) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        name = str(next(rounds))
        first = ledger.head()[0]
        heads = [first, *tell(scenario, name, steps)]
        loops, waiting, _ = found = everything(live, ledger)
        for head in data.draw(st.lists(st.sampled_from(heads), max_size=4)):
            for subject in (*drums_of(name), *trips_of(name)):
                told = stood(loops, Loop, head, subject, 2), stood(waiting, Waiting, head, subject, 3)
                assert told == known_then(ledger, subject, head), (subject, head)
        if data.draw(st.booleans()):
            rebuilt = Runner(ledger, [LoopView()])
            rebuilt.rebuild("loop")
            assert everything(rebuilt, ledger) == found

    stands()
    loops, waiting, tallies = everything(live, ledger)
    assert {row[4] for row in loops} >= {"open", "closed"}
    assert {row[2] for row in waiting} >= {"dispatch", "storage"}
    assert sum(row[-2] for row in tallies) == sum(row[3] == STILL for row in loops)


def test_the_tallies_are_the_sums_of_the_loops(ledger: Ledger, scenario: Scenario) -> None:
    scenario.given(*EVERYBODY)
    runner = Runner(ledger, [LoopView()])
    tell(scenario, "1", [("generated", n, n, 1, []) for n in range(3)])
    tell(scenario, "1", [("weighed", 9, 0, 200, []), ("lost", 10, 0, 200, [])])
    *_, tallies = everything(runner, ledger)
    place = "establishment:91310115MA1K3XY006001P"
    counted = [
        (*Tally("custody", place, "2026-11", status), n, mass)
        for status, n, mass in [("broken", 1, 200_000), ("open", 2, 0)]
    ]
    assert tallies == counted
