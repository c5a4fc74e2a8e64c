"""Waste that leaves the province in the simulated month: one approval from before it, one notice told in it."""

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from api.simulation.approval import APPROVAL
from api.simulation.notice import NOTICE
from api.simulation.plan import month
from api.simulation.provinces import FOUNDRY, JIANGSU, SUZHOU

TUESDAY = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
STEPS = ["applied", "admitted", "preliminarily_reviewed", "consulted", "consented", "approved"]


def facts(until: datetime = TUESDAY, days: int = 30, scale: float = 0.3, seed: int = 1) -> list[dict[str, Any]]:
    posts = month(until, days, scale, seed).posts
    once = {(p.poster, e["source"], e["id"]): e for p in posts for e in p.events}
    return sorted(once.values(), key=lambda e: datetime.fromisoformat(e["time"]))


@pytest.fixture(scope="module", params=[1, 2])
def told(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    return facts(seed=request.param)


def of(told: list[dict[str, Any]], subject: str) -> list[dict[str, Any]]:
    return [each for each in told if each["subject"] == subject]


def under(told: list[dict[str, Any]], type_: str, transfer: str) -> list[dict[str, Any]]:
    return [each for each in told if each["type"] == type_ and each["data"].get("transfer") == transfer]


def test_the_approval_was_granted_in_order_before_the_month_with_the_consent_of_jiangsu(told: Any) -> None:
    steps = of(told, APPROVAL)
    assert [each["type"].partition(".")[2] for each in steps] == STEPS
    assert JIANGSU.uscc in steps[4]["source"]
    assert steps[-1]["time"] < "2026-10-25"


@pytest.mark.parametrize("days", [30, 366])
def test_manifests_name_the_approval_and_stay_within_it(days: int) -> None:
    told = facts(days=days, scale=0.05)
    granted = of(told, APPROVAL)[-1]["data"]
    issued = under(told, "manifest.issued", APPROVAL)
    assert len(issued) > 3
    assert all(granted["valid_from"] <= each["time"][:10] <= granted["valid_until"] for each in issued)
    mass = sum(line["mass_kg"] for each in issued for line in each["data"]["lines"])
    assert mass < granted["quantity_t"] * 1000


def test_the_notice_is_told_before_the_first_load_and_the_capacity_confirmed(told: Any) -> None:
    steps = of(told, NOTICE)
    assert [each["type"].partition(".")[2] for each in steps] == ["applied", "capacity_confirmed", "noticed"]
    assert SUZHOU.uscc in steps[1]["source"]
    loads = under(told, "consignment.dispatched", NOTICE)
    assert len(loads) > 3
    assert steps[-1]["time"] < loads[0]["time"]


def test_one_load_is_refused_in_part_and_what_came_back_leaves_with_the_next(told: Any) -> None:
    batches: dict[str, Decimal] = defaultdict(Decimal)
    refused = []
    for each in told:
        data = each["data"]
        if each["type"] == "batch.generated" and FOUNDRY.uscc in each["subject"]:
            batches[each["subject"]] += data["mass_kg"]
        for part in data.get("batches", ()):
            batches[part["batch"]] += part["mass_kg"] * (1 if each["type"].endswith("returned") else -1)
        if each["type"] == "consignment.received" and "refused_kg" in data:
            refused.append(each["subject"])
    assert len(refused) == 1
    assert [e["subject"] for e in told if e["type"] == "consignment.returned"] == refused
    assert set(batches.values()) == {0}


@pytest.mark.parametrize("until", [datetime(2026, 8, 14, 4, tzinfo=UTC), datetime(2026, 9, 1, 4, tzinfo=UTC)])
def test_nothing_is_told_in_advance_before_the_code_is_in_force(until: datetime) -> None:
    steps = of(facts(until, scale=0.05), NOTICE)
    assert all(each["time"] >= "2026-08-15" for each in steps)
    assert bool(steps) == (until.month == 9)
