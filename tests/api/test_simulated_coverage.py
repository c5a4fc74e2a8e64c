"""Every rule about construction waste, transfers and industrial waste has something to find, or a reason for none."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.simulation.truth import RULES
from api.simulation.untold import UNTOLD
from ledger.catalogue import CATALOGUE
from tests.api.simulated_month import SEEDS, TUESDAY, Read, happened, read

CONSTRUCTION_WASTE = [
    "disposal_plan_missing",
    "gate_passing_without_trip",
    "hauled_outside_hours",
    "permit_overdrawn",
    "plate_in_two_places",
    "plate_mismatch",
    "receipt_without_trip",
    "route_deviation",
    "site_closed_acceptance",
    "site_over_capacity",
    "track_missing",
    "trip_unaccepted",
    "trip_weight_loss",
    "trip_without_permit",
    "unfiled_place",
    "unlawful_unloading_spot",
    "unloaded_off_site",
    "vehicle_overloaded",
    "yard_residual",
]
OTHER_WASTE = [
    "consignment_unreceived",
    "intensity_over_plan",
    "moved_while_suspended",
    "moved_without_transfer",
    "no_contract",
    "transfer_expired",
    "transfer_overdrawn",
    "transfer_step_overdue",
    "transfer_terms_changed",
]
OF_AUTHORITIES = [
    "case_decision_overdue",
    "clue_feedback_overdue",
    "clue_transfer_overdue",
    "criminal_threshold_unreferred",
    "evidence_expiring",
    "inquiry_missing",
    "inspection_transfer_overdue",
    "rectification_overdue",
    "referral_overdue",
    "seizure_expired",
]
LOOKS_LIKE_NOTHING_ELSE = {
    "disposal_plan_missing",
    "transfer_overdrawn",
    "transfer_terms_changed",
    "unlawful_unloading_spot",
    "yard_residual",
}
"""Rules of which no lawful look-alike is told."""


@pytest.fixture(params=SEEDS)
def month(request: pytest.FixtureRequest) -> Read:
    return read(*request.param)


def test_each_rule_has_two_injections_and_something_that_looks_like_them(month: Read) -> None:
    times = Counter(each.rule for each in month.planned.injected if not each.cleared)
    assert [rule for rule in (*CONSTRUCTION_WASTE, *OTHER_WASTE) if times[rule] < 2] == []
    alike = {each.rule for each in month.planned.lawful}
    assert {*CONSTRUCTION_WASTE, *OTHER_WASTE} - alike == LOOKS_LIKE_NOTHING_ELSE


def test_what_has_no_injection_has_a_reason_and_nothing_has_both() -> None:
    assert set(UNTOLD) == {*OF_AUTHORITIES, "carrier_unqualified"}
    assert not UNTOLD.keys() & set(RULES)
    assert {*CONSTRUCTION_WASTE, *OTHER_WASTE} <= set(RULES)


def test_no_fact_could_tell_of_what_is_untold() -> None:
    kinds = {kind for known in CATALOGUE.values() for kind in known.today.kinds()}
    assert not kinds & {"clue", "case", "inspection", "seizure", "rectification", "penalty", "sanction", "report"}


def words(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from words(each)


def test_what_is_told_of_and_never_created_is_injected(month: Read) -> None:
    creating = {name for name, known in CATALOGUE.items() if known.today.CREATES}
    kinds = {kind for name in creating for kind in CATALOGUE[name].today.kinds()}
    created = {e["subject"] for e in month.facts if e["type"] in creating}
    created |= {e["data"]["project"] for e in month.of("disposal_plan.filed")}
    # an official number is another name of a manifest that was issued
    created |= {e["data"]["official"] for e in month.of("manifest.number_bound")}
    created |= {part["container"] for e in month.of("container.repacked") for part in e["data"]["into"]}
    settled = [e for e in month.facts if happened(e) < TUESDAY - timedelta(hours=24)]
    told_of = {e["subject"] for e in settled if e["subject"].partition(":")[0] in kinds}
    never = [each for each in month.planned.injected if each.rule == "subject_not_created" and not each.cleared]
    standing = {each.subject for each in never}
    assert told_of - created == standing
    assert len(standing) >= 2
