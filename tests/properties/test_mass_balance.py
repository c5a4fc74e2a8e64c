"""The mass balance of months whose truth is known: what was lost is told to the gram, and nothing else is."""

import json
from contextlib import suppress
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.clock import SimulatedClock, write_instant
from ledger.errors import BihuanError
from ledger.log import Ledger
from ledger.posting import Posting
from projections.anomalies.lists import Wanted, flags_of, reached
from projections.catalogue import VIEWS
from projections.custody.asked_at import asked_at
from projections.hazardous_waste.mass_balance.balance import Balance, balance_of
from projections.rules.hazardous_waste.mass_balance_leak import RULE
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings
from tests.manifests import TRADE, registered
from tests.properties.plant_months import CODE, Drum, Told, counted, establishment, months, tell
from tests.properties.wire_data import ON_A_STORE
from tests.rules.across import early
from tests.rules.conftest import EVERYTHING
from tests.specification import OPERATOR, PLANT, Scenario, said

SINCE, UNTIL = "2026-10-31T15:59:59.999999Z", "2026-11-30T15:59:59.999999Z"
LATE = datetime.fromisoformat("2026-11-30T23:00:00+08:00")


class Plant:
    """A ledger in which months are told, and what its balances say."""

    def __init__(self, ledger: Ledger, scenario: Scenario, clock: SimulatedClock) -> None:
        self.ledger, self.scenario = ledger, scenario
        self.views, self.settings = Runner(ledger, VIEWS), RecordedSettings(ledger)
        clock.set(LATE)
        scenario.given(*TRADE)

    def states(self, told: Told, order: list[int] | None = None) -> None:
        """State all, in this order; what has to be put right is put right at the end."""
        for n in order or range(len(told.postings)):
            self.scenario.when(told.postings[n])
        for wrong, right in told.corrections:
            about = {"position": self._position_of(wrong.id), "reason": "有误"}
            kind = ("fact.corrected", about | {"data": right}) if right else ("fact.withdrawn", about)
            self.scenario.when(said(kind[0], wrong.subject, kind[1], at="2026-11-28T10:00:00+08:00"))

    def balance(self, name: str, since: str = SINCE, until: str = UNTIL, as_of: str | None = None) -> Balance:
        at = asked_at(self.ledger, self.settings, as_of)
        return balance_of(self.ledger, self.views, at, establishment(name), CODE, since, until)

    def balance_at(self, place: str, code: str = CODE) -> Balance:
        at = asked_at(self.ledger, self.settings)
        return balance_of(self.ledger, self.views, at, place, code, SINCE, UNTIL)

    def _position_of(self, statement: str) -> int:
        return next(f.position for f in reversed(self.ledger.recorded()) if f.fact.id == statement)


@pytest.fixture
def plant(ledger: Ledger, scenario: Scenario, clock: SimulatedClock) -> Plant:
    return Plant(ledger, scenario, clock)


def test_what_was_lost_without_a_word_is_the_residual_to_the_gram(plant: Plant) -> None:
    rounds = count(1)

    @settings(ON_A_STORE, max_examples=25)
    @given(months, st.randoms(use_true_random=False))
    def is_the_residual(month: list[Drum], chance: Any) -> None:
        name = str(next(rounds))
        told = tell(name, month)
        told.postings.append(counted(name, told.found))
        order = list(range(len(told.postings)))
        chance.shuffle(order)
        plant.states(told, order)
        found = plant.balance(name)
        assert (found.residual_g, found.closing.counted_g) == (told.residual_g, told.there_g)
        assert sum(each.book_g for each in found.figures["generated"]) == told.generated_g
        assert -sum(each.book_g for each in found.figures["dispatched"]) == told.dispatched_g
        assert found.expected_g == found.closing.counted_g - told.residual_g

    is_the_residual()


