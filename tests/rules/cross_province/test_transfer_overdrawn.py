"""transfer_overdrawn: one flag for the transfer, once its loads go beyond the quantity and the tolerance."""

import pytest

from ledger.posting import Posting
from tests.rules.across import granted, load, noticed, two_provinces, under
from tests.rules.conftest import Register
from tests.specification import kg
from tests.transfers import HAULIER, NUMBER, dispatched, of_load

RULE = "transfer_overdrawn"
LATER = "2026-12-01T00:00:00Z"


@pytest.fixture
def small(register: Register) -> Register:
    """A notice of thirty tonnes."""
    first, second = noticed()
    second.data["quantity_t"] = kg("30")
    return register.given(*two_provinces(), first, second)


def loads(*tonnes: str) -> list[Posting]:
    return [
        dispatched(str(n), at=f"2026-09-0{n}T08:00:00+08:00", mass_kg=kg(each) * 1000, transfer=NUMBER)
        for n, each in enumerate(tonnes, 1)
    ]


def test_within_the_quantity_and_the_tolerance_of_its_weighings(small: Register) -> None:
    small.given(*loads("10", "10", "10.9"))
    assert small.told(LATER, RULE) == [], "τ = 3·√3·2 % of about ten tonnes, 1.07 t"


def test_the_load_that_crosses_is_the_one(small: Register) -> None:
    small.given(*loads("10", "10", "11.3", "10"))
    (flag,) = small.flags(LATER, RULE)
    assert (flag.subject, flag.severity, flag.since) == (NUMBER, "warning", "2026-09-03T00:00:00.000000Z")
    assert '"drawn_g":41300000,"loads":4' in flag.findings[0].inputs


def test_what_was_accepted_counts_in_place_of_what_was_sent(small: Register) -> None:
    small.given(*loads("10", "10", "11.3"))
    small.given(of_load("received", at="2026-09-04T08:00:00+08:00", number="3", accepted_kg=9000, refused_kg=2300))
    assert len(small.told("2026-09-03T12:00:00Z", RULE)) == 1, "as was known then"
    assert small.told(LATER, RULE) == []


def test_whoever_else_names_the_transfer_draws_nothing_from_it(small: Register) -> None:
    strange = dispatched("9", by=HAULIER, mass_kg=kg("30000"), transfer=NUMBER)
    assert small.given(*loads("10"), strange).told(LATER, RULE) == []


def test_hazardous_waste_is_serious(register: Register) -> None:
    few = granted(quantity_t=kg("9"))
    register.given(*two_provinces(), *under(few, load()))
    assert register.told(LATER, RULE) == [(NUMBER, "", "serious")]
