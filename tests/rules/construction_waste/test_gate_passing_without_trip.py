"""gate_passing_without_trip: a laden truck passed, and no trip was told there within half an hour."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, SITE_GATE, gate, passed
from tests.spoil import CARRIER, CONTRACTOR, GATE, OPERATOR_OF_SITE, TRUCK, accepted, departed

RULE = "gate_passing_without_trip"
PLATE, DAY = TRUCK[8:], "2026-11-23"
FLAG = (GATE, DAY, "warning")


@pytest.fixture
def watched(hauling: Register) -> Register:
    return hauling.given(gate(by=CONTRACTOR), gate(SITE_GATE, by=OPERATOR_OF_SITE))


def test_without_a_trip_it_is_a_warning_once_devices_had_time_to_deliver(watched: Register) -> None:
    watched.given(passed(PLATE, "22:00", gross_kg=30000))
    assert watched.told("2026-11-24T14:00:00Z", RULE) == []
    (flag,) = watched.flags("2026-11-24T14:00:01Z", RULE)
    assert (flag.subject, flag.cause, flag.severity) == FLAG
    assert flag.findings[0].against == f"organisation:{CARRIER}"


def test_where_it_happened_again_it_is_serious(watched: Register) -> None:
    watched.given(passed(PLATE, "22:00", gross_kg=30000), passed(PLATE, "22:50", gross_kg=30000))
    (flag,) = watched.flags(LATER, RULE)
    assert flag.severity == "serious"
    watched.given(passed(PLATE, "23:10", gross_kg=30000))
    (flag,) = watched.flags("2026-12-02T00:00:00Z", RULE)
    assert (flag.severity, len(flag.evidence)) == ("serious", 3), "one flag for the gate and day"


@pytest.mark.parametrize(
    ("plate", "gross", "flagged"),
    [(PLATE, 16000, True), (PLATE, 15999, False), (PLATE, None, False), ("沪XX0001", 18000, True),
     ("沪XX0001", 17999, False)],
)  # fmt: skip
def test_it_was_laden(watched: Register, plate: str, gross: int | None, flagged: bool) -> None:
    watched.given(passed(plate, "22:00", **({} if gross is None else {"gross_kg": gross})))
    assert watched.told(LATER, RULE) == ([FLAG] if flagged else [])


@pytest.mark.parametrize(("at", "flagged"), [("21:30", False), ("22:30", False), ("21:29", True), ("22:31", True)])
def test_a_trip_within_half_an_hour_explains_it(watched: Register, at: str, flagged: bool) -> None:
    watched.given(passed(PLATE, "22:00", gross_kg=30000), departed(at=f"{DAY}T{at}:00+08:00"))
    assert watched.told(LATER, RULE) == ([FLAG] if flagged else [])


def test_a_trip_of_another_plate_beside_it_is_that_rules_matter(watched: Register) -> None:
    watched.given(passed("沪XX0001", "22:01", gross_kg=30000), departed())
    assert watched.told(LATER, RULE) == []


def test_into_a_site_a_receipt_explains_it_and_into_a_project_nothing_has_to(watched: Register) -> None:
    watched.given(departed(at=f"{DAY}T21:00:00+08:00"), passed(PLATE, "20:00", way="in", gross_kg=30000))
    watched.given(passed(PLATE, "22:40", way="in", where=SITE_GATE, gross_kg=30000), accepted())
    assert watched.told(LATER, RULE) == []
    watched.given(passed(PLATE, "20:40", way="in", where=SITE_GATE, gross_kg=30000))
    assert watched.told("2026-12-02T00:00:00Z", RULE) == [(SITE_GATE, DAY, "warning")]


def test_a_trip_that_is_told_late_clears_it_and_what_was_known_stays(watched: Register) -> None:
    watched.given(passed(PLATE, "22:00", gross_kg=30000))
    watched.given(departed(), recorded_at="2026-11-26T00:00:00Z")
    assert watched.told(LATER, RULE) == []
    assert watched.told("2026-11-25T00:00:00Z", RULE) == [FLAG]
