"""dispatched_without_manifest: what left before its manifest was issued, and drums taken out that are on none."""

from typing import Any

import pytest

from tests.manifests import DRUMS, NUMBER, RECEIVER, TRADE, TRUCK, TRUCKER, issued, of_manifest, received
from tests.rules.conftest import Register
from tests.rules.drums import at, stored, withdrawn
from tests.specification import PLANT, SITE, generated, said

RULE = "dispatched_without_manifest"
DRUM = DRUMS[0]
LATER = "2026-12-20T00:00:00Z"
LEFT = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at("10:00"))
PAPER = {"paper_no": "沪危联0001", "completed_at": at("12:00")}


@pytest.fixture
def kept(register: Register) -> Register:
    register.given(*TRADE, *(generated(each) for each in DRUMS))
    return register.given(*(stored("09:00", each) for each in DRUMS))


def exemption(stage: str) -> Any:
    claim = {"establishment": SITE, "item": 8, "stage": stage, "waste_codes": ["900-402-06"]}
    return said("exemption.claimed", f"exemption:{PLANT}.E-1", claim | {"evidence": [{"sha256": "ab" * 32}]})


@pytest.mark.parametrize(("minute", "flagged"), [("10:00", False), ("10:01", True)])
def test_the_manifest_is_to_be_issued_before_the_load_leaves(kept: Register, minute: str, flagged: bool) -> None:
    kept.given(LEFT, issued(at=at(minute)))
    assert kept.told(LATER, RULE) == ([(NUMBER, "", "serious")] if flagged else [])


def test_it_waits_a_day_for_an_issue_told_late(kept: Register) -> None:
    kept.given(LEFT)
    assert kept.told("2026-11-25T02:00:00Z", RULE) == []
    assert kept.told("2026-11-25T02:00:01Z", RULE) == [(NUMBER, "", "serious")]
    kept.given(issued(at=at("09:30")), recorded_at="2026-11-26T00:00:00Z")
    assert kept.told(LATER, RULE) == []
    assert len(kept.told("2026-11-25T12:00:00Z", RULE)) == 1, "what was known then stays"


def test_what_another_received_without_a_manifest_left_without_one(kept: Register) -> None:
    kept.given(received([DRUM], at=at("14:00")))
    (flag,) = kept.flags(LATER, RULE)
    assert flag.findings[0].variant == "never"


def test_a_trip_on_paper_is_not_flagged(kept: Register) -> None:
    kept.given(LEFT, of_manifest("entered_from_paper", RECEIVER, PAPER, at=at("08:00", 26)))
    assert kept.told(LATER, RULE) == []


@pytest.mark.parametrize(("stage", "flagged"), [("collection", False), ("all", False), ("transport", True)])
def test_an_exemption_of_the_transport_alone_does_not_spare_the_manifest(
    kept: Register, stage: str, flagged: bool
) -> None:
    kept.given(exemption(stage), LEFT, issued(at=at("11:00")), withdrawn("12:00", DRUM, purpose="transfer"))
    assert {flag.subject for flag in kept.flags(LATER, RULE)} == ({NUMBER, DRUM} if flagged else set())


def test_a_drum_taken_out_for_a_transfer_that_is_on_no_manifest(kept: Register) -> None:
    kept.given(withdrawn("10:00", DRUM, purpose="transfer"))
    assert kept.told("2026-11-25T02:00:00Z", RULE) == []
    assert kept.told("2026-11-25T02:00:01Z", RULE) == [(DRUM, "2026-11-24T02:00:00.000000Z", "serious")]


def test_a_drum_that_waits_for_its_truck_is_not_flagged(kept: Register) -> None:
    kept.given(withdrawn("09:30", DRUM, purpose="transfer"), issued(at=at("09:45")))
    assert kept.told(LATER, RULE) == []
    kept.given(LEFT)
    assert kept.told(LATER, RULE) == []


def test_a_manifest_that_had_left_before_is_of_another_trip(kept: Register) -> None:
    back = of_manifest("returned", PLANT, {}, at=at("16:00"))
    kept.given(issued(at=at("09:30")), LEFT, received((), DRUMS, at=at("14:00")), back)
    kept.given(stored("17:00", DRUM), withdrawn("18:00", DRUM, purpose="transfer"))
    assert [subject for subject, _, _ in kept.told(LATER, RULE)] == [DRUM]


def test_what_is_moved_stored_again_or_goes_abroad_is_not_flagged(kept: Register) -> None:
    kept.given(withdrawn("10:00", DRUMS[0]), withdrawn("10:00", DRUMS[1], purpose="transfer"))
    kept.given(stored("11:00", DRUMS[0]), stored("11:00", DRUMS[1]))
    abroad = {"purpose": "transfer", "recipient": {"kind": "abroad", "export_notice": "示-1"}}
    kept.given(said("container.withdrawn", DRUMS[2], abroad, at=at("10:00")))
    assert kept.told(LATER, RULE) == []
