"""incompatible_storage: what reacts with each other in one zone for more than two hours."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.rules.conftest import Register
from tests.rules.drums import at, withdrawn
from tests.specification import BAY, OPERATOR, SITE, drum, said

RULE = "incompatible_storage"
LATER = "2026-12-20T00:00:00Z"
SOLVENT, ACID, ALKALI, CYANIDE, OIL = "900-402-06", "900-300-34", "900-352-35", "336-104-33", "900-249-08"


def comes(number: int, code: str, clock: str, zone: str | None = "A", facility: str = BAY) -> list[Posting]:
    """A drum of a waste that is stored in a zone."""
    waste = {"establishment": SITE, "kind": "drum", "waste_code": code, "mass_kg": 100}
    where = {"facility": facility} | ({} if zone is None else {"zone": zone})
    return [
        said("container.generated", drum(number), waste, at=at("06:00")),
        said("container.stored", drum(number), where, at=at(clock)),
    ]


def found(register: Register, as_of: str = LATER) -> list[tuple[str, str, str]]:
    return register.told(as_of, RULE)


@pytest.mark.parametrize(
    ("one", "other", "flags"),
    [(ACID, SOLVENT, 1), (CYANIDE, ACID, 1), (ACID, ALKALI, 0), (SOLVENT, OIL, 0), (ACID, ACID, 0)],
)
def test_which_may_not_meet(register: Register, one: str, other: str, flags: int) -> None:
    register.given(*comes(1, one, "08:00"), *comes(2, other, "09:00"))
    assert len(found(register)) == flags


def test_two_hours_of_it_are_let_pass(register: Register) -> None:
    register.given(*comes(1, ACID, "08:00"), *comes(2, SOLVENT, "09:00"))
    assert found(register, "2026-11-24T03:00:00Z") == []
    flag = [(BAY, "A HW06_HW34 2026-11-24T01:00:00.000000Z", "serious")]
    assert found(register, "2026-11-24T03:00:00.000001Z") == flag


@pytest.mark.parametrize(("clock", "flags"), [("11:00", 0), ("11:01", 1)])
def test_it_ends_when_one_of_them_leaves(register: Register, clock: str, flags: int) -> None:
    register.given(*comes(1, ACID, "08:00"), *comes(2, SOLVENT, "09:00"), withdrawn(clock, drum(2)))
    assert len(found(register)) == flags


def test_what_leaves_as_the_other_comes_was_not_with_it(register: Register) -> None:
    register.given(*comes(1, ACID, "08:00"), withdrawn("09:00", drum(1)), *comes(2, SOLVENT, "09:00"))
    assert found(register) == []


@pytest.mark.parametrize("zones", [("A", "B"), (None, None), (None, "A")])
def test_other_zones_and_none_that_is_told_are_not_judged(register: Register, zones: tuple[Any, Any]) -> None:
    register.given(*comes(1, ACID, "08:00", zones[0]), *comes(2, SOLVENT, "09:00", zones[1]))
    assert found(register) == []


def test_the_operator_says_which_may_not_meet(register: Register) -> None:
    for number, (pair, value) in enumerate((("hw06_hw34", 0), ("hw34_hw35", 1))):
        setting = {"parameter": pair, "value": value, "valid_from": "2026-01-01"}
        register.given(said("threshold.set", f"rule:{RULE}", setting, by=OPERATOR, at=at(f"05:0{number}")))
    register.given(*comes(1, ACID, "08:00"), *comes(2, SOLVENT, "09:00"), *comes(3, ALKALI, "10:00"))
    assert [cause.split()[1] for _, cause, _ in found(register)] == ["HW34_HW35"]


def test_an_emptied_drum_no_longer_counts(register: Register) -> None:
    lost = said("container.loss_declared", drum(2), {"cause": "spill", "mass_kg": 100}, at=at("10:00"))
    register.given(*comes(1, ACID, "08:00"), *comes(2, SOLVENT, "09:00"), lost)
    assert found(register) == []
