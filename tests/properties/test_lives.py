"""What a stretch of the log changes is told of every subject as it stood after each fact, and of no other."""

from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.log import Ledger
from projections.custody.acting import acting_on, counting
from projections.custody.beside import facts_beside
from projections.custody.lives import lives_changed
from projections.custody.state import fold
from tests.properties.trade_histories import EVERYBODY, drums_of, histories, tell, trips_of
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario

KINDS = frozenset({"container", "manifest"})


def looked_at(ledger: Ledger, subject: str, position: int) -> Any:
    """A subject's state by what was recorded up to a position, as the door shows it."""
    own = ledger.recorded(subject=subject, upto=position)
    naming = [each.fact for each in acting_on(ledger, subject, position)]
    naming += facts_beside(ledger, subject, own, position)
    return fold(subject, counting(subject, own, naming))


def test_every_moment_of_every_life_is_what_was_known_then(ledger: Ledger, scenario: Scenario) -> None:
    scenario.given(*EVERYBODY)
    rounds = count()

    @settings(ON_A_STORE, max_examples=60)
    @given(histories(), st.integers(1, 30))
    def known_then(steps: list[Any], stretch: int) -> None:
        name, first = str(next(rounds)), ledger.head()[0]
        heads = tell(scenario, name, steps)
        subjects = [*drums_of(name), *trips_of(name)]
        known = {subject: looked_at(ledger, subject, first) for subject in subjects}
        told: dict[str, dict[int, Any]] = {subject: {} for subject in subjects}
        after = first
        while facts := ledger.recorded(after=after, limit=stretch):
            for life in lives_changed(ledger, after, facts, KINDS):
                before, *moments = life.moments
                if life.subject in told:
                    assert before.state == looked_at(ledger, life.subject, after)
                    told[life.subject] |= {each.position: each.state for each in moments}
            after = facts[-1].position
        for subject in subjects:
            state = known[subject]
            for head in heads:
                state = told[subject].get(head, state)
                assert state == looked_at(ledger, subject, head), (subject, head)

    known_then()
