"""manifest_weight_discrepancy: what was accepted and refused together is not what was dispatched."""

from typing import Any

import pytest

from ledger.posting import Posting
from tests.manifests import DRUMS, NUMBER, RECEIVER, TRADE, issued, line, of_manifest, org
from tests.rules.conftest import Register
from tests.rules.drums import at
from tests.specification import BUREAU, PLANT, SCALE, generated, kg, said

RULE = "manifest_weight_discrepancy"
THERE_SCALE = f"scale:{RECEIVER}.01"
REPORTED = {"to": [org(PLANT), org(BUREAU)], "reason": "桶数相符，重量短少"}
SOON, LATER = "2026-11-24T08:00:00Z", "2026-12-20T00:00:00Z"


def verified(scale: str, by: str) -> list[Posting]:
    passed = {"certificate": "C-1", "result": "passed", "valid_until": "2027-06-30"}
    return [
        said("scale.registered", scale, {"kind": "floor", "max_kg": 5000, "division_kg": 1}, by=by),
        said("scale.verified", scale, passed, by=by),
    ]


def came(sent: str, accepted: str, refused: str | None = None) -> list[Posting]:
    """A load in bulk, weighed on verified floor scales at both ends."""
    parts: dict[str, Any] = {"accepted": [{"line": 1, "mass_kg": kg(accepted)}]}
    if refused is not None:
        parts["refused"] = [{"line": 1, "mass_kg": kg(refused), "reason": "含水率"}]
    return [
        issued(containers=[], lines=[line(sent)]),
        of_manifest("loaded", PLANT, {"mass_kg": kg(sent), "scale": SCALE}, at=at("09:00")),
        of_manifest("arrived", RECEIVER, {"scale": THERE_SCALE}, at=at("13:00")),
        of_manifest("received", RECEIVER, parts, at=at("14:00")),
    ]


@pytest.fixture
def trade(register: Register) -> Register:
    return register.given(*TRADE, *verified(SCALE, PLANT), *verified(THERE_SCALE, RECEIVER))


@pytest.mark.parametrize(
    ("sent", "accepted", "flagged"),
    [("1000", "980", False), ("1000", "979.9", True), ("1000", "1020.1", True), ("3000", "2970", False)],
)
def test_twenty_kilograms_or_one_per_cent_are_let_pass(
    trade: Register, sent: str, accepted: str, flagged: bool
) -> None:
    trade.given(*came(sent, accepted))
    assert trade.told(SOON, RULE) == ([(NUMBER, "", "notice")] if flagged else [])


def test_what_was_refused_came_too(trade: Register) -> None:
    trade.given(*came("1000", "700", "300"))
    assert trade.told(LATER, RULE) == []


def test_not_reported_within_a_working_day_it_is_a_warning(trade: Register) -> None:
    trade.given(*came("1000", "950"))
    assert trade.told("2026-11-25T16:00:00Z", RULE) == [(NUMBER, "", "notice")]
    assert trade.told("2026-11-25T16:00:01Z", RULE) == [(NUMBER, "", "warning")]


@pytest.mark.parametrize(("day", "severity"), [(25, "notice"), (26, "warning")])
def test_reported_in_time_it_stays_a_notice(trade: Register, day: int, severity: str) -> None:
    trade.given(*came("1000", "950"), of_manifest("discrepancy_reported", RECEIVER, REPORTED, at=at("10:00", day)))
    assert trade.told(LATER, RULE) == [(NUMBER, "", severity)]


@pytest.mark.parametrize(
    ("sent", "accepted", "severity"),
    [("4000", "3600", "notice"), ("4000", "3599", "serious"), ("2000", "1701", "notice"), ("4000", "4401", "notice")],
)
def test_short_by_much_it_is_serious(trade: Register, sent: str, accepted: str, severity: str) -> None:
    trade.given(*came(sent, accepted))
    assert trade.told(SOON, RULE) == [(NUMBER, "", severity)]


def test_a_manifest_that_nobody_issued_here_is_not_judged(trade: Register) -> None:
    trade.given(*came("1000", "900")[1:])
    assert trade.told(LATER, RULE) == []


def by_drum(*masses: str) -> Posting:
    parts = [{"container": each, "mass_kg": kg(mass)} for each, mass in zip(DRUMS, masses, strict=False)]
    return of_manifest("received", RECEIVER, {"accepted": parts}, at=at("14:00"))


def test_while_a_drum_is_not_decided_on_nothing_is_compared(trade: Register) -> None:
    trade.given(*(generated(each) for each in DRUMS), issued(), by_drum("200", "200"))
    assert trade.told(LATER, RULE) == []
    trade.given(
        of_manifest("received", RECEIVER, {"accepted": [{"container": DRUMS[2], "mass_kg": 100}]}, at=at("15:00"))
    )
    assert len(trade.told(LATER, RULE)) == 1


def test_without_any_scale_masses_may_be_off_by_more(trade: Register) -> None:
    trade.given(*(generated(each) for each in DRUMS), issued(), by_drum("200", "200", "160"))
    assert trade.told(LATER, RULE) == []


def test_a_correction_of_the_receipt_clears_it_and_what_was_known_stays(trade: Register) -> None:
    trade.given(*came("1000", "900"))
    right = {"accepted": [{"line": 1, "mass_kg": 1000}]}
    wrong = {"position": trade.position(NUMBER), "data": right, "reason": "误记"}
    trade.given(said("fact.corrected", NUMBER, wrong, by=RECEIVER, at=at("08:00", 27)))
    assert trade.told(LATER, RULE) == []
    assert len(trade.told("2026-11-26T12:00:00Z", RULE)) == 1
