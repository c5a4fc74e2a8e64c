"""How far a mass may be off, by the way in which it was read."""

from datetime import date
from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.settled.in_force import Setting, Thresholds
from projections.rules.weighing import DEFAULTS, METHODS, numbers_on, tolerance_g, uncertainty_g

GRAMS = st.integers(0, 10**9)


@pytest.mark.parametrize(
    ("method", "division_g", "verified", "expected"),
    [
        ("scale", 100, True, 300),  # 3 e
        ("weighbridge", 20_000, True, 60_000),
        ("scale", 100, False, 4_000),  # 2 %
        ("scale", None, True, 4_000),  # a scale of which nobody told e
        ("onboard", None, True, 300_000),  # 5 %, at least 300 kg
        ("flow_meter", None, False, 2_000),
        ("draft_survey", None, False, 4_000),
        ("volume", None, False, 30_000),
        ("count", None, False, 4_000),
        (None, None, False, 4_000),
    ],
)
def test_two_hundred_kilograms_by_each_method(
    method: str | None, division_g: int | None, verified: bool, expected: int
) -> None:
    assert uncertainty_g(200_000, method, division_g=division_g, verified=verified) == expected


def test_on_board_a_full_truck_is_off_by_its_share() -> None:
    assert uncertainty_g(20_000_000, "onboard") == 1_000_000


def test_every_kind_of_scale_has_a_method() -> None:
    on_scales = {uncertainty_g(10**6, METHODS[kind], division_g=10, verified=True) for kind in METHODS}
    assert on_scales == {30, 300_000, 10_000}


def test_a_share_is_rounded_up() -> None:
    assert uncertainty_g(1, None) == 1
    assert uncertainty_g(0, None) == 0


@given(GRAMS, GRAMS)
def test_the_tolerance_of_two_is_three_times_the_root_of_their_squares(a: int, b: int) -> None:
    assert tolerance_g([a, b]) == pytest.approx(3 * sqrt(a * a + b * b), abs=1)
    assert tolerance_g([a, b]) ** 2 <= 9 * (a * a + b * b) < (tolerance_g([a, b]) + 1) ** 2


@given(st.lists(GRAMS, max_size=20))
def test_one_more_mass_never_makes_the_tolerance_less(each: list[int]) -> None:
    assert tolerance_g(each) >= tolerance_g(each[1:])


def test_a_number_that_was_set_counts_from_its_day_and_nothing_else_changes() -> None:
    told = Thresholds([Setting("weighing", "unverified_percent", Decimal("0.5"), "2026-11-02", 9)])
    before, after = numbers_on(told, date(2026, 11, 1)), numbers_on(told, date(2026, 11, 2))
    assert before == DEFAULTS
    assert uncertainty_g(200_000, None, numbers=after) == 1_000
    assert {name for name in DEFAULTS if after[name] != DEFAULTS[name]} == {"unverified_percent"}


def test_a_number_below_nothing_is_none() -> None:
    told = Thresholds([Setting("weighing", "unverified_percent", -2, "2026-11-02", 9)])
    assert uncertainty_g(200_000, None, numbers=numbers_on(told, date(2026, 11, 2))) == 0
