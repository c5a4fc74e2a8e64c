"""Trips: where the load is by the time at which it happened, who took how much of it, and what is in hand."""

from typing import Any

import pytest

from ledger.correction import effective
from ledger.errors import ConflictError, InvalidError, MayNotStateError
from projections.custody.acting import acting_on, counting
from projections.custody.state import fold
from tests.ledger.parties.state_of import state_of, told_of
from tests.specification import Scenario, kg, said
from tests.spoil import (
    BARGE,
    CARRIER,
    CITY,
    CITY_SITE,
    GREENING,
    OPERATOR_OF_CITY_SITE,
    OPERATOR_OF_SITE,
    OTHER_CARRIER,
    SITE,
    WHARF,
    YARD,
    accepted,
    departed,
    founded,
    org,
    ready,
    step,
    trip,
)


@pytest.fixture
def night(scenario: Scenario) -> Scenario:
    return ready(founded(scenario))


def at(clock: str, day: str = "2026-11-23") -> str:
    return f"{day}T{clock}:00+08:00"


def masses(scenario: Scenario, number: int = 1) -> dict[str, Any]:
    """In tonnes, what is told of a trip."""
    state = told_of(scenario, trip(number))
    names = ("departed", "arrived", "accepted", "refused", "returned", "transloaded", "in_hand", "difference")
    told = {name: state.get(f"{name}_kg") for name in names}
    return {name: kg(str(mass)) / 1000 for name, mass in told.items() if mass}


def test_a_trip_is_accepted_and_what_two_scales_make_of_it_is_the_difference(night: Scenario) -> None:
    night.given(departed())
    assert state_of(night, trip(1)).stage == "departed"
    assert masses(night) == {"departed": 17, "in_hand": 17}
    night.given(step("arrived", at=at("22:50"), site=SITE, gross_kg=29_900, tare_kg=13_050), accepted(tonnes="16.85"))
    assert state_of(night, trip(1)).stage == "accepted"
    assert masses(night) == {
        "departed": 17,
        "arrived": kg("16.85"),
        "accepted": kg("16.85"),
        "difference": kg("0.15"),
    }


def test_the_order_of_posting_does_not_matter(night: Scenario) -> None:
    arrival = step("arrived", at=at("22:50"), site=SITE, gross_kg=29_900, tare_kg=13_050)
    night.given(accepted(tonnes="16.85"))
    assert state_of(night, trip(1)).in_hand_g is None
    night.given(arrival, departed())
    assert state_of(night, trip(1)).stage == "accepted"
    assert masses(night)["difference"] == kg("0.15")


def test_a_load_that_is_diverted_goes_where_it_is_sent(night: Scenario) -> None:
    diversion = {"to_site": CITY_SITE, "decided_by": org(CITY), "reason": "区级场所关闭"}
    night.given(
        departed(to_site=SITE),
        step("diverted", by=CARRIER, at=at("22:20"), **diversion),
        accepted(site=CITY_SITE, by=OPERATOR_OF_CITY_SITE),
    )
    state = state_of(night, trip(1))
    assert (state.stage, state.to_site, state.site, state.diversions) == ("accepted", CITY_SITE, CITY_SITE, 1)


def test_what_is_refused_stays_in_hand_until_it_is_back(night: Scenario) -> None:
    night.given(departed(), step("refused", at=at("22:55"), site=SITE, reason="混入装修垃圾"))
    assert masses(night) == {"departed": 17, "refused": 17, "in_hand": 17}
    night.given(step("returned", by=CARRIER, at=at("23:40")))
    assert state_of(night, trip(1)).stage == "returned"
    assert masses(night) == {"departed": 17, "returned": 17}


def test_what_one_site_refuses_another_may_take(night: Scenario) -> None:
    night.given(
        departed(),
        step("refused", at=at("22:55"), site=SITE, reason="场满"),
        accepted(site=CITY_SITE, by=OPERATOR_OF_CITY_SITE, at=at("23:50")),
    )
    assert state_of(night, trip(1)).settled
    assert masses(night) == {"departed": 17, "accepted": 17}


def test_a_part_is_refused_and_comes_back(night: Scenario) -> None:
    night.given(
        departed(),
        step("refused", at=at("22:55"), site=SITE, reason="含木料", mass_kg=2_000),
        accepted(tonnes="15"),
    )
    assert not state_of(night, trip(1)).settled
    assert masses(night) == {"departed": 17, "accepted": 15, "refused": 2, "in_hand": 2}
    night.given(step("returned", by=CARRIER, at=at("23:40")))
    assert masses(night) == {"departed": 17, "accepted": 15, "returned": 2}


