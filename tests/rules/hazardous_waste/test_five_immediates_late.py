"""five_immediates_late: steps of 五即 done too long after each other; one flag for establishment, day and step."""

import pytest

from tests.rules.conftest import Register
from tests.rules.drums import at, closed, key_plant, labelled, stored
from tests.specification import OPERATOR, SITE, drum, generated, said, weighed

RULE = "five_immediates_late"
DRUM = drum(1)
LATER = "2026-11-28T00:00:00Z"
SHIFTS = [{"from": "08:00", "until": "16:00"}, {"from": "16:00", "until": "00:30"}]


@pytest.fixture
def plant(register: Register) -> Register:
    return register.given(*key_plant())


def told(plant: Register) -> list[str]:
    return sorted(cause for _, cause, severity in plant.told(LATER, RULE) if severity == "notice")


def test_the_last_minute_is_in_time_and_the_next_is_not(plant: Register) -> None:
    plant.given(generated(DRUM), closed("09:00", DRUM), weighed(DRUM, at=at("10:00")), labelled("10:15", DRUM))
    plant.given(stored("22:15", DRUM))
    assert told(plant) == []
    two = drum(2)
    plant.given(generated(two), closed("09:00", two), weighed(two, at=at("10:01")), labelled("10:17", two))
    plant.given(stored("22:18", two))
    assert told(plant) == ["2026-11-24 labelled", "2026-11-24 stored", "2026-11-24 weighed"]


def test_drums_of_a_day_and_step_are_one_flag(plant: Register) -> None:
    for number in (1, 2, 3):
        one = drum(number)
        plant.given(generated(one), closed("09:00", one), weighed(one, at=at("11:00")))
    (flag,) = plant.flags(LATER, RULE)
    assert (flag.subject, flag.since, len(flag.findings)) == (SITE, "2026-11-24T02:00:00.000000Z", 3)


def test_the_clock_starts_at_the_closing_and_not_at_the_generation(plant: Register) -> None:
    plant.given(generated(DRUM, at=at("06:00")), closed("09:00", DRUM), weighed(DRUM, at=at("09:30")))
    assert told(plant) == []
    plant.given(generated(drum(2), at=at("06:00")), weighed(drum(2), at=at("09:30")))
    assert told(plant) == ["2026-11-24 weighed"]


def test_a_shift_that_ends_sooner_counts_where_shifts_are_known(register: Register) -> None:
    register.given(*key_plant(shifts=SHIFTS), generated(DRUM), labelled("15:00", DRUM), stored("16:01", DRUM))
    (flag,) = register.flags(LATER, RULE)
    assert (flag.cause, flag.since) == ("2026-11-24 stored", "2026-11-24T08:00:00.000000Z")


def test_a_shift_may_end_on_the_next_day(register: Register) -> None:
    register.given(*key_plant(shifts=SHIFTS), generated(DRUM), labelled("23:00", DRUM), stored("00:30", DRUM, day=25))
    assert told(register) == []


def test_what_was_stored_before_the_step_is_another_rules_matter(plant: Register) -> None:
    plant.given(generated(DRUM), closed("09:00", DRUM), stored("10:30", DRUM), weighed(DRUM, at=at("11:00")))
    assert told(plant) == []


def test_a_correction_of_the_time_clears_it(plant: Register) -> None:
    plant.given(generated(DRUM), closed("09:00", DRUM), weighed(DRUM, at=at("10:30")))
    assert told(plant) == ["2026-11-24 weighed"]
    wrong = {"position": plant.position(DRUM), "data": weighed(DRUM).data, "reason": "误记", "time": at("09:30")}
    plant.given(said("fact.corrected", DRUM, wrong, at="2026-11-26T08:00:00+08:00"))
    assert told(plant) == []
    assert len(plant.told("2026-11-25T00:00:00Z", RULE)) == 1, "what was known then stays"


def test_what_the_bureau_sets_holds_from_its_day_on(plant: Register) -> None:
    more = {"parameter": "minutes_to_weighing", "value": 120, "valid_from": "2026-11-01"}
    plant.given(generated(DRUM), closed("09:00", DRUM), weighed(DRUM, at=at("10:30")))
    plant.given(said("threshold.set", f"rule:{RULE}", more, by=OPERATOR, at=at("20:00")))
    assert told(plant) == []
