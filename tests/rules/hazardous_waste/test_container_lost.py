"""container_lost: taken out and nowhere, in neither list of a receipt, or not found at a stocktaking."""

import pytest

from tests.manifests import DRUMS, RECEIVER, TRADE, TRUCK, TRUCKER, issued, of_manifest, org, received
from tests.rules.conftest import Register
from tests.rules.drums import at, stored, withdrawn
from tests.specification import BAY, PLANT, generated, kg, said, weighed

RULE = "container_lost"
LATER = "2026-12-20T00:00:00Z"
ONE, TWO, THREE = DRUMS
LEFT = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at("10:00"))


@pytest.fixture
def kept(register: Register) -> Register:
    """Three drums in the plant's bay since nine o'clock of a Tuesday."""
    for number, each in enumerate(DRUMS):
        register.given(*(TRADE if not number else ()), generated(each), stored("09:00", each))
    return register


def counted(clock: str, *found: str, day: int = 24, **more: object) -> object:
    return said("storage.counted", BAY, {"containers": list(found), **more}, at=at(clock, day))


def told(register: Register, as_of: str = LATER) -> list[str]:
    assert all(severity == "serious" for _, _, severity in register.told(as_of, RULE))
    return sorted(subject for subject, _, _ in register.told(as_of, RULE))


def test_a_move_may_take_a_day(kept: Register) -> None:
    kept.given(withdrawn("10:00", ONE))
    assert told(kept, "2026-11-25T02:00:00Z") == []
    assert told(kept, "2026-11-25T02:00:01Z") == [ONE]


def test_a_storing_told_late_clears_it_and_what_was_known_stays(kept: Register) -> None:
    kept.given(withdrawn("10:00", ONE))
    assert told(kept, "2026-11-26T00:00:00Z") == [ONE]
    kept.given(stored("11:00", ONE), recorded_at="2026-11-27T00:00:00Z")
    assert told(kept) == []
    assert told(kept, "2026-11-26T00:00:00Z") == [ONE]


def test_what_was_withdrawn_and_treated_is_not_lost(kept: Register) -> None:
    kept.given(withdrawn("10:00", ONE, purpose="treatment"))
    run = {"facility": BAY, "kind": "disposed", "method": "D10", "from": at("10:00"), "until": at("12:00")}
    run["inputs"] = [{"container": ONE, "mass_kg": kg("200")}]
    kept.given(said("treatment.completed", f"treatment:{PLANT}.T-1", run, at=at("12:00")))
    assert told(kept) == []


def test_a_drum_that_waits_for_its_truck_is_not_lost(kept: Register) -> None:
    kept.given(issued(at=at("09:30")), withdrawn("10:00", ONE, purpose="transfer"))
    assert told(kept) == []


def test_the_trip_from_which_it_came_back_is_not_the_one_it_waits_for(kept: Register) -> None:
    back = of_manifest("returned", PLANT, {}, at=at("16:00"))
    kept.given(issued(at=at("09:10")), LEFT, received((), DRUMS, at=at("14:00")), back, stored("17:00", ONE))
    kept.given(withdrawn("18:00", ONE, purpose="transfer"))
    assert told(kept) == []


def test_a_drum_that_the_truck_left_behind_and_nobody_stored_is(kept: Register) -> None:
    kept.given(issued(at=at("09:10")), *(withdrawn("09:30", each, purpose="transfer") for each in DRUMS))
    kept.given(of_manifest("loaded", PLANT, {"containers": [ONE, TWO], "mass_kg": kg("400")}, at=at("09:40")))
    kept.given(LEFT, received([ONE, TWO], at=at("12:00")))
    assert told(kept, "2026-11-25T02:00:00Z") == []
    assert told(kept, "2026-11-25T02:00:01Z") == [THREE]


def test_in_neither_list_a_day_after_the_receipt(kept: Register) -> None:
    kept.given(issued(at=at("09:10")), LEFT, received([ONE], [TWO], at=at("12:00")))
    assert told(kept, "2026-11-25T04:00:00Z") == []
    (flag,) = kept.flags("2026-11-25T04:00:01Z", RULE)
    assert (flag.subject, flag.findings[0].variant) == (THREE, "receipt")


def test_a_load_that_is_not_received_yet_is_another_rules_matter(kept: Register) -> None:
    kept.given(issued(at=at("09:10")), LEFT)
    assert told(kept) == []


def test_what_was_received_by_line_may_be_among_it(kept: Register) -> None:
    part = {"accepted": [{"line": 1, "mass_kg": kg("600")}]}
    kept.given(issued(at=at("09:10")), LEFT, of_manifest("received", RECEIVER, part, at=at("12:00")))
    assert told(kept) == []


def test_a_second_receipt_clears_it(kept: Register) -> None:
    kept.given(issued(at=at("09:10")), LEFT, received([ONE, TWO], at=at("12:00")))
    assert told(kept, "2026-11-26T00:00:00Z") == [THREE]
    kept.given(received([THREE], at=at("09:00", 27)))
    assert told(kept) == []


def test_not_found_at_a_stocktaking_it_is_flagged_at_once(kept: Register) -> None:
    kept.given(counted("15:00", ONE, TWO))
    (flag,) = kept.flags("2026-11-24T07:00:01Z", RULE)
    assert (flag.subject, flag.findings[0].variant, flag.findings[0].against) == (THREE, "count", org(PLANT))


@pytest.mark.parametrize("seen", [counted("16:00", *DRUMS), weighed(THREE, at=at("16:00"))])
def test_whatever_is_seen_of_it_later_clears_it(kept: Register, seen: object) -> None:
    kept.given(counted("15:00", ONE, TWO), seen)
    assert told(kept) == []
    assert told(kept, "2026-11-24T07:30:00Z") == [THREE], "what was known then stays"


def test_missed_again_it_is_missing_since_the_first_time(kept: Register) -> None:
    kept.given(counted("15:00", ONE, TWO), counted("16:00", ONE, TWO))
    (flag,) = kept.flags(LATER, RULE)
    assert flag.since == "2026-11-24T07:00:00.000000Z"


def test_a_count_of_other_waste_of_a_part_or_before_the_storing_says_nothing(kept: Register) -> None:
    kept.given(counted("08:30", day=24), counted("15:00", waste_code="900-249-08"))
    kept.given(counted("16:00", ONE, part=1, parts=2))
    assert told(kept) == []
    kept.given(counted("16:00", TWO, part=2, parts=2))
    assert told(kept) == [THREE]


def test_a_withdrawal_told_late_clears_a_missing_one(kept: Register) -> None:
    kept.given(counted("15:00", ONE, TWO))
    kept.given(withdrawn("14:00", THREE), stored("14:30", THREE), recorded_at="2026-11-26T00:00:00Z")
    assert told(kept) == [THREE], "stored before the count again, it should have been found"
    kept.given(said("container.loss_declared", THREE, {"cause": "theft", "mass_kg": kg("1")}, at=at("17:00")))
    assert told(kept) == []


def test_a_flag_of_it_silences_that_of_its_weight(kept: Register) -> None:
    kept.given(weighed(ONE, "212.4", at=at("09:10")), weighed(ONE, "180", at=at("09:20")), withdrawn("10:00", ONE))
    assert {flag.rule for flag in kept.flags("2026-11-25T00:00:00Z")} == {"container_weight_drift"}
    assert {flag.rule for flag in kept.flags(LATER)} == {RULE}
