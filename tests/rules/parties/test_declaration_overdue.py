"""declaration_overdue: months and quarters by the fifteenth, years by the 31st of March."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.rules.conftest import Register
from tests.rules.parties.test_plan_missing import firm
from tests.specification import PLANT, SITE, said

RULE = "declaration_overdue"


def declared(period: str, at: str, **more: Any) -> Posting:
    return said("declaration.submitted", f"declaration:{PLANT}001P.{period}", {"rows": []} | more, at=at)


def causes(register: Register, at: str) -> list[str]:
    return sorted(cause for _, cause, _ in register.told(at, RULE))


def test_a_month_of_a_key_establishment(register: Register) -> None:
    register.given(*firm())
    assert causes(register, "2026-02-15T16:00:00Z") == []
    assert register.told("2026-02-15T16:00:00.000001Z", RULE) == [(SITE, "2026-01", "warning")]
    assert causes(register, "2026-03-20T00:00:00Z") == ["2026-01", "2026-02"]


def test_a_quarter_of_a_simplified_one(register: Register) -> None:
    register.given(*firm(of="simplified"))
    assert causes(register, "2026-04-15T16:00:00Z") == []
    assert causes(register, "2026-07-16T00:00:00Z") == ["2026-Q1", "2026-Q2"]


def test_a_year_of_any(register: Register) -> None:
    register.given(*firm(of="registered"))
    assert causes(register, "2027-03-31T16:00:00Z") == []
    assert causes(register, "2027-04-01T00:00:00Z") == ["2026"]


def test_declared_in_time_late_and_in_part(register: Register) -> None:
    register.given(*firm(), declared("2026-01", "2026-02-15T23:00:00+08:00"))
    register.given(declared("2026-02", "2026-03-17T08:00:00+08:00"))
    register.given(declared("2026-03", "2026-04-10T08:00:00+08:00", part=1, parts=2))
    assert causes(register, "2026-03-16T00:00:00Z") == ["2026-02"]
    wanted = {(SITE, "2026-02", "notice"), (SITE, "2026-03", "warning")}
    assert set(register.told("2026-04-20T00:00:00Z", RULE)) == wanted


def test_the_month_of_the_go_live_is_not_judged(register: Register) -> None:
    register.given(*firm("2026-02-02T08:00:00+08:00"))
    assert causes(register, "2026-04-16T00:00:00Z") == ["2026-03"]


def test_it_goes_on_for_thirteen_months_beyond_the_last_word(register: Register) -> None:
    register.given(*firm())
    assert len(causes(register, "2028-12-01T00:00:00Z")) == 14 + 2, (
        "fourteen months and the two years that they begin"
    )


@pytest.mark.parametrize(("day", "flags"), [("14", []), ("16", ["2026-01"])])
def test_what_closed_before_the_day_is_not_judged(register: Register, day: str, flags: list[str]) -> None:
    register.given(*firm(), said("establishment.closed", SITE, {}, at=f"2026-02-{day}T08:00:00+08:00"))
    assert causes(register, "2026-06-01T00:00:00Z") == flags
