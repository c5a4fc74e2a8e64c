"""receiver_unlicensed: no licence in force covers what leaves; or more came under one in a year than is approved."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.ledger.test_standing import bureau
from tests.manifests import (
    NUMBER,
    RECEIVER,
    THERE,
    TRADE,
    TRUCK,
    TRUCKER,
    issued,
    line,
    of_manifest,
    org,
    registered,
)
from tests.rules.conftest import Register
from tests.rules.drums import at, licensed
from tests.specification import BUREAU, PLANT, SITE, kg, said

RULE = "receiver_unlicensed"
LEFT, LATER = at("09:00"), "2026-12-20T00:00:00Z"
LICENCE = licensed(THERE).subject


@pytest.fixture
def trade(register: Register) -> Register:
    here = said("establishment.registered", THERE, registered(THERE, "310115", RECEIVER).data, by=RECEIVER)
    return register.given(*TRADE, bureau(), here)


def left(number: str = NUMBER, **issue_says: Any) -> list[Posting]:
    away = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, number, at=LEFT)
    return [issued(number, **({"containers": []} | issue_says)), away]


def measure(step: str, when: str, **data: Any) -> Posting:
    return said(f"licence.{step}", LICENCE, {"establishment": THERE, **data}, by=BUREAU, at=when)


@pytest.mark.parametrize(
    ("terms", "flagged"),
    [
        ({}, False),
        ({"waste_codes": ["900-402-06"]}, False),
        ({"waste_codes": ["HW08"]}, True),
        ({"methods": ["D10"]}, True),
        ({"valid_until": "2026-11-24"}, False),
        ({"valid_until": "2026-11-23"}, True),
        ({"valid_from": "2026-11-24"}, False),
        ({"valid_from": "2026-11-25"}, True),
        ({"kind": "collection", "methods": [], "valid_until": "2028-12-31"}, False),
    ],
)
def test_a_licence_in_force_covers_code_and_method(trade: Register, terms: dict[str, Any], flagged: bool) -> None:
    trade.given(licensed(THERE, **terms), *left())
    assert trade.told(LATER, RULE) == ([(NUMBER, "", "serious")] if flagged else [])


def test_without_any_licence_it_is_flagged_from_the_departure_on(trade: Register) -> None:
    trade.given(*left())
    assert trade.told("2026-11-24T01:00:00Z", RULE) == []
    (flag,) = trade.flags("2026-11-24T01:00:01Z", RULE)
    assert (flag.subject, flag.findings[0].against, flag.findings[0].place) == (NUMBER, org(PLANT), SITE)


@pytest.mark.parametrize("step", ["suspended", "revoked"])
@pytest.mark.parametrize(("when", "flagged"), [("08:59", True), ("09:01", False)])
def test_a_measure_counts_from_when_it_was(trade: Register, step: str, when: str, flagged: bool) -> None:
    trade.given(licensed(THERE), measure(step, at(when)), *left())
    assert bool(trade.told(LATER, RULE)) is flagged


def test_one_line_that_is_not_covered_is_enough(trade: Register) -> None:
    lines = [line(), line(waste_code="900-249-08")]
    (flag,) = trade.given(licensed(THERE), *left(lines=lines)).flags(LATER, RULE)
    assert '"waste_code":"900-249-08"' in flag.findings[0].inputs


def test_an_own_establishment_needs_no_licence(trade: Register) -> None:
    own = SITE.replace("001P", "002P")
    trade.given(*left(receiver=org(PLANT), to_establishment=own))
    assert trade.told(LATER, RULE) == []


@pytest.mark.parametrize(
    ("stage", "proof", "flagged"),
    [("recovery", True, False), ("all", True, False), ("recovery", False, True), ("transport", True, True)],
)
def test_an_exemption_of_the_treatment_counts_where_it_is_shown(
    trade: Register, stage: str, proof: bool, flagged: bool
) -> None:
    claim: dict[str, Any] = {"establishment": THERE, "item": 8, "stage": stage, "waste_codes": ["900-402-06"]}
    if proof:
        claim["evidence"] = [{"sha256": "ab" * 32}]
    trade.given(said("exemption.claimed", f"exemption:{RECEIVER}.E-1", claim, by=RECEIVER), *left())
    assert bool(trade.told(LATER, RULE)) is flagged


def test_a_licence_told_late_clears_it_and_what_was_known_stays(trade: Register) -> None:
    trade.given(*left())
    assert len(trade.told("2026-11-25T00:00:00Z", RULE)) == 1
    trade.given(licensed(THERE), recorded_at="2026-11-26T00:00:00Z")
    assert trade.told(LATER, RULE) == []
    assert len(trade.told("2026-11-25T00:00:00Z", RULE)) == 1


def came(number: int, tonnes: int, day: int) -> list[Posting]:
    manifest = f"manifest:2026310100{number:04d}"
    parts = {"accepted": [{"line": 1, "mass_kg": kg(f"{tonnes}000")}]}
    return [issued(manifest, containers=[]), of_manifest("received", RECEIVER, parts, manifest, at=at("15:00", day))]


def test_the_receipt_that_crosses_the_approved_quantity_of_a_year(trade: Register) -> None:
    trade.given(licensed(THERE, capacity_t_per_year=50), *came(1, 30, 24), *came(2, 20, 25))
    assert trade.told(LATER, RULE) == []
    trade.given(*came(3, 1, 26))
    (flag,) = trade.flags(LATER, RULE)
    assert (flag.subject, flag.cause, flag.severity) == (LICENCE, "2026", "warning")
    assert (flag.since, flag.findings[0].fine) == ("2026-11-26T07:00:00.000000Z", False)


def test_a_new_year_begins_at_nothing(trade: Register) -> None:
    trade.given(licensed(THERE, capacity_t_per_year=50), *came(1, 30, 24))
    parts = {"accepted": [{"line": 1, "mass_kg": kg("30000")}]}
    second = "manifest:20263101000002"
    received = of_manifest("received", RECEIVER, parts, second, at="2027-01-01T00:30:00+08:00")
    trade.given(issued(second, containers=[]), received)
    assert trade.told("2027-02-01T00:00:00Z", RULE) == []
