"""transfer_expired: one flag of the transfer for all loads that left after its last day."""

import pytest

from tests.rules.across import granted, load, noticed, two_provinces, under
from tests.rules.conftest import Register
from tests.transfers import NUMBER, dispatched, of_load

RULE = "transfer_expired"
LATER = "2026-12-20T00:00:00Z"


@pytest.fixture
def there(register: Register) -> Register:
    return register.given(*two_provinces())


@pytest.mark.parametrize(("at", "flags"), [("23:59:59", []), ("24:00:00", [(NUMBER, "", "serious")])])
def test_the_last_day_is_still_lawful(there: Register, at: str, flags: list[tuple[str, str, str]]) -> None:
    left = "2026-09-02T00:00:00+08:00" if at == "24:00:00" else f"2026-09-01T{at}+08:00"
    there.given(*under(granted(valid_until="2026-09-01"), load(at=left)))
    assert there.told(LATER, RULE) == flags


def test_other_waste_is_a_warning_and_its_loads_are_one_flag(there: Register) -> None:
    there.given(*noticed())
    there.given(*(dispatched(str(day), transfer=NUMBER, at=f"2027-03-0{day}T08:00:00+08:00") for day in (2, 3)))
    (flag,) = there.flags("2027-03-20T00:00:00Z", RULE)
    assert (flag.subject, flag.severity, len(flag.findings)) == (NUMBER, "warning", 2)


def test_an_arrival_after_the_last_day_is_lawful(there: Register) -> None:
    there.given(*noticed(), dispatched(transfer=NUMBER, at="2027-02-28T20:00:00+08:00"))
    there.given(of_load("received", at="2027-03-01T08:00:00+08:00", accepted_kg=10000))
    assert there.told("2027-03-20T00:00:00Z", RULE) == []


def test_a_correction_of_the_departure_clears_it(there: Register) -> None:
    sent = dispatched(transfer=NUMBER, at="2027-03-02T08:00:00+08:00")
    there.given(*noticed(), sent)
    there.corrected(sent, at="2027-03-05T08:00:00+08:00", time="2027-02-27T08:00:00+08:00")
    assert there.told("2027-03-20T00:00:00Z", RULE) == []
    assert there.told("2027-03-04T00:00:00Z", RULE) == [(NUMBER, "", "warning")]


def test_a_load_that_names_the_old_one_went_under_the_old_one(there: Register) -> None:
    renewed = granted("transfer:沪环固转〔2026〕99号", valid_until="2027-02-28")
    there.given(*under([*granted(valid_until="2026-08-01"), *renewed], load()))
    assert there.told(LATER, RULE) == [(NUMBER, "", "serious")]
