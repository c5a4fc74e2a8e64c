"""What a manifest's facts leave it at, in whatever order they were posted."""

from collections.abc import Sequence
from typing import Any

import pytest

from ledger.correction import effective
from ledger.hazardous_waste.manifest_state import ManifestState, loop_status
from ledger.posting import Posting
from projections.custody.state import fold, loops_of
from tests.manifests import (
    BARGE,
    BARGEMAN,
    DRUMS,
    NUMBER,
    RECEIVER,
    TRADE,
    TRUCK,
    TRUCKER,
    handed_over,
    issued,
    line,
    of_manifest,
    org,
    received,
)
from tests.specification import PLANT, SCALE, Scenario, drum, kg, said


def at(hour: int, minute: int = 0) -> str:
    return f"2026-11-24T{hour:02d}:{minute:02d}:00+08:00"


LOADED = of_manifest("loaded", PLANT, {"mass_kg": kg("601.5"), "containers": DRUMS, "scale": SCALE}, at=at(8, 10))
COLLECTED = of_manifest("collected", TRUCKER, {"conveyance": TRUCK, "seal": "F-1"}, at=at(8, 20))
HANDED_OVER = handed_over(at=at(9))
ARRIVED = of_manifest("arrived", RECEIVER, {"gross_kg": 12_600, "tare_kg": 12_000}, at=at(10))
SENT_BACK = of_manifest("return_dispatched", RECEIVER, {"carrier": org(TRUCKER)}, at=at(11, 30))
BACK = of_manifest("returned", PLANT, {"mass_kg": kg("199.5")}, at=at(11, 50))


def after(scenario: Scenario, *postings: Posting) -> ManifestState:
    """The manifest when all of it was stated."""
    scenario.given(*TRADE, *postings)
    return state_of(scenario)


def state_of(scenario: Scenario, number: str = NUMBER) -> ManifestState:
    state: ManifestState = fold("manifest", effective(scenario.facts(number)))
    return state


def loop(scenario: Scenario, number: str = NUMBER) -> str:
    facts = scenario.facts(number)
    withdrawn = any(f.fact.type == "fact.withdrawn" for f in facts)
    standing = effective(facts)
    state = fold("manifest", standing)
    return loops_of("manifest", state, stands=bool(standing), withdrawn=withdrawn)["manifest"]


def fates(state: ManifestState) -> dict[str, str]:
    return {each.container: each.fate for each in state.fates}


def holders(state: ManifestState) -> dict[str, list[str]]:
    """Who has which part of a load that is in several hands; then nobody has the load."""
    assert (state.held_by is None) == bool(state.holders)
    return {each.held_by.partition(":")[2]: each.containers for each in state.holders}


def test_each_step_tells_where_the_load_is_and_who_has_it(scenario: Scenario) -> None:
    scenario.given(*TRADE)
    steps = [
        (issued(at=at(8)), "issued", PLANT, None),
        (LOADED, "loaded", PLANT, None),
        (COLLECTED, "collected", TRUCKER, TRUCK),
        (HANDED_OVER, "handed_over", BARGEMAN, BARGE),
        (ARRIVED, "arrived", RECEIVER, BARGE),
        (received(DRUMS, at=at(11)), "received", RECEIVER, BARGE),
    ]
    for posting, stage, holder, conveyance in steps:
        scenario.given(posting)
        state = state_of(scenario)
        assert (state.stage, state.held_by, state.conveyance) == (stage, org(holder), conveyance)
    assert (state.issued_g, state.loaded_g, state.arrived_g) == (600_000, 601_500, 600_000)
    assert (state.accepted_g, state.refused_g, state.returned_g) == (600_000, 0, None)
    assert (state.pending, loop(scenario)) == ([], "closed")


def test_who_takes_a_part_of_the_load_has_that_part_alone(scenario: Scenario) -> None:
    part = handed_over(at=at(9), data={"containers": DRUMS[:1]})
    state = after(scenario, issued(at=at(8)), COLLECTED, part)
    assert (state.stage, state.conveyance) == ("handed_over", TRUCK)
    assert holders(state) == {TRUCKER: DRUMS[1:], BARGEMAN: DRUMS[:1]}
    scenario.given(handed_over(at=at(9, 30), data={"containers": DRUMS[1:]}))
    assert (state_of(scenario).held_by, state_of(scenario).holders) == (org(BARGEMAN), [])


def test_what_is_received_in_parts_is_with_the_receiver_part_by_part(scenario: Scenario) -> None:
    scenario.given(*TRADE)
    part = handed_over(at=at(9), data={"containers": DRUMS[:1]})
    state = after(scenario, issued(at=at(8)), COLLECTED, part, received(DRUMS[1:], at=at(11)))
    assert holders(state) == {RECEIVER: DRUMS[1:], BARGEMAN: DRUMS[:1]}
    scenario.given(received(DRUMS[:1], at=at(12)))
    assert state_of(scenario).held_by == org(RECEIVER)


def test_a_part_of_a_load_that_is_not_known_yet_leaves_the_rest_where_it_was(scenario: Scenario) -> None:
    part = handed_over(at=at(9), data={"containers": DRUMS[:1]})
    assert holders(after(scenario, COLLECTED, part)) == {TRUCKER: [], BARGEMAN: DRUMS[:1]}


