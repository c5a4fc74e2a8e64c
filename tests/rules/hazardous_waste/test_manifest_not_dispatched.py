"""manifest_not_dispatched: issued, and within seven days neither on its way nor cancelled."""

import pytest

from tests.manifests import NUMBER, TRADE, TRUCK, TRUCKER, issued, of_manifest
from tests.rules.conftest import Register
from tests.specification import OPERATOR, PLANT, kg, said

RULE = "manifest_not_dispatched"
DUE = "2026-12-01T00:00:00Z"
BEHIND = "2026-12-01T00:00:01Z"


@pytest.fixture
def open_manifest(register: Register) -> Register:
    return register.given(*TRADE, issued())


def test_it_is_flagged_behind_the_seventh_day_and_not_before(open_manifest: Register) -> None:
    assert open_manifest.told(DUE, RULE) == []
    assert open_manifest.told(BEHIND, RULE) == [(NUMBER, "", "notice")]


@pytest.mark.parametrize(
    ("step", "by", "data"),
    [
        ("collected", TRUCKER, {"conveyance": TRUCK}),
        ("loaded", PLANT, {"mass_kg": kg("600")}),
        ("cancelled", PLANT, {}),
    ],
)
def test_what_left_or_was_cancelled_is_not(open_manifest: Register, step: str, by: str, data: dict[str, str]) -> None:
    open_manifest.given(of_manifest(step, by, data, at="2026-11-25T08:00:00+08:00"))
    assert open_manifest.told(BEHIND, RULE) == []


def test_a_departure_told_late_clears_it_and_what_was_known_stays(open_manifest: Register) -> None:
    assert len(open_manifest.told(BEHIND, RULE)) == 1
    left = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at="2026-11-25T08:00:00+08:00")
    open_manifest.given(left, recorded_at="2026-12-03T00:00:00Z")
    assert open_manifest.told("2026-12-04T00:00:00Z", RULE) == []
    assert len(open_manifest.told(BEHIND, RULE)) == 1


def test_what_is_set_for_the_day_of_the_issue_counts(register: Register) -> None:
    longer = {"parameter": "hours", "value": 336, "valid_from": "2026-11-01"}
    register.given(*TRADE, said("threshold.set", f"rule:{RULE}", longer, by=OPERATOR), issued())
    assert register.told("2026-12-08T00:00:00Z", RULE) == []
    assert len(register.told("2026-12-08T00:00:01Z", RULE)) == 1
