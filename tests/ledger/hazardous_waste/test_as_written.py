"""What a producer's ledger says of a container, in the container's state: masses, packaging, waste."""

from typing import Any

import pytest

from ledger.correction import effective
from ledger.errors import InvalidError
from ledger.hazardous_waste.masses import EMPTY
from projections.custody.state import fold
from tests.specification import BAY, SITE, Scenario, drum, generated, kg, said, weighed

TANK = {"establishment": SITE, "kind": "tank", "waste_code": "900-402-06", "mass_kg": 1000}


def at(minute: int) -> str:
    return f"2026-11-24T09:{minute:02d}:00+08:00"


def stored(**more: Any) -> Any:
    return said("container.stored", drum(), {"facility": BAY, **more}, at=at(1))


def withdrawn(minute: int, **more: Any) -> Any:
    return said("container.withdrawn", drum(), {"purpose": "transfer", **more}, at=at(minute))


def state(scenario: Scenario) -> Any:
    return fold(drum(), effective(scenario.facts(drum())))


def test_a_mass_that_a_ledger_says_counts_until_the_drum_is_weighed(scenario: Scenario) -> None:
    scenario.given(generated(drum()), stored(mass_kg=kg("198.5")))
    assert state(scenario).remaining_g == 198_500
    scenario.given(weighed(drum(), "212.4", "12.4", at=at(5)))
    assert state(scenario).remaining_g == 200_000
    scenario.given(said("container.stored", drum(), {"facility": BAY, "mass_kg": 3}, at=at(6)))
    assert state(scenario).remaining_g == 200_000


def test_a_later_declaration_takes_the_place_of_an_earlier_one() -> None:
    assert EMPTY.opened(180_000).declared(170_000).remaining_g == 170_000
    assert EMPTY.declared(170_000).remaining_g == 170_000


def test_a_drum_that_is_known_from_its_storing_alone_has_its_waste(scenario: Scenario) -> None:
    scenario.given(stored(waste_code="900-249-08", packaging="铁桶"))
    assert (state(scenario).waste_code, state(scenario).packaging) == ("900-249-08", "铁桶")


def test_what_was_said_at_generation_stands_against_a_later_row(scenario: Scenario) -> None:
    scenario.given(generated(drum()), stored(waste_code="900-249-08"))
    assert state(scenario).waste_code == "900-402-06"


def test_a_part_that_leaves_a_tank_is_taken_out_once_however_many_rows_tell_of_it(scenario: Scenario) -> None:
    scenario.given(said("container.generated", drum(), TANK, at=at(0)))
    scenario.given(withdrawn(2, mass_kg=300, batch_code="HWCK20261124001"))
    assert state(scenario).remaining_g == 700_000
    scenario.given(withdrawn(3, mass_kg=300, batch_code="HWWWLY20261124001", from_batches=["HWCK20261124001"]))
    assert state(scenario).remaining_g == 700_000
    scenario.given(withdrawn(4, mass_kg=100, batch_code="HWWWLY20261124002", from_batches=["HWCS20261124001"]))
    assert state(scenario).remaining_g == 600_000


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        (stored(batch_code="HWCS20261124001"), "/data/batch_code"),
        (stored(from_batches=["HWXX20261124001"]), "/data/from_batches/0"),
        (stored(transported_by="张三"), "/data/transported_by"),
        (withdrawn(1, batch_code="HWRK20261124001"), "/data/batch_code"),
        (withdrawn(1, recipient={"name": "示范再生有限公司"}), "/data/recipient/kind"),
    ],
)
def test_what_no_ledger_says_is_refused(scenario: Scenario, fact: Any, wrong: str) -> None:
    error = scenario.refused(InvalidError, _code(wrong), fact)
    assert wrong in [finding.pointer for finding in error.findings]


def _code(pointer: str) -> str:
    return "missing_field" if pointer.endswith("kind") else "wrong_form"
