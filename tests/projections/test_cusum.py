"""CUSUM: a leak of one per cent is seen over many weighings that each pass, noise alone hardly ever."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.hazardous_waste.mass_balance.cusum import Cusum, Residual, cusum
from projections.rules.weighing import tolerance_of_squares_g, uncertainty_g

WEEKS, DRUMS, DRUM_G = 8, 30, 200_000
RUNS = 400
residuals = st.lists(st.builds(Residual, st.integers(-(10**7), 10**7), st.integers(1, 10**6)), max_size=12)


def played(chance: Random, leak_percent: int, *, off: float = 1.0) -> list[Residual]:
    """Weeks of drums, each weighed on a scale that nobody verified when it came and when it left."""
    weeks = []
    for _ in range(WEEKS):
        residual = squares = 0
        for _ in range(DRUMS):
            for mass, sign in ((DRUM_G, -1), (DRUM_G * (100 - leak_percent) // 100, 1)):
                uncertainty = uncertainty_g(mass, "scale")
                residual += sign * (mass + round(chance.gauss(0, off * uncertainty)))
                squares += uncertainty * uncertainty
        weeks.append(Residual(residual, int(squares**0.5)))
    return weeks


def test_noise_within_the_uncertainty_hardly_ever_trips_it() -> None:
    tripped = sum(cusum(played(Random(seed), 0)).tripped for seed in range(RUNS))
    assert tripped <= RUNS * 5 // 100


def test_a_leak_of_one_per_cent_is_seen_though_each_weighing_passes() -> None:
    one = uncertainty_g(DRUM_G, "scale")
    assert tolerance_of_squares_g(2 * one * one) > DRUM_G // 100  # of one drum it is nothing
    seen = sum(cusum(played(Random(seed), 1)).tripped for seed in range(RUNS))
    assert seen >= RUNS * 95 // 100


def test_each_week_of_that_leak_would_pass_by_itself() -> None:
    weeks = [week for seed in range(20) for week in played(Random(seed), 1, off=0.5)]
    passing = sum(abs(week.residual_g) <= 3 * week.sigma_g for week in weeks)
    assert passing >= len(weeks) * 95 // 100


def test_a_drift_of_one_sigma_is_told_in_the_eleventh_week_upwards_and_downwards() -> None:
    for sign in (1, -1):
        sums = [cusum([Residual(sign * 1_000, 1_000)] * weeks) for weeks in (10, 11)]
        assert [each.tripped for each in sums] == [False, True]
        assert (sums[1].high, sums[1].low)[::sign] == (5_500, 0)


def test_k_and_h_can_be_set() -> None:
    drifting = [Residual(1_000, 1_000)] * 4
    assert cusum(drifting, Decimal("0.25"), 2) == Cusum(3_000, 0, 2_000)
    assert not cusum(drifting, 1, 2).tripped


@given(residuals)
def test_it_is_the_same_both_ways(each: list[Residual]) -> None:
    there, back = cusum(each), cusum(r._replace(residual_g=-r.residual_g) for r in each)
    assert (there.high, there.low) == (back.low, back.high)


@given(residuals, residuals)
def test_what_comes_after_never_takes_an_alarm_back(each: list[Residual], later: list[Residual]) -> None:
    assert cusum([*each, *later]).high >= cusum(each).high


@pytest.mark.parametrize("size", [0, 1, 499])
def test_within_half_a_sigma_nothing_adds_up(size: int) -> None:
    assert cusum([Residual(size, 1_000)] * 1_000) == Cusum(0, 0, 5_000)
