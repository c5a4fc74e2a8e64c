"""consignment_unreceived: three days in the city, seven beyond; a warning at thirty."""

import pytest

from tests.rules.across import early, two_provinces
from tests.rules.conftest import Register
from tests.specification import PLANT
from tests.transfers import dispatched, of_load

RULE = "consignment_unreceived"
LEFT = "2026-09-01T08:00:00+08:00"
LOAD = f"consignment:{PLANT}.C-1"


@pytest.fixture
def beyond(register: Register) -> Register:
    return register.given(*two_provinces(), dispatched(at=LEFT))


def test_beyond_the_province_after_seven_days(beyond: Register) -> None:
    assert beyond.told("2026-09-08T00:00:00Z", RULE) == []
    assert beyond.told("2026-09-08T00:00:00.000001Z", RULE) == [(LOAD, "", "notice")]


def test_a_warning_after_thirty_days(beyond: Register) -> None:
    assert beyond.told("2026-10-01T00:00:00Z", RULE) == [(LOAD, "", "notice")]
    assert beyond.told("2026-10-01T00:00:00.000001Z", RULE) == [(LOAD, "", "warning")]


def test_in_the_city_after_three(register: Register) -> None:
    register.given(*early(*two_provinces()[:-1]), dispatched(at=LEFT))
    assert register.told("2026-09-04T00:00:00Z", RULE) == []
    assert register.told("2026-09-04T00:00:00.000001Z", RULE) == [(LOAD, "", "notice")]


@pytest.mark.parametrize("word", [{"accepted_kg": 10000}, {"reason": "含水"}])
def test_any_word_of_the_receiver_clears_it(beyond: Register, word: dict[str, object]) -> None:
    beyond.given(of_load("received" if "accepted_kg" in word else "refused", at="2026-09-20T08:00:00+08:00", **word))
    assert beyond.told("2026-09-15T00:00:00Z", RULE) == [(LOAD, "", "notice")], "as was known then"
    assert beyond.told("2026-12-01T00:00:00Z", RULE) == []


def test_the_receiver_is_asked(beyond: Register) -> None:
    (flag,) = beyond.flags("2026-12-01T00:00:00Z", RULE)
    assert flag.findings[0].against != f"organisation:{PLANT}"
