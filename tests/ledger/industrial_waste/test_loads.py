"""Batches and consignments: what left, what was taken, what came back; facts, of which none is refused."""

import pytest

from ledger.errors import InvalidError, MayNotStateError
from ledger.log import Ledger
from projections.custody.acting import counting
from projections.custody.state import fold, shown
from tests.ledger.parties.state_of import told_of
from tests.specification import BAY, PLANT, SITE, Scenario, kg, said
from tests.transfers import PROVINCES, SHANGHAI, SLAG, TAKER, dispatched, of_load

BATCH = f"batch:{PLANT}.B-1"
LOAD = f"consignment:{PLANT}.C-1"
PART = {"batch": BATCH, "mass_kg": kg("8000")}


def generated(mass: str = "10000") -> dict[str, object]:
    return {
        "establishment": SITE,
        "facility": f"facility:{PLANT}001P.MF0001",
        "waste_code": SLAG,
        "mass_kg": kg(mass),
    }


@pytest.fixture
def trade(scenario: Scenario) -> Scenario:
    return scenario.given(*PROVINCES, said("batch.generated", BATCH, generated()))


def batch_of(ledger: Ledger) -> dict[str, object]:
    """The batch as its own facts and the consignments that name it leave it."""
    own, naming = ledger.recorded(subject=BATCH), ledger.recorded(tag=BATCH)
    return shown(fold(BATCH, counting(BATCH, own, naming)))


def test_a_load_is_accepted_in_part_and_the_rest_comes_back(trade: Scenario) -> None:
    trade.given(dispatched(batches=[PART]))
    assert (told_of(trade, LOAD)["dispatched_kg"], batch_of(trade.ledger)["away_kg"]) == (8000, 8000)
    trade.given(of_load("received", accepted_kg=kg("7000"), refused_kg=kg("1000"), reason="含水率超标"))
    assert told_of(trade, LOAD)["stage"] == "partly_refused"
    back = [{"batch": BATCH, "mass_kg": kg("1000")}]
    trade.given(of_load("returned", PLANT, at="2026-09-02T08:00:00+08:00", batches=back))
    told = told_of(trade, LOAD)
    assert (told["stage"], told["accepted_kg"], told["returned_kg"]) == ("returned", 7000, 1000)
    assert batch_of(trade.ledger)["away_kg"] == 7000


def test_a_load_that_is_refused_whole_is_as_much_as_left(trade: Scenario) -> None:
    trade.given(dispatched(), of_load("refused", reason="无合同"))
    assert told_of(trade, LOAD)["refused_kg"] == 10000
    trade.given(of_load("returned", PLANT, at="2026-09-02T08:00:00+08:00"))
    assert told_of(trade, LOAD)["returned_kg"] == 10000


def test_the_receiver_that_is_named_answers_and_of_an_unknown_load_who_takes_waste(trade: Scenario) -> None:
    trade.given(of_load("received", accepted_kg=1, number="unknown"))
    trade.given(dispatched(receiver=f"organisation:{SHANGHAI}"))
    trade.refused(MayNotStateError, "may_not_state", of_load("received", accepted_kg=1))
    trade.refused(MayNotStateError, "may_not_state", of_load("returned", TAKER))


def test_a_load_is_told_by_batches_or_as_one_mass_and_a_batch_once(trade: Scenario) -> None:
    with pytest.raises(InvalidError):
        trade.when(dispatched(mass_kg=None))
    with pytest.raises(InvalidError) as refused:
        trade.when(dispatched(batches=[PART, PART]))
    assert {finding.code for finding in refused.value.findings} == {"stands_twice"}


def test_what_happens_to_a_batch_at_home_is_accounted_for(trade: Scenario) -> None:
    trade.given(
        said("batch.stored", BATCH, {"facility": BAY}, at="2026-11-24T09:00:00+08:00"),
        said("batch.recovered", BATCH, {"method": "R5", "mass_kg": kg("3000")}, at="2026-11-24T10:00:00+08:00"),
        said("batch.disposed", BATCH, {"method": "D1", "mass_kg": kg("2000")}, at="2026-11-24T11:00:00+08:00"),
        said(
            "batch.loss_declared",
            BATCH,
            {"cause": "evaporation", "mass_kg": kg("500")},
            at="2026-11-24T12:00:00+08:00",
        ),
    )
    told = told_of(trade, BATCH)
    assert [told[f"{name}_kg"] for name in ("generated", "recovered", "disposed", "lost")] == [10000, 3000, 2000, 500]
    assert (told["stage"], told["facility"]) == ("lost", BAY)


def test_a_stranger_that_names_a_batch_takes_nothing_of_it(trade: Scenario) -> None:
    trade.given(dispatched(by=TAKER, batches=[PART]))
    assert "away_kg" not in batch_of(trade.ledger)


def test_a_plan_of_intensity_is_filed_by_the_establishment(trade: Scenario) -> None:
    plan = {"product": "粗钢", "year": 2026, "total_t": kg("120000"), "t_per_unit": kg("0.41"), "unit": "吨"}
    (receipt,) = trade.when(said("intensity_plan.filed", SITE, plan))
    (fact,) = trade.ledger.recorded(after=receipt.position - 1, upto=receipt.position)
    assert fact.fact.data.g_per_unit == 410_000
    with pytest.raises(MayNotStateError):
        trade.when(said("intensity_plan.filed", SITE, plan, by=TAKER))
