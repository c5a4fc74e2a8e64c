"""storage_over_capacity: more than the registered capacity for more than two hours."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.rules.conftest import Register
from tests.rules.drums import at, withdrawn
from tests.rules.hazardous_waste.test_storage_point_over_limit import comes
from tests.specification import BAY, SITE, drum, kg, said

RULE = "storage_over_capacity"
LATER = "2026-12-20T00:00:00Z"
SINCE = "2026-11-24T02:00:00.000000Z"


def house(step: str = "registered", clock: str = "05:00", **changed: Any) -> Posting:
    data = {"establishment": SITE, "kind": "storage_house", "capacity_t": kg("20")} | changed
    return said(f"facility.{step}", BAY, data, at=at(clock))


@pytest.mark.parametrize(("last", "flags"), [("5", []), ("5.001", [(BAY, SINCE, "warning")])])
def test_the_capacity_may_be_used_and_no_gram_more(register: Register, last: str, flags: list[Any]) -> None:
    register.given(house(), *comes(1, "15", "08:00"), *comes(2, last, "10:00"))
    assert register.told("2026-11-24T04:00:00Z", RULE) == []
    assert register.told("2026-11-24T04:00:00.000001Z", RULE) == flags


def test_what_left_within_two_hours(register: Register) -> None:
    register.given(house(), *comes(1, "15", "08:00"), *comes(2, "6", "10:00"), withdrawn("12:00", drum(1)))
    assert register.told(LATER, RULE) == []


@pytest.mark.parametrize("kind", ["storage_point", "storage_tank", "treatment"])
def test_other_facilities_are_not_judged_by_it(register: Register, kind: str) -> None:
    register.given(house(kind=kind), *comes(1, "15", "08:00"), *comes(2, "6", "10:00"))
    assert register.told(LATER, RULE) == []


def test_a_larger_capacity_that_is_told_late_clears_it(register: Register) -> None:
    register.given(house(), *comes(1, "15", "08:00"), *comes(2, "6", "10:00"))
    assert len(register.told("2026-11-25T00:00:00Z", RULE)) == 1
    register.given(house("changed", "06:00", capacity_t=kg("30")), recorded_at="2026-11-26T00:00:00Z")
    assert register.told(LATER, RULE) == []
