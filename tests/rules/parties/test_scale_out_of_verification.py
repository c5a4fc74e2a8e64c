"""scale_out_of_verification: one flag for a scale and month, by what was known of it when it was read."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.api.least_statements import PLATFORM
from tests.manifests import registered
from tests.rules.across import early
from tests.rules.conftest import Register
from tests.specification import PLANT, SCALE, SITE, drum, organisation, said, weighed

RULE = "scale_out_of_verification"
LATER = "2026-12-20T00:00:00Z"
FLAG = [(SCALE, "2026-11", "notice")]


def verified(until: str | None = "2026-11-24", at: str = "2026-01-02T08:00:00+08:00", **more: Any) -> Posting:
    data = {"certificate": "C1", "result": "passed"} | ({"valid_until": until} if until else {}) | more
    return said("scale.verified", SCALE, data, at=at)


@pytest.fixture
def plant(register: Register) -> Register:
    firm = (organisation(PLANT, "generator"), registered(SITE, "310115", PLANT))
    return register.given(*early(*firm, said("scale.registered", SCALE, PLATFORM)))


@pytest.mark.parametrize(("until", "flags"), [("2026-11-24", []), ("2026-11-23", FLAG)])
def test_the_last_day_of_its_verification_is_still_one(plant: Register, until: str, flags: list[Any]) -> None:
    assert plant.given(verified(until), weighed(drum(1))).told(LATER, RULE) == flags


def test_of_what_nobody_verified_nothing_is_said(plant: Register) -> None:
    assert plant.given(weighed(drum(1))).told(LATER, RULE) == []


def test_a_failed_verification_is_none(plant: Register) -> None:
    plant.given(verified(None, result="failed"), weighed(drum(1)))
    assert plant.told(LATER, RULE) == FLAG


@pytest.mark.parametrize(("gross", "flags"), [("500", []), ("500.1", FLAG), ("20", []), ("19.9", FLAG)])
def test_its_range(plant: Register, gross: str, flags: list[Any]) -> None:
    plant.given(verified("2027-01-01"), weighed(drum(1), gross))
    assert plant.told(LATER, RULE) == flags


def test_a_failed_check_holds_until_one_is_passed(plant: Register) -> None:
    check = {"zero_kg": 0, "reference_kg": 100, "indicated_kg": 103}
    failed = said("scale.checked", SCALE, check | {"passed": False}, at="2026-11-24T07:00:00+08:00")
    passed = said("scale.checked", SCALE, check | {"passed": True}, at="2026-11-24T09:00:00+08:00")
    plant.given(verified("2027-01-01"), failed, passed, weighed(drum(1), at="2026-11-24T10:00:00+08:00"))
    assert plant.told("2026-11-25T00:00:00Z", RULE) == []
    plant.given(weighed(drum(2), at="2026-11-24T08:10:00+08:00"), weighed(drum(3), at="2026-11-24T08:20:00+08:00"))
    (flag,) = plant.flags(LATER, RULE)
    assert (flag.subject, len(flag.findings)) == (SCALE, 2)


def test_a_verification_that_is_told_late_clears_it(plant: Register) -> None:
    plant.given(verified("2026-11-01"), weighed(drum(1)))
    plant.given(verified("2027-01-01", at="2026-11-20T08:00:00+08:00"), recorded_at="2026-11-26T00:00:00Z")
    assert plant.told("2026-11-25T00:00:00Z", RULE) == FLAG
    assert plant.told(LATER, RULE) == []
