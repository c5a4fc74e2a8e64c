"""Mass is conserved over consignments, and the views of loads and loops are sums of the facts, at every position."""

from collections import defaultdict
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.correction import effective
from ledger.cross_province.transfer_state import TransferState
from ledger.industrial_waste.batch import BatchState
from ledger.industrial_waste.consignment import ConsignmentState
from ledger.log import Ledger
from ledger.posting import Posting
from projections.cross_province.draw_down import drawn_from
from projections.cross_province.load_view import LoadView
from projections.custody.asked_at import asked_at
from projections.custody.state import fold
from projections.loops.rows import Loop
from projections.loops.view import LoopView
from projections.loops.waits import Waiting
from projections.runner import Runner
from projections.settled.recorded_settings import RecordedSettings
from tests.projections.test_loops import everything, known_then, looked_at, stood
from tests.properties.wire_data import ON_A_STORE
from tests.specification import PLANT, SITE, Scenario, kg, said
from tests.transfers import NUMBER, PROVINCES, SLAG, TAKER, applied, dispatched, of_load, of_slag, org, step, terms

LOADS, BATCHES = 3, 2
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["dispatched", "received", "refused", "returned", "recovered", "withdrawn", "corrected"]),
        st.integers(0, LOADS - 1),
        st.integers(0, BATCHES - 1),
        st.integers(0, 9_000),
        st.integers(0, 9_000),
        st.integers(0, 59),
    ),
    max_size=14,
)
ANOTHER = "transfer:沪环固转〔2026〕13号"


def told(scenario: Scenario, name: str, steps: list[Any]) -> list[int]:
    """State the steps as far as they can be stated; the head after each."""
    heads, dispatches = [], dict[str, int]()
    for kind, load, batch, some, rest, minute in steps:
        number, at = f"{name}-{load}", f"2026-11-20T08:{minute:02d}:00+08:00"
        part = {"batch": f"batch:{PLANT}.B-{name}-{batch}", "mass_kg": some}
        of_batch = part["batch"]
        posting: Posting | None = None
        match kind:
            case "dispatched" if number not in dispatches:
                under = NUMBER if rest % 3 else ANOTHER
                posting = dispatched(number, at=at, batches=[part], transfer=under)
            case "received":
                posting = of_load("received", number=number, at=at, accepted_kg=some, refused_kg=rest)
            case "refused":
                posting = of_load("refused", number=number, at=at, reason="不符")
            case "returned":
                posting = of_load("returned", PLANT, number=number, at=at, batches=[part])
            case "recovered":
                posting = said("batch.recovered", str(of_batch), {"method": "R5", "mass_kg": some}, at=at)
            case "withdrawn" if number in dispatches:
                data = {"position": dispatches.pop(number), "reason": "误报"}
                posting = said("fact.withdrawn", f"consignment:{PLANT}.C-{number}", data)
            case "corrected" if number in dispatches:
                again = dispatched(number, batches=[part], transfer=NUMBER).data
                data = {"position": dispatches[number], "reason": "误报", "data": again}
                posting = said("fact.corrected", f"consignment:{PLANT}.C-{number}", data)
        if posting is not None:
            (receipt,) = scenario.when(posting)
            heads.append(receipt.position)
            if kind == "dispatched":
                dispatches[number] = receipt.position
    return heads


