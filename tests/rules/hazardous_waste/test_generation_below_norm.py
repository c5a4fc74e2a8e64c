"""generation_below_norm: less than half the usual waste for each unit, at like output."""

import pytest

from ledger.posting import Posting
from tests.ledger.test_standing import bureau
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.rules.drums import packaged
from tests.rules.industrial_waste.test_intensity_over_plan import month
from tests.specification import BUREAU, PLANT, SITE, drum, generated, organisation, said, weighed

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


SILENT = [(SITE, "2026-11-03", "notice")]


@pytest.fixture
def key(plant: Register) -> Register:
    """A place under key supervision that told of a drum on the third of November."""
    class_ = {"class": "key", "year": 2026, "source": "重点排污单位名录"}
    plant.given(*early(bureau(), said("supervision_class.assigned", SITE, class_, by=BUREAU)))
    return plant.given(generated(drum("1"), at="2026-11-03T08:00:00+08:00"))


def test_a_key_place_that_tells_nothing_for_a_week(key: Register) -> None:
    assert SILENT[0] not in key.told("2026-11-10T16:00:00Z", RULE)
    assert SILENT[0] in key.told("2026-11-10T16:00:00.000001Z", RULE)


@pytest.mark.parametrize(("day", "flags"), [("10", []), ("11", []), ("12", SILENT)])
def test_whatever_it_tells_ends_a_silence(key: Register, day: str, flags: list[tuple[str, str, str]]) -> None:
    key.given(weighed(drum("1"), at=f"2026-11-{day}T08:00:00+08:00"))
    then = f"2026-11-{int(day) - 1:02d}T15:59:59Z"
    assert [each for each in key.told(then, RULE) if each[1] == "2026-11-03"] == flags
    assert SILENT[0] not in key.told(LATER, RULE)


def test_what_is_told_late_means_that_it_was_not_silent(key: Register) -> None:
    key.given(weighed(drum("1"), at="2026-11-09T08:00:00+08:00"), recorded_at="2026-11-15T00:00:00Z")
    assert SILENT[0] in key.told("2026-11-14T00:00:00Z", RULE)
    assert [flag for flag in key.flags("2026-11-15T00:00:01Z", RULE, status="cleared") if flag.cause == "2026-11-03"]


def test_other_places_may_be_silent(plant: Register) -> None:
    plant.given(generated(drum("1"), at="2026-11-03T08:00:00+08:00"))
    assert plant.told(LATER, RULE) == []


def test_what_time_had_ended_is_told_so_whatever_ends_it_later(key: Register) -> None:
    then = "2026-11-22T00:00:00Z"
    key.given(weighed(drum("1"), at="2026-11-21T08:00:00+08:00"))
    (told,) = (flag for flag in key.flags(then, RULE, status="cleared") if flag.cause == "2026-11-03")
    assert (told.cause, told.cleared_at) == ("2026-11-03", "2026-11-21T00:00:00.000000Z")
    key.given(packaged("08:00", drum("1")), recorded_at="2026-11-25T00:00:00Z")
    late = said("container.closed", drum("1"), at="2026-11-08T08:00:00+08:00")
    key.given(late, recorded_at="2026-12-01T00:00:00Z")
    assert [flag for flag in key.flags(then, RULE, status="cleared") if flag.cause == "2026-11-03"] == [told]
