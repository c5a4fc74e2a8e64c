"""exemption_unproven: what went under an exemption of which no evidence is shown within five working days."""

import pytest

from ledger.posting import Posting
from tests.manifests import DRUMS, TRADE, TRUCK, TRUCKER, issued, of_manifest
from tests.rules.conftest import Register
from tests.specification import PLANT, SITE, generated, said

RULE = "exemption_unproven"
CLAIM = f"exemption:{PLANT}.E1"
PHOTO = [{"sha256": "ab" * 32, "media_type": "image/jpeg"}]


def claimed(**more: object) -> Posting:
    data = {"establishment": SITE, "item": 8, "stage": "transport", "waste_codes": ["900-402-06"]} | more
    return said("exemption.claimed", CLAIM, data, at="2026-11-23T08:00:00+08:00")


@pytest.fixture
def trade(register: Register) -> Register:
    return register.given(*TRADE, *(generated(each) for each in DRUMS))


def used() -> list[Posting]:
    left = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at="2026-11-24T10:00:00+08:00")
    return [issued(exemption=CLAIM), left]


def test_five_working_days_after_it_was_used(trade: Register) -> None:
    trade.given(claimed(), *used())
    assert trade.told("2026-12-01T16:00:00Z", RULE) == []
    assert trade.told("2026-12-01T16:00:00.000001Z", RULE) == [(CLAIM, "", "warning")]


def test_with_evidence_or_unused_it_is_not_flagged(trade: Register) -> None:
    trade.given(claimed(evidence=PHOTO), *used())
    assert trade.told("2026-12-20T00:00:00Z", RULE) == []


def test_what_was_never_used(trade: Register) -> None:
    trade.given(claimed(), used()[0])
    assert trade.told("2026-12-20T00:00:00Z", RULE) == []


def test_evidence_that_is_shown_later_clears_it(trade: Register) -> None:
    wrong = claimed()
    trade.given(wrong, *used()).corrected(wrong, at="2026-12-05T08:00:00+08:00", evidence=PHOTO)
    assert trade.told("2026-12-04T00:00:00Z", RULE) == [(CLAIM, "", "warning")]
    assert trade.told("2026-12-20T00:00:00Z", RULE) == []
