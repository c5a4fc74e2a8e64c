"""Every view, whatever is told and in whatever stretches it is folded, is the one that a rebuild gives."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select

from ledger.log import Ledger
from projections import rebuilding
from projections import runner as running
from projections.catalogue import VIEWS
from projections.runner import Runner
from tests.properties.trade_histories import EVERYBODY, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario

NAMES = [view.NAME for view in VIEWS]


def rows(runner: Runner, name: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that a view holds, by table without the number of its filling; a count of nothing says nothing."""
    with runner.reading(name) as view:
        tables = (view.tables,) if isinstance(view.tables, Table) else tuple(view.tables)
        return {
            table.name.partition("_")[2]: [
                tuple(row.values())
                for row in view.connection.execute(select(table).order_by(*table.primary_key)).mappings()
                if row.get("loops") != 0
            ]
            for table in tables
        }


def test_what_was_folded_live_is_what_a_rebuild_gives(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY)
    runner, rounds = Runner(ledger, VIEWS), count()

    @settings(ON_A_STORE, max_examples=25)
    @given(histories(), st.integers(1, 30), st.integers(1, 60))
    def alike(steps: list[Any], live: int, anew: int) -> None:
        monkeypatch.setattr(running, "STRETCH", live)
        monkeypatch.setattr(rebuilding, "STRETCH", anew)
        tell(scenario, str(next(rounds)), steps)
        head = ledger.head()[0]
        for name in NAMES:
            runner.reach(name, head)
        grown = {name: rows(runner, name) for name in NAMES}
        other = Runner(ledger, VIEWS)
        other.rebuild_all(NAMES)
        assert {name: rows(other, name) for name in NAMES} == grown

    alike()
