"""delegation_lapsed: what was stated for another after its delegation had ended, one flag a day."""

from dataclasses import replace

import pytest

from ledger.posting import Posting
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import OTHER_PLANT, PLANT, SITE, drum, generated, organisation, said, weighed

RULE = "delegation_lapsed"
GRANT = f"delegation:{PLANT}.V-1"
LATER = "2026-12-20T00:00:00Z"
FLAG = [(GRANT, "2026-11-24", "notice")]


def delegation(number: str = GRANT) -> list[Posting]:
    grant = {
        "from": f"organisation:{PLANT}",
        "to": f"organisation:{OTHER_PLANT}",
        "establishments": [SITE],
        "types": ["container.*"],
        "basis": "委托协议",
    }
    return early(said("delegation.granted", number, grant), said("delegation.accepted", number, {}, by=OTHER_PLANT))


def ended(at: str) -> Posting:
    return said("delegation.ended", GRANT, {}, at=at)


def for_the_plant(posting: Posting) -> Posting:
    return replace(posting, source=f"urn:uscc:{OTHER_PLANT}:test", on_behalf_of=PLANT)


@pytest.fixture
def plant(register: Register) -> Register:
    firms = (organisation(PLANT, "generator"), organisation(OTHER_PLANT, "collector"))
    return register.given(*early(*firms, registered(SITE, "310115", PLANT)), *delegation())


@pytest.mark.parametrize(("at", "flags"), [("08:10:00", FLAG), ("08:10:01", [])])
def test_from_its_end_on(plant: Register, at: str, flags: list[tuple[str, str, str]]) -> None:
    plant.given(generated(drum(1)), ended(f"2026-11-24T{at}+08:00"), for_the_plant(weighed(drum(1))))
    assert plant.told(LATER, RULE) == flags


def test_the_facts_of_a_day_are_one_flag(plant: Register) -> None:
    plant.given(ended("2026-11-23T08:00:00+08:00"), *(for_the_plant(weighed(drum(n))) for n in (1, 2)))
    (flag,) = plant.flags(LATER, RULE)
    assert (len(flag.findings), flag.findings[0].against) == (2, f"organisation:{OTHER_PLANT}")


def test_another_in_force_covers_it(plant: Register) -> None:
    plant.given(*delegation(f"delegation:{PLANT}.V-2"), ended("2026-11-23T08:00:00+08:00"))
    plant.given(for_the_plant(weighed(drum(1))))
    assert plant.told(LATER, RULE) == []


def test_an_end_that_is_told_late_flags_what_was_stated_since(plant: Register) -> None:
    plant.given(for_the_plant(weighed(drum(1))))
    assert plant.told("2026-11-25T00:00:00Z", RULE) == []
    plant.given(ended("2026-11-24T08:00:00+08:00"), recorded_at="2026-11-26T00:00:00Z")
    assert plant.told(LATER, RULE) == FLAG


def test_ones_own_word_wants_none(plant: Register) -> None:
    plant.given(ended("2026-11-23T08:00:00+08:00"), weighed(drum(1)))
    assert plant.told(LATER, RULE) == []
