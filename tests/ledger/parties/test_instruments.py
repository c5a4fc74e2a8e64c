"""Scales, devices and gates: whether they can be believed, and what they saw."""

from typing import Any

import pytest

from ledger.errors import InvalidError, MayNotStateError
from tests.ledger.parties.state_of import state_of, told_of
from tests.specification import OTHER_PLANT, PLANT, SCALE, Scenario, kg, said

CAMERA = f"device:{PLANT}.cam-3"
GATE = f"gate:{PLANT}001P.G-1"
PLACE = {"place": {"address": "东门"}}
CHECK = {"zero_kg": kg("-0.2"), "reference_kg": 20, "indicated_kg": kg("20.1"), "passed": True}
PASSING = {"direction": "out", "plate_recognised": "沪AB1234", "confidence": kg("0.973"), "gross_kg": 30980}


def test_a_scale_keeps_its_verification_and_its_last_check_through_a_change(scenario: Scenario) -> None:
    platform = {"kind": "platform", "max_kg": 500, "division_kg": kg("0.1")}
    passed = {"certificate": "示检字 2026-0117", "result": "passed", "valid_until": "2027-01-16"}
    scenario.given(
        said("scale.verified", SCALE, passed),
        said("scale.registered", SCALE, platform),
        said("scale.checked", SCALE, CHECK),
        said("scale.changed", SCALE, platform),
    )
    assert told_of(scenario, SCALE) == {
        "stage": "registered",
        **platform,
        **passed,
        "passed": True,
        "checked_at": "2026-11-24T00:00:00.000000Z",
    }


def test_a_failed_verification_takes_away_what_an_earlier_one_gave(scenario: Scenario) -> None:
    passed = {"certificate": "A", "result": "passed", "valid_until": "2027-01-16"}
    scenario.given(said("scale.verified", SCALE, passed))
    scenario.given(said("scale.verified", SCALE, {"certificate": "B", "result": "failed"}))
    state = state_of(scenario, SCALE)
    assert (state.certificate, state.result, state.valid_until) == ("B", "failed", None)


def test_a_verification_that_was_passed_says_until_when(scenario: Scenario) -> None:
    posting = said("scale.verified", SCALE, {"certificate": "A", "result": "passed"})
    refusal = scenario.refused(InvalidError, "missing_field", posting)
    assert [f.pointer for f in refusal.findings] == ["/data/valid_until"]


def test_a_check_that_was_not_passed_is_recorded_as_any_other(scenario: Scenario) -> None:
    scenario.given(said("scale.checked", SCALE, CHECK), said("scale.checked", SCALE, CHECK | {"passed": False}))
    assert state_of(scenario, SCALE).passed is False


def test_a_device_that_failed_works_again_when_it_is_restored(scenario: Scenario) -> None:
    scenario.given(said("device.registered", CAMERA, {"class": "device", **PLACE}))
    scenario.given(said("device.failed", CAMERA, {"reason": "断电"}))
    assert told_of(scenario, CAMERA) == {
        "stage": "failed",
        "class": "device",
        **PLACE,
        "failed_at": "2026-11-24T00:00:00.000000Z",
    }
    scenario.given(said("device.restored", CAMERA))
    assert told_of(scenario, CAMERA) == {"stage": "registered", "class": "device", **PLACE}


def test_a_device_fails_before_it_is_registered(scenario: Scenario) -> None:
    scenario.given(said("device.failed", CAMERA), said("device.registered", CAMERA, {"class": "device", **PLACE}))
    assert state_of(scenario, CAMERA).stage == "failed"
    scenario.given(said("device.restored", CAMERA))
    assert state_of(scenario, CAMERA).stage == "registered"


@pytest.mark.parametrize("offset", ["-2.125", "0", "3600"])
def test_a_clock_is_ahead_or_behind(scenario: Scenario, offset: str) -> None:
    scenario.given(said("device.clock_checked", CAMERA, {"offset_s": kg(offset)}))
    assert told_of(scenario, CAMERA)["offset_s"] == kg(offset)


def test_a_gate_tells_what_passed_it_last(scenario: Scenario) -> None:
    scenario.given(said("gate.registered", GATE, PLACE))
    scenario.given(said("gate.passed", GATE, PASSING, at="2026-11-24T09:00:00+08:00"))
    scenario.given(said("gate.passed", GATE, PASSING | {"direction": "in"}, at="2026-11-24T08:00:00+08:00"))
    assert told_of(scenario, GATE) == {
        "stage": "registered",
        **PLACE,
        "last_passed_at": "2026-11-24T01:00:00.000000Z",
        "direction": "out",
        "plate_recognised": "沪AB1234",
    }


@pytest.mark.parametrize("read", ["沪AB1234", "沪AI1234", "?", "无牌"])
def test_a_camera_says_what_it_read_whether_it_is_a_plate_or_not(scenario: Scenario, read: str) -> None:
    scenario.given(said("gate.passed", GATE, PASSING | {"plate_recognised": read}))


def test_a_confirmed_plate_is_that_of_a_vehicle(scenario: Scenario) -> None:
    (receipt,) = scenario.when(said("gate.passed", GATE, PASSING))
    confirmed = {"position": receipt.position, "plate": "vehicle:沪A1234挂"}
    scenario.given(said("gate.plate_confirmed", GATE, confirmed))
    assert [f.fact.type for f in scenario.ledger.recorded(tag="vehicle:沪A1234挂")] == ["gate.plate_confirmed"]
    scenario.refused(
        InvalidError, "wrong_form", said("gate.plate_confirmed", GATE, confirmed | {"plate": "沪A1234挂"})
    )


@pytest.mark.parametrize("confidence", ["1.001", "-0.1"])
def test_a_confidence_lies_between_nothing_and_one(scenario: Scenario, confidence: str) -> None:
    posting = said("gate.passed", GATE, PASSING | {"confidence": kg(confidence)})
    scenario.refused(InvalidError, "out_of_range", posting)


@pytest.mark.parametrize(
    ("subject", "fact_type", "data"),
    [
        (SCALE, "scale.verified", {"certificate": "A", "result": "failed"}),
        (SCALE, "scale.checked", CHECK),
        (CAMERA, "device.failed", {}),
        (GATE, "gate.passed", PASSING),
        (GATE, "gate.closed", {}),
    ],
)
def test_nobody_speaks_for_the_instruments_of_another(
    scenario: Scenario, subject: str, fact_type: str, data: dict[str, Any]
) -> None:
    scenario.refused(MayNotStateError, "may_not_state", said(fact_type, subject, data, by=OTHER_PLANT))
    scenario.given(said(fact_type, subject, data))
