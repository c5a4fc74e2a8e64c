"""Of whom a trip awaits a word hangs on what happened to it, not on the order in which that was told."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.log import Ledger
from ledger.posting import Posting
from projections import runner as running
from projections.construction_waste.awaited import trips_to, turned_away
from projections.construction_waste.spoil_view import SpoilView
from projections.parties.party import PartyView
from projections.runner import Runner
from tests.properties.wire_data import ON_A_STORE
from tests.specification import Scenario, said
from tests.spoil import (
    CARRIER,
    CITY_SITE,
    OPERATOR_OF_CITY_SITE,
    OPERATOR_OF_SITE,
    OTHER_CARRIER,
    SITE,
    accepted,
    departed,
    founded,
    org,
    ready,
    step,
    trip,
)

IN_ERROR = "accepted in error"
AWAITS = {
    "on the way": OPERATOR_OF_SITE,
    "arrived": OPERATOR_OF_SITE,
    "accepted": None,
    IN_ERROR: OPERATOR_OF_SITE,
    "diverted": OPERATOR_OF_CITY_SITE,
    "refused": CARRIER,
    "refused, then taken elsewhere": None,
}
"""What happened to a trip → who has to say what becomes of it."""


def told(it: str, fate: str) -> list[Posting]:
    left = departed(it, at="2026-11-23T08:00:00+08:00", to_site=SITE)
    elsewhere = {"to_site": CITY_SITE, "decided_by": org(CARRIER), "reason": "满库"}
    refused = step("refused", it, at="2026-11-23T09:00:00+08:00", site=SITE, reason="混装")
    match fate:
        case "arrived":
            return [left, step("arrived", it, at="2026-11-23T09:00:00+08:00", site=SITE)]
        case "accepted" | "accepted in error":
            return [left, accepted(it, at="2026-11-23T09:00:00+08:00")]
        case "diverted":
            return [left, step("diverted", it, by=CARRIER, at="2026-11-23T08:30:00+08:00", **elsewhere)]
        case "refused":
            return [left, refused]
        case "refused, then taken elsewhere":
            by = {"site": CITY_SITE, "by": OPERATOR_OF_CITY_SITE, "at": "2026-11-23T10:00:00+08:00"}
            return [left, refused, accepted(it, **by)]
    return [left]


def test_each_trip_awaits_whoever_has_the_next_word(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(founded(scenario))
    views, rounds = Runner(ledger, [SpoilView(), PartyView()]), count()
    awaiting: dict[str | None, set[str]] = {whom: set() for whom in (*AWAITS.values(), OTHER_CARRIER)}

    @settings(ON_A_STORE, max_examples=20)
    @given(
        st.lists(st.sampled_from(sorted(AWAITS)), min_size=1, max_size=5),
        st.integers(1, 9),
        st.randoms(use_true_random=False),
    )
    def told_to_whom_it_concerns(fates: list[str], stretch: int, random: Any) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        names = {f"N{next(rounds)}": fate for fate in fates}
        facts = [fact for name, fate in names.items() if fate != IN_ERROR for fact in told(name, fate)]
        random.shuffle(facts)
        # nobody relies on a receipt that is told last, so that it can be withdrawn at once
        scenario.given(
            *facts, *(fact for name, fate in names.items() if fate == IN_ERROR for fact in told(name, fate))
        )
        for name, fate in names.items():
            awaiting[AWAITS[fate]].add(trip(name))
            if fate == IN_ERROR:
                (wrong,) = (f for f in ledger.recorded(subject=trip(name)) if f.fact.type == "trip.accepted")
                data = {"position": wrong.position, "reason": "误收"}
                scenario.given(said("fact.withdrawn", trip(name), data, by=OPERATOR_OF_SITE))
        head = ledger.head()[0]
        for whose in (OPERATOR_OF_SITE, OPERATOR_OF_CITY_SITE):
            assert set(trips_to(views, whose, head, 1_000)) == awaiting[whose]
        for whose in (CARRIER, OTHER_CARRIER):
            assert set(turned_away(views, whose, head, 1_000)) == awaiting[whose]
        assert trips_to(views, CARRIER, head, 1_000) == []

    told_to_whom_it_concerns()
    head = ledger.head()[0]
    every = trips_to(views, OPERATOR_OF_SITE, head, 1_000)
    assert trips_to(views, OPERATOR_OF_SITE, head, 2) == every[:2], "cut, and those first that left first"
