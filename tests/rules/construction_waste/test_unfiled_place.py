"""unfiled_place: what takes loads is filed first."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER
from tests.specification import said
from tests.spoil import GREENING, OPERATOR_OF_SITE, SITE, accepted, departed, filed, filing

RULE = "unfiled_place"
PLACE = "site:310115.X-99"
FLAG = (PLACE, "2026-11-23", "warning")


def test_loads_of_one_day_are_one_flag_from_the_first_on(hauling: Register) -> None:
    hauling.given(departed(1), departed(2), accepted(1, site=PLACE), accepted(2, site=PLACE))
    assert hauling.told("2026-11-23T15:00:00Z", RULE) == []
    (flag,) = hauling.flags("2026-11-23T15:00:01Z", RULE)
    assert (flag.subject, flag.cause, flag.severity, len(flag.findings)) == (*FLAG, 2)
    assert flag.findings[0].against == f"organisation:{OPERATOR_OF_SITE}"


def test_a_filed_site_may_take_them(hauling: Register) -> None:
    hauling.given(departed(), accepted(site=SITE))
    assert hauling.told(LATER, RULE) == []


def test_a_filing_counts_from_when_it_happened(hauling: Register) -> None:
    hauling.given(departed(1), accepted(1, site=PLACE))
    hauling.given(filed(PLACE, at="2026-11-23T22:30:00+08:00"), recorded_at="2026-11-25T00:00:00Z")
    assert hauling.told(LATER, RULE) == []
    assert hauling.told("2026-11-24T00:00:00Z", RULE) == [FLAG], "as was known then"


def test_a_filing_afterwards_does_not(hauling: Register) -> None:
    hauling.given(departed(1), accepted(1, site=PLACE), filed(PLACE, at="2026-11-23T23:00:01+08:00"))
    assert hauling.told(LATER, RULE) == [FLAG]


@pytest.mark.parametrize(("until", "flagged"), [("2026-11-23", False), ("2026-11-22", True)])
def test_a_filing_holds_to_the_end_of_its_last_day(hauling: Register, until: str, flagged: bool) -> None:
    ending = said("site.changed", SITE, filing(valid_until=until), by=GREENING, at="2026-11-20T09:00:00+08:00")
    hauling.given(ending, departed(), accepted())
    found = hauling.flags(LATER, RULE)
    assert [each.findings[0].variant for each in found] == (["expired"] if flagged else [])
