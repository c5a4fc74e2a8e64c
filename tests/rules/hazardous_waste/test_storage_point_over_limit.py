"""storage_point_over_limit: more than three tonnes at a storage point for more than two hours."""

import pytest

from ledger.posting import Posting
from tests.rules.conftest import Register
from tests.rules.drums import at, withdrawn
from tests.specification import BAY, SITE, drum, kg, said

RULE = "storage_point_over_limit"
LATER = "2026-12-20T00:00:00Z"


def comes(number: int, tonnes: str, clock: str, day: int = 24) -> list[Posting]:
    """A drum of so many tonnes, generated and stored."""
    one, mass = drum(number), kg(tonnes) * 1000
    waste = {"establishment": SITE, "kind": "ibc", "waste_code": "900-402-06", "mass_kg": mass}
    return [
        said("container.generated", one, waste, at=at("06:00", day)),
        said("container.stored", one, {"facility": BAY}, at=at(clock, day)),
    ]


def kept(register: Register, kind: str = "storage_point") -> Register:
    return register.given(said("facility.registered", BAY, {"establishment": SITE, "kind": kind}, at=at("05:00")))


@pytest.fixture
def point(register: Register) -> Register:
    return kept(register)


def test_three_tonnes_may_lie_there_and_no_gram_more(point: Register) -> None:
    point.given(*comes(1, "1.5", "08:00"), *comes(2, "1.5", "09:00"))
    assert point.told(LATER, RULE) == []
    point.given(*comes(3, "0.001", "10:00"))
    assert point.told(LATER, RULE) == [(BAY, "2026-11-24T02:00:00.000000Z", "warning")]


def test_two_hours_of_it_are_let_pass(point: Register) -> None:
    point.given(*comes(1, "2", "08:00"), *comes(2, "2", "10:00"))
    assert point.told("2026-11-24T04:00:00Z", RULE) == []
    assert len(point.told("2026-11-24T04:00:01Z", RULE)) == 1


@pytest.mark.parametrize(("clock", "flagged"), [("12:00", False), ("12:01", True)])
def test_what_was_taken_away_in_time_is_not_flagged_and_what_was_not_stays_so(
    point: Register, clock: str, flagged: bool
) -> None:
    point.given(*comes(1, "2", "08:00"), *comes(2, "2", "10:00"), withdrawn(clock, drum(1)))
    assert bool(point.told(LATER, RULE)) is flagged


def test_each_excursion_is_a_flag_of_its_own(point: Register) -> None:
    point.given(*comes(1, "2", "08:00"), *comes(2, "2", "10:00"), withdrawn("14:00", drum(1)))
    point.given(*comes(3, "2", "10:00", 25), *comes(4, "0.1", "10:30", 27), withdrawn("09:00", drum(2), day=28))
    point.given(*comes(5, "1", "10:00", 29))
    causes = [cause for _, cause, _ in point.told(LATER, RULE)]
    assert causes == [f"2026-11-{day}T02:00:00.000000Z" for day in (29, 25, 24)]


def test_over_midnight_it_is_one_excursion(point: Register) -> None:
    point.given(*comes(1, "2", "08:00"), *comes(2, "2", "23:00"), withdrawn("03:00", drum(1), day=25))
    assert point.told(LATER, RULE) == [(BAY, "2026-11-24T15:00:00.000000Z", "warning")]


def test_what_comes_and_goes_within_a_day_is_seen(point: Register) -> None:
    point.given(*comes(1, "2", "08:00"), *comes(2, "2", "09:00"), *comes(3, "1", "10:00"))
    point.given(withdrawn("15:00", drum(1)), withdrawn("15:10", drum(2)))
    assert point.told(LATER, RULE) == [(BAY, "2026-11-24T01:00:00.000000Z", "warning")]


def test_a_weighing_counts_from_when_it_was(point: Register) -> None:
    point.given(*comes(1, "1", "08:00"), *comes(2, "1.9", "09:00"))
    reading = {"gross_kg": kg("1300"), "tare_kg": kg("100"), "scale": f"scale:{SITE[14:32]}.07"}
    point.given(said("container.weighed", drum(1), reading, at=at("11:00")))
    assert point.told(LATER, RULE) == [(BAY, "2026-11-24T03:00:00.000000Z", "warning")]


def test_pouring_within_it_adds_nothing(point: Register) -> None:
    point.given(*comes(1, "2", "08:00"), *comes(2, "0.9", "09:00"))
    parts = {"from": [{"container": drum(1), "mass_kg": 1000}], "into": [{"container": drum(2), "mass_kg": 1000}]}
    point.given(said("container.repacked", drum(2), parts, at=at("10:00")))
    assert point.told(LATER, RULE) == []


def test_a_storage_house_has_no_such_limit(register: Register) -> None:
    kept(register, "storage_house").given(*comes(1, "2", "08:00"), *comes(2, "2", "09:00"))
    assert register.told(LATER, RULE) == []


def test_a_withdrawal_told_late_clears_it_and_what_was_known_stays(point: Register) -> None:
    point.given(*comes(1, "2", "08:00"), *comes(2, "2", "10:00"))
    assert len(point.told("2026-11-25T00:00:00Z", RULE)) == 1
    point.given(withdrawn("09:30", drum(1)), recorded_at="2026-11-26T00:00:00Z")
    assert point.told(LATER, RULE) == []
    assert len(point.told("2026-11-25T00:00:00Z", RULE)) == 1
