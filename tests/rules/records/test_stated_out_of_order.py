"""stated_out_of_order: a later step of the process that happened well before an earlier one."""

import pytest

from tests.manifests import registered
from tests.rules.across import early, two_provinces
from tests.rules.conftest import Register
from tests.specification import BAY, PLANT, SITE, drum, generated, organisation, said, weighed
from tests.transfers import dispatched, of_load

RULE = "stated_out_of_order"
LATER = "2026-12-20T00:00:00Z"
DRUM = drum(1)


@pytest.fixture
def plant(register: Register) -> Register:
    return register.given(*early(organisation(PLANT, "generator"), registered(SITE, "310115", PLANT)))


def test_a_drum_weighed_before_it_was_generated(plant: Register) -> None:
    plant.given(weighed(DRUM, at="2026-11-24T07:44:59+08:00"), generated(DRUM, at="2026-11-24T08:00:00+08:00"))
    assert plant.told("2026-11-25T00:00:00Z", RULE) == []
    assert plant.told("2026-11-25T00:00:00.000001Z", RULE) == [(DRUM, "", "notice")]


def test_a_quarter_of_an_hour_is_let_pass(plant: Register) -> None:
    plant.given(weighed(DRUM, at="2026-11-24T07:45:00+08:00"), generated(DRUM, at="2026-11-24T08:00:00+08:00"))
    assert plant.told(LATER, RULE) == []


def test_stored_before_it_was_weighed(plant: Register) -> None:
    stored = said("container.stored", DRUM, {"facility": BAY}, at="2026-11-24T08:00:00+08:00")
    plant.given(
        generated(DRUM, at="2026-11-24T07:00:00+08:00"), stored, weighed(DRUM, at="2026-11-24T09:00:00+08:00")
    )
    (flag,) = plant.flags(LATER, RULE)
    assert '"earlier":"container.weighed"' in flag.findings[0].inputs


def test_a_clock_that_is_known_to_be_off_explains_it(plant: Register) -> None:
    source = f"device:{PLANT}.test"
    plant.given(*early(said("device.registered", source, {"class": "device", "place": {"address": "一号"}})))
    plant.given(weighed(DRUM, at="2026-11-24T06:00:00+08:00"))
    plant.given(generated(DRUM, at="2026-11-24T08:00:00+08:00"))
    assert len(plant.told("2026-11-26T00:00:00Z", RULE)) == 1
    named = weighed(drum(2), at="2026-11-26T06:00:00+08:00")
    named.data["device"] = f"device:{PLANT}.D9"
    checked = said("device.clock_checked", f"device:{PLANT}.D9", {"offset_s": -7200}, at="2026-11-26T05:00:00+08:00")
    plant.given(checked, named, generated(drum(2), at="2026-11-26T08:00:00+08:00"))
    assert [subject for subject, _, _ in plant.told(LATER, RULE)] == [DRUM]


def test_a_receipt_before_the_departure_is_a_warning(register: Register) -> None:
    register.given(*two_provinces(), dispatched(at="2026-09-01T12:00:00+08:00"))
    register.given(of_load("received", at="2026-09-01T09:00:00+08:00", accepted_kg=10000))
    assert register.told(LATER, RULE) == [(f"consignment:{PLANT}.C-1", "", "warning")]


def test_a_corrected_time_clears_it(plant: Register) -> None:
    wrong = weighed(DRUM, at="2026-11-24T06:00:00+08:00")
    plant.given(wrong).corrected(wrong, at="2026-11-26T09:00:00+08:00", time="2026-11-24T08:30:00+08:00")
    plant.given(generated(DRUM, at="2026-11-24T08:00:00+08:00"))
    assert plant.told(LATER, RULE) == []
