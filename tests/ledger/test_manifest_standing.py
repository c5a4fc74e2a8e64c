"""Who may state what about a manifest: its transferor, carriers and receiver; while nobody issued it, the trade."""

import pytest

from ledger.errors import MayNotStateError
from ledger.posting import Posting
from tests.manifests import (
    BARGEMAN,
    NUMBER,
    RECEIVER,
    STRANGER,
    TRADE,
    TRUCK,
    TRUCKER,
    handed_over,
    issue,
    issued,
    of_manifest,
    org,
    received,
)
from tests.specification import OPERATOR, OTHER_PLANT, PLANT, Scenario, organisation, said

BY_TRUCK = {"conveyance": TRUCK}
LOADED = {"mass_kg": 600}
DONE = {"paper_no": "0042", "completed_at": "2026-11-20T08:00:00+08:00"}
BOUND = {"official": "manifest:20263101009999"}

STEPS = {
    "loaded": (LOADED, {PLANT}),
    "number_bound": (BOUND, {PLANT, OPERATOR}),
    "collected": (BY_TRUCK, {TRUCKER, BARGEMAN}),
    "arrived": ({}, {RECEIVER}),
    "received": ({"accepted": [{"line": 1, "mass_kg": 600}]}, {RECEIVER}),
    "discrepancy_reported": ({"to": [org(PLANT)], "reason": "少一桶"}, {RECEIVER}),
    "return_dispatched": ({}, {RECEIVER, TRUCKER, BARGEMAN}),
    "returned": ({}, {PLANT}),
    "cancelled": ({}, {PLANT}),
    "entered_from_paper": (DONE, {PLANT, RECEIVER}),
}
"""Step → what is said, and who of all may say it of the plant's manifest."""
EVERYBODY = (PLANT, RECEIVER, TRUCKER, BARGEMAN, STRANGER, OTHER_PLANT, OPERATOR)


@pytest.fixture
def trip(scenario: Scenario) -> Scenario:
    """A manifest of the plant's, issued; everybody is registered, and another plant that is receiver and carrier."""
    also = organisation(OTHER_PLANT, "generator", "receiver", "carrier", "collector")
    return scenario.given(*TRADE, also, issued())


@pytest.mark.parametrize("step", STEPS)
def test_of_an_issued_manifest_its_own_parties_speak_and_nobody_else(trip: Scenario, step: str) -> None:
    data, may = STEPS[step]
    for who in EVERYBODY:
        if who not in may:
            trip.refused(MayNotStateError, "may_not_state", of_manifest(step, who, data))
    trip.given(of_manifest(step, next(iter(may)), data))


def test_the_transferor_issues_it_itself(scenario: Scenario) -> None:
    scenario.refused(MayNotStateError, "may_not_state", issued(by=OTHER_PLANT))
    scenario.given(issued())


@pytest.mark.parametrize(
    ("step", "may"),
    [
        ("loaded", {PLANT, RECEIVER}),
        ("collected", {TRUCKER, BARGEMAN, STRANGER}),
        ("arrived", {RECEIVER}),
        ("received", {RECEIVER}),
        ("returned", {PLANT, RECEIVER}),
    ],
)
def test_while_nobody_issued_it_here_whoever_is_registered_for_that_part_speaks(
    scenario: Scenario, step: str, may: set[str]
) -> None:
    scenario.given(*TRADE)
    for who in EVERYBODY:
        posting = of_manifest(step, who, STEPS[step][0])
        if who in may:
            scenario.given(posting)
        else:
            scenario.refused(MayNotStateError, "may_not_state", posting)


def test_who_was_closed_is_registered_for_nothing(scenario: Scenario) -> None:
    scenario.given(*TRADE, said("organisation.closed", f"organisation:{TRUCKER}", by=OPERATOR))
    scenario.refused(MayNotStateError, "may_not_state", of_manifest("collected", TRUCKER, BY_TRUCK))


def test_a_hand_over_is_stated_by_either_carrier_in_it_that_is_on_the_manifest(trip: Scenario) -> None:
    trip.given(handed_over(TRUCKER), handed_over(BARGEMAN))
    trip.refused(MayNotStateError, "may_not_state", handed_over(STRANGER))
    trip.refused(MayNotStateError, "may_not_state", handed_over(BARGEMAN, of=TRUCKER, to=STRANGER))


def test_nobody_lets_itself_in_by_a_hand_over_to_itself(trip: Scenario) -> None:
    trip.refused(MayNotStateError, "may_not_state", handed_over(STRANGER, of=BARGEMAN, to=STRANGER))
    trip.refused(MayNotStateError, "may_not_state", of_manifest("collected", STRANGER, BY_TRUCK))


def test_whom_a_carrier_handed_over_to_is_a_carrier_of_it(trip: Scenario) -> None:
    trip.given(handed_over(BARGEMAN, of=BARGEMAN, to=STRANGER))
    trip.given(handed_over(STRANGER, of=BARGEMAN, to=STRANGER), handed_over(STRANGER, of=STRANGER, to=OTHER_PLANT))
    trip.given(of_manifest("collected", OTHER_PLANT, BY_TRUCK))


def test_who_let_itself_in_before_the_issue_is_out_with_it(scenario: Scenario) -> None:
    scenario.given(*TRADE, handed_over(STRANGER, of=TRUCKER, to=STRANGER), issued())
    scenario.refused(MayNotStateError, "may_not_state", of_manifest("collected", STRANGER, BY_TRUCK))


def test_who_takes_the_return_is_a_carrier_of_it(trip: Scenario) -> None:
    trip.given(of_manifest("return_dispatched", RECEIVER, {"carrier": org(STRANGER)}))
    trip.given(handed_over(STRANGER, of=STRANGER, to=TRUCKER))


def test_the_parts_are_those_of_the_issue_as_it_stands(scenario: Scenario) -> None:
    scenario.given(*TRADE, organisation(OTHER_PLANT, "receiver"))
    (receipt,) = scenario.when(issued())
    there = f"establishment:{OTHER_PLANT}001P"
    now = issue(receiver=org(OTHER_PLANT), to_establishment=there)
    scenario.given(_about("corrected", receipt.position, data=now))
    scenario.refused(MayNotStateError, "may_not_state", received([], ["container:" + PLANT + ".D-1"]))
    scenario.given(_about("withdrawn", receipt.position))
    scenario.given(of_manifest("arrived", RECEIVER))


def test_an_issue_that_others_relied_on_is_not_withdrawn_without_them(trip: Scenario) -> None:
    trip.given(of_manifest("collected", TRUCKER, BY_TRUCK))
    issue_of = next(f for f in trip.facts(NUMBER) if f.fact.type == "manifest.issued")
    trip.given(_about("withdrawn", issue_of.position))
    trip.refused(MayNotStateError, "may_not_state", of_manifest("arrived", OTHER_PLANT))
    trip.given(of_manifest("arrived", RECEIVER))


def _about(what: str, position: int, **more: object) -> Posting:
    return said(f"fact.{what}", NUMBER, {"position": position, "reason": "误写", **more})
