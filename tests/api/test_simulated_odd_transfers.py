"""What leaves the province, or is not received, in the simulated month: irregular exactly where that is injected."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from ledger.regulation.cross_province import is_recovery
from tests.api.simulated_month import SEEDS, TUESDAY, Event, Read, happened, read

TWICE = (
    "consignment_unreceived",
    "intensity_over_plan",
    "moved_while_suspended",
    "moved_without_transfer",
    "no_contract",
    "transfer_expired",
    "transfer_overdrawn",
    "transfer_step_overdue",
    "transfer_terms_changed",
)
DECIDED = ("transfer.approved", "transfer.noticed")


@pytest.fixture(params=SEEDS)
def month(request: pytest.FixtureRequest) -> Read:
    return read(*request.param)


@pytest.mark.parametrize("rule", TWICE)
def test_each_is_injected_twice_and_something_looks_like_it(month: Read, rule: str) -> None:
    assert sum(each.rule == rule for each in month.planned.injected) >= 2
    alike = {each.rule for each in month.planned.lawful}
    assert rule in alike | {"transfer_overdrawn", "transfer_terms_changed"}


class Load(NamedTuple):
    """What leaves a place, by manifest or by consignment."""

    subject: str
    at: datetime
    data: dict[str, Any]
    code: str
    method: str
    kg: Decimal

    @property
    def between(self) -> tuple[str, str]:
        return str(self.data["from_establishment"][14:32]), str(self.data["to_establishment"][14:32])


def loads(month: Read) -> Iterator[Load]:
    issued = {e["subject"]: e["data"] for e in month.of("manifest.issued")}
    for each in month.of("manifest.collected"):
        data = issued[each["subject"]]
        line = data["lines"][0]
        mass = sum(part["mass_kg"] for part in data["lines"])
        yield Load(each["subject"], happened(each), data, line["waste_code"], line["method"], mass)
    for each in month.of("consignment.dispatched"):
        data = each["data"]
        mass = data.get("mass_kg") or sum(part["mass_kg"] for part in data["batches"])
        yield Load(each["subject"], happened(each), data, data["waste_code"], data["method"], mass)


def granted(month: Read) -> dict[str, Event]:
    return {e["subject"]: e for each in DECIDED for e in month.of(each)}


def in_force(decision: Event, at: datetime) -> bool:
    terms = decision["data"]
    return happened(decision) < at and terms["valid_from"] <= f"{at:%Y-%m-%d}" <= terms["valid_until"]


def test_a_load_leaves_its_province_on_no_decision_only_where_that_is_injected(month: Read) -> None:
    province = {
        e["subject"].partition(":")[2]: e["data"]["division"][:2] for e in month.of("organisation.registered")
    }
    applied = {e["subject"]: e["data"] for e in month.of("transfer.applied")}
    without = set()
    for load in loads(month):
        sender, receiver = load.between
        if province[sender] == province[receiver] or "by_product_proof" in load.data:
            continue
        fitting = [
            decision
            for transfer, decision in granted(month).items()
            if applied[transfer]["transferor"] == f"organisation:{sender}"
            and applied[transfer]["receiver"] == f"organisation:{receiver}"
            and load.code in decision["data"]["waste_codes"]
            and is_recovery(load.method) == is_recovery(decision["data"]["method"])
        ]
        if not any(in_force(decision, load.at) for decision in fitting):
            without.add(load.subject)
    assert without == {each for each, _ in month.keys("moved_without_transfer")}


def test_a_transfer_is_overdrawn_or_over_only_where_that_is_injected(month: Read) -> None:
    drawn: dict[str, Decimal] = defaultdict(Decimal)
    late = set()
    for load in loads(month):
        if (transfer := load.data.get("transfer")) in granted(month):
            drawn[transfer] += load.kg
            if f"{load.at:%Y-%m-%d}" > granted(month)[transfer]["data"]["valid_until"]:
                late.add((transfer, f"{load.at:%Y-%m-%d}"))
    over = {each for each, kg in drawn.items() if kg > granted(month)[each]["data"]["quantity_t"] * Decimal(1_050)}
    assert over == {each for each, _ in month.keys("transfer_overdrawn")}
    assert late == month.keys("transfer_expired")


def test_a_load_goes_while_suspended_or_otherwise_than_decided_only_where_that_is_injected(month: Read) -> None:
    stopped = {e["subject"]: e["data"]["served_at"] for e in month.of("transfer.suspended")}
    lost = {e["subject"]: happened(e) for e in month.of("transfer.capacity_withdrawn")}
    served = [e for e in month.of("licence.suspended") if "served_at" in e["data"]]
    held = {e["data"]["establishment"]: (e["subject"], e["data"]["served_at"]) for e in served}
    moved, otherwise = set(), set()
    for load in loads(month):
        licence, since = held.get(load.data["to_establishment"], ("", "9999-12-31T00:00:00+08:00"))
        if load.at >= datetime.fromisoformat(since):
            moved.add((licence, f"{load.at:%Y-%m-%d}"))
        transfer = load.data.get("transfer")
        if transfer in stopped and load.at >= datetime.fromisoformat(stopped[transfer]):
            moved.add((transfer, f"{load.at:%Y-%m-%d}"))
        if transfer in granted(month) and load.method != granted(month)[transfer]["data"]["method"]:
            otherwise.add(load.subject)
        if transfer in lost and load.at > lost[transfer]:
            otherwise.add(load.subject)
    assert moved == month.keys("moved_while_suspended")
    assert otherwise == {each for each, _ in month.keys("transfer_terms_changed")}


def test_a_consignment_is_never_received_only_where_that_is_injected(month: Read) -> None:
    received = {e["subject"] for e in month.of("consignment.received")}
    sent = {e["subject"]: happened(e) for e in month.of("consignment.dispatched")}
    never = {load for load, at in sent.items() if load not in received and TUESDAY - at > timedelta(days=3)}
    assert never == {each for each, _ in month.keys("consignment_unreceived")}


def test_a_plant_has_no_contract_with_who_takes_its_waste_only_where_that_is_injected(month: Read) -> None:
    contracts = {(e["data"]["generator"], e["data"]["contractor"]) for e in month.of("contract.signed")}
    without = set()
    for each in month.of("consignment.dispatched"):
        sender = f"organisation:{each['data']['from_establishment'][14:32]}"
        pair = sender, each["data"]["receiver"]
        if each["data"]["carrier"] != sender and pair not in contracts:
            without.add(pair)
    assert without == month.keys("no_contract")


def test_a_plant_has_more_than_it_meant_to_only_where_that_is_injected(month: Read) -> None:
    caps = {e["subject"]: e["data"] for e in month.of("intensity_plan.filed")}
    over = set()
    for place, cap in caps.items():
        arisen = [e for e in month.of("batch.generated") if e["data"]["establishment"] == place]
        cast = {
            e["data"]["month"]: e["data"]["quantity"] for e in month.of("output.reported") if e["subject"] == place
        }
        kg, units, high = Decimal(0), Decimal(0), 0
        for batch in arisen:
            kg, units = kg + batch["data"]["mass_kg"], units + cast[batch["time"][:7]]
            high = high + 1 if kg > cap["t_per_unit"] * units * 1_050 else 0
        over |= {(place, "total")} if kg > cap["total_t"] * 1_000 else set()
        over |= {(place, "intensity")} if high == len(arisen) == 2 else set()
    assert over == month.keys("intensity_over_plan")


def test_an_application_waits_only_where_that_is_injected(month: Read) -> None:
    steps: dict[str, list[str]] = defaultdict(list)
    since: dict[str, datetime] = {}
    for each in month.facts:
        if each["type"].startswith("transfer."):
            steps[each["subject"]].append(each["type"].partition(".")[2])
            since[each["subject"]] = happened(each)
    waits = {"admitted": "transfer_review", "consulted": "transfer_reply", "consented": "transfer_decision"}
    long_ago = {transfer for transfer, at in since.items() if TUESDAY - at > timedelta(days=7)}
    waiting = {(each, waits[steps[each][-1]]) for each in long_ago if steps[each][-1] in waits}
    assert waiting == month.keys("transfer_step_overdue")
