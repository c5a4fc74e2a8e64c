"""Whatever happens on a trip: accepted + refused + not yet = dispatched, in containers; and no gram is told twice."""

from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from ledger.correction import effective
from ledger.fact import Part, Recorded
from ledger.hazardous_waste.manifest_effects import FATES, acting_on
from ledger.hazardous_waste.manifest_parties import trip_of
from ledger.hazardous_waste.manifest_state import STILL_REFUSED, ManifestState
from ledger.posting import Poster, Posting, draft
from projections.custody.state import fold, loops_of
from tests.conftest import NOON
from tests.manifests import (
    BARGEMAN,
    NUMBER,
    RECEIVER,
    TRUCK,
    TRUCKER,
    handed_over,
    issued,
    line,
    of_manifest,
)
from tests.properties.wire_data import STABLE
from tests.specification import PLANT, drum, kg

SEARCHING = settings(STABLE, max_examples=2_000)
DRUMS = [drum(n) for n in range(6)]
KINDS = ["loaded", "collected", "handed", "arrived", *["received", "dispatched", "returned"] * 2]
some_drums = st.lists(st.sampled_from(DRUMS), unique=True)


@st.composite
def receipts(draw: st.DrawFn, at: str) -> Posting:
    """Some drums accepted, some refused, each with a mass of its own."""
    chosen = draw(some_drums.filter(len))
    cut = draw(st.integers(0, len(chosen)))
    parts = [{"container": each, "mass_kg": kg(str(draw(st.integers(0, 300))))} for each in chosen]
    refused = [part | {"reason": "渗漏"} for part in parts[cut:]]
    return of_manifest("received", RECEIVER, {"accepted": parts[:cut], "refused": refused}, at=at)


@st.composite
def steps(draw: st.DrawFn, minute: int) -> Posting:
    """Any one thing that is said of the trip."""
    at = f"2026-11-24T{8 + minute // 60:02d}:{minute % 60:02d}:00+08:00"
    kind = draw(st.sampled_from(KINDS))
    listed: dict[str, Any] = {"containers": draw(st.just([]) | some_drums)}
    match kind:
        case "loaded":
            return of_manifest("loaded", PLANT, listed | {"mass_kg": 1}, at=at)
        case "collected":
            return of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at=at)
        case "handed":
            return handed_over(TRUCKER, to=BARGEMAN, data=listed, at=at)
        case "arrived":
            return of_manifest("arrived", RECEIVER, at=at)
        case "received":
            return draw(receipts(at))
        case "dispatched":
            on = draw(st.sampled_from([{}, {"manifest": "manifest:20263101009999"}]))
            return of_manifest("return_dispatched", RECEIVER, listed | on, at=at)
    return of_manifest("returned", PLANT, listed, at=at)


@st.composite
def histories(draw: st.DrawFn) -> list[Posting]:
    """An issue, and what was said of the trip at other minutes, in the order of what happened."""
    minutes = sorted(draw(st.lists(st.integers(1, 220), min_size=4, max_size=16, unique=True)))
    first = issued(containers=draw(some_drums), lines=[line()])
    return [first, *(draw(steps(minute)) for minute in minutes)]


def recorded(postings: list[Posting]) -> list[Recorded[Any]]:
    """As the log would hold them in this order."""
    drafts = [draft(p, Poster(p.source.split(":")[2], "test"), NOON) for p in postings]
    return [Recorded(d.statement, position, "", position) for position, d in enumerate(drafts, 1)]


def state_of(postings: list[Posting]) -> ManifestState:
    state: ManifestState = fold("manifest", effective(recorded(postings)))
    return state


@STABLE
@given(histories())
def test_every_dispatched_drum_is_accepted_refused_or_outstanding(history: list[Posting]) -> None:
    state = state_of(history)
    fates = [each.container for each in state.fates]
    assert len(fates) == len(set(fates))
    accepted = [each for each in state.fates if each.fate == "accepted"]
    refused = [each for each in state.fates if each.fate != "accepted"]
    dispatched, unlisted = set(state.dispatched), set(state.unlisted)
    assert len(accepted) + len(refused) + len(state.pending) == len(dispatched) + len(unlisted)
    assert {*fates, *state.pending} == dispatched | unlisted
    assert not dispatched & unlisted
    assert sum(each.mass_g for each in accepted) == (state.accepted_g or 0)
    assert sum(each.mass_g for each in refused) == (state.refused_g or 0)


@STABLE
@given(histories())
def test_a_trip_is_closed_when_no_drum_is_outstanding_or_still_refused(history: list[Posting]) -> None:
    state = state_of(history)
    done = bool(state.fates) and not state.pending and not any(e.fate in STILL_REFUSED for e in state.fates)
    if state.dispatched or not done:
        loop = loops_of("manifest", state, stands=True, withdrawn=False)["manifest"]
        assert loop == ("closed" if done else "open")


@STABLE
@given(st.data())
def test_the_order_of_posting_changes_nothing(data: st.DataObject) -> None:
    history = data.draw(histories())
    assert state_of(data.draw(st.permutations(history))) == state_of(history)


@STABLE
@given(histories())
def test_what_the_facts_do_to_a_drum_is_what_became_of_it(history: list[Posting]) -> None:
    """Step by step: a return moves what was refused until then, and nothing else."""
    trip = trip_of(effective(recorded(history)))
    trips = {} if trip is None else {NUMBER: trip}
    told = {each.container: each.fate for each in state_of(history).fates}
    for each in DRUMS:
        acting = acting_on(each, trips)
        parts: list[Part | None] = [said.statement.data.part_of(each) for said in acting]
        decided = [part.role for part in parts if part is not None and part.role in FATES]
        assert (decided[-1] if decided else None) == told.get(each)


@pytest.mark.parametrize("fate", ["accepted", "refused", "return_dispatched", "sent_on", "returned"])
def test_the_histories_reach_every_fate(fate: str) -> None:
    history = find(histories(), lambda told: fate in {each.fate for each in state_of(told).fates}, settings=SEARCHING)
    assert fate in {each.fate for each in state_of(history).fates}
