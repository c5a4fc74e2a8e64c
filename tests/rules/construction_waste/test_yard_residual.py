"""yard_residual: what a yard's book says lies there, and for no longer than was filed."""

import pytest

from ledger.posting import Posting
from tests.rules.conftest import Register
from tests.rules.hauling import LATER
from tests.specification import kg, said
from tests.spoil import CITY_SITE, OPERATOR_OF_SITE, SITE, YARD, accepted, departed, trip

RULE = "yard_residual"
MISSING = (YARD, "2026-11", "warning")


def brought(number: int, tonnes: str, day: str, site: str = YARD) -> list[Posting]:
    at = f"{day}T22:00:00+08:00"
    return [departed(number, at=at), accepted(number, tonnes, site=site, at=at)]


def removed(tonnes: str, at: str) -> Posting:
    return said("site.removed", YARD, {"mass_kg": kg(tonnes) * 1000, "to": CITY_SITE}, by=OPERATOR_OF_SITE, at=at)


def counted(tonnes: str, at: str = "2026-11-24T09:00:00+08:00", site: str = YARD, **more: object) -> Posting:
    return said("yard.counted", site, {"mass_kg": kg(tonnes) * 1000, **more}, by=OPERATOR_OF_SITE, at=at)


@pytest.mark.parametrize(("found", "flagged"), [("62.8", False), ("62.6", True), ("120", False)])
def test_less_than_the_book_says_by_more_than_scales_are_off(hauling: Register, found: str, flagged: bool) -> None:
    hauling.given(*brought(1, "50", "2026-11-22"), *brought(2, "50", "2026-11-23"))
    hauling.given(removed("30", "2026-11-24T07:00:00+08:00"), counted(found))
    assert hauling.told("2026-11-25T01:00:00Z", RULE) == []
    assert hauling.told("2026-11-25T01:00:01Z", RULE) == ([MISSING] if flagged else [])


def test_a_removal_that_is_told_late_clears_it_and_what_was_known_stays(hauling: Register) -> None:
    hauling.given(*brought(1, "50", "2026-11-23"), counted("20"))
    hauling.given(removed("30", "2026-11-24T07:00:00+08:00"), recorded_at="2026-11-26T00:00:00Z")
    assert hauling.told(LATER, RULE) == []
    assert hauling.told("2026-11-25T02:00:00Z", RULE) == [MISSING]


def test_a_counting_begins_the_book_anew(hauling: Register) -> None:
    hauling.given(*brought(1, "50", "2026-11-21"), counted("20", "2026-11-22T09:00:00+08:00"))
    hauling.given(*brought(2, "17", "2026-11-22"), counted("36.5"))
    (flag,) = hauling.flags(LATER, RULE)
    assert '"missing_g":30000000' in flag.findings[0].inputs


def test_a_counting_of_one_class_and_a_site_that_is_no_yard_say_nothing(hauling: Register) -> None:
    hauling.given(*brought(1, "50", "2026-11-23"), counted("20", waste_class="spoil"))
    hauling.given(*brought(2, "50", "2026-11-23", SITE), counted("20", site=SITE))
    assert hauling.told(LATER, RULE) == []


STAY = (YARD, "stay 2026-11", "warning")
DUE = "2027-02-21T16:00:00Z"  # 24:00 of the ninetieth day


def test_what_lies_longer_than_ninety_days_is_flagged_until_it_is_taken_away(hauling: Register) -> None:
    hauling.given(*brought(1, "50", "2026-11-23"), *brought(2, "50", "2027-02-01"))
    assert hauling.told(DUE, RULE) == []
    assert hauling.told("2027-02-21T16:00:01Z", RULE) == [STAY]
    hauling.given(removed("50", "2027-03-01T09:00:00+08:00"))
    assert hauling.told("2027-03-01T01:00:00Z", RULE) == [STAY]
    assert hauling.told("2027-03-01T01:00:01Z", RULE) == []


def test_what_was_taken_away_in_time_is_nothing_whatever_came_after(hauling: Register) -> None:
    hauling.given(*brought(1, "50", "2026-11-23"), *brought(2, "50", "2027-02-01"))
    hauling.given(removed("49.5", "2027-02-21T09:00:00+08:00"))
    assert hauling.told("2027-03-10T00:00:00Z", RULE) == []
    assert trip(1) not in str(hauling.flags("2027-05-10T00:00:00Z", RULE))
