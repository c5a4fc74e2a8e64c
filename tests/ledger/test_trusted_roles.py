"""Nobody makes itself an authority: not by registering, not by changing, not by correcting what it said."""

from typing import Any

import pytest

from ledger.errors import MayNotStateError
from tests.specification import OPERATOR, PLANT, Scenario, organisation, said

OWN = {"name": "浦东示范", "roles": ["generator"], "division": "310115"}
GRAND: dict[str, Any] = {"name": "浦东示范", "roles": ["authority"], "division": "310000", "competence": ["ecology"]}
US = f"organisation:{PLANT}"


@pytest.mark.parametrize("role", ["authority", "administrator"])
def test_an_organisation_does_not_give_itself_a_role_of_trust(scenario: Scenario, role: str) -> None:
    data = {**OWN, "roles": [role]}
    scenario.refused(MayNotStateError, "role_not_given", said("organisation.registered", US, data))
    scenario.given(said("organisation.registered", US, OWN))
    scenario.refused(MayNotStateError, "role_not_given", said("organisation.changed", US, data))


def test_correcting_ones_own_fact_gives_no_role_either(scenario: Scenario) -> None:
    position = scenario.when(said("organisation.registered", US, OWN))[0].position
    correction = {"position": position, "data": GRAND, "reason": "更正"}
    scenario.refused(MayNotStateError, "role_not_given", said("fact.corrected", US, correction))


def test_the_operator_gives_the_role_and_corrects_it(scenario: Scenario) -> None:
    position = scenario.when(organisation(PLANT, "authority", competence=["ecology"]))[0].position
    correction = {"position": position, "data": GRAND, "reason": "更正"}
    scenario.given(said("fact.corrected", US, correction, by=OPERATOR))
    assert len(scenario.facts(US)) == 2
