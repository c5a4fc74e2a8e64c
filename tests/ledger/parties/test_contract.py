"""Contracts between two, stated by one of them; and exemptions that somebody claims."""

from typing import Any

import pytest

from ledger.errors import ConflictError, InvalidError, MayNotStateError
from ledger.posting import Posting
from tests.ledger.parties.state_of import told_of
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, said, uscc

STRANGER = uscc("91310115MA1C4C4C4")
TERMS: dict[str, Any] = {
    "generator": f"organisation:{PLANT}",
    "contractor": f"organisation:{OTHER_PLANT}",
    "scope": ["collection", "disposal"],
    "waste_codes": ["900-402-06", "HW08"],
    "valid_from": "2026-01-01",
    "valid_until": "2026-12-31",
}
CLAIM: dict[str, Any] = {"establishment": SITE, "item": 8, "stage": "recovery", "waste_codes": ["900-249-08"]}
EXEMPTION = f"exemption:{PLANT}.E-1"


def signed(owner: str = PLANT, **changed: Any) -> Posting:
    return said("contract.signed", f"contract:{owner}.C-1", TERMS | changed, by=owner)


@pytest.mark.parametrize("owner", [PLANT, OTHER_PLANT], ids=["the generator", "the contractor"])
def test_either_of_the_two_states_it_under_its_own_number(scenario: Scenario, owner: str) -> None:
    scenario.given(signed(owner))
    assert told_of(scenario, f"contract:{owner}.C-1") == {**TERMS, "stage": "signed"}


def test_it_may_be_about_waste_that_is_not_hazardous(scenario: Scenario) -> None:
    scenario.given(signed(waste_codes=["900-002-S01", "HW08"]))
    assert told_of(scenario, f"contract:{PLANT}.C-1")["waste_codes"] == ["900-002-S01", "HW08"]
    scenario.refused(InvalidError, "wrong_form", signed(waste_codes=["900-002-S08"]))


def test_a_stranger_states_no_contract_of_others(scenario: Scenario) -> None:
    refusal = scenario.refused(InvalidError, "not_a_party", signed(STRANGER))
    assert [f.pointer for f in refusal.findings] == ["/data/generator"]
    other = said("contract.signed", f"contract:{PLANT}.C-1", TERMS, by=OTHER_PLANT)
    scenario.refused(MayNotStateError, "may_not_state", other)


def test_a_contract_does_not_end_before_it_begins(scenario: Scenario) -> None:
    refusal = scenario.refused(InvalidError, "ends_before_it_begins", signed(valid_until="2025-12-31"))
    assert [f.pointer for f in refusal.findings] == ["/data/valid_until"]
    scenario.given(signed(valid_until="2026-01-01"))


def test_a_contract_ends_before_its_day(scenario: Scenario) -> None:
    scenario.given(signed(), said("contract.ended", f"contract:{PLANT}.C-1", {"reason": "协商终止"}))
    told = told_of(scenario, f"contract:{PLANT}.C-1")
    assert told == {**TERMS, "stage": "ended", "ended_at": "2026-11-24T00:00:00.000000Z"}


def test_an_exemption_is_claimed_for_one_stage_with_or_without_evidence(scenario: Scenario) -> None:
    scenario.given(said("exemption.claimed", EXEMPTION, CLAIM))
    claim = {name: value for name, value in CLAIM.items() if name != "stage"}
    assert told_of(scenario, EXEMPTION) == {**claim, "stage": "claimed", "exempt_stage": "recovery"}
    proven = CLAIM | {"evidence": [{"sha256": "ab" * 32}], "stage": "all", "valid_until": "2026-12-31"}
    scenario.given(said("exemption.claimed", f"exemption:{PLANT}.E-2", proven))
    scenario.refused(ConflictError, "already_created", said("exemption.claimed", EXEMPTION, CLAIM))


@pytest.mark.parametrize("changed", [{"stage": "利用"}, {"stage": "granted"}, {"item": 0}, {"waste_codes": ["飞灰"]}])
def test_a_claim_is_well_written(scenario: Scenario, changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidError):
        scenario.when(said("exemption.claimed", EXEMPTION, CLAIM | changed))
