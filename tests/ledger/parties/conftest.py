"""A plant in Pudong, and the ecology bureau over it."""

import pytest

from tests.specification import BUREAU, PLANT, SITE, Scenario, organisation, said


@pytest.fixture
def plant(scenario: Scenario) -> Scenario:
    """The plant's establishment lies in 310115, where the bureau decides."""
    site = {
        "organisation": f"organisation:{PLANT}",
        "name": "一厂",
        "division": "310115",
        "place": {"address": "示范路 7 号"},
    }
    return scenario.given(
        organisation(BUREAU, "authority", competence=["ecology"]), said("establishment.registered", SITE, site)
    )
