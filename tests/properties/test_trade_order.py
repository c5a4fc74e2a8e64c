"""In which order a trade's facts are posted changes nothing of how it stands in the end, in any view or answer."""

import re
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.log import Ledger
from projections import runner as running
from projections.custody.whole_case import whole_case
from projections.hazardous_waste.register import RegisterView
from projections.hazardous_waste.stock import StockView
from projections.kept import STILL
from projections.loops.view import LoopView
from projections.runner import Runner
from tests.properties.trade_histories import (
    EVERYBODY,
    OF_A_DRUM,
    OF_THE_FIRST_TRIP,
    Step,
    drums_of,
    elsewhere,
    histories,
    tell,
    trips_of,
)
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario

ONCE = {"generated", "issued"}
"""What creates its subject: a second one is refused, whichever was told first."""
HANGS_ON_WHAT_IS_KNOWN = {"hall_stored", "cancelled"}
"""Who may state it, or whether it is lawful, hangs on what was recorded before."""
KINDS = sorted({*OF_A_DRUM, *OF_THE_FIRST_TRIP} - HANGS_ON_WHAT_IS_KNOWN - {"issued"})
CLERICAL = {
    "number",
    "position",
    "from_position",
    "to_position",
    "recorded_at",
    "lateness_s",
    "seq",
    "id",
    "leaf_hash",
}


@st.composite
def trades(draw: st.DrawFn) -> tuple[list[Step], list[Step]]:
    """The same steps, each at a minute of its own, in two orders; the manifest was issued before all."""
    steps = draw(histories(16, *KINDS, least=6))
    minutes = draw(st.lists(st.integers(1, 600), min_size=len(steps), max_size=len(steps), unique=True))
    carried = sorted(draw(st.sets(st.integers(0, 3))))
    told: dict[Any, Step] = {}
    for step, minute in zip(steps, minutes, strict=True):
        kind, _, which, mass, others = step
        told.setdefault((kind, which) if kind in ONCE else minute, (kind, minute, which, mass, others))
    first: Step = ("issued", 0, 0, 1, carried)
    return [first, *told.values()], [first, *draw(st.permutations(list(told.values())))]


def test_the_order_of_posting_changes_nothing_of_a_trade(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY)
    views = Runner(ledger, [LoopView(), StockView(), RegisterView()])
    rounds = count()

    @settings(ON_A_STORE, max_examples=25)
    @given(trades(), st.integers(1, 12))
    def changes_nothing(orders: tuple[list[Step], list[Step]], stretch: int) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        one, other = ((str(next(rounds)), order) for order in orders)
        assert len(tell(scenario, *one)) == len(tell(scenario, *other))
        assert ended(ledger, views, one[0]) == ended(ledger, views, other[0])

    changes_nothing()


def ended(ledger: Ledger, views: Runner, name: str) -> list[Any]:
    """How a trade stands now in the views, and in the case of each subject; without what its name was."""
    subjects = [*drums_of(name), *elsewhere(name), *trips_of(name)]
    rows = [row for view in views.views for row in standing(ledger, views, view, subjects)]
    cases = [msgspec.to_builtins(case) for each in subjects if (case := whole_case(ledger, each)) is not None]
    for case in cases:
        case["waits"] = sorted(each["kind"] if isinstance(each, dict) else each[2:] for each in case["waits"])
    told = msgspec.json.encode([_bare(rows), _bare(cases)]).decode()
    for number, subject in enumerate(subjects):
        told = told.replace(f'"{subject}"', f'"{number}"')
    return list(msgspec.json.decode(re.sub(r"treatment:[0-9A-Z]+\.[0-9]+-[0-9]+", "treatment", told)))


def standing(ledger: Ledger, views: Runner, name: str, subjects: list[str]) -> list[dict[str, Any]]:
    """The rows about these subjects that are so now."""
    views.reach(name, ledger.head()[0])
    with views.reading(name) as view:
        found = [
            row._asdict()
            for table in view.tables
            if table.c.keys()[0] in {"subject", "container"}
            for row in view.connection.execute(select(table).where(table.columns[0].in_(subjects)))
        ]
    return sorted((row for row in found if row.get("to_position", STILL) == STILL), key=lambda r: str(_bare(r)))


def _bare(told: Any) -> Any:
    """Without what the log adds, positions, instants and hashes, and without the number that is a name."""
    match told:
        case dict():
            return {name: _bare(each) for name, each in told.items() if name not in CLERICAL}
        case list() | tuple():
            return [_bare(each) for each in told]
    return told
