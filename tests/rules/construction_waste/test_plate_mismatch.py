"""plate_mismatch: the camera surely read another plate than that of the truck declared there."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, SITE_GATE, gate, looked_at, passed, truck
from tests.specification import said
from tests.spoil import CONTRACTOR, GATE, OPERATOR_OF_SITE, OTHER_TRUCK, SITE, TRUCK, departed, step

RULE = "plate_mismatch"
DAY = "2026-11-23"


@pytest.fixture
def watched(hauling: Register) -> Register:
    return hauling.given(gate(by=CONTRACTOR))


MISMATCH = (GATE, f"{TRUCK} {DAY}", "notice")


@pytest.mark.parametrize(
    ("read", "flagged"),
    [
        ("沪AB1234", False),
        ("沪A81234", False),  # one character that looks like another
        ("沪AC1234", True),  # one that does not
        ("沪A812Z4", True),  # three that do
        ("沪CD9876", True),
    ],
)
def test_another_plate_is_a_notice_from_the_passing_on(watched: Register, read: str, flagged: bool) -> None:
    watched.given(departed(), passed(read))
    assert watched.told("2026-11-23T14:03:00Z", RULE) == []
    assert watched.told(LATER, RULE) == ([MISMATCH] if flagged else [])


def test_it_is_flagged_the_moment_after(watched: Register) -> None:
    watched.given(departed(), passed("沪CD9876"))
    (flag,) = watched.flags("2026-11-23T14:03:01Z", RULE)
    assert (flag.subject, flag.cause, flag.severity, len(flag.findings)) == (*MISMATCH, 1), "by its own hour alone"


def test_another_registered_truck_is_a_warning(watched: Register) -> None:
    watched.given(truck(OTHER_TRUCK), departed(), passed(OTHER_TRUCK[8:]))
    assert watched.told(LATER, RULE) == [(GATE, f"{TRUCK} {DAY}", "warning")]


def test_a_camera_that_was_not_sure_and_one_that_saw_it_too_late_say_nothing(watched: Register) -> None:
    watched.given(departed(1), passed("沪CD9876", sure="0.899"))
    assert watched.told("2026-11-24T00:00:00Z", RULE) == []
    watched.given(departed(2, at=f"{DAY}T23:00:00+08:00"), passed("沪CD9876", "23:11"))
    assert watched.told(LATER, RULE) == []
    watched.given(departed(3, at=f"{DAY}T23:30:00+08:00"), passed("沪CD9876", "23:40", sure="0.9"))
    assert watched.told("2026-12-01T00:00:00Z", RULE) == [MISMATCH]


def test_the_truck_itself_and_another_that_passes_with_it_are_no_mismatch(watched: Register) -> None:
    watched.given(passed("沪CD9876", "22:01"), departed(), passed("沪AB1234"))
    assert watched.told(LATER, RULE) == []


def test_the_nearest_passing_is_the_one(watched: Register) -> None:
    watched.given(departed(), passed("沪XX0001", "22:02", sure="0.5"), passed("沪CD9876", "22:04"))
    assert watched.told(LATER, RULE) == [], "the truck may be the one that was read badly"


def test_somebody_who_looked_at_the_picture_clears_it_and_what_was_known_stays(watched: Register) -> None:
    watched.given(departed(), passed("沪CD9876"), passed("沪CD9999", "23:50"))
    watched.given(looked_at(watched.position(GATE) - 1, TRUCK))
    assert watched.told(LATER, RULE) == []
    assert watched.told("2026-11-24T00:00:00Z", RULE) == [MISMATCH]


def test_a_confirmation_that_is_withdrawn_counts_no_more(watched: Register) -> None:
    watched.given(departed(), passed("沪CD9876"))
    watched.given(looked_at(watched.position(GATE), TRUCK))
    assert watched.told("2026-11-24T02:00:00Z", RULE) == []
    wrong = {"position": watched.position(GATE), "reason": "看错"}
    watched.given(said("fact.withdrawn", GATE, wrong, by=CONTRACTOR, at="2026-11-25T09:00:00+08:00"))
    assert watched.told(LATER, RULE) == [MISMATCH]


def test_a_trip_that_is_told_late_and_over_midnight_is_found(watched: Register) -> None:
    watched.given(passed("沪CD9876", "23:58"))
    watched.given(departed(at="2026-11-24T00:02:00+08:00"), recorded_at="2026-11-25T00:00:00Z")
    assert watched.told(LATER, RULE) == [MISMATCH], "by the day of the passing"


def test_at_a_site_it_is_the_arrival_that_counts(watched: Register) -> None:
    watched.given(gate(SITE_GATE, by=OPERATOR_OF_SITE), departed(at=f"{DAY}T21:30:00+08:00"))
    watched.given(passed("沪AB1234", "21:31"), passed("沪CD9876", "22:30", way="in", where=SITE_GATE))
    watched.given(step("arrived", at=f"{DAY}T22:31:00+08:00", site=SITE))
    assert watched.told(LATER, RULE) == [(SITE_GATE, f"{TRUCK} {DAY}", "notice")]


@pytest.mark.parametrize(("gross", "flagged"), [(27_556, True), (27_555, False), (32_660, True), (32_661, False)])
def test_what_weighs_another_mass_is_another_truck(watched: Register, gross: int, flagged: bool) -> None:
    """Two per cent of each, three times over: no scale is known."""
    watched.given(departed(gross_kg=30_000, tare_kg=13_000), passed("沪CD9876", gross_kg=gross))
    assert watched.told(LATER, RULE) == ([MISMATCH] if flagged else [])
    assert len(watched.flags(LATER, "gate_passing_without_trip")) == (not flagged)
