"""The stock as the view keeps it: at every position what was known then, and what was counted."""

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select

from ledger.log import Ledger
from projections import runner as running
from projections.custody.acting import acting_on
from projections.custody.beside import facts_beside
from projections.custody.moment import Moment, moment_of
from projections.hazardous_waste.stock import StockView
from projections.hazardous_waste.stock_rows import Stock, counts_at, stock_at
from projections.kept import stood
from projections.runner import Runner
from tests.manifests import RECEIVER, org
from tests.properties.trade_histories import EVERYBODY, HALL, drums_of, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.specification import BAY, PLANT, Scenario, drum, generated, said, weighed

Rows = set[tuple[Any, ...]]


@pytest.fixture
def runner(ledger: Ledger) -> Runner:
    return Runner(ledger, [StockView()])


def rows(runner: Runner, ledger: Ledger, name: str, position: int, size: int) -> Rows:
    """The rows of a table that stood at a position, without from when until when."""
    runner.reach("stock", ledger.head()[0])
    with runner.reading("stock") as view:
        table: Table = getattr(view.tables, name)
        found = view.connection.execute(select(table).where(stood(table, position)))
        return {(*row[:size], *row[size + 2 :]) for row in found}


def known_then(ledger: Ledger, subject: str, position: int) -> Moment:
    """A subject by what was recorded up to a position."""
    own = ledger.recorded(subject=subject, upto=position)
    naming = {each.fact.position: each.fact for each in acting_on(ledger, subject, position)}
    naming |= {fact.position: fact for fact in facts_beside(ledger, subject, own, position)}
    return moment_of(subject, own, [naming[each] for each in sorted(naming)], position)


def test_the_stock_stands_as_was_known_at_every_position(
    ledger: Ledger, scenario: Scenario, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY)
    rounds = count()

    @settings(ON_A_STORE, max_examples=25)
    @given(histories(), st.integers(1, 12), st.data())
    def stands(steps: list[Any], stretch: int, data: st.DataObject) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        name = str(next(rounds))
        heads = [ledger.head()[0], *tell(scenario, name, steps)]
        runner.reach("stock", ledger.head()[0])
        for head in data.draw(st.lists(st.sampled_from(heads), max_size=4)):
            standing = rows(runner, ledger, "stock", head, 1)
            for subject in drums_of(name):
                expected = set(stock_at(subject, known_then(ledger, subject, head)).values())
                assert {row for row in standing if row[0] == subject} == expected, (subject, head)

    stands()


def counted(containers: Sequence[str], at: str = "2026-11-24T10:00:00+08:00") -> Any:
    return said("storage.counted", BAY, {"containers": list(containers)}, at=at)


def test_a_drum_is_in_stock_from_its_storing_until_it_is_taken_out(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.given(generated(drum(1)), weighed(drum(1)))
    (storing,) = scenario.when(said("container.stored", drum(1), {"facility": BAY}, at="2026-11-24T08:40:00+08:00"))
    (leaving,) = scenario.when(
        said("container.withdrawn", drum(1), {"purpose": "transfer"}, at="2026-11-24T09:00:00+08:00")
    )
    lying = Stock(
        drum(1), BAY, f"organisation:{PLANT}", None, "2026-11-24T00:40:00.000000Z", "900-402-06", None, 200_000
    )
    by_position = [rows(runner, ledger, "stock", at, 1) for at in range(storing.position - 1, leaving.position + 1)]
    assert by_position == [set(), {lying}, set()]


def test_what_was_accepted_is_with_its_receiver_until_that_stores_it(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.given(*EVERYBODY)
    trip = [("generated", 1, 0, 1, []), ("issued", 2, 0, 1, [0]), ("collected", 3, 0, 1, [])]
    *_, accepted = tell(scenario, "1", [*trip, ("received", 4, 1, 300, [0])])
    (stored,) = tell(scenario, "1", [("hall_stored", 5, 0, 1, [])])
    (before,) = rows(runner, ledger, "stock", accepted, 1)
    (after,) = rows(runner, ledger, "stock", stored, 1)
    assert (Stock(*before).facility, Stock(*after).facility) == (None, HALL)
    assert {Stock(*row).holder for row in (before, after)} == {org(RECEIVER)}


def test_a_count_that_is_corrected_or_withdrawn_counts_as_it_was_known(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    (first,) = scenario.when(counted([drum(1)]))
    about = {"position": first.position, "reason": "漏数"}
    data = {"containers": [drum(1), drum(2)]}
    (corrected,) = scenario.when(said("fact.corrected", BAY, {**about, "data": data}))
    (withdrawn,) = scenario.when(said("fact.withdrawn", BAY, about))
    for position in range(first.position - 1, withdrawn.position + 1):
        standing = set(counts_at(BAY, known_then(ledger, BAY, position)).values())
        assert rows(runner, ledger, "counted", position, 2) == standing
        assert len(standing) == (first.position <= position < withdrawn.position)
    assert corrected.position == first.position + 1
