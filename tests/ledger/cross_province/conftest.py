"""Two provinces, their authorities, and who sends, carries and takes."""

import pytest

from tests.specification import Scenario
from tests.transfers import PROVINCES


@pytest.fixture
def provinces(scenario: Scenario) -> Scenario:
    """Everybody registered; nothing applied for."""
    return scenario.given(*PROVINCES)
