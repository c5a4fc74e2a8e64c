"""A late fact folds its own subject again and what hangs together with it: no more is read, no other row changes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.catalogue import read_leaf, tags_of
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.catalogue import VIEWS
from projections.runner import Runner
from tests.properties.test_views import rows_of
from tests.properties.trade_histories import EVERYBODY, Step, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario

FOLLOWED = {"container", "manifest", "treatment"}
"""Kinds of subjects that hang together by what was said of them."""
NAMED = re.compile(f"'((?:{'|'.join(FOLLOWED)}):[^']+)'")
"""Those that a row names."""
KINDS = ["weighed", "stored", "lost", "withdrawn", "treated", "repacked", "received"]
drums = st.integers(0, 3)
LATE = st.tuples(
    st.sampled_from(KINDS), st.integers(0, 60), drums, st.integers(0, 300), st.lists(drums, max_size=2, unique=True)
)


def test_a_late_fact_folds_only_what_hangs_together_with_its_subject(ledger: Ledger, scenario: Scenario) -> None:
    scenario.given(*EVERYBODY)
    views, rounds = Runner(ledger, VIEWS), count()
    told: list[int] = []

    @settings(ON_A_STORE, max_examples=30)
    @given(histories(14), LATE)
    def folds_only_that(steps: list[Step], late: Step) -> None:
        name = str(next(rounds))
        tell(scenario, name, steps)
        before = all_rows(ledger, views)
        if not tell(scenario, name, [late]):
            return
        position = ledger.head()[0]
        hang_together = reached_from(ledger, position)
        with noted(ledger) as read:
            for view in VIEWS:
                views.reach(view.NAME, position)
        assert set() < {each for each in read if kind_of(each) in FOLLOWED} <= hang_together
        for row in before ^ all_rows(ledger, views):
            assert set(NAMED.findall(row)) <= hang_together, row
        told.append(position)

    folds_only_that()
    assert len(told) > 20


def reached_from(ledger: Ledger, position: int) -> set[str]:
    """The subjects of a fact, and whatever some fact tells together with one of them."""
    facts = [{each for each in tags_of(fact.fact) if kind_of(each) in FOLLOWED} for fact in ledger.recorded()]
    found: set[str] = set()
    new = facts[position - 1]
    while not new <= found:
        found |= new
        new = set().union(*(each for each in facts if each & found))
    return found


def all_rows(ledger: Ledger, views: Runner) -> set[str]:
    """Every row of every view, as text."""
    return {row for view in VIEWS for rows in rows_of(ledger, views, view.NAME).values() for row in rows}


@contextmanager
def noted(ledger: Ledger) -> Iterator[set[str]]:
    """What the facts are about that are read of the log meanwhile."""
    read: set[str] = set()
    recorder = ledger.recorder
    decoded, leaves, leaves_at = recorder.decoded, recorder.leaves, recorder.leaves_at

    def note(found: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        read.update(read_leaf(*each).fact.subject for each in found)
        return found

    def noted_decoded(*asked: Any) -> list[Any]:
        found: list[Any] = decoded(*asked)
        read.update(each.fact.subject for each in found)
        return found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(recorder, "decoded", noted_decoded)
        patched.setattr(recorder, "leaves", lambda *a, **k: (note((found := leaves(*a, **k))[0]), found[1]))
        patched.setattr(recorder, "leaves_at", lambda *a: note(leaves_at(*a)))
        yield read
