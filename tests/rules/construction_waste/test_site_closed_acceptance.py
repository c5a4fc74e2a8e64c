"""site_closed_acceptance: a closed site takes nothing."""

import pytest

from ledger.posting import Posting
from tests.rules.conftest import Register
from tests.rules.hauling import LATER
from tests.specification import said
from tests.spoil import OPERATOR_OF_SITE, SITE, accepted, departed

RULE = "site_closed_acceptance"
FLAG = (SITE, "2026-11-23", "warning")


def closed(at: str, **more: object) -> Posting:
    return said("site.closed", SITE, dict(more), by=OPERATOR_OF_SITE, at=at)


def test_after_the_closing_it_is_a_warning_and_before_it_is_nothing(hauling: Register) -> None:
    hauling.given(departed(1), accepted(1, at="2026-11-23T22:59:00+08:00"), closed("2026-11-23T23:00:00+08:00"))
    assert hauling.told("2026-11-24T00:00:00Z", RULE) == []
    hauling.given(departed(2), accepted(2))
    assert hauling.told(LATER, RULE) == [FLAG]


@pytest.mark.parametrize(("at", "flagged"), [("22:59:59", True), ("23:00:00", False)])
def test_a_closure_ends_when_it_says(hauling: Register, at: str, flagged: bool) -> None:
    hauling.given(closed("2026-11-23T20:00:00+08:00", until="2026-11-23T23:00:00+08:00"))
    hauling.given(departed(), accepted(at=f"2026-11-23T{at}+08:00"))
    assert hauling.told(LATER, RULE) == ([FLAG] if flagged else [])


def test_a_site_that_was_reopened_takes_loads(hauling: Register) -> None:
    hauling.given(closed("2026-11-23T20:00:00+08:00"), departed(), accepted())
    reopened = said("site.reopened", SITE, {}, by=OPERATOR_OF_SITE, at="2026-11-23T22:30:00+08:00")
    hauling.given(reopened, recorded_at="2026-11-25T00:00:00Z")
    assert hauling.told(LATER, RULE) == []
    assert hauling.told("2026-11-24T00:00:00Z", RULE) == [FLAG], "as was known then"


def test_a_place_that_nobody_filed_is_another_rules_matter(hauling: Register) -> None:
    hauling.given(departed(), accepted(site="site:310115.X-99"))
    assert hauling.told(LATER, RULE) == []