def test_of_a_load_without_containers_what_was_refused_goes_back_alone(scenario: Scenario) -> None:
    halves = {"accepted": [{"line": 1, "mass_kg": 300}], "refused": [{"line": 1, "mass_kg": 300, "reason": "含水"}]}
    back = of_manifest("return_dispatched", RECEIVER, {"carrier": org(TRUCKER)}, at=at(11, 20))
    home = of_manifest("returned", PLANT, {"mass_kg": 300}, at=at(11, 40))
    scenario.given(*TRADE, issued(at=at(8), containers=[]), of_manifest("received", RECEIVER, halves, at=at(11)))
    assert state_of(scenario).held_by == org(RECEIVER)
    for told, holder in ((back, TRUCKER), (home, PLANT)):
        scenario.given(told)
        assert holders(state_of(scenario)) == {RECEIVER: [], holder: []}


def test_what_was_refused_whole_goes_back_whole(scenario: Scenario) -> None:
    scenario.given(*TRADE, issued(at=at(8)), received([], DRUMS, at=at(11)), SENT_BACK)
    assert state_of(scenario).held_by == org(TRUCKER)


def test_before_it_is_issued_it_is_what_was_said_of_it_so_far(scenario: Scenario) -> None:
    state = after(scenario, COLLECTED)
    assert (state.stage, state.transferor, state.held_by) == ("collected", None, org(TRUCKER))
    scenario.given(received(DRUMS, at=at(11)))
    assert loop(scenario) == "open"
    assert fold("manifest", []).stage == "provisional"


def test_an_issue_that_is_posted_last_takes_nothing_back(scenario: Scenario) -> None:
    state = after(scenario, received(DRUMS, at=at(11)), COLLECTED, LOADED, issued(at=at(8)))
    assert (state.stage, state.pending, loop(scenario)) == ("received", [], "closed")


def test_an_issue_by_a_clock_that_runs_ahead_takes_nothing_back_either(scenario: Scenario) -> None:
    state = after(scenario, COLLECTED, issued(at=at(8, 30)))
    assert (state.stage, state.held_by) == ("collected", org(TRUCKER))


def test_what_was_loaded_is_what_was_dispatched(scenario: Scenario) -> None:
    two = of_manifest("loaded", PLANT, {"mass_kg": 400, "containers": DRUMS[:2]}, at=at(8, 5))
    state = after(scenario, issued(at=at(8)), two)
    assert (state.dispatched, state.pending) == (DRUMS[:2], DRUMS[:2])
    third = of_manifest("loaded", PLANT, {"mass_kg": 200, "containers": DRUMS[1:]}, at=at(8, 6))
    scenario.given(third)
    assert (state_of(scenario).dispatched, state_of(scenario).loaded_g) == (DRUMS, 600_000)


def test_what_is_refused_keeps_the_loop_open_until_it_is_back(scenario: Scenario) -> None:
    state = after(scenario, issued(at=at(8)), received(DRUMS[:2], DRUMS[2:], at=at(11)))
    assert (state.stage, state.accepted_g, state.refused_g, loop(scenario)) == (
        "partly_refused",
        400_000,
        200_000,
        "open",
    )
    assert state.fates[-1].reason == "桶体渗漏"
    scenario.given(SENT_BACK)
    state = state_of(scenario)
    assert (state.stage, holders(state), loop(scenario)) == (
        "return_dispatched",
        {RECEIVER: DRUMS[:2], TRUCKER: DRUMS[2:]},
        "open",
    )
    scenario.given(BACK)
    state = state_of(scenario)
    assert (state.stage, state.returned_g) == ("returned", 199_500)
    assert holders(state) == {RECEIVER: DRUMS[:2], PLANT: DRUMS[2:]}
    assert (fates(state)[DRUMS[2]], fates(state)[DRUMS[0]], loop(scenario)) == ("returned", "accepted", "closed")


def test_everything_may_be_refused_and_return_in_parts(scenario: Scenario) -> None:
    state = after(scenario, issued(at=at(8)), received([], DRUMS, at=at(11)))
    assert (state.stage, state.accepted_g, state.refused_g) == ("refused", 0, 600_000)
    scenario.given(of_manifest("returned", PLANT, {"containers": DRUMS[:1]}, at=at(11, 20)))
    assert (state_of(scenario).returned_g, loop(scenario)) == (200_000, "open")
    scenario.given(of_manifest("returned", PLANT, {"containers": DRUMS[1:]}, at=at(11, 40)))
    assert (state_of(scenario).returned_g, loop(scenario)) == (600_000, "closed")


def test_what_is_refused_may_go_on_under_another_manifest(scenario: Scenario) -> None:
    on = of_manifest("return_dispatched", RECEIVER, {"manifest": "manifest:20263101009999"}, at=at(11, 30))
    state = after(scenario, issued(at=at(8)), received(DRUMS[:2], DRUMS[2:], at=at(11)), on)
    assert (fates(state)[DRUMS[2]], state.refused_g, loop(scenario)) == ("sent_on", 200_000, "closed")