def drawn_by_the_facts(ledger: Ledger, position: int) -> dict[str, tuple[int, int, int]]:
    """Transfer → loads, accepted and in transit, folded from the facts known at a position."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    subjects = {f.fact.subject for f in ledger.recorded(tag=org(PLANT), upto=position)}
    for subject in sorted(each for each in subjects if each.startswith("consignment:")):
        facts = effective(ledger.recorded(subject=subject, upto=position))
        state: ConsignmentState = fold(subject, facts)
        if state.receiver is not None and state.transfer is not None:
            for n, grams in enumerate((1, state.accepted_g, state.in_transit_g)):
                sums[state.transfer][n] += grams
    return {transfer: (loads, accepted, way) for transfer, (loads, accepted, way) in sums.items()}


def test_mass_is_conserved_and_the_draw_down_is_the_sum_of_the_facts(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*PROVINCES)
    runner, rounds = Runner(ledger, [LoadView(), LoopView()]), count()

    @settings(ON_A_STORE, max_examples=25)
    @given(STEPS, st.integers(1, 9), st.data())
    def holds(steps: list[Any], stretch: int, data: st.DataObject) -> None:
        monkeypatch.setattr("projections.runner.STRETCH", stretch)
        name = str(next(rounds))
        first = ledger.head()[0]
        generated = {"establishment": SITE, "facility": f"facility:{PLANT}001P.MF0001", "waste_code": SLAG}
        for batch in range(BATCHES):
            subject = f"batch:{PLANT}.B-{name}-{batch}"
            scenario.given(said("batch.generated", subject, generated | {"mass_kg": kg("5000")}))
        heads = [first, *told(scenario, name, steps)]
        runner.reach(LoadView.NAME, ledger.head()[0])
        loops, waiting, *_ = everything(runner, ledger)
        subjects = [f"batch:{PLANT}.B-{name}-{n}" for n in range(BATCHES)]
        subjects += [f"consignment:{PLANT}.C-{name}-{n}" for n in range(LOADS)]
        for head in {*data.draw(st.lists(st.sampled_from(heads), max_size=3)), heads[-1]}:
            at = asked_at(ledger, RecordedSettings(ledger))._replace(position=head)
            known = drawn_by_the_facts(ledger, head)
            for transfer in (NUMBER, ANOTHER):
                assert tuple(drawn_from(runner, at, transfer, org(PLANT))) == known.get(transfer, (0, 0, 0))
            for subject, known_loops in known_then(ledger, subjects, head).items():
                told_loops = stood(loops, Loop, head, subject, 2), stood(waiting, Waiting, head, subject, 3)
                assert told_loops == known_loops, (subject, head)
        for batch in range(BATCHES):
            _batch_is_conserved(ledger, f"batch:{PLANT}.B-{name}-{batch}")

    holds()


def _batch_is_conserved(ledger: Ledger, subject: str) -> None:
    """What arose is what was recovered, is away, or is left; and away is what loads took less what came back."""
    state: BatchState = looked_at(ledger, subject, ledger.head()[0]).state
    taken = 0
    for load in {f.fact.subject for f in ledger.recorded(tag=subject) if f.fact.subject.startswith("consignment:")}:
        for each in effective(ledger.recorded(subject=load)):
            part = each.statement.data.part_of(subject)
            if part is not None:
                taken += -(part.mass_g or 0) if part.role == "returned" else part.mass_g or 0
    assert state.away_g == taken
    assert state.generated_g == state.recovered_g + state.disposed_g + state.lost_g + state.away_g + state.left_g


def test_a_load_is_what_was_accepted_refused_and_is_on_its_way(scenario: Scenario) -> None:
    """Partial refusal and return: nothing is counted twice, and nothing is gone."""
    days = {"valid_from": "2026-08-20", "valid_until": "2027-02-28"}
    scenario.given(*PROVINCES, applied("2026-08-15", of_slag(regime="notice", **days)))
    scenario.given(step("noticed", PLANT, "2026-08-19", terms(waste_codes=[SLAG], method="C2", **days)))
    assert isinstance(fold(NUMBER, effective(scenario.facts(NUMBER))), TransferState)
    load = f"consignment:{PLANT}.C-1"

    def state() -> ConsignmentState:
        found: ConsignmentState = fold(load, effective(scenario.facts(load)))
        return found

    scenario.given(dispatched("1", transfer=NUMBER))
    assert (state().in_transit_g, state().still_refused_g) == (10_000_000, 0)
    scenario.given(of_load("received", TAKER, accepted_kg=kg("7000"), refused_kg=kg("3000")))
    assert (state().in_transit_g, state().still_refused_g) == (0, 3_000_000)
    scenario.given(of_load("returned", PLANT, at="2026-09-02T08:00:00+08:00", mass_kg=kg("2000")))
    assert (state().accepted_g, state().returned_g, state().still_refused_g) == (7_000_000, 2_000_000, 1_000_000)
