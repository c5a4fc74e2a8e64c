"""permit_overdrawn: one flag for the permit, from the trip on that crosses its quota."""

import pytest

from tests.rules.conftest import Register
from tests.specification import said
from tests.spoil import CARRIER, PERMIT, departed, everybody, filings, permitted, trip

RULE = "permit_overdrawn"
LATER = "2026-11-30T00:00:00Z"


@pytest.fixture
def small(register: Register) -> Register:
    """A permit for 50 t, of which each truck takes 17."""
    return register.given(*everybody(), *filings(), permitted(quota_t=50))


def test_the_trip_that_crosses_the_quota_and_two_per_cent_is_the_one(small: Register) -> None:
    small.given(*(departed(n, at=f"2026-11-{22 + n}T22:00:00+08:00") for n in (1, 2)))
    assert small.told(LATER, RULE) == []
    small.given(departed(3, at="2026-11-25T22:00:00+08:00"), departed(4, at="2026-11-26T22:00:00+08:00"))
    (flag,) = small.flags(LATER, RULE)
    assert (flag.subject, flag.severity, flag.since) == (PERMIT, "warning", "2026-11-26T14:00:00.000000Z")


def test_it_grows_and_stays_one_flag(small: Register) -> None:
    small.given(*(departed(n, at=f"2026-11-{20 + n}T22:00:00+08:00") for n in range(1, 8)))
    (flag,) = small.flags(LATER, RULE)
    assert '"trips":7' in flag.findings[0].inputs


def test_a_correction_that_takes_the_mass_back_clears_it(small: Register) -> None:
    small.given(*(departed(n, at=f"2026-11-{20 + n}T22:00:00+08:00") for n in range(1, 5)))
    assert len(small.flags("2026-11-25T00:00:00Z", RULE)) == 1
    wrong = small.position(trip(4))
    again = departed(4, "13").data
    corrected = {"position": wrong, "data": again, "reason": "误读"}
    small.given(said("fact.corrected", trip(4), corrected, by=CARRIER, at="2026-11-26T00:00:00Z"))
    assert small.told(LATER, RULE) == []
    assert len(small.flags("2026-11-25T00:00:00Z", RULE)) == 1, "what was known then stays"