def test_a_drum_in_neither_list_is_outstanding(scenario: Scenario) -> None:
    state = after(scenario, issued(at=at(8)), received(DRUMS[:2], at=at(11)))
    assert (state.stage, state.pending, loop(scenario)) == ("received", DRUMS[2:], "open")
    scenario.given(received(DRUMS[2:], at=at(11, 10)))
    assert (state_of(scenario).accepted_g, loop(scenario)) == (600_000, "closed")


def test_a_drum_that_was_never_dispatched_is_told_apart(scenario: Scenario) -> None:
    state = after(scenario, issued(at=at(8)), received([*DRUMS, drum(9)], at=at(11)))
    assert (state.unlisted, state.pending, loop(scenario)) == ([drum(9)], [], "closed")


def test_a_drum_has_the_fate_that_was_stated_last(scenario: Scenario) -> None:
    opened = received([], DRUMS[:1], at=at(11, 20))
    state = after(scenario, issued(at=at(8)), opened, received(DRUMS, at=at(11)))
    assert (state.stage, fates(state)[DRUMS[0]]) == ("partly_refused", "refused")
    assert (state.accepted_g, state.refused_g) == (400_000, 200_000)


def by_line(
    accepted: Sequence[tuple[int, int]] = (), refused: Sequence[tuple[int, int]] = (), **more: Any
) -> Posting:
    data = {
        "accepted": [{"line": n, "mass_kg": mass} for n, mass in accepted],
        "refused": [{"line": n, "mass_kg": mass, "reason": "含水"} for n, mass in refused],
    }
    return of_manifest("received", RECEIVER, data, **more)


TANKER = {"lines": [line("20000", packaging="槽罐"), line("500", packaging="槽罐")], "containers": []}


def test_a_drum_with_its_line_is_received_as_the_drum(scenario: Scenario) -> None:
    both = {"accepted": [{"container": each, "line": 1, "mass_kg": 200} for each in DRUMS]}
    state = after(scenario, issued(at=at(8)), of_manifest("received", RECEIVER, both, at=at(11)))
    assert (state.accepted_g, state.line_fates, loop(scenario)) == (600_000, [], "closed")


def test_a_tanker_is_received_by_line(scenario: Scenario) -> None:
    state = after(scenario, issued(at=at(8), **TANKER), by_line([(1, 12_000)], at=at(11)))
    assert (state.stage, state.accepted_g, loop(scenario)) == ("received", 12_000_000, "open")
    scenario.given(by_line([(1, 7_000)], [(2, 500), (1, 900)], at=at(11, 10)))
    state = state_of(scenario)
    assert (state.stage, state.accepted_g, state.refused_g) == ("partly_refused", 19_000_000, 1_400_000)
    scenario.given(of_manifest("returned", PLANT, {"lines": [{"line": 2, "mass_kg": 498}]}, at=at(11, 20)))
    assert (state_of(scenario).returned_g, loop(scenario)) == (500_000, "open")
    scenario.given(of_manifest("returned", PLANT, at=at(11, 30)))
    assert (state_of(scenario).returned_g, loop(scenario)) == (1_400_000, "closed")


def test_a_cancelled_manifest_is_cancelled_while_nothing_moves(scenario: Scenario) -> None:
    state = after(scenario, issued(at=at(8)), LOADED, of_manifest("cancelled", PLANT, at=at(8, 15)))
    assert (state.stage, loop(scenario)) == ("cancelled", "cancelled")
    scenario.given(COLLECTED)
    assert (state_of(scenario).stage, loop(scenario)) == ("collected", "open")


def test_an_issue_that_was_withdrawn_is_no_trip(scenario: Scenario) -> None:
    (receipt,) = scenario.when(issued(at=at(8)))
    scenario.given(said("fact.withdrawn", NUMBER, {"position": receipt.position, "reason": "误发"}))
    assert (state_of(scenario).stage, loop(scenario)) == ("provisional", "cancelled")


def test_a_trip_on_paper_and_an_official_number_are_told(scenario: Scenario) -> None:
    paper = {"paper_no": "沪危联 0042", "completed_at": at(10)}
    bound = of_manifest("number_bound", PLANT, {"official": "manifest:20263101009999"}, at=at(8, 1))
    state = after(scenario, issued(at=at(8)), bound, of_manifest("entered_from_paper", PLANT, paper, at=at(11)))
    assert (state.paper_no, state.completed_at) == ("沪危联 0042", "2026-11-24T02:00:00.000000Z")
    assert (state.official, state.stage) == ("manifest:20263101009999", "issued")


@pytest.mark.parametrize("reading", [{}, {"gross_kg": 12_600}])
def test_without_both_readings_the_mass_on_arrival_is_not_known(scenario: Scenario, reading: dict[str, int]) -> None:
    state = after(scenario, issued(at=at(8)), of_manifest("arrived", RECEIVER, reading, at=at(10)))
    assert (state.stage, state.arrived_g) == ("arrived", None)


def test_a_manifest_of_which_nothing_was_said_is_open() -> None:
    assert loop_status(ManifestState()) == "open"
