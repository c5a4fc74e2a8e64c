"""moved_without_transfer: hazardous waste leaves a province by approval, what is recovered by notice."""

import pytest

from projections.rules.cross_province import moved_without_transfer
from tests.rules.across import MANIFEST, early, granted, load, noticed, two_provinces, under
from tests.rules.conftest import Register
from tests.specification import PLANT, SITE, said
from tests.transfers import NUMBER, SOLVENT, dispatched, measure, step

RULE = "moved_without_transfer"
LATER = "2026-12-01T00:00:00Z"
SETTLED = "2026-09-02T02:00:00.000000Z"
"""A day after the departure."""
CONSIGNMENT = f"consignment:{PLANT}.C-1"


@pytest.fixture
def there(register: Register) -> Register:
    return register.given(*two_provinces())


def test_an_approved_load_is_not_flagged(there: Register) -> None:
    assert there.given(*under(granted(), load())).told(LATER, RULE) == []


def test_a_load_whose_approval_is_only_asked_for_is_flagged_once_devices_had_time(there: Register) -> None:
    there.given(*under(granted()[:-1], load()))
    assert there.told(SETTLED, RULE) == []
    assert there.told("2026-09-02T02:00:00.000001Z", RULE) == [(MANIFEST, "", "serious")]


def test_an_approval_that_is_told_late_clears_it_and_what_was_known_stays(there: Register) -> None:
    there.given(*under(granted()[:-1], load()))
    there.given(granted()[-1], recorded_at="2026-09-10T00:00:00Z")
    assert there.told("2026-09-05T00:00:00Z", RULE) == [(MANIFEST, "", "serious")]
    assert there.told(LATER, RULE) == []


def test_a_revoked_approval_is_none(there: Register) -> None:
    there.given(*under([*granted(), measure("revoked", "2026-08-01")], load()))
    assert there.told(LATER, RULE) == [(MANIFEST, "", "serious")]


def test_a_transfer_of_which_nothing_is_told_is_a_notice_without_a_fine(there: Register) -> None:
    (flag,) = there.given(*load()).flags(LATER, RULE)
    assert (flag.severity, flag.findings[0].variant, flag.findings[0].fine) == ("notice", "not_told", False)


def test_slag_to_be_recovered_without_a_notice_is_a_warning(there: Register) -> None:
    (flag,) = there.given(dispatched()).flags(LATER, RULE)
    assert (flag.subject, flag.severity, flag.findings[0].variant) == (CONSIGNMENT, "warning", "recovery")


def test_slag_to_be_disposed_of_wants_an_approval(there: Register) -> None:
    (flag,) = there.given(dispatched(method="D1")).flags(LATER, RULE)
    assert (flag.severity, flag.findings[0].variant) == ("serious", "disposal")


def test_a_notice_covers_the_load_that_leaves_after_it(there: Register) -> None:
    there.given(*noticed(), dispatched(transfer=NUMBER))
    assert there.told(LATER, RULE) == []


def test_a_notice_that_is_not_named_covers_it_too(there: Register) -> None:
    there.given(*noticed(), dispatched())
    assert there.told(LATER, RULE) == []


def test_a_notice_that_came_in_after_the_departure_was_not_in_advance(there: Register) -> None:
    there.given(dispatched(transfer=NUMBER))
    there.given(*noticed(), recorded_at="2026-09-02T00:00:00Z")
    assert there.told(LATER, RULE) == [(CONSIGNMENT, "", "warning")]


def test_proved_by_products_and_proved_exemptions_are_not_flagged(there: Register) -> None:
    there.given(dispatched(by_product_proof="ab" * 32))
    photo = {"sha256": "ab" * 32, "media_type": "image/jpeg"}
    exempt = {"establishment": SITE, "item": 8, "stage": "transport", "waste_codes": [SOLVENT], "evidence": [photo]}
    claim = f"exemption:{PLANT}.E1"
    there.given(*early(said("exemption.claimed", claim, exempt)), *load(transfer=None, exemption=claim))
    assert there.told(LATER, RULE) == []


def test_an_exemption_without_proof_is_none(there: Register) -> None:
    exempt = {"establishment": SITE, "item": 8, "stage": "transport", "waste_codes": [SOLVENT]}
    claim = f"exemption:{PLANT}.E1"
    there.given(*early(said("exemption.claimed", claim, exempt)), *load(transfer=None, exemption=claim))
    assert there.told(LATER, RULE) == [(MANIFEST, "", "serious")]


def test_what_stays_in_its_province_and_what_is_not_told_is_not_judged(register: Register) -> None:
    register.given(*two_provinces()[:-1], dispatched())
    assert register.told(LATER, RULE) == [], "where the receiver lies was never told"


def test_another_transfer_in_force_lets_it_go_where_the_named_one_was_never_granted(there: Register) -> None:
    other = granted("transfer:沪环固转〔2026〕99号")
    there.given(*under([*granted()[:-1], *other], load()))
    assert there.told(LATER, RULE) == []


def test_what_expired_or_was_suspended_is_another_rules_matter(there: Register) -> None:
    there.given(*under(granted(valid_until="2026-08-01"), load()))
    assert there.told(LATER, RULE) == []


def test_what_goes_beyond_its_terms_is_another_rules_matter(there: Register) -> None:
    there.given(*noticed(), dispatched(waste_code="900-002-S02", transfer=NUMBER))
    assert there.told(LATER, RULE) == []


def test_the_fine_and_the_duty_are_those_of_its_purpose() -> None:
    rule = moved_without_transfer.RULE
    assert rule.duty_on("2026-09-01", "recovery") == ["生态环境法典 476(2)"]
    assert "1171(1)3" in (rule.fine_on("2026-09-01", "recovery") or "")
    assert "1175(1)8" in (rule.fine_on("2026-09-01") or "")


def test_a_notice_of_other_waste_that_is_not_named_does_not_cover_it(there: Register) -> None:
    there.given(*noticed(), dispatched(waste_code="900-002-S02"))
    assert there.told(LATER, RULE) == [(CONSIGNMENT, "", "warning")]


def test_an_application_alone_is_no_notice(there: Register) -> None:
    there.given(step("applied", PLANT, "2026-08-20", noticed()[0].data), dispatched(transfer=NUMBER))
    assert there.told(LATER, RULE) == [(CONSIGNMENT, "", "warning")]
