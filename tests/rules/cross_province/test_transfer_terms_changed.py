"""transfer_terms_changed: what was granted is this receiver, this waste and this method."""

from typing import Any

import pytest

from tests.manifests import line
from tests.rules.across import MANIFEST, granted, load, noticed, two_provinces, under
from tests.rules.conftest import Register
from tests.rules.cross_province.test_moved_while_suspended import licence
from tests.specification import PLANT
from tests.transfers import JIANGSU, LICENCE, NUMBER, application, applied, dispatched, step, until_consent
from tests.transfers import approved as decided

RULE = "transfer_terms_changed"
LATER = "2026-12-01T00:00:00Z"
CONSIGNMENT = f"consignment:{PLANT}.C-1"


@pytest.fixture
def there(register: Register) -> Register:
    return register.given(*two_provinces())


def test_a_load_by_its_terms_is_not_flagged(there: Register) -> None:
    assert there.given(*under(granted(), load())).told(LATER, RULE) == []


@pytest.mark.parametrize("changed", [{"method": "R3"}, {"method": "D10"}, {"waste_code": "900-249-08"}])
def test_another_method_or_waste(there: Register, changed: dict[str, Any]) -> None:
    there.given(*under(granted(), load(lines=[line("10000", count=1, **changed)])))
    assert there.told(LATER, RULE) == [(MANIFEST, "", "serious")]
    assert there.told(LATER, "moved_without_transfer") == []


def test_other_waste_by_another_method_is_a_warning(there: Register) -> None:
    there.given(*noticed(), dispatched(transfer=NUMBER, method="R4"))
    assert there.told(LATER, RULE) == [(CONSIGNMENT, "", "warning")]


def test_what_names_no_transfer_changes_none(there: Register) -> None:
    there.given(*noticed(), dispatched(method="R4"))
    assert there.told(LATER, RULE) == []


@pytest.mark.parametrize(("day", "flagged"), [("2026-08-31", True), ("2026-09-02", False)])
def test_a_capacity_that_was_withdrawn_before_it_left(there: Register, day: str, flagged: bool) -> None:
    there.given(*under([*granted(), step("capacity_withdrawn", JIANGSU, day, {"reason": "检修"})], load()))
    assert bool(there.told(LATER, RULE)) is flagged


def test_a_capacity_confirmed_again(there: Register) -> None:
    words = [step("capacity_withdrawn", JIANGSU, "2026-08-20", {"reason": "检修"}),
             step("capacity_confirmed", JIANGSU, "2026-08-25")]  # fmt: skip
    assert there.given(*under([*granted(), *words], load())).told(LATER, RULE) == []


def test_a_receiver_whose_licence_has_ended(there: Register) -> None:
    ended = licence("granted", "2026-01-10", valid_until="2026-08-31")
    way = [applied(data=application(licence=LICENCE)), *until_consent()[1:], decided(valid_until="2026-08-31")]
    there.given(*under([ended, *way], load(at="2026-08-31T23:59:00+08:00")))
    assert there.told(LATER, RULE) == []


def test_a_receiver_whose_licence_was_revoked_since(there: Register) -> None:
    way = [applied(data=application(licence=LICENCE)), *until_consent()[1:], decided()]
    revoked = [licence("granted", "2026-01-10"), *way, licence("revoked", "2026-08-20")]
    there.given(*under(revoked, load()))
    assert there.told(LATER, RULE) == [(MANIFEST, "", "serious")]
