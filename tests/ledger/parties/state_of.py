"""The state of a subject, folded from what is recorded about it."""

from typing import Any

from ledger.correction import effective
from projections.custody.state import fold, shown, stage_of
from tests.specification import Scenario


def state_of(scenario: Scenario, subject: str) -> Any:
    """As its noun keeps it."""
    return fold(subject.partition(":")[0], effective(scenario.facts(subject)))


def told_of(scenario: Scenario, subject: str) -> dict[str, Any]:
    """As it is shown: wire form, with its stage."""
    state = state_of(scenario, subject)
    return {"stage": stage_of(state), **shown(state)}
