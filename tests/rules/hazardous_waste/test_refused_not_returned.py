"""refused_not_returned: what the receiver refused is to be back, or on another manifest, within five working days."""

import pytest

from tests.manifests import DRUMS, NUMBER, RECEIVER, TRADE, TRUCK, TRUCKER, issued, line, of_manifest, received
from tests.rules.conftest import Register
from tests.rules.drums import stored
from tests.specification import PLANT, generated, kg, said

RULE = "refused_not_returned"
REFUSED = "2026-11-24T10:00:00+08:00"  # a Tuesday
DUE, BEHIND = "2026-12-01T16:00:00Z", "2026-12-01T16:00:01Z"
SERIOUS, LATER = "2026-12-15T16:00:01Z", "2026-12-30T00:00:00Z"


@pytest.fixture
def refused(register: Register) -> Register:
    left = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at="2026-11-24T09:00:00+08:00")
    drums = [generated(each) for each in DRUMS]
    return register.given(*TRADE, *drums, issued(), left, received(DRUMS[:2], DRUMS[2:], at=REFUSED))


def test_it_is_flagged_when_the_fifth_working_day_is_over_and_not_before(refused: Register) -> None:
    assert refused.told(DUE, RULE) == []
    assert refused.told(BEHIND, RULE) == [(NUMBER, "", "warning")]


def test_ten_working_days_later_it_is_serious(refused: Register) -> None:
    assert refused.told("2026-12-15T16:00:00Z", RULE) == [(NUMBER, "", "warning")]
    assert refused.told(SERIOUS, RULE) == [(NUMBER, "", "serious")]


def test_on_its_way_back_is_not_back(refused: Register) -> None:
    back = of_manifest("return_dispatched", RECEIVER, {}, at="2026-11-25T10:00:00+08:00")
    refused.given(back)
    assert refused.told(BEHIND, RULE) == [(NUMBER, "", "warning")]
    refused.given(of_manifest("returned", PLANT, {}, at="2026-12-03T10:00:00+08:00"))
    assert refused.told(LATER, RULE) == []
    assert len(refused.told(BEHIND, RULE)) == 1, "what was known then stays"


def test_sent_on_under_another_manifest_is_not_flagged(refused: Register) -> None:
    on = {"manifest": "manifest:20263101004218"}
    refused.given(of_manifest("return_dispatched", RECEIVER, on, at="2026-11-25T10:00:00+08:00"))
    assert refused.told(LATER, RULE) == []


def test_a_drum_that_stands_in_the_plants_storage_again_is_back(refused: Register) -> None:
    refused.given(stored("10:00", DRUMS[2], day=26))
    assert refused.told(LATER, RULE) == []


def test_a_refused_part_of_a_line_counts_too(register: Register) -> None:
    bulk = issued(containers=[], lines=[line("10000")])
    part = {"line": 1, "mass_kg": kg("4000")}
    told = {"accepted": [part], "refused": [{**part, "reason": "含水率"}]}
    register.given(*TRADE, bulk, of_manifest("received", RECEIVER, told, at=REFUSED))
    (flag,) = register.flags(BEHIND, RULE)
    assert '"refused_g":4000000' in flag.findings[0].inputs


def test_what_was_accepted_whole_is_not(register: Register) -> None:
    drums = [generated(each) for each in DRUMS]
    register.given(*TRADE, *drums, issued(), received(DRUMS, at=REFUSED))
    assert register.told(LATER, RULE) == []


def test_a_correction_of_the_refusal_clears_it(refused: Register) -> None:
    accepted = {"position": refused.position(NUMBER), "data": received(DRUMS).data, "reason": "误记"}
    refused.given(said("fact.corrected", NUMBER, accepted, by=RECEIVER, at="2026-12-02T10:00:00+08:00"))
    assert refused.told(LATER, RULE) == []