def test_a_reprint_takes_nothing_more_and_another_receipt_does(night: Scenario) -> None:
    night.given(departed(), accepted(tonnes="9", more_follows=True), accepted(tonnes="9", more_follows=True))
    assert masses(night) == {"departed": 17, "accepted": 9, "in_hand": 8}
    night.given(accepted(tonnes="8", receipt="R-1b", at=at("23:30")))
    assert [each.receipt for each in state_of(night, trip(1)).receipts] == ["R-1", "R-1b"]
    assert masses(night) == {"departed": 17, "accepted": 17}


def test_a_load_without_a_weighbridge_is_told_by_volume_and_density(night: Scenario) -> None:
    slurry = {"volume_m3": 12, "density": kg("1.25")}
    by_volume = departed(tare=None, waste_class="slurry", **slurry)
    del by_volume.data["gross_kg"]
    night.given(by_volume)
    assert masses(night) == {"departed": 15, "in_hand": 15}
    both = departed(2, **slurry)
    night.refused(InvalidError, "mass_or_volume", both)


def test_trucks_are_transloaded_into_a_barge_which_carries_their_loads_on(night: Scenario) -> None:
    barge = trip("B", CARRIER)
    for number, tonnes in ((1, "17"), (2, "16")):
        onward = {"site": WHARF, "into": barge, "to_conveyance": BARGE}
        untold = step("transloaded", number, by=CARRIER, at=at("23:10"), **onward)
        night.refused(InvalidError, "mass_or_volume", untold)
        onward["mass_kg"] = kg(tonnes) * 1000
        night.given(
            departed(number, str(kg(tonnes) + 13)), step("transloaded", number, by=CARRIER, at=at("23:10"), **onward)
        )
        assert masses(night, number) == {"departed": kg(tonnes), "transloaded": kg(tonnes)}
    removed = {"mass_kg": 500_000, "to": barge}
    night.given(said("site.removed", YARD, removed, by=OPERATOR_OF_SITE, at=at("23:30")))
    naming = [each.fact for each in acting_on(night.ledger, barge, night.ledger.head()[0])]
    state = fold(barge, counting(barge, night.facts(barge), naming))
    assert (state.loaded_g, state.carried_g, state.in_hand_g) == (533_000_000, 533_000_000, 533_000_000)


def test_a_barge_is_emptied_truck_by_truck(night: Scenario) -> None:
    """What went on in the first truck does not end the rest; the last few kilograms are the scales'."""
    night.given(departed("B", "100", "0"))
    for number, mass in enumerate(("40", "40", "19.8")):
        assert not state_of(night, trip("B")).settled
        onto = {"site": WHARF, "into": trip(number), "mass_kg": kg(mass) * 1000}
        night.given(step("transloaded", "B", by=OPERATOR_OF_SITE, at=at(f"23:1{number}"), **onto))
    assert state_of(night, trip("B")).settled
    assert state_of(night, trip("B")).difference_g == 200_000


def test_an_unloading_that_was_observed_moves_nothing(night: Scenario) -> None:
    seen = {"place": {"address": "河边"}, "grade": "weighed", "from": at("22:30"), "until": at("22:32")}
    operator = night.ledger.operator
    night.given(departed(), step("unloading_observed", by=operator, at=at("22:32"), **seen))
    state = state_of(night, trip(1))
    assert (state.stage, state.unloadings, state.in_hand_g) == ("departed", 1, 17_000_000)


def test_who_may_speak_of_a_trip(night: Scenario) -> None:
    night.given(departed())
    elsewhere = {"to_site": CITY_SITE, "decided_by": org(CITY), "reason": "关闭"}
    night.refused(MayNotStateError, "may_not_state", step("diverted", by=OTHER_CARRIER, at=at("22:20"), **elsewhere))
    night.refused(MayNotStateError, "may_not_state", step("diverted", by=GREENING, at=at("22:20"), **elsewhere))
    night.given(step("diverted", by=CITY, at=at("22:20"), **elsewhere))
    night.refused(MayNotStateError, "may_not_state", step("arrived", by=CARRIER, at=at("22:50"), site=SITE))
    night.refused(ConflictError, "already_created", departed())
    assert len(effective(night.facts(trip(1)))) == 2
