"""Decisions over an establishment: lists it enters and leaves, storage beyond the year; and what it says it made."""

import pytest

from ledger.errors import InvalidError, MayNotStateError, UnlawfulActError
from ledger.posting import Posting
from tests.ledger.parties.state_of import state_of
from tests.specification import BAY, BUREAU, OTHER_PLANT, PLANT, SITE, Scenario, said


def decided(name: str, which: str = "key_supervision", by: str = BUREAU) -> Posting:
    return said(f"supervision_list.{name}", SITE, {"list": which, "reason": "跨省转移较频繁"}, by=by)


def extended(until: str = "2027-06-30", *, by: str = BUREAU, at: str = "2026-11-24T08:00:00+08:00") -> Posting:
    data = {"waste_codes": ["772-002-18"], "valid_until": until}
    return said("storage.extension_granted", BAY, data, by=by, at=at)


def test_an_establishment_stands_on_the_lists_that_it_entered_and_did_not_leave(plant: Scenario) -> None:
    plant.given(decided("entered"), decided("entered", "key_polluters"), decided("entered"))
    assert state_of(plant, SITE).lists == ["key_polluters", "key_supervision"]
    plant.given(decided("left"))
    assert state_of(plant, SITE).lists == ["key_polluters"]
    plant.given(decided("left", "key_polluters"))
    assert state_of(plant, SITE).lists is None


def test_nothing_is_left_that_was_not_entered(plant: Scenario) -> None:
    plant.given(decided("entered", "key_polluters"))
    refusal = plant.refused(UnlawfulActError, "not_on_the_list", decided("left"))
    assert [(f.pointer, f.article) for f in refusal.findings] == [("/data/list", "沪府办发〔2024〕30号 三（三）")]
    plant.given(decided("entered"), decided("left"))
    plant.refused(UnlawfulActError, "not_on_the_list", decided("left"))


@pytest.mark.parametrize("by", [PLANT, OTHER_PLANT])
def test_only_the_bureau_decides(plant: Scenario, by: str) -> None:
    plant.refused(MayNotStateError, "may_not_state", decided("entered", by=by))
    plant.refused(MayNotStateError, "may_not_state", extended(by=by))


def test_an_extension_is_of_the_facility_whatever_else_changes(plant: Scenario) -> None:
    store = {"establishment": SITE, "kind": "storage_house"}
    plant.given(said("facility.registered", BAY, store), extended(), said("facility.changed", BAY, store))
    state = state_of(plant, BAY)
    assert (state.extended_codes, state.extended_until) == (["772-002-18"], "2027-06-30")


@pytest.mark.parametrize(
    ("at", "until", "article"),
    [
        ("2026-11-24T08:00:00+08:00", "2026-11-23", "生态环境法典 535(3)"),
        ("2026-08-14T23:00:00+08:00", "2026-08-13", "固体废物污染环境防治法（2020）81(3)"),
    ],
)
def test_no_extension_is_over_before_it_is_granted(plant: Scenario, at: str, until: str, article: str) -> None:
    refusal = plant.refused(UnlawfulActError, "ends_before_it_begins", extended(until, at=at))
    assert [(f.pointer, f.article) for f in refusal.findings] == [("/data/valid_until", article)]
    plant.given(extended(at[:10], at=at))


def test_output_is_a_quantity_of_a_product_in_a_month(plant: Scenario) -> None:
    data = {"product": "涂料", "unit": "吨", "quantity": 120, "month": "2026-10"}
    plant.given(said("output.reported", SITE, data))
    plant.refused(MayNotStateError, "may_not_state", said("output.reported", SITE, data, by=OTHER_PLANT))
    below = said("output.reported", SITE, {**data, "quantity": -1})
    assert plant.refused(InvalidError, "out_of_range", below).findings[0].pointer == "/data/quantity"
    for month in ("2026-13", "2026-1", "2026-10-01"):
        plant.refused(InvalidError, "wrong_form", said("output.reported", SITE, {**data, "month": month}))
