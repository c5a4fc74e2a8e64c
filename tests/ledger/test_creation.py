"""An identity is taken once; everything else that is well formed is recorded."""

from ledger.errors import ConflictError
from tests.specification import Scenario, drum, generated, said, weighed


def test_a_drum_is_generated_once(scenario: Scenario) -> None:
    scenario.given(generated(drum()))
    scenario.refused(ConflictError, "already_created", generated(drum()))


def test_a_drum_is_generated_once_within_a_batch(scenario: Scenario) -> None:
    scenario.refused(ConflictError, "already_created", generated(drum()), generated(drum()))


def test_a_withdrawn_generation_frees_the_number(scenario: Scenario) -> None:
    scenario.given(generated(drum()))
    position = scenario.facts(drum())[0].position
    scenario.given(said("fact.withdrawn", drum(), {"position": position, "reason": "另一容器"}))
    scenario.given(generated(drum()))
    assert [f.seq for f in scenario.facts(drum())] == [1, 2, 3]


def test_a_weighing_comes_before_the_generation_that_the_phone_still_keeps(scenario: Scenario) -> None:
    scenario.given(weighed(drum()), generated(drum()))
    assert [f.fact.type for f in scenario.facts(drum())] == ["container.weighed", "container.generated"]
