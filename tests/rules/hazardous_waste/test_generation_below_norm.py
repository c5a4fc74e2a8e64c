"""generation_below_norm: less than half the usual waste for each unit, at like output."""

import pytest

from ledger.posting import Posting
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.rules.industrial_waste.test_intensity_over_plan import month
from tests.specification import PLANT, SITE, organisation

RULE = "generation_below_norm"
LATER = "2026-12-20T00:00:00Z"
FLAG = [(SITE, "2026-07", "notice")]


def half_a_year(last: int = 6) -> list[Posting]:
    return [each for number in range(1, last + 1) for each in month(number, "10")]


@pytest.fixture
def plant(register: Register) -> Register:
    return register.given(*early(organisation(PLANT, "generator"), registered(SITE, "310115", PLANT)))


@pytest.mark.parametrize(("tonnes", "flags"), [("4.99", FLAG), ("5", [])])
def test_less_than_half(plant: Register, tonnes: str, flags: list[tuple[str, str, str]]) -> None:
    plant.given(*half_a_year(), *month(7, tonnes))
    assert plant.told(LATER, RULE) == flags


def test_fifteen_days_after_the_month(plant: Register) -> None:
    plant.given(*half_a_year(), *month(7, "1"))
    assert plant.told("2026-08-15T16:00:00Z", RULE) == []
    assert plant.told("2026-08-15T16:00:00.000001Z", RULE) == FLAG


@pytest.mark.parametrize(("made", "flags"), [(80, FLAG), (79, []), (120, FLAG), (121, [])])
def test_only_at_like_output(plant: Register, made: int, flags: list[tuple[str, str, str]]) -> None:
    plant.given(*half_a_year(), *month(7, "1", made))
    assert plant.told(LATER, RULE) == flags


def test_five_months_are_too_few(plant: Register) -> None:
    plant.given(*half_a_year(5), *month(7, "1"))
    assert plant.told(LATER, RULE) == []


def test_two_products_are_not_told_apart(plant: Register) -> None:
    other = month(7, "1", product="粉")[1]
    plant.given(*half_a_year(), *month(7, "1"), other)
    assert plant.told(LATER, RULE) == []


def test_waste_that_is_told_late_clears_it(plant: Register) -> None:
    posted = month(7, "9")
    plant.given(*half_a_year(), posted[1])
    plant.given(posted[0], recorded_at="2026-09-01T00:00:00Z")
    assert plant.told("2026-08-20T00:00:00Z", RULE) == FLAG, "as was known then"
    assert plant.told(LATER, RULE) == []
