"""outside_plan: each line of a manifest stands in the plan of the year, and all together in its masses."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.manifests import NUMBER, RECEIVER, TRADE, issued, line, of_manifest, org, registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import PLANT, SITE, kg, said

RULE = "outside_plan"
LATER = "2026-12-20T00:00:00Z"
PLAN = f"management_plan:{PLANT}001P.2026"


def plan(step: str = "filed", at: str = "2026-03-01T08:00:00+08:00", **changed: Any) -> Posting:
    planned = {"waste_code": "900-402-06", "mass_t": kg("1"), "method": "R2", "receiver": org(RECEIVER)} | changed
    return said(f"management_plan.{step}", PLAN, {"lines": [planned]}, at=at)


def manifest(number: int, mass: str = "600", **more: Any) -> Posting:
    serial = f"manifest:2026310100{number:04d}"
    return issued(serial, at=f"2026-11-2{number}T08:00:00+08:00", lines=[line(mass, **more)], containers=[])


@pytest.fixture
def trade(register: Register) -> Register:
    return register.given(*early(*TRADE, registered(SITE, "310115", PLANT)))


def test_what_stands_in_the_plan(trade: Register) -> None:
    assert trade.given(plan(), issued()).told(LATER, RULE) == []


@pytest.mark.parametrize(
    "changed", [{"waste_code": "900-249-08"}, {"method": "R3"}, {"receiver": org(PLANT)}, {"receiver": None}]
)
def test_another_waste_method_or_receiver(trade: Register, changed: dict[str, Any]) -> None:
    filed = plan(**changed)
    filed.data["lines"][0] = {name: value for name, value in filed.data["lines"][0].items() if value is not None}
    assert trade.given(filed, issued()).told(LATER, RULE) == [(NUMBER, "", "notice")]


def test_without_a_plan_and_once_cancelled_it_is_not_judged(trade: Register) -> None:
    assert trade.given(issued()).told(LATER, RULE) == []


def test_what_was_cancelled(trade: Register) -> None:
    trade.given(plan(method="R3"), issued(), of_manifest("cancelled", PLANT, at="2026-11-24T09:00:00+08:00"))
    assert trade.told(LATER, RULE) == []


def test_the_plan_as_it_stood_at_the_issue(trade: Register) -> None:
    trade.given(plan(method="R3"), issued(), plan("changed", "2026-11-25T08:00:00+08:00"))
    assert trade.told(LATER, RULE) == [(NUMBER, "", "notice")]


def test_a_change_that_is_told_late_clears_it(trade: Register) -> None:
    trade.given(plan(method="R3"), issued())
    trade.given(plan("changed", "2026-11-20T08:00:00+08:00"), recorded_at="2026-11-26T00:00:00Z")
    assert trade.told("2026-11-25T00:00:00Z", RULE) == [(NUMBER, "", "notice")]
    assert trade.told(LATER, RULE) == []


@pytest.mark.parametrize(
    ("second", "flags"), [("600", []), ("601", [("manifest:20263101000002", "900-402-06", "notice")])]
)
def test_a_fifth_more_than_planned(trade: Register, second: str, flags: list[tuple[str, str, str]]) -> None:
    trade.given(plan(), manifest(1), manifest(2, second))
    assert trade.told(LATER, RULE) == flags
