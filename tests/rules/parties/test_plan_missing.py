"""plan_missing: the plan of a year is filed by the 31st of March."""

import pytest

from ledger.posting import Posting
from tests.ledger.test_standing import bureau
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import BUREAU, PLANT, SITE, kg, organisation, said

RULE = "plan_missing"
DUE = "2026-03-31T16:00:00Z"


def classed(of: str = "key", year: int = 2026) -> Posting:
    data = {"class": of, "year": year, "source": "名录"}
    return said("supervision_class.assigned", SITE, data, by=BUREAU)


def filed(at: str, year: int = 2026) -> Posting:
    lines = [{"waste_code": "900-402-06", "mass_t": kg("10"), "method": "R2"}]
    return said("management_plan.filed", f"management_plan:{PLANT}001P.{year}", {"lines": lines}, at=at)


def firm(at: str = "2026-01-01T08:00:00+08:00", of: str = "key") -> list[Posting]:
    parties = early(organisation(PLANT, "generator"), bureau())
    return [*parties, *early(registered(SITE, "310115", PLANT), classed(of), at=at)]


@pytest.mark.parametrize("of", ["key", "simplified", "registered"])
def test_it_is_due_until_the_end_of_march(register: Register, of: str) -> None:
    register.given(*firm(of=of))
    assert register.told(DUE, RULE) == []
    assert register.told("2026-03-31T16:00:00.000001Z", RULE) == [(SITE, "2026", "warning")]


def test_one_that_is_filed_in_time(register: Register) -> None:
    register.given(*firm(), filed("2026-03-31T23:59:59+08:00"))
    assert register.told("2026-12-01T00:00:00Z", RULE) == []


def test_one_that_is_filed_late_is_a_notice_and_stays(register: Register) -> None:
    register.given(*firm(), filed("2026-05-06T08:00:00+08:00"))
    assert register.told("2026-04-02T00:00:00Z", RULE) == [(SITE, "2026", "warning")], "as was known then"
    assert register.told("2026-12-01T00:00:00Z", RULE) == [(SITE, "2026", "notice")]


def test_the_next_year_comes_by_itself(register: Register) -> None:
    register.given(*firm(), filed("2026-03-01T08:00:00+08:00"))
    assert register.told("2027-03-31T16:00:00Z", RULE) == []
    assert register.told("2027-04-01T00:00:00Z", RULE) == [(SITE, "2027", "warning")]


def test_what_went_live_later_in_the_year_is_not_due(register: Register) -> None:
    register.given(*firm("2026-04-01T08:00:00+08:00"))
    assert register.told("2027-03-01T00:00:00Z", RULE) == []
    assert register.told("2027-04-01T00:00:00Z", RULE) == [(SITE, "2027", "warning")]


def test_what_closed_or_has_no_class_is_not_due(register: Register) -> None:
    register.given(*firm()[:-1])
    assert register.told("2026-06-01T00:00:00Z", RULE) == []


def test_what_closed_before_the_day_is_not_due(register: Register) -> None:
    register.given(*firm(), said("establishment.closed", SITE, {}, at="2026-03-30T08:00:00+08:00"))
    assert register.told("2026-06-01T00:00:00Z", RULE) == []
