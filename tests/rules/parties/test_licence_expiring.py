"""licence_expiring: from the last day for asking for a renewal to the end of the licence."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.api.least_statements import LICENCE, TERMS
from tests.ledger.test_standing import bureau
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import BUREAU, PLANT, SITE, organisation, said

RULE = "licence_expiring"
ENDS = "2026-12-31"


def licence(step: str, at: str, **changed: Any) -> Posting:
    data = TERMS | {"valid_until": ENDS} | changed if step != "revoked" else {"establishment": SITE}
    return said(f"licence.{step}", LICENCE, data, by=BUREAU, at=at)


@pytest.fixture
def held(register: Register) -> Register:
    register.given(*early(organisation(PLANT, "receiver"), bureau(), registered(SITE, "310115", PLANT)))
    return register.given(licence("granted", "2026-01-05T08:00:00+08:00"))


def test_from_thirty_working_days_before_to_the_end(held: Register) -> None:
    assert held.told("2026-11-19T16:00:00Z", RULE) == []
    assert held.told("2026-11-19T16:00:00.000001Z", RULE) == [(LICENCE, ENDS, "notice")]
    assert held.told("2026-12-31T16:00:00Z", RULE) == [(LICENCE, ENDS, "notice")]
    assert held.told("2026-12-31T16:00:00.000001Z", RULE) == []


def test_a_renewal_clears_it(held: Register) -> None:
    held.given(licence("changed", "2026-12-01T08:00:00+08:00", valid_until="2030-12-31"))
    assert held.told("2026-11-25T00:00:00Z", RULE) == [(LICENCE, ENDS, "notice")], "as was known then"
    assert held.told("2026-12-20T00:00:00Z", RULE) == []


def test_a_revoked_licence_is_not_renewed(held: Register) -> None:
    held.given(licence("revoked", "2026-06-01T08:00:00+08:00"))
    assert held.told("2026-12-20T00:00:00Z", RULE) == []
