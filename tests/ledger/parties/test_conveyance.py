"""Conveyances: whose a truck or a vessel is, and who may say so."""

from typing import Any

import pytest

from ledger.errors import ConflictError, InvalidError, MayNotStateError
from ledger.posting import Posting
from tests.ledger.parties.state_of import state_of, told_of
from tests.specification import OPERATOR, OTHER_PLANT, PLANT, Scenario, said

TRUCK = "vehicle:沪AB1234"
BARGE = "vessel:413000000"
WEIGHED = {"axles": 4, "tare_kg": 14520, "tare_weighed_on": "2026-11-01", "gross_limit_kg": 31000}


def of(carrier: str) -> dict[str, Any]:
    return {"carrier": f"organisation:{carrier}", "kind": "dump_truck", **WEIGHED}


def registered(carrier: str = PLANT, by: str | None = None) -> Posting:
    return said("conveyance.registered", TRUCK, of(carrier), by=by or carrier)


def changed(carrier: str = PLANT, by: str | None = None) -> Posting:
    return said("conveyance.changed", TRUCK, of(carrier), by=by or carrier)


def closed(by: str = PLANT) -> Posting:
    return said("conveyance.closed", TRUCK, by=by)


def test_a_carrier_registers_its_truck(scenario: Scenario) -> None:
    scenario.given(registered())
    assert told_of(scenario, TRUCK) == {**of(PLANT), "stage": "registered"}


def test_nobody_registers_the_truck_of_another(scenario: Scenario) -> None:
    scenario.refused(MayNotStateError, "may_not_state", registered(PLANT, by=OTHER_PLANT))
    scenario.given(registered(PLANT, by=OPERATOR))


def test_a_plate_is_registered_once(scenario: Scenario) -> None:
    scenario.given(registered()).refused(ConflictError, "already_created", registered(OTHER_PLANT))


def test_nobody_takes_a_truck_by_naming_itself(scenario: Scenario) -> None:
    scenario.given(registered())
    scenario.refused(MayNotStateError, "may_not_state", changed(OTHER_PLANT))
    scenario.refused(MayNotStateError, "may_not_state", closed(OTHER_PLANT))
    assert state_of(scenario, TRUCK).carrier == f"organisation:{PLANT}"


def test_a_truck_passes_to_the_carrier_that_the_one_before_names(scenario: Scenario) -> None:
    scenario.given(registered(), changed(OTHER_PLANT, by=PLANT))
    scenario.refused(MayNotStateError, "may_not_state", changed(PLANT))
    scenario.given(changed(OTHER_PLANT), closed(OTHER_PLANT))


def test_a_truck_that_was_given_up_is_taken_over_by_whoever_states_its_change(scenario: Scenario) -> None:
    scenario.given(registered(), closed())
    assert state_of(scenario, TRUCK).stage == "closed"
    scenario.refused(MayNotStateError, "may_not_state", closed(OTHER_PLANT))
    scenario.given(changed(OTHER_PLANT))
    assert state_of(scenario, TRUCK).carrier == f"organisation:{OTHER_PLANT}"
    scenario.refused(MayNotStateError, "may_not_state", changed(PLANT))


def test_a_change_may_come_before_the_registration(scenario: Scenario) -> None:
    scenario.given(changed(), registered(), closed())


def test_what_was_never_registered_is_closed_by_the_operator_alone(scenario: Scenario) -> None:
    scenario.refused(MayNotStateError, "may_not_state", closed())
    scenario.given(closed(OPERATOR))


def test_a_withdrawn_registration_makes_nobody_a_carrier(scenario: Scenario) -> None:
    (receipt,) = scenario.when(registered())
    scenario.given(said("fact.withdrawn", TRUCK, {"position": receipt.position, "reason": "误记"}))
    scenario.refused(MayNotStateError, "may_not_state", closed())
    scenario.given(registered(OTHER_PLANT))


@pytest.mark.parametrize("name", WEIGHED)
@pytest.mark.parametrize("fact_type", ["conveyance.registered", "conveyance.changed"])
def test_of_a_vehicle_all_is_said(scenario: Scenario, name: str, fact_type: str) -> None:
    data = {key: value for key, value in of(PLANT).items() if key != name}
    refusal = scenario.refused(InvalidError, "missing_field", said(fact_type, TRUCK, data))
    assert [f.pointer for f in refusal.findings] == [f"/data/{name}"]


def test_a_vessel_has_no_axles(scenario: Scenario) -> None:
    scenario.given(said("conveyance.registered", BARGE, {"carrier": f"organisation:{PLANT}", "kind": "barge"}))
    assert state_of(scenario, BARGE).kind == "barge"
