"""manifest_reused: one number is for one trip; a second departure under it is flagged at once."""

import pytest

from ledger.posting import Posting
from tests.manifests import (
    BARGE,
    BARGEMAN,
    NUMBER,
    RECEIVER,
    STRANGER,
    TRADE,
    TRUCK,
    TRUCKER,
    handed_over,
    issued,
    of_manifest,
)
from tests.rules.conftest import Register
from tests.rules.drums import at
from tests.specification import PLANT, said

RULE = "manifest_reused"
OTHER = "manifest:20263101004218"
ANOTHER_TRUCK = "vehicle:沪CD5678"
LATER = "2026-12-20T00:00:00Z"


def left(clock: str, conveyance: str = TRUCK, *, by: str = TRUCKER, number: str = NUMBER, day: int = 24) -> Posting:
    return of_manifest("collected", by, {"conveyance": conveyance}, number, at=at(clock, day))


@pytest.fixture
def trade(register: Register) -> Register:
    return register.given(*TRADE, issued(), left("09:00"))


def test_one_departure_is_no_flag_and_one_told_twice_neither(trade: Register) -> None:
    trade.given(left("09:20"))
    assert trade.told(LATER, RULE) == []


def test_two_plates_of_one_carrier_are_flagged_at_once(trade: Register) -> None:
    trade.given(left("09:20", ANOTHER_TRUCK))
    assert trade.told("2026-11-24T01:20:00Z", RULE) == []
    (flag,) = trade.flags("2026-11-24T01:20:01Z", RULE)
    assert (flag.subject, flag.severity, len(flag.findings)) == (NUMBER, "serious", 1)


def test_the_same_truck_that_comes_back_for_more_is_flagged(trade: Register) -> None:
    trade.given(of_manifest("arrived", RECEIVER, {}, at=at("12:00")), left("15:00"))
    assert trade.told(LATER, RULE) == [(NUMBER, "", "serious")]


def test_the_next_carrier_of_the_manifest_carries_on(trade: Register) -> None:
    trade.given(left("13:00", BARGE, by=BARGEMAN))
    assert trade.told(LATER, RULE) == []


def test_a_carrier_that_is_not_on_the_manifest_does_not(register: Register) -> None:
    register.given(*TRADE, left("09:00"), left("13:00", ANOTHER_TRUCK, by=STRANGER), issued(at=at("18:00")))
    assert register.told(LATER, RULE) == [(NUMBER, "", "serious")]


def test_a_truck_to_which_the_load_was_handed_over_carries_on(trade: Register) -> None:
    over = handed_over(to=TRUCKER, data={"conveyance": ANOTHER_TRUCK}, at=at("10:00"))
    trade.given(over, left("10:10", ANOTHER_TRUCK))
    assert trade.told(LATER, RULE) == []


def test_one_official_number_on_two_trips_is_one_number(trade: Register) -> None:
    trade.given(issued(OTHER), left("15:00", ANOTHER_TRUCK, number=OTHER))
    official = "manifest:20263101009999"
    for number in (NUMBER, OTHER):
        trade.given(of_manifest("number_bound", PLANT, {"official": official}, number, at=at("16:00")))
    assert trade.told(LATER, RULE) == [(official, "", "serious")]


def test_a_withdrawn_departure_clears_it_and_what_was_known_stays(trade: Register) -> None:
    trade.given(left("09:20", ANOTHER_TRUCK))
    assert len(trade.told("2026-11-25T00:00:00Z", RULE)) == 1
    wrong = {"position": trade.position(NUMBER), "reason": "误填联单号"}
    trade.given(said("fact.withdrawn", NUMBER, wrong, by=TRUCKER, at=at("08:00", 26)))
    assert trade.told(LATER, RULE) == []
    assert len(trade.told("2026-11-25T00:00:00Z", RULE)) == 1
