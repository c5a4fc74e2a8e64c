"""The register of flags is what the rules say of the log, and of nothing else.

Whatever was recorded, in whatever order and in stretches of whatever length: at every position stand in it exactly
the findings that come of judging everything anew by the facts known then. So no change of a licence, a scale, a site
or a setting leaves a flag behind that it explains, or misses one that it causes.
"""

from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.clock import SimulatedClock
from ledger.errors import BihuanError
from ledger.log import Ledger
from ledger.posting import Posting
from projections import runner as running
from projections.anomalies.tables import KEY, Row
from projections.anomalies.view import AnomalyView
from projections.kept import stood
from projections.rules.catalogue import RULES
from projections.runner import Runner
from tests.ledger.test_standing import bureau
from tests.manifests import RECEIVER, THERE, registered
from tests.projections.judged_anew import judged_anew
from tests.properties.test_spoil_conservation import A_TRUCK
from tests.properties.test_spoil_conservation import told as truck
from tests.properties.trade_histories import EVERYBODY, Step, drums_of, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.rules.across import early
from tests.specification import BAY, BUREAU, OPERATOR, PLANT, SCALE, SITE, Scenario, kg, said
from tests.spoil import GREENING, OPERATOR_OF_SITE, filing, founded, ready
from tests.spoil import SITE as SPOIL_SITE

HISTORIES, POSITIONS = 12, 4
ASIDE = st.sampled_from(
    (
        *("licensed", "suspended", "weighing", "verified", "checked", "exempt", "live"),
        *("classed", "set", "site", "closed", "counted", "metered"),
    )
)
Aside = tuple[str, int]


def test_at_every_position_stand_the_findings_of_judging_everything_anew(
    ledger: Ledger, scenario: Scenario, clock: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*early(*EVERYBODY), bureau())
    ready(founded(scenario))
    rounds = count()

    @settings(ON_A_STORE, max_examples=HISTORIES)
    @given(
        histories(least=6),
        st.lists(st.tuples(ASIDE, st.integers(0, 40)), min_size=22, max_size=22),
        st.lists(A_TRUCK, max_size=2),
        st.integers(1, 30),
        st.data(),
    )
    def the_same(
        steps: list[Step], asides: list[Aside], trucks: list[Any], stretch: int, data: st.DataObject
    ) -> None:
        name, runner, began = str(next(rounds)), Runner(ledger, [AnomalyView()]), ledger.head()[0]
        monkeypatch.setattr(running, "STRETCH", stretch)

        def before(n: int) -> None:
            with suppress(BihuanError):  # acts can be refused
                scenario.when(_aside(*asides[n], name))
            if data.draw(st.booleans()):
                runner.advance(ledger.head()[0])

        tell(scenario, name, steps, before)
        for n, (fate, mass, part) in enumerate(trucks):
            for posting in truck(f"N{name}", fate, mass, n, part):
                with suppress(BihuanError):
                    scenario.when(posting)
        head = ledger.head()[0]
        runner.reach("anomaly", head)
        asked = data.draw(st.lists(st.integers(0, 1_000), max_size=POSITIONS))
        for position in {head, *(head - each % (head - began) for each in asked if head > began)}:
            assert standing(runner, position) == judged_anew(ledger, position, RULES)

    the_same()


def standing(runner: Runner, position: int) -> set[Row]:
    """The findings that stood at a position, by the view."""
    with runner.reading("anomaly") as view:
        table = view.tables.finding
        rows = view.connection.execute(select(table).where(stood(table, position)))
        return {Row(*row[:KEY], *row[KEY + 2 : -1]) for row in rows}


def _aside(what: str, number: int, name: str) -> Posting:
    """Something that changes what others are judged by, at some time before or after they did it."""
    at = f"2026-11-{20 + number % 4:02d}T{number % 24:02d}:00:00+08:00"
    terms = {
        "kind": "comprehensive",
        "holder": f"organisation:{RECEIVER}",
        "establishment": THERE,
        "waste_codes": ["900-402-06"],
        "methods": ["R2"],
        "capacity_t_per_year": 1 + number,
        "valid_from": f"2026-11-{1 + number % 25:02d}",
        "valid_until": "2028-01-01",
    }
    licence = f"licence:沪环危〔2026〕{name}号"
    exemption = {"establishment": SITE, "item": 1, "stage": "all", "waste_codes": ["900-402-06"]}
    proof = {"evidence": [{"sha256": "ab" * 32}]} if number % 2 else {}
    told: dict[str, tuple[str, str, dict[str, Any], str]] = {
        "licensed": ("licence.granted", licence, terms, BUREAU),
        "suspended": ("licence.suspended", licence, {"establishment": THERE, "served_at": at}, BUREAU),
        "weighing": ("scale.registered", SCALE, {"kind": "platform", "max_kg": 500, "division_kg": kg("0.1")}, PLANT),
        "verified": (
            "scale.verified",
            SCALE,
            {"certificate": "检0001", "result": "passed", "valid_until": f"2026-11-{10 + number % 20:02d}"},
            PLANT,
        ),
        "checked": (
            "scale.checked",
            SCALE,
            {"zero_kg": 0, "reference_kg": 100, "indicated_kg": 100, "passed": number % 3 > 0},
            PLANT,
        ),
        "exempt": ("exemption.claimed", f"exemption:{PLANT}.E-{name}-{number}", exemption | proof, PLANT),
        "live": (
            "establishment.changed",
            SITE,
            {
                **registered(SITE, "310115", PLANT).data,
                "go_live": f"2026-11-{20 + number % 8}" if number % 2 else "2026-10-01",
            },
            PLANT,
        ),
        "classed": (
            "supervision_class.assigned",
            SITE,
            {"class": ("key", "simplified")[number % 2], "year": 2026, "source": "名录"},
            BUREAU,
        ),
        "set": (
            "threshold.set",
            ("rule:settle", "rule:permit_overdrawn", "rule:weighing", "rule:mass_balance_leak")[number % 4],
            {
                "parameter": ("settle_hours", "percent_of_quota", "divisions", "kg_at_least")[number % 4],
                "value": number,
                "valid_from": f"2026-11-{18 + number % 10}",
            },
            OPERATOR,
        ),
        "counted": (
            "storage.counted",
            BAY,
            {"mass_kg": 20 * number, "waste_code": "900-402-06"}
            if number % 3
            else {"containers": drums_of(name)[:2]},
            PLANT,
        ),
        "metered": (
            "tank.metered",
            BAY.replace("TS001", "TS009"),
            {
                "day": at[:10],
                "direction": ("in", "out")[number % 2],
                "mass_kg": 100 * number,
                "meter": f"scale:{PLANT}.FM1",
                "waste_code": "900-402-06",
            }
            | ({"level_kg": 90 * number} if number % 3 else {}),
            PLANT,
        ),
        "site": ("site.changed", SPOIL_SITE, {**filing(), "daily_capacity_t": 1 + number}, GREENING),
        "closed": ("site.closed", SPOIL_SITE, {"reason": "台风"}, OPERATOR_OF_SITE),
    }
    kind, subject, data, by = told[what]
    return said(kind, subject, data, by=by, at=at)