def test_the_rule_finds_what_the_account_tells_but_for_drums_that_are_lost(
    plant: Plant, clock: SimulatedClock
) -> None:
    for rule, parameter in (("weighing", "coverage"), (RULE.id, "kg_at_least"), (RULE.id, "throughput_percent")):
        plant.scenario.given(exactly(rule, parameter, 0))
    plant.scenario.given(exactly(RULE.id, "cusum_h", 1_000_000))
    clock.set(LATE.replace(month=12, day=20))
    rounds, differed = count(1), []

    @settings(ON_A_STORE, max_examples=25)
    @given(months, st.randoms(use_true_random=False))
    def is_found(month: list[Drum], chance: Any) -> None:
        name = str(next(rounds))
        told = tell(name, month)
        told.postings += [counted(name, told.found), *early(registered(establishment(name), "310115", PLANT))]
        order = list(range(len(told.postings)))
        chance.shuffle(order)
        plant.states(told, order)
        account = plant.balance(name)
        differs = (account.residual_g or 0) + sum(each.mass_g for each in account.closing.not_found)
        at = asked_at(plant.ledger, plant.settings)
        reached(plant.views, at.position)
        flags = flags_of(plant.views, EVERYTHING, at, Wanted(rule=RULE.id, subject=establishment(name)))
        found = [json.loads(each.inputs)["differs_g"] for flag in flags for each in flag.findings]
        assert found == ([abs(differs)] if differs else []), month
        differed.extend(found)

    is_found()
    assert len(differed) > 3


def exactly(rule: str, parameter: str, value: int) -> Posting:
    """A number that is set for always."""
    return said(
        "threshold.set",
        f"rule:{rule}",
        {"parameter": parameter, "value": value, "valid_from": "2026-01-01"},
        by=OPERATOR,
    )


def test_two_spans_leave_together_what_one_leaves(plant: Plant) -> None:
    """What a count found in the middle ends one span and begins the next."""
    rounds = count(1)
    middle = "2026-11-04T15:59:59.999999Z"

    @settings(ON_A_STORE, max_examples=15)
    @given(months.map(lambda month: [each._replace(fate="kept") for each in month]))
    def add_up(month: list[Drum]) -> None:
        name = str(next(rounds))
        told = tell(name, month)
        early = [f for n, f in enumerate(told.found) if f.endswith(("-0", "-1", "-2"))]
        told.postings += [counted(name, told.found), counted(name, early, at="2026-11-04T22:00:00+08:00")]
        plant.states(told)
        one, other, whole = plant.balance(name, until=middle), plant.balance(name, since=middle), plant.balance(name)
        assert other.opening.is_counted
        assert other.opening_g == one.closing.counted_g
        assert (one.residual_g or 0) + (other.residual_g or 0) == whole.residual_g == told.residual_g

    add_up()


def test_without_a_count_there_is_no_verdict(plant: Plant) -> None:
    plant.states(tell("1", [Drum("kept", "none", 200_000, 1), Drum("kept", "vanished", 100_000, 1)]))
    found = plant.balance("1")
    assert (found.residual_g, found.beyond) == (None, [])
    assert found.closing.uncounted == [f"facility:{establishment('1').partition(':')[2]}.TS001"]
    assert found.expected_g == 300_000


def test_as_of_an_instant_it_says_what_was_known_then(plant: Plant, clock: SimulatedClock) -> None:
    told = tell("1", [Drum("kept", "misread", 200_000, 30_000), Drum("kept", "vanished", 100_000, 1)])
    told.postings.append(counted("1", told.found))
    corrections, told.corrections = told.corrections, []
    plant.states(told)
    before, then = plant.balance("1"), write_instant(clock.now())
    clock.set(LATE.replace(minute=30))
    told.postings, told.corrections = [], corrections
    plant.states(told)
    assert plant.balance("1", as_of=then) == before
    assert before.opening_g + sum(each.book_g for each in before.figures["generated"]) == 330_000
    assert plant.balance("1").expected_g == 300_000


def test_a_late_fact_clears_what_looked_lost(plant: Plant) -> None:
    told = tell("1", [Drum("kept", "vanished", 200_000, 1)])
    told.postings.append(counted("1", []))
    plant.states(told)
    assert plant.balance("1").residual_g == -200_000
    it = told.postings[0].subject
    late = {"cause": "spill", "mass_kg": 200}
    plant.scenario.when(said("container.loss_declared", it, late, at="2026-11-20T10:00:00+08:00"))
    assert plant.balance("1").residual_g == 0


def test_what_is_found_though_it_had_left_is_a_residual_too(plant: Plant) -> None:
    told = tell("1", [Drum("sent", "none", 200_000, 1)])
    told.postings.append(counted("1", [told.postings[0].subject]))
    with suppress(BihuanError):
        plant.states(told)
    found = plant.balance("1")
    assert (found.residual_g, found.closing.found_g, found.beyond) == (200_000, 200_000, ["residual"])
