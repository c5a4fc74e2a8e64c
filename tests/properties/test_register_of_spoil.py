"""The register of flags about construction waste is what the rules say of the log, and of nothing else.

Loads, what cameras and positions saw, sites closed and yards counted, in any order and told late, corrected and
withdrawn: at every position stand the findings of judging everything anew.
"""

from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.correction import is_about_a_fact
from ledger.errors import BihuanError
from ledger.log import Ledger
from ledger.posting import Posting
from projections import runner as running
from projections.anomalies.view import AnomalyView
from projections.rules.catalogue import RULES
from projections.runner import Runner
from tests.projections.judged_anew import judged_anew
from tests.properties.test_register import standing
from tests.properties.wire_data import ON_A_STORE
from tests.rules.hauling import (
    IN_SITE,
    OUTSIDE,
    SITE_GATE,
    WEIGHBRIDGE,
    gate,
    passed,
    scale,
    tracked,
    truck,
    unloaded,
)
from tests.specification import Scenario, said
from tests.spoil import (
    CARRIER,
    CONTRACTOR,
    GATE,
    OPERATOR_OF_SITE,
    OTHER_TRUCK,
    SITE,
    TRUCK,
    YARD,
    accepted,
    departed,
    founded,
    ready,
)

HISTORIES, POSITIONS = 12, 3
NUMBERS = st.integers(0, 11)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["left", "left", "took", "passed", "passed", "tipped", "tracked", "looked", "said", "closed", "counted"]
        ),
        NUMBERS,
        NUMBERS,
    ),
    min_size=6,
    max_size=24,
)


def test_at_every_position_stand_the_findings_of_judging_everything_anew(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(founded(scenario)).given(*scale(), truck(), truck(OTHER_TRUCK, gross_limit_kg=18000))
    scenario.given(gate(by=CONTRACTOR), gate(SITE_GATE, ("121.625", "31.325"), by=OPERATOR_OF_SITE))
    rounds = count()

    @settings(ON_A_STORE, max_examples=HISTORIES)
    @given(STEPS, st.integers(1, 20), st.data())
    def the_same(steps: list[tuple[str, int, int]], stretch: int, data: st.DataObject) -> None:
        name, runner, began = str(next(rounds)), Runner(ledger, [AnomalyView()]), ledger.head()[0]
        monkeypatch.setattr(running, "STRETCH", stretch)
        for what, one, other in steps:
            with suppress(BihuanError):  # what was withdrawn, or is closed, cannot be so again
                scenario.when(_told(ledger, began, name, what, one, other))
            if data.draw(st.booleans()):
                runner.advance(ledger.head()[0])
        head = ledger.head()[0]
        runner.reach("anomaly", head)
        for position in {
            head,
            *data.draw(st.lists(st.integers(began + 1, max(head, began + 1)), max_size=POSITIONS)),
        }:
            assert standing(runner, position) == judged_anew(ledger, position, RULES)

    the_same()


def _told(ledger: Ledger, began: int, name: str, what: str, one: int, other: int) -> Posting:
    """One of a few trips of two trucks within two hours around a midnight."""
    number, at = f"{name}-{one % 4}", f"2026-11-2{3 + other // 8}T{(22 + other // 4) % 24:02d}:{one * 5:02d}:00+08:00"
    plate, clock, day = (TRUCK, OTHER_TRUCK)[one % 2][8:], at[11:16], at[:10]
    match what:
        case "left":
            how: dict[str, Any] = {"scale": WEIGHBRIDGE, "conveyance": (TRUCK, OTHER_TRUCK)[one % 2]}
            return departed(number, str(26 + other), at=at, **how, **({} if other % 3 else {"permit": None}))
        case "took":
            place = (SITE, YARD, "site:310115.X-99")[other % 3]
            return accepted(number, str(10 + one), site=place, at=at, receipt=f"R-{name}-{other % 5}")
        case "passed":
            way: dict[str, Any] = {"way": "in", "where": SITE_GATE} if other % 2 else {}
            return passed(
                plate if one % 3 else f"沪CD98{one:02d}", clock, day=day, gross_kg=13000 + other * 2000, **way
            )
        case "tipped":
            return unloaded(number, (IN_SITE, OUTSIDE)[other % 2], at=at, after=str(other))
        case "tracked":
            return tracked(number, at=at, longest_gap_s=600 * other)
        case "closed":
            return said(f"site.{'closed' if other % 2 else 'reopened'}", SITE, {}, by=OPERATOR_OF_SITE, at=at)
        case "counted":
            return said("yard.counted", YARD, {"mass_kg": 1000 * other}, by=OPERATOR_OF_SITE, at=at)
        case "looked":
            seen = [f.position for f in ledger.recorded(subject=GATE) if f.fact.type == "gate.passed"] or [1]
            confirmed = {"position": seen[-1 - other % len(seen)], "plate": f"vehicle:{plate}"}
            return said("gate.plate_confirmed", GATE, confirmed, by=CONTRACTOR, at=at)
    return _about(ledger, began, one, other)


def _about(ledger: Ledger, began: int, one: int, other: int) -> Posting:
    """A fact is withdrawn."""
    facts = [
        f for f in ledger.recorded(upto=ledger.head()[0]) if f.position > began and not is_about_a_fact(f.fact.type)
    ]
    if not facts:
        return departed("nothing", by=CARRIER)
    fact = facts[(one * 12 + other) % len(facts)]
    by = fact.fact.source.split(":")[2]
    told: dict[str, Any] = {"position": fact.position, "reason": "更正"}
    return said("fact.withdrawn", fact.fact.subject, told, by=by, at="2026-11-24T09:00:00+08:00")
