"""What the closed-loop figures say is what comes of counting the list of loops, row by row."""

from collections import defaultdict
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.clock import SimulatedClock
from projections.loops.figures import quantile
from tests.doors import Caller
from tests.ledger.test_standing import bureau
from tests.properties.trade_histories import EVERYBODY, Step, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario, organisation, uscc

ADMINISTRATOR = uscc("11310000MB0D0D0D0")
BYS = ("division", "organisation", "stream", "month")
UNCLOSED = {"open", "overdue", "broken"}
Rows = list[dict[str, Any]]


def test_the_figures_are_those_of_the_list(client: TestClient, scenario: Scenario, clock: SimulatedClock) -> None:
    scenario.given(*EVERYBODY, bureau(), organisation(ADMINISTRATOR, "administrator"))
    asker, rounds = Caller.of(client, ADMINISTRATOR), count()
    instants, statuses = [clock.now()], set[str]()

    @settings(ON_A_STORE, max_examples=12)
    @given(histories(least=12), st.data())
    def are_the_same(steps: list[Step], data: st.DataObject) -> None:
        tell(scenario, str(next(rounds)), steps)
        clock.set(clock.now() + timedelta(hours=7))
        instants.append(clock.now())
        back, days = data.draw(st.integers(0, 4)), data.draw(st.sampled_from([0, 0, 1, 3, 40]))
        asked = instants[max(-1 - back, -len(instants))] + timedelta(days=days)
        rows = everything(asker, asked)
        statuses.update(row["status"] for row in rows)
        by = data.draw(st.sampled_from(BYS))
        told = asker.get("/v1/statistics/closed-loop", by=by, as_of=asked.isoformat()).json()
        assert told["total"] == recomputed(rows, lambda row: row["loop"])
        keyed = {(row.pop(by), row.pop("loop")): row for row in told["rows"]}
        assert keyed == recomputed(rows, lambda row: (key(row, by), row["loop"]))

    are_the_same()
    assert statuses >= {*UNCLOSED, "closed"}


def everything(asker: Caller, asked: datetime) -> Rows:
    """All pages of the list."""
    rows: Rows = []
    path = f"/v1/loops?limit=500&as_of={quote(asked.isoformat())}"
    page: dict[str, Any] = {"more": True, "cursor": ""}
    while page["more"]:
        page = asker.get(path + (f"&cursor={page['cursor']}" if page["cursor"] else "")).json()
        rows += page["loops"]
    return rows


def key(row: dict[str, Any], by: str) -> str:
    """Under which value of `by` a loop counts."""
    month = (datetime.fromisoformat(row["opened_at"]) + timedelta(hours=8)).strftime("%Y-%m")
    return str({**row, "month": month, "division": row["division"] or "unknown"}[by])


def recomputed(rows: Rows, of: Any) -> dict[Any, dict[str, Any]]:
    """Key → all figures, counted and sorted by hand."""
    groups: dict[Any, Rows] = defaultdict(list)
    for row in rows:
        groups[of(row)].append(row)
    return {each: figures(group) for each, group in groups.items()}


def figures(rows: Rows) -> dict[str, Any]:
    statuses = ("open", "overdue", "closed", "broken", "cancelled")
    loops = {status: sum(row["status"] == status for row in rows) for status in statuses}
    mass = {status: sum(row["mass_kg"] for row in rows if row["status"] == status) for status in statuses}
    causes: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in rows:
        if row["status"] in UNCLOSED:
            first, *late = row["reasons"]
            causes[row["status"], first, *sorted(late)].append(row)
    told = [
        {"status": s, "reasons": why, "loops": len(of), "mass_kg": sum(row["mass_kg"] for row in of)}
        for (s, *why), of in causes.items()
    ]
    hours = sorted(took(row) for row in rows if row["status"] == "closed")
    counted = sum(loops.values()) - loops["cancelled"], sum(mass.values()) - mass["cancelled"]
    return {
        "loops": loops,
        "mass_kg": mass,
        "closed_loop_rate": round(loops["closed"] / counted[0], 4) if counted[0] else None,
        "closed_loop_rate_by_mass": round(mass["closed"] / counted[1], 4) if counted[1] else None,
        "causes": sorted(told, key=lambda each: (-each["loops"], each["status"], each["reasons"])),
        "hours_to_close": {
            "loops": len(hours),
            "median": hours[-(-len(hours) * 50 // 100) - 1] if hours else None,
            "p95": hours[-(-len(hours) * 95 // 100) - 1] if hours else None,
        },
    }


def took(row: dict[str, Any]) -> float:
    opened, closed = (datetime.fromisoformat(row[name]) for name in ("opened_at", "closed_at"))
    return (closed - opened) // timedelta(minutes=6) / 10


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=60), st.sampled_from([1, 50, 95, 100]))
def test_a_quantile_is_the_least_in_which_so_many_had_closed(took: list[int], percent: int) -> None:
    found = quantile({each: took.count(each) for each in took}, percent)
    assert found in took
    assert sum(each <= found for each in took) * 100 >= percent * len(took)
    assert sum(each < found for each in took) * 100 < percent * len(took)


@pytest.mark.parametrize("percent", [50, 95])
def test_nothing_that_closed_took_no_time_at_all(percent: int) -> None:
    assert quantile({}, percent) is None
