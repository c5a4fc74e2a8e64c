"""The loops as the view keeps them: live, rebuilt, and at every position what was known then."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.hazardous_waste.chain import chain_of
from ledger.log import Ledger
from ledger.posting import Posting
from projections import runner as running
from projections.custody.acting import acting_on
from projections.custody.beside import facts_beside
from projections.custody.moment import Moment, moment_of
from projections.kept import STILL
from projections.loops.chains import traced
from projections.loops.rows import Loop, loops_at
from projections.loops.tables import Tally
from projections.loops.view import LoopView
from projections.loops.waits import Waiting, waits_of
from projections.runner import Runner
from tests.properties.trade_histories import EVERYBODY, drums_of, elsewhere, histories, tell, trips_of
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario, drum, said

OF_VESSELS = ("generated", "weighed", "weighed", "repacked", "repacked", "treated", "withdrawn_fact")
Rows = list[tuple[Any, ...]]


def everything(runner: Runner, ledger: Ledger) -> list[Rows]:
    """All rows of the view, after all of the log."""
    runner.reach("loop", ledger.head()[0])
    with runner.reading("loop") as view:
        found = [[tuple(row) for row in view.connection.execute(select(table))] for table in view.tables]
    return [sorted(rows, key=str) for rows in found]


def _bare(loop: Loop) -> Loop:
    """A chain without its reason and its end, which other tests tell."""
    return loop._replace(reason="", closed_at=None, closed_after=None) if loop.loop == "chain" else loop


def looked_at(ledger: Ledger, subject: str, position: int) -> Moment:
    """A subject as it stood by what was recorded up to a position."""
    own = ledger.recorded(subject=subject, upto=position)
    naming = {each.fact.position: each.fact for each in acting_on(ledger, subject, position)}
    naming |= {fact.position: fact for fact in facts_beside(ledger, subject, own, position)}
    return moment_of(subject, own, [naming[each] for each in sorted(naming)], position)


def known_then(ledger: Ledger, subjects: list[str], position: int) -> dict[str, tuple[set[Loop], set[Waiting]]]:
    """What is to be said of subjects by what was recorded up to a position; all vessels are among them."""
    moments = {subject: looked_at(ledger, subject, position) for subject in subjects}
    loops = {subject: set(loops_at(subject, moment)) for subject, moment in moments.items()}
    custody = {
        subject: next(iter(loops[subject])) for subject in subjects if loops[subject] and "container" in subject
    }
    traces = {vessel: trace for vessel in custody for *_, trace, _ in traced(vessel, [moments[vessel]], [None])}
    for vessel, row in custody.items():
        chain = chain_of(vessel, traces)
        status = "cancelled" if row.status == "cancelled" else chain.status(2_000)
        loops[vessel].add(row._replace(loop="chain", status=status, reason="", closed_at=None, closed_after=None))
    return {
        subject: (loops[subject], set(waits_of(subject, moment.standing, moment.state)))
        for subject, moment in moments.items()
    }


def stood(rows: Rows, kind: type[Any], position: int, subject: str, known: int) -> set[Any]:
    """The rows of a subject that stood at a position."""
    fields = len(kind._fields)
    return {
        kind(*(*row[:known], *row[known + 2 :])[:fields])
        for row in rows
        if row[0] == subject and row[known] <= position < row[known + 1]
    }


def test_the_loops_stand_as_was_known_at_every_position(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY)
    live, rounds = Runner(ledger, [LoopView()]), count()

    @settings(ON_A_STORE, max_examples=40)
    @given(histories() | histories(18, *OF_VESSELS), st.integers(1, 12), st.data())
    def stands(steps: list[Any], stretch: int, data: st.DataObject) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        name = str(next(rounds))
        first = ledger.head()[0]
        heads = [first, *tell(scenario, name, steps)]
        loops, waiting, *_ = found = everything(live, ledger)
        every = [*drums_of(name), *elsewhere(name), *trips_of(name)]
        for head in data.draw(st.lists(st.sampled_from(heads), max_size=4)):
            for subject, known in known_then(ledger, every, head).items():
                told = stood(loops, Loop, head, subject, 2), stood(waiting, Waiting, head, subject, 3)
                assert (set(map(_bare, told[0])), told[1]) == known, (subject, head)
        if data.draw(st.booleans()):
            rebuilt = Runner(ledger, [LoopView()])
            rebuilt.rebuild("loop")
            assert everything(rebuilt, ledger) == found

    stands()
    loops, _, tallies, *_ = everything(live, ledger)
    assert {row[4] for row in loops} >= {"open", "closed"}
    assert sum(row[-2] for row in tallies) == sum(row[3] == STILL for row in loops)


def test_the_tallies_are_the_sums_of_the_loops(ledger: Ledger, scenario: Scenario) -> None:
    scenario.given(*EVERYBODY)
    runner = Runner(ledger, [LoopView()])
    tell(scenario, "1", [("generated", n, n, 1, []) for n in range(3)])
    tell(scenario, "1", [("weighed", 9, 0, 200, []), ("lost", 10, 0, 200, [])])
    tallies = [row for row in everything(runner, ledger)[2] if row[0] == "custody"]
    place = "establishment:91310115MA1K3XY006001P"
    counted = [
        (*Tally("custody", place, "2026-11", *standing), n, mass)
        for standing, n, mass in [(("broken", "lost"), 1, 200_000), (("open", "generated"), 2, 0)]
    ]
    assert tallies == counted


def test_a_chain_ends_when_the_last_vessel_that_holds_some_of_it_is_treated(
    ledger: Ledger, scenario: Scenario
) -> None:
    scenario.given(*EVERYBODY)
    runner = Runner(ledger, [LoopView()])
    one, two, *_ = drums_of("1")
    tell(scenario, "1", [("generated", 1, 0, 1, []), ("weighed", 2, 0, 201, []), ("repacked", 3, 1, 201, [0])])
    assert chains(runner, ledger) == {one: ("open", "held"), two: ("open", "held")}
    tell(scenario, "1", [("treated", 5, 1, 201, [])])
    assert chains(runner, ledger) == {one: ("closed", "treated"), two: ("closed", "treated")}
    tell(scenario, "1", [("weighed", 4, 1, 201, [])])  # told late: it was full before the treatment
    assert chains(runner, ledger) == {one: ("closed", "treated"), two: ("closed", "treated")}
    tell(scenario, "1", [("lost", 4, 1, 50, [])])  # and some of it had leaked
    assert chains(runner, ledger)[one] == ("broken", "lost")


def chains(runner: Runner, ledger: Ledger) -> dict[str, tuple[str, str]]:
    """Container → how its chain stands now, and why."""
    loops, *_ = everything(runner, ledger)
    return {row[0]: (row[4], row[5]) for row in loops if row[1] == "chain" and row[3] == STILL}


def poured(into: int, source: int, at: str) -> Posting:
    """From one drum into another, by a fact about the latter."""
    one, other = ({"container": drum(n), "mass_kg": 5} for n in (source, into))
    return said("container.repacked", drum(into), {"from": [one], "into": [other]}, at=at)


def test_a_drum_of_which_nothing_was_said_has_no_loop_once_what_was_done_to_it_is_withdrawn(
    ledger: Ledger, scenario: Scenario
) -> None:
    runner = Runner(ledger, [LoopView()])
    scenario.given(*EVERYBODY)
    done = scenario.when(poured(1, 2, "2026-11-24T10:00:00+08:00"))[0].position
    assert [row[1] for row in everything(runner, ledger)[0] if row[0] == drum(2)] == ["chain", "custody"]
    scenario.when(said("fact.withdrawn", drum(1), {"position": done, "reason": "误"}))
    loops, _, tallies, *_ = everything(runner, ledger)
    assert [row[3] for row in loops if row[0] == drum(2)] == [done + 1, done + 1]
    assert sum(row[-2] for row in tallies) == sum(row[3] == STILL for row in loops)


def test_what_is_said_of_a_drum_that_was_corrected_opens_no_loop_of_another(
    ledger: Ledger, scenario: Scenario
) -> None:
    runner = Runner(ledger, [LoopView()])
    scenario.given(*EVERYBODY)
    early = poured(1, 3, "2026-11-24T08:00:00+08:00")  # about the same drum, and names another
    late = poured(1, 2, "2026-11-24T10:00:00+08:00")
    wrong = scenario.when(early, late)[1].position
    scenario.when(said("fact.corrected", drum(1), {"position": wrong, "data": late.data, "reason": "误"}))
    (opened,) = {row[6] for row in everything(runner, ledger)[0] if row[0] == drum(2)}
    assert opened == "2026-11-24T02:00:00.000000Z"
