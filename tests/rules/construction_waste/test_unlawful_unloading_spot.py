"""unlawful_unloading_spot: five loads at one spot that nobody filed, on two days or by two trucks."""

from decimal import Decimal

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, unloaded
from tests.specification import OPERATOR, said
from tests.spoil import OTHER_TRUCK, TRUCK, departed, trip

RULE = "unlawful_unloading_spot"


def dumped(number: int, day: int = 23, *, east: int = 0, conveyance: str = TRUCK) -> list[object]:
    """A trip that was unloaded so many millionths of a degree east of the spot."""
    where = (str(Decimal("121.70") + Decimal(east).scaleb(-6)), "31.05")
    at = f"2026-11-{day:02}T22:4{number % 10}:00+08:00"
    left = departed(number, at=f"2026-11-{day:02}T22:00:00+08:00", conveyance=conveyance)
    return [left, unloaded(number, where, at=at)]


def test_the_fifth_makes_the_spot(register: Register) -> None:
    for number in range(1, 5):
        register.given(*dumped(number, 22))
    register.given(*dumped(5, 23))
    assert register.told("2026-11-23T14:45:00Z", RULE) == []
    (flag,) = register.flags("2026-11-23T14:45:01Z", RULE)
    assert (flag.subject, flag.severity, len(flag.findings)) == (trip(1), "serious", 1), "by its own field alone"
    register.given(*dumped(6, 24))
    assert len(register.told(LATER, RULE)) == 1, "it is one spot, and stays one"


def test_one_truck_on_one_day_makes_none_and_a_second_truck_does(register: Register) -> None:
    for number in range(1, 6):
        register.given(*dumped(number))
    assert register.told(LATER, RULE) == []
    register.given(*dumped(6, conveyance=OTHER_TRUCK))
    assert len(register.told(LATER, RULE)) == 1


def test_they_lie_within_150_metres_across_the_lines_of_the_grid(register: Register) -> None:
    for number in range(1, 5):
        register.given(*dumped(number, 22))
    register.given(*dumped(5, 23, east=1575))  # 150 m
    assert len(register.told(LATER, RULE)) == 1


def test_one_that_lies_farther_off_is_another_matter(register: Register) -> None:
    for number in range(1, 5):
        register.given(*dumped(number, 22))
    register.given(*dumped(5, 23, east=1590))
    assert register.told(LATER, RULE) == []


def test_they_were_within_thirty_days(register: Register) -> None:
    register.given(departed(1, at="2026-10-24T22:00:00+08:00"), unloaded(1, at="2026-10-24T22:45:00+08:00"))
    for number in range(2, 5):
        register.given(*dumped(number, 22))
    register.given(*dumped(6, 23))
    assert register.told(LATER, RULE) == [], "30 days and a minute after the first"
    register.given(*dumped(15, 23))
    assert len(register.told(LATER, RULE)) == 1


def test_a_withdrawal_clears_it_and_what_was_known_stays(register: Register) -> None:
    for number in range(1, 6):
        register.given(*dumped(number, 20 + number % 2))
    wrong = {"position": register.position(trip(3)), "reason": "误判"}
    register.given(said("fact.withdrawn", trip(3), wrong, by=OPERATOR, at="2026-11-26T00:00:00Z"))
    assert register.told(LATER, RULE) == []
    assert len(register.told("2026-11-25T00:00:00Z", RULE)) == 1
