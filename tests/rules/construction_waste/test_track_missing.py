"""track_missing: of a third of the way, or for twenty minutes on end, nobody can tell where the truck was."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, corrected, tracked
from tests.specification import OPERATOR, kg, said
from tests.spoil import CARRIER, departed, trip

RULE = "track_missing"
DEVICE = f"device:{CARRIER}.GPS-1"


def failed(at: str, device: str = DEVICE):  # type: ignore[no-untyped-def]
    return said("device.failed", device, {}, by=CARRIER, at=at)


@pytest.mark.parametrize(
    ("share", "gap", "flagged"), [("0.7", 1200, False), ("0.699", 60, True), ("0.98", 1201, True)]
)
def test_more_than_thirty_per_cent_or_twenty_minutes(hauling: Register, share: str, gap: int, flagged: bool) -> None:
    hauling.given(departed(), tracked(valid_share=kg(share), longest_gap_s=gap))
    assert hauling.told(LATER, RULE) == ([(trip(1), "", "notice")] if flagged else [])


def test_it_is_flagged_a_day_after_the_trip(hauling: Register) -> None:
    hauling.given(departed(), tracked(longest_gap_s=1800))
    assert hauling.told("2026-11-24T15:30:00Z", RULE) == []
    assert hauling.told("2026-11-24T15:30:01Z", RULE) == [(trip(1), "", "notice")]


@pytest.mark.parametrize(
    ("at", "flagged"),
    [("2026-11-24T23:30:00+08:00", False), ("2026-11-24T23:30:01+08:00", True), ("2026-11-23T12:00:00+08:00", False)],
)
def test_a_failure_that_is_told_within_a_day_excuses_it(hauling: Register, at: str, flagged: bool) -> None:
    hauling.given(departed(), tracked(longest_gap_s=1800), failed(at))
    assert hauling.told(LATER, RULE) == ([(trip(1), "", "notice")] if flagged else [])


def test_where_the_device_is_named_only_its_own_failure_counts(hauling: Register) -> None:
    hauling.given(departed(), tracked(longest_gap_s=1800, device=f"device:{CARRIER}.GPS-2"))
    hauling.given(failed("2026-11-24T09:00:00+08:00"))
    assert hauling.told(LATER, RULE) == [(trip(1), "", "notice")]


def test_the_third_within_thirty_days_is_a_warning(hauling: Register) -> None:
    for number, day in ((1, "10-23"), (2, "11-20"), (3, "11-23")):
        at = f"2026-{day}T22:00:00+08:00"
        hauling.given(departed(number, at=at), tracked(number, at=at, longest_gap_s=1800))
    assert sorted(told[2] for told in hauling.told(LATER, RULE)) == ["notice", "notice", "notice"]
    at = "2026-11-23T23:50:00+08:00"
    hauling.given(departed(4, at=at), tracked(4, at=at, longest_gap_s=1800))
    assert (trip(4), "", "warning") in hauling.told("2026-12-02T00:00:00Z", RULE)


def test_a_track_that_is_assessed_again_clears_it(hauling: Register) -> None:
    hauling.given(departed(), tracked(longest_gap_s=1800))
    wrong = corrected(hauling.position(trip(1)), trip(1), tracked().data, by=OPERATOR, at="2026-11-26T00:00:00Z")
    hauling.given(wrong)
    assert hauling.told(LATER, RULE) == []
    assert hauling.told("2026-11-25T00:00:00Z", RULE) == [(trip(1), "", "notice")], "as was known then"
