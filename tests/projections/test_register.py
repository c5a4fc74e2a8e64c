"""The register holds each container and manifest as its case tells it, and its counts are those of its rows."""

from collections import Counter
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.log import Ledger
from ledger.quantity import KILOGRAMS
from projections import runner as running
from projections.custody.whole_case import whole_case
from projections.hazardous_waste.register import EVERYBODY as OF_ALL
from projections.hazardous_waste.register import RegisterView
from projections.hazardous_waste.registered import Register
from projections.runner import Runner
from tests.manifests import DRUMS, NUMBER, RECEIVER, TRUCKER, issued, of_manifest, org
from tests.properties.trade_histories import EVERYBODY, histories, tell
from tests.properties.wire_data import ON_A_STORE
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, said, weighed

LABEL = f"{PLANT}9004020620261124012"


@pytest.fixture
def runner(ledger: Ledger) -> Runner:
    return Runner(ledger, [RegisterView()])


def rows(runner: Runner, ledger: Ledger, table: str) -> list[Any]:
    runner.reach("register", ledger.head()[0])
    with runner.reading("register") as view:
        return list(view.connection.execute(select(getattr(view.tables, table))))


def test_every_row_is_what_the_case_tells_and_every_count_is_of_rows(
    ledger: Ledger, scenario: Scenario, runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*EVERYBODY)
    rounds = count()

    @settings(ON_A_STORE, max_examples=20)
    @given(histories(), st.integers(1, 20))
    def as_the_case(steps: list[Any], stretch: int) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        tell(scenario, str(next(rounds)), steps)

    as_the_case()
    containers, manifests = (rows(runner, ledger, name) for name in ("container", "manifest"))
    for row in (*containers, *manifests):
        case = whole_case(ledger, row.subject)
        assert case is not None
        assert (row.stage, row.held_by) == (case.stage, case.state.get("held_by"))
        assert row.facts == len(case.entries)
    for row in containers:
        case = whole_case(ledger, row.subject)
        remaining = None if row.remaining_g is None else KILOGRAMS.to_wire(row.remaining_g)
        told = [case.state.get(name) for name in ("facility", "manifest", "waste_code", "kind", "remaining_kg")]
        assert [row.facility, row.manifest, row.waste_code, row.kind, remaining] == told
        assert row.provisional == (case.provisional and case.stage != "provisional")
    for row in manifests:
        case = whole_case(ledger, row.subject)
        assert row.pending == len(case.state.get("pending", ()))
        assert row.settled == (case.loop in {"closed", "cancelled"})
    counted = Counter((owner, r.stage, r.provisional) for r in containers for owner in (r.owner, OF_ALL))
    tallies = rows(runner, ledger, "tally")
    assert {(t.owner, t.stage, t.provisional): t.containers for t in tallies} == counted
    net = [t.net_g for t in tallies if t.owner == OF_ALL]
    assert sum(net) == sum(r.net_g or 0 for r in containers)
    assert dict(rows(runner, ledger, "told")) == Counter(f.fact.type for f in ledger.recorded())


def test_a_manifest_is_found_by_who_carries_it(ledger: Ledger, scenario: Scenario, runner: Runner) -> None:
    scenario.given(*EVERYBODY)
    tell(scenario, "1", [("generated", 1, 0, 1, []), ("issued", 2, 0, 1, [0]), ("collected", 3, 0, 1, [])])
    assert org(TRUCKER) in {row.carrier for row in rows(runner, ledger, "carriage")}


def test_what_is_asked_for_at_a_stage_comes_latest_first(ledger: Ledger, scenario: Scenario, runner: Runner) -> None:
    scenario.given(*(generated(drum(n), at=f"2026-11-24T08:{n}:00+08:00") for n in (11, 13, 12)), weighed(drum(14)))
    register = Register(ledger, runner)
    assert [row.subject for row in register.latest("generated", 2)] == [drum(13), drum(12)]
    assert [row.subject for row in register.latest("provisional", 2)] == [drum(14)]
    assert register.latest("cancelled", 2) == []
    assert register.of_number("D-12") == register.of_number(drum(12)) == [drum(12)]
    scenario.given(said("container.labelled", drum(12), {"label_code": LABEL}, at="2026-11-24T09:00:00+08:00"))
    assert register.of_number(LABEL) == [drum(12)]
    assert {t.stage: t.containers for t in register.tallies(f"organisation:{PLANT}")} == {
        "generated": 2,
        "labelled": 1,
        "weighed": 1,
    }


def test_what_waits_at_an_owners_comes_in_its_order_and_a_pipe_has_no_steps(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.given(*EVERYBODY, generated(drum(2), at="2026-11-24T09:00:00+08:00"), generated(drum(1)))
    scenario.given(generated(drum("GEN", OTHER_PLANT), by=OTHER_PLANT), weighed(drum(3)))
    pipe = {"establishment": SITE, "kind": "pipeline", "waste_code": "900-402-06"}
    scenario.given(said("container.generated", drum("PIPE"), pipe))
    register = Register(ledger, runner)
    waiting = register.waiting(org(PLANT), ["generated", "weighed"], 10)
    assert [row.subject for row in waiting] == [drum(1), drum(2)], "the provisional one has not begun"
    assert [row.subject for row in register.waiting(org(PLANT), ["generated"], 1)] == [drum(1)]
    assert register.waiting(org(PLANT), ["stored"], 10) == []


def test_numbers_and_labels_that_begin_alike_are_found_from_the_last(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.given(*EVERYBODY, *(generated(drum(n)) for n in (9, 10, 11)))
    for number, serial in ((9, "001"), (10, "003"), (11, "002")):
        scenario.given(said("container.labelled", drum(number), {"label_code": LABEL[:-3] + serial}))
    register = Register(ledger, runner)
    assert register.begun_with(f"container:{PLANT}.D-1", 5) == [drum(11), drum(10)]
    assert [code[-3:] for code in register.labels_begun_with(LABEL[:-3], 2)] == ["003", "002"]
    assert register.labels_begun_with(f"{LABEL[:-4]}9", 5) == []


def test_a_manifest_waits_for_each_of_its_parts(ledger: Ledger, scenario: Scenario, runner: Runner) -> None:
    scenario.given(*EVERYBODY, *(generated(each) for each in DRUMS), issued())
    register = Register(ledger, runner)
    for part, whose in (("transferor", PLANT), ("carrier", TRUCKER), ("receiver", RECEIVER)):
        assert [row.subject for row in register.manifests(org(whose), part, ["issued"], 5)] == [NUMBER], part
        assert register.manifests(org(whose), part, ["arrived"], 5) == []
    assert register.manifests(org(RECEIVER), "transferor", ["issued"], 5) == []
    scenario.given(of_manifest("cancelled", PLANT, {"reason": "误开"}))
    assert register.manifests(org(PLANT), "transferor", ["issued", "cancelled"], 5) == []
