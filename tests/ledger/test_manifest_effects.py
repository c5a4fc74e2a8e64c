"""What a fact about a manifest does to one container on it."""

from typing import Any

import pytest

from ledger.catalogue import CATALOGUE
from ledger.fact import Statement
from ledger.hazardous_waste.manifest_effects import Effect, effects_on
from ledger.posting import Poster, Posting, draft
from tests.conftest import NOON
from tests.manifests import (
    BARGEMAN,
    DRUMS,
    NUMBER,
    RECEIVER,
    TRUCK,
    TRUCKER,
    handed_over,
    issued,
    of_manifest,
    org,
    received,
)
from tests.specification import PLANT, drum, generated

MINE, OTHER, ELSEWHERE = DRUMS[0], DRUMS[1], drum(77)
CHANGES_NOTHING = {"number_bound", "discrepancy_reported", "entered_from_paper"}


def stated(posting: Posting) -> Statement[Any]:
    return draft(posting, Poster(posting.source.split(":")[2], "test"), NOON).statement


EFFECTS = [
    (issued(), Effect(NUMBER, "listed", org(PLANT))),
    (of_manifest("loaded", PLANT, {"mass_kg": 600, "containers": DRUMS}), Effect(NUMBER, "loaded", org(PLANT))),
    (of_manifest("collected", TRUCKER, {"conveyance": TRUCK}), Effect(NUMBER, "in_transit", org(TRUCKER))),
    (handed_over(), Effect(NUMBER, "in_transit", org(BARGEMAN))),
    (handed_over(data={"containers": [MINE]}), Effect(NUMBER, "in_transit", org(BARGEMAN))),
    (of_manifest("arrived", RECEIVER), Effect(NUMBER, "arrived", org(RECEIVER))),
    (received([MINE]), Effect(NUMBER, "accepted", org(RECEIVER), 200_000)),
    (received([OTHER], [MINE]), Effect(NUMBER, "refused", org(RECEIVER), 200_000, "桶体渗漏")),
    (of_manifest("return_dispatched", RECEIVER), Effect(NUMBER, "return_dispatched")),
    (
        of_manifest("return_dispatched", RECEIVER, {"manifest": "manifest:20263101009999", "containers": [MINE]}),
        Effect(NUMBER, "sent_on"),
    ),
    (of_manifest("returned", PLANT), Effect(NUMBER, "returned", org(PLANT))),
    (of_manifest("cancelled", PLANT), Effect(NUMBER, "released")),
]


@pytest.mark.parametrize(("posting", "effect"), EFFECTS, ids=[f"{p.type}-{e.now}" for p, e in EFFECTS])
def test_a_fact_does_to_a_drum_what_it_says_of_it(posting: Posting, effect: Effect) -> None:
    assert effects_on(MINE, stated(posting)) == effect


@pytest.mark.parametrize(
    "posting",
    [
        issued(),
        of_manifest("loaded", PLANT, {"mass_kg": 600, "containers": DRUMS}),
        handed_over(data={"containers": DRUMS}),
        received(DRUMS[:1], DRUMS[1:]),
        of_manifest("return_dispatched", RECEIVER, {"containers": DRUMS}),
        of_manifest("returned", PLANT, {"containers": DRUMS}),
        of_manifest("returned", PLANT, {"lines": [{"line": 1, "mass_kg": 1}]}),
        generated(ELSEWHERE),
    ],
    ids=lambda posting: posting.type,
)
def test_a_list_does_nothing_to_a_drum_that_is_not_on_it(posting: Posting) -> None:
    assert effects_on(ELSEWHERE, stated(posting)) is None


def test_every_other_step_of_a_manifest_does_nothing_to_a_drum() -> None:
    told = {posting.type for posting, _ in EFFECTS}
    steps = {name for name in CATALOGUE if name.startswith("manifest.")}
    assert {name.removeprefix("manifest.") for name in steps - told} == CHANGES_NOTHING
    bound = of_manifest("number_bound", PLANT, {"official": NUMBER})
    assert effects_on(MINE, stated(bound)) is None
