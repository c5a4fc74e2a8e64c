"""medical_waste_over_two_days: 48 hours in the storage of a medical institution, and no longer."""

from typing import Any

import pytest

from tests.api.least_statements import PLACE
from tests.manifests import TRADE
from tests.rules.conftest import Register
from tests.rules.drums import at, stored, withdrawn
from tests.specification import PLANT, SITE, drum, said

RULE = "medical_waste_over_two_days"
BAG = drum(1)
DUE, BEHIND = "2026-11-26T01:00:00Z", "2026-11-26T01:00:01Z"


def kept(register: Register, kind: str = "medical", code: str = "841-001-01") -> Register:
    waste = {"establishment": SITE, "kind": "bag", "waste_code": code}
    register.given(*TRADE, said("establishment.registered", SITE, {**PLACE, "kind": kind}))
    return register.given(said("container.generated", BAG, waste), stored("09:00", BAG))


def test_two_days_are_the_longest(register: Register) -> None:
    kept(register)
    assert register.told(DUE, RULE) == []
    assert register.told(BEHIND, RULE) == [(BAG, "", "warning")]


@pytest.mark.parametrize(("kind", "code"), [("industrial", "841-001-01"), ("medical", "900-402-06")])
def test_only_of_medical_waste_at_a_medical_institution(register: Register, kind: str, code: str) -> None:
    assert kept(register, kind, code).told(BEHIND, RULE) == []


def test_moved_to_another_room_it_is_as_old_as_it_was(register: Register) -> None:
    kept(register).given(withdrawn("08:00", BAG, day=25), stored("08:10", BAG, day=25))
    assert register.told(BEHIND, RULE) == [(BAG, "", "warning")]


def test_what_was_handed_over_is_not_flagged_and_what_was_known_stays(register: Register) -> None:
    kept(register)
    assert len(register.told(BEHIND, RULE)) == 1
    register.given(withdrawn("15:00", BAG, purpose="transfer", day=25), recorded_at="2026-11-27T00:00:00Z")
    assert register.told("2026-11-28T00:00:00Z", RULE) == []
    assert len(register.told(BEHIND, RULE)) == 1


@pytest.mark.parametrize("proof", [True, False])
def test_a_small_institution_that_proves_its_exemption_is_not(register: Register, proof: bool) -> None:
    claim: dict[str, Any] = {"establishment": SITE, "item": 3, "stage": "collection", "waste_codes": ["841-001-01"]}
    if proof:
        claim["evidence"] = [{"sha256": "ab" * 32}]
    register.given(said("exemption.claimed", f"exemption:{PLANT}.E-1", claim, at=at("07:00")))
    assert bool(kept(register).told(BEHIND, RULE)) is not proof
