"""What a fact about a manifest does to one container on it, and which facts do anything to it."""

from typing import Any

import pytest

from ledger.catalogue import CATALOGUE
from ledger.correction import effective
from ledger.fact import Part, Recorded, Statement
from ledger.hazardous_waste.manifest_effects import acting_on
from ledger.hazardous_waste.manifest_parties import trip_of
from ledger.hazardous_waste.on_the_load import OnTheLoad
from ledger.posting import Poster, Posting, draft
from tests.conftest import NOON
from tests.manifests import (
    BARGEMAN,
    DRUMS,
    RECEIVER,
    STRANGER,
    TRUCK,
    TRUCKER,
    handed_over,
    issued,
    of_manifest,
    org,
    received,
)
from tests.specification import PLANT, drum

MINE, OTHER, ELSEWHERE = DRUMS[0], DRUMS[1], drum(77)
OF_ANOTHER = drum(0, RECEIVER)
CHANGES_NOTHING = {"number_bound", "discrepancy_reported", "entered_from_paper"}
FURTHER = "manifest:20263101009999"


def stated(posting: Posting) -> Statement[Any]:
    return draft(posting, Poster(posting.source.split(":")[2], "test"), NOON).statement


def steps(container: str, *postings: Posting) -> list[str]:
    """Where a container is put, step by step, by what was said of manifests."""
    lives: dict[str, list[Recorded[Any]]] = {}
    for position, posting in enumerate(postings, 1):
        statement = stated(posting)
        lives.setdefault(statement.subject, []).append(Recorded(statement, position, "", position))
    trips = {number: trip for number, facts in lives.items() if (trip := trip_of(effective(facts)))}
    acting = acting_on(container, trips)
    parts: list[Part | None] = [each.statement.data.part_of(container) for each in acting]
    return [part.role for part in parts if part is not None]


def at(hour: int) -> str:
    return f"2026-11-23T{hour:02d}:00:00+08:00"


PARTS = [
    (issued(), Part("listed", holder=org(PLANT))),
    (of_manifest("loaded", PLANT, {"mass_kg": 600, "containers": DRUMS}), Part("loaded")),
    (of_manifest("collected", TRUCKER, {"conveyance": TRUCK}), Part("in_transit")),
    (handed_over(), Part("in_transit", holder=org(BARGEMAN))),
    (handed_over(data={"containers": [MINE]}), Part("in_transit", holder=org(BARGEMAN))),
    (of_manifest("arrived", RECEIVER), Part("arrived")),
    (received([MINE]), Part("accepted", 200_000)),
    (received([OTHER], [MINE]), Part("refused", 200_000)),
    (of_manifest("return_dispatched", RECEIVER), Part("return_dispatched")),
    (of_manifest("return_dispatched", RECEIVER, {"manifest": FURTHER, "containers": [MINE]}), Part("sent_on")),
    (of_manifest("returned", PLANT), Part("returned")),
    (of_manifest("cancelled", PLANT), Part("released")),
]


@pytest.mark.parametrize(("posting", "part"), PARTS, ids=[f"{p.type}-{each.role}" for p, each in PARTS])
def test_a_fact_does_to_a_drum_what_it_says_of_it(posting: Posting, part: Part) -> None:
    assert stated(posting).data.part_of(MINE) == part


@pytest.mark.parametrize(
    "posting",
    [
        issued(),
        issued(containers=[]),
        of_manifest("loaded", PLANT, {"mass_kg": 600, "containers": DRUMS}),
        of_manifest("loaded", PLANT, {"mass_kg": 600}),
        handed_over(data={"containers": DRUMS}),
        received(DRUMS[:1], DRUMS[1:]),
        of_manifest("return_dispatched", RECEIVER, {"containers": DRUMS}),
        of_manifest("returned", PLANT, {"containers": DRUMS}),
        of_manifest("returned", PLANT, {"lines": [{"line": 1, "mass_kg": 1}]}),
    ],
    ids=lambda posting: posting.type,
)
def test_a_list_does_nothing_to_a_drum_that_is_not_on_it(posting: Posting) -> None:
    assert stated(posting).data.part_of(ELSEWHERE) is None


def test_every_other_step_of_a_manifest_does_nothing_to_a_drum() -> None:
    acting = {name for name, known in CATALOGUE.items() if issubclass(known.today, OnTheLoad)}
    assert acting == {posting.type for posting, _ in PARTS}
    told = {name for name in CATALOGUE if name.startswith("manifest.")}
    assert {name.removeprefix("manifest.") for name in told - acting} == CHANGES_NOTHING


LOADED = of_manifest("loaded", PLANT, {"mass_kg": 400, "containers": DRUMS[:2]}, at=at(9))
COLLECTED = of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at(10))
ARRIVED = of_manifest("arrived", RECEIVER, at=at(12))


def test_the_departure_moves_what_is_on_board_and_names_none_of_it() -> None:
    trip = [issued(at=at(8)), LOADED, COLLECTED, handed_over(at=at(11)), ARRIVED]
    assert steps(MINE, *trip) == ["listed", "loaded", "in_transit", "in_transit", "arrived"]
    assert steps(DRUMS[2], *trip) == ["listed"]  # it was not loaded
    assert steps(ELSEWHERE, *trip) == []


def test_what_was_refused_comes_back_and_what_was_accepted_does_not() -> None:
    decided = received([MINE], [OTHER], at=at(13))
    back = of_manifest("return_dispatched", RECEIVER, {"carrier": org(TRUCKER)}, at=at(14))
    trip = [issued(at=at(8)), COLLECTED, decided, back, of_manifest("returned", PLANT, at=at(16))]
    assert steps(MINE, *trip) == ["listed", "in_transit", "accepted"]
    assert steps(OTHER, *trip) == ["listed", "in_transit", "refused", "return_dispatched", "returned"]


def test_an_arrival_told_after_the_receipt_moves_nothing_back() -> None:
    late = of_manifest("arrived", RECEIVER, at=at(15))
    assert steps(MINE, issued(at=at(8)), received([MINE], at=at(13)), late) == ["listed", "accepted"]


def test_a_trip_does_nothing_to_a_drum_that_its_transferor_does_not_have() -> None:
    trip = [issued(at=at(8), containers=[OF_ANOTHER]), COLLECTED, received([OF_ANOTHER], at=at(13))]
    assert steps(OF_ANOTHER, *trip) == []


def test_a_receiver_sends_on_what_was_sent_to_it() -> None:
    first = [issued(at=at(8)), received([MINE], at=at(13))]
    parts = {"transferor": org(RECEIVER), "receiver": org(STRANGER)}
    second = issued(FURTHER, at=at(14), by=RECEIVER, containers=[MINE], **parts)
    assert steps(MINE, *first, second) == ["listed", "accepted", "listed"]
    assert steps(MINE, second) == []


def test_nobody_who_has_no_part_in_the_trip_moves_its_load() -> None:
    stolen = of_manifest("collected", STRANGER, {"conveyance": TRUCK}, at=at(10))
    assert steps(MINE, issued(at=at(8)), stolen) == ["listed"]


def test_a_manifest_that_nobody_issued_moves_nothing() -> None:
    assert steps(MINE, COLLECTED, received([MINE], at=at(13))) == []
