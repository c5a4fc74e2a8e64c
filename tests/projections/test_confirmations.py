"""Corrections that wait for a word: whose, since which position, and what counts in the meantime."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.correction import effective
from ledger.log import Ledger
from ledger.posting import Posting
from projections import runner as running
from projections.custody.beside import facts_beside
from projections.custody.confirmations import Awaited, ConfirmationView, awaited_of
from projections.kept import stood
from projections.runner import Runner
from tests.manifests import DRUMS, RECEIVER, TRADE, TRUCK, TRUCKER, issued, of_manifest, received
from tests.properties.trade_histories import EVERYBODY, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.specification import PLANT, Scenario, generated, kg, said, weighed

ONE = DRUMS[0]


def waits_for(ledger: Ledger, runner: Runner, organisation: str) -> list[Awaited]:
    return awaited_of(runner, organisation, ledger.head()[0], 100)


def told_of(scenario: Scenario, posting: Posting) -> int:
    return scenario.when(posting)[0].position


def corrected(position: int, gross: str, *, of: str = ONE) -> Posting:
    data = {"position": position, "data": weighed(of).data | {"gross_kg": kg(gross)}, "reason": "读错"}
    return said("fact.corrected", of, data, at="2026-11-24T11:30:00+08:00")


def confirmed(position: int, by: str, *, of: str = ONE) -> Posting:
    return said("fact.correction_confirmed", of, {"position": position}, by=by, at="2026-11-24T11:40:00+08:00")


@pytest.fixture
def taken(scenario: Scenario) -> int:
    """The position of a weighing on which the receiver relied; the carrier named the manifest alone."""
    scenario.given(*TRADE, *(generated(each) for each in DRUMS))
    position = told_of(scenario, weighed(ONE))
    scenario.given(issued(), of_manifest("collected", TRUCKER, {"conveyance": TRUCK}))
    scenario.given(received(DRUMS, at="2026-11-24T11:00:00+08:00"))
    return position


def test_it_waits_for_who_relied_on_the_fact_until_that_one_confirms(
    ledger: Ledger, scenario: Scenario, taken: int
) -> None:
    runner = Runner(ledger, [ConfirmationView()])
    assert waits_for(ledger, runner, RECEIVER) == []
    first = told_of(scenario, corrected(taken, "202.4"))
    second = told_of(scenario, corrected(taken, "201.4"))
    waiting = [Awaited(RECEIVER, each, ONE, taken, taken) for each in (first, second)]
    assert waits_for(ledger, runner, RECEIVER) == waiting
    assert [waits_for(ledger, runner, each) for each in (PLANT, TRUCKER)] == [[], []]
    told_of(scenario, confirmed(first, RECEIVER))
    assert waits_for(ledger, runner, RECEIVER) == [Awaited(RECEIVER, second, ONE, taken, first)], "what counts is new"
    told_of(scenario, confirmed(second, RECEIVER))
    assert waits_for(ledger, runner, RECEIVER) == []


def test_a_correction_before_anybody_relied_on_it_waits_for_nobody(ledger: Ledger, scenario: Scenario) -> None:
    scenario.given(*TRADE, generated(ONE))
    told_of(scenario, corrected(told_of(scenario, weighed(ONE)), "202.4"))
    assert waits_for(ledger, Runner(ledger, [ConfirmationView()]), RECEIVER) == []


def test_one_that_is_listed_has_been_corrected_longest(ledger: Ledger, scenario: Scenario, taken: int) -> None:
    positions = [told_of(scenario, corrected(taken, gross)) for gross in ("202.4", "203.4", "204.4")]
    listed = awaited_of(Runner(ledger, [ConfirmationView()]), RECEIVER, ledger.head()[0], 2)
    assert [each.correction for each in listed] == positions[:2]


def test_at_every_position_it_held_what_the_log_up_to_there_tells(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY)
    runner, names = Runner(ledger, [ConfirmationView()]), count(1)
    seen: list[Awaited] = []

    @settings(ON_A_STORE, max_examples=25)
    @given(histories(), st.integers(1, 30))
    def as_told(history: Any, stretch: int) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        before = ledger.head()[0]
        tell(scenario, str(next(names)), history)
        runner.reach(ConfirmationView.NAME, ledger.head()[0])
        for position in range(before + 1, ledger.head()[0] + 1):
            with runner.reading(ConfirmationView.NAME) as view:
                columns = [view.tables.c[name] for name in Awaited._fields]
                rows = view.connection.execute(select(*columns).where(stood(view.tables, position)))
                held = {each for each in (Awaited(*row) for row in rows) if each.correction > before}
            told = by_the_log(ledger, before, position)
            assert held == told
            seen.extend(told)

    as_told()
    assert seen


def by_the_log(ledger: Ledger, after: int, position: int) -> set[Awaited]:
    """The same, of every subject of a history, by its whole life up to a position."""
    facts = ledger.recorded(after=after, upto=position)
    found: set[Awaited] = set()
    for subject in {fact.fact.subject for fact in facts if fact.fact.type.startswith("fact.")}:
        own = [fact for fact in facts if fact.fact.subject == subject]
        for each in effective(own, facts_beside(ledger, subject, own, position)):
            counts = (each.correction or each.original).position
            for pending in each.pending:
                correction, about = pending.correction.position, each.original.position
                found |= {Awaited(who, correction, subject, about, counts) for who in pending.waits_for}
    return found
