"""manifest_not_arrived: a load that left, and is not with its receiver when it ought to be."""

from typing import Any

import pytest

from tests.manifests import NUMBER, RECEIVER, TRADE, TRUCK, TRUCKER, issue, issued, of_manifest, org, received
from tests.rules.conftest import Register
from tests.specification import PLANT, kg

RULE = "manifest_not_arrived"
LEFT = "2026-11-24T09:00:00+08:00"  # 01:00 in UTC
BY_ROAD = {"legs": issue()["legs"][:1]}


def on_its_way(register: Register, **issue_says: Any) -> Register:
    left = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=LEFT)
    return register.given(*TRADE, issued(**issue_says), left)


@pytest.mark.parametrize(
    ("says", "due", "behind"),
    [
        (BY_ROAD, "2026-11-26T01:00:00Z", "2026-11-26T01:00:01Z"),
        ({}, "2026-12-04T01:00:00Z", "2026-12-04T01:00:01Z"),  # over the river too
        ({"planned_arrival": "2026-11-24T20:00:00+08:00"}, "2026-11-25T00:00:00Z", "2026-11-25T00:00:01Z"),
    ],
)
def test_when_it_is_due_hangs_on_the_plan_else_on_the_way(
    register: Register, says: dict[str, Any], due: str, behind: str
) -> None:
    on_its_way(register, **says)
    assert register.told(due, RULE) == []
    assert register.told(behind, RULE) == [(NUMBER, "", "warning")]


def test_three_days_later_it_is_serious(register: Register) -> None:
    on_its_way(register, **BY_ROAD)
    assert register.told("2026-11-29T01:00:00Z", RULE) == [(NUMBER, "", "warning")]
    assert register.told("2026-11-29T01:00:01Z", RULE) == [(NUMBER, "", "serious")]


def test_it_is_the_carriers_that_has_it(register: Register) -> None:
    (flag,) = on_its_way(register, **BY_ROAD).flags("2026-11-27T00:00:00Z", RULE)
    assert flag.findings[0].against == org(TRUCKER)


def test_what_is_only_told_to_be_loaded_is_to_be_fetched_by_the_first_carrier(register: Register) -> None:
    loaded = of_manifest("loaded", PLANT, {"mass_kg": kg("600")}, at=LEFT)
    (flag,) = register.given(*TRADE, issued(**BY_ROAD), loaded).flags("2026-11-27T00:00:00Z", RULE)
    assert flag.findings[0].against == org(TRUCKER)


@pytest.mark.parametrize("there", [of_manifest("arrived", RECEIVER, at="2026-11-25T10:00:00+08:00"), None])
def test_an_arrival_told_late_clears_it_and_what_was_known_stays(register: Register, there: Any) -> None:
    on_its_way(register, **BY_ROAD)
    assert len(register.told("2026-11-27T00:00:00Z", RULE)) == 1
    told = there or received(issue()["containers"], at="2026-11-25T10:00:00+08:00")
    register.given(told, recorded_at="2026-11-28T00:00:00Z")
    assert register.told("2026-11-29T00:00:00Z", RULE) == []
    assert len(register.told("2026-11-27T00:00:00Z", RULE)) == 1


def test_a_manifest_that_nobody_issued_here_names_no_receiver(register: Register) -> None:
    register.given(*TRADE, of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=LEFT))
    assert register.told("2026-12-24T00:00:00Z", RULE) == []
