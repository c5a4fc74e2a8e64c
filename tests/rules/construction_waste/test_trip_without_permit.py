"""trip_without_permit: at its departure a load is covered by a permit, or it is hauled without one."""

import pytest

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, all_known
from tests.spoil import (
    CARRIER,
    CITY_SITE,
    OPERATOR_OF_CITY_SITE,
    OTHER_CARRIER,
    OTHER_TRUCK,
    PERMIT,
    PROJECT,
    TRUCK,
    YARD,
    accepted,
    departed,
    filings,
    org,
    permitted,
    step,
)

RULE = "trip_without_permit"
DAY = "2026-11-23"


def test_what_a_permit_covers_is_not_flagged(hauling: Register) -> None:
    hauling.given(departed(1), accepted(1))
    hauling.given(departed(2), accepted(2, site=CITY_SITE, by=OPERATOR_OF_CITY_SITE))
    assert hauling.told(LATER, RULE) == []


@pytest.mark.parametrize(
    ("changed", "subject", "variant", "severity"),
    [
        ({"permit": None}, PROJECT, "", "serious"),
        ({"permit": "permit:沪浦渣〔2026〕9999号"}, "permit:沪浦渣〔2026〕9999号", "", "serious"),
        ({"waste_class": "building"}, PERMIT, "class", "serious"),
        ({"carrier": org(OTHER_CARRIER)}, PERMIT, "carrier", "serious"),
        ({"to_site": YARD}, PERMIT, "destination", "warning"),
        ({"gate": "gate:310115.2026-018.G1"}, None, None, None),
    ],
)
def test_what_a_permit_does_not_cover(
    hauling: Register, changed: dict[str, object], subject: str | None, variant: str | None, severity: str | None
) -> None:
    only = {"waste_class": "slurry"} if "permit" in changed else {}  # so that no other permit covers it
    hauling.given(departed(**{**only, **changed}))
    found = [(f.subject, f.cause, f.severity, f.findings[0].variant) for f in hauling.flags(LATER, RULE)]
    assert found == ([] if subject is None else [(subject, DAY, severity, variant)])


def test_it_is_flagged_once_devices_had_time_to_deliver(hauling: Register) -> None:
    hauling.given(departed(waste_class="building"))
    assert hauling.told("2026-11-24T14:00:00Z", RULE) == []
    assert hauling.told("2026-11-24T14:00:01Z", RULE) == [(PERMIT, DAY, "serious")]


def test_another_permit_of_the_project_covers_what_names_none(hauling: Register) -> None:
    hauling.given(departed(permit=None))
    assert hauling.told(LATER, RULE) == []


@pytest.mark.parametrize(
    ("at", "flagged"),
    [
        ("2026-10-31T23:59:00+08:00", 1),
        ("2026-11-01T00:00:00+08:00", 0),
        ("2027-04-30T23:59:00+08:00", 0),
        ("2027-05-01T00:00:00+08:00", 1),
    ],
)
def test_a_permit_holds_from_its_first_day_to_the_end_of_its_last(hauling: Register, at: str, flagged: int) -> None:
    hauling.given(departed(at=at))
    assert len(hauling.told("2027-06-01T00:00:00Z", RULE)) == flagged


def test_a_truck_that_is_not_listed_is_a_warning(register: Register) -> None:
    register.given(*all_known(), *filings(), permitted(conveyances=[TRUCK]))
    register.given(departed(1), departed(2, conveyance=OTHER_TRUCK))
    assert register.told(LATER, RULE) == [(PERMIT, DAY, "warning")]


def test_a_diversion_that_was_told_covers_its_destination(hauling: Register) -> None:
    hauling.given(departed(to_site=YARD))
    diverted = {"to_site": YARD, "decided_by": org(CARRIER), "reason": "封路"}
    told = step("diverted", by=CARRIER, at="2026-11-23T22:10:00+08:00", **diverted)
    hauling.given(told, recorded_at="2026-11-26T00:00:00Z")
    assert hauling.told(LATER, RULE) == []
    assert len(hauling.told("2026-11-25T00:00:00Z", RULE)) == 1, "as was known then"


def test_what_leaves_a_yard_needs_none_of_its_own(hauling: Register) -> None:
    hauling.given(departed(permit=None, gate=f"gate:{YARD[5:]}.G1"))
    assert hauling.told(LATER, RULE) == []


def test_a_permit_that_is_recorded_late_clears_it(register: Register) -> None:
    register.given(*all_known(), *filings(), departed())
    assert len(register.told("2026-11-25T00:00:00Z", RULE)) == 1
    register.given(permitted(), recorded_at="2026-11-26T00:00:00Z")
    assert register.told(LATER, RULE) == []
