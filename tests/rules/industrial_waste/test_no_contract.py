"""no_contract: with whoever takes the waste and whoever carries it, in writing and in force."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.rules.across import two_provinces
from tests.rules.conftest import Register
from tests.specification import PLANT, said
from tests.transfers import HAULIER, SLAG, TAKER, dispatched, org

RULE = "no_contract"
LATER = "2026-12-01T00:00:00Z"


def contract(number: str = "1", at: str = "2026-01-05T08:00:00+08:00", **changed: Any) -> Posting:
    data = {
        "generator": org(PLANT),
        "contractor": org(TAKER),
        "scope": ["transport", "recovery"],
        "waste_codes": [SLAG],
        "valid_from": "2026-01-05",
        "valid_until": "2026-12-31",
    }
    return said("contract.signed", f"contract:{PLANT}.K-{number}", data | changed, at=at)


@pytest.fixture
def there(register: Register) -> Register:
    return register.given(*two_provinces())


def flagged(register: Register) -> set[str]:
    return {flag.cause for flag in register.flags(LATER, RULE)}


def test_a_contract_with_transport_in_its_scope_covers_both(there: Register) -> None:
    assert flagged(there.given(contract(), dispatched())) == set()


def test_without_one_the_receiver_is_flagged_once_it_might_have_been_posted(there: Register) -> None:
    there.given(dispatched("1"), dispatched("2", at="2026-09-02T08:00:00+08:00"))  # a Tuesday, a Wednesday
    assert there.told("2026-09-08T16:00:00Z", RULE) == []
    assert there.told("2026-09-08T16:00:00.000001Z", RULE) == [(org(PLANT), org(TAKER), "warning")]
    assert {len(flag.findings) for flag in there.flags(LATER, RULE)} == {2}


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": "2026-08-31"},
        {"valid_from": "2026-09-02"},
        {"waste_codes": ["900-002-S02"]},
        {"at": "2026-09-01T08:00:01+08:00", "valid_from": "2026-01-05"},
    ],
)
def test_a_contract_that_does_not_cover_the_load(there: Register, changed: dict[str, Any]) -> None:
    signed = contract(**changed)
    there.given(*sorted([signed, dispatched()], key=lambda each: each.time))
    assert flagged(there) == {org(TAKER)}


@pytest.mark.parametrize(("ended", "flags"), [("2026-09-01T08:00:00+08:00", 1), ("2026-09-01T08:00:01+08:00", 0)])
def test_a_contract_that_had_ended(there: Register, ended: str, flags: int) -> None:
    there.given(contract(), said("contract.ended", f"contract:{PLANT}.K-1", {}, at=ended), dispatched())
    assert len(flagged(there)) == flags


def test_a_haulier_has_its_own(there: Register) -> None:
    there.given(contract(scope=["recovery"]), dispatched())
    assert flagged(there) == {org(HAULIER)}
    there.given(contract("2", contractor=org(HAULIER), scope=["transport"]), recorded_at="2026-12-02T00:00:00Z")
    assert there.flags("2026-12-03T00:00:00Z", RULE) == []
    assert flagged(there) == {org(HAULIER)}, "as was known then"


@pytest.mark.parametrize("carrier", [PLANT, TAKER])
def test_ones_own_transport_wants_none(there: Register, carrier: str) -> None:
    there.given(contract(scope=["recovery"]), dispatched(carrier=org(carrier)))
    assert flagged(there) == set()


def test_a_load_of_which_no_code_is_told_is_not_judged(there: Register) -> None:
    parts = [{"batch": f"batch:{PLANT}.B-1", "mass_kg": 10}]
    there.given(_without_code(parts))
    assert flagged(there) == set()


def _without_code(parts: list[dict[str, Any]]) -> Posting:
    posting = dispatched(batches=parts)
    del posting.data["waste_code"]
    return posting
