"""A manifest's parties see it, and its containers with their past, but not those containers' other manifests."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.correction import effective
from ledger.log import Ledger
from ledger.posting import Posting
from projections import runner as running
from projections.custody.seen_log import Wanted, page_of
from projections.custody.visibility import Visibility
from projections.parties.party import PartyView
from projections.runner import Runner
from tests.manifests import (
    BARGEMAN,
    DRUMS,
    NUMBER,
    RECEIVER,
    STRANGER,
    THERE,
    TRADE,
    TRUCKER,
    handed_over,
    issue,
    issued,
    of_manifest,
    org,
    received,
    registered,
)
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, generated, organisation, said, uscc, weighed

NEXT = "manifest:20263101009999"
DOWNSTREAM = OTHER_PLANT
"""To whom the receiver sends a drum on."""
THERE_TOO = f"establishment:{DOWNSTREAM}001P"
EVERYBODY = (PLANT, RECEIVER, TRUCKER, BARGEMAN, STRANGER, DOWNSTREAM)


@pytest.fixture
def runner(ledger: Ledger) -> Runner:
    return Runner(ledger, [PartyView()])


@pytest.fixture
def trade(scenario: Scenario) -> Scenario:
    """Everybody registered, and the drums of the plant weighed once."""
    also = organisation(DOWNSTREAM, "receiver", division="310117")
    return scenario.given(*TRADE, also, *(generated(each) for each in DRUMS), *(weighed(each) for each in DRUMS))


def seen_by(ledger: Ledger, runner: Runner, subject: str, among: Sequence[str] = EVERYBODY) -> set[str]:
    return {who for who in among if Visibility(ledger, runner, who).sees(subject)}


def sent_on(number: str = NEXT, by: str = RECEIVER, *, containers: Sequence[str] = DRUMS[:1]) -> Posting:
    """A manifest from the receiver to somebody else."""
    return issued(
        number,
        by=by,
        transferor=org(by),
        from_establishment=f"establishment:{by}001P",
        receiver=org(DOWNSTREAM),
        to_establishment=THERE_TOO,
        legs=[{"carrier": org(STRANGER), "mode": "road"}],
        containers=list(containers),
    )


def about(what: str, position: int, by: str = PLANT, number: str = NUMBER, **more: Any) -> Posting:
    return said(f"fact.{what}", number, {"position": position, "reason": "误", **more}, by=by)


def test_who_handles_the_waste_sees_the_manifest_and_its_drums_past_facts_included(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    assert seen_by(ledger, runner, DRUMS[0]) == {PLANT}
    trade.given(issued(containers=DRUMS[:2]))
    for subject in (NUMBER, *DRUMS[:2]):
        assert seen_by(ledger, runner, subject) == {PLANT, RECEIVER, TRUCKER, BARGEMAN}
    assert seen_by(ledger, runner, DRUMS[2]) == {PLANT}
    weighing = next(f for f in ledger.recorded(subject=DRUMS[0]) if f.fact.type == "container.weighed")
    assert Visibility(ledger, runner, BARGEMAN).seen([weighing]) == [weighing]


def test_the_authorities_of_both_establishments_see_them_too(trade: Scenario, ledger: Ledger, runner: Runner) -> None:
    divisions = ("310115", "310117", "310112")
    bureaus = [uscc(f"11{division}MB1A2B3C4") for division in divisions]
    for bureau, division in zip(bureaus, divisions, strict=True):
        trade.given(organisation(bureau, "authority", competence=["ecology"], division=division))
    trade.given(registered(SITE, "310115", PLANT), registered(THERE, "310117", RECEIVER), issued(legs=BY_OWN_TRUCK))
    assert seen_by(ledger, runner, DRUMS[0], bureaus) == set(bureaus[:2])
    assert seen_by(ledger, runner, NUMBER, bureaus) == set(bureaus[:2])


BY_OWN_TRUCK = [{"carrier": org(RECEIVER), "mode": "road"}]


def test_what_was_loaded_is_on_it_too(trade: Scenario, ledger: Ledger, runner: Runner) -> None:
    trade.given(issued(containers=[]), of_manifest("loaded", PLANT, {"mass_kg": 200, "containers": DRUMS[:1]}))
    assert RECEIVER in seen_by(ledger, runner, DRUMS[0])


def test_a_carrier_that_takes_over_on_the_way_sees_them_from_then_on(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    trade.given(issued())
    assert STRANGER not in seen_by(ledger, runner, DRUMS[0]) | seen_by(ledger, runner, NUMBER)
    trade.given(handed_over(BARGEMAN, of=BARGEMAN, to=STRANGER))
    assert STRANGER in seen_by(ledger, runner, DRUMS[0]) & seen_by(ledger, runner, NUMBER)


def test_who_is_merely_told_of_a_discrepancy_sees_the_manifest_and_no_drum(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    reported = {"to": [org(STRANGER)], "reason": "渗漏"}
    trade.given(issued(), of_manifest("discrepancy_reported", RECEIVER, reported))
    assert STRANGER in seen_by(ledger, runner, NUMBER)
    assert STRANGER not in seen_by(ledger, runner, DRUMS[0])


def test_a_drum_shows_nobody_its_other_manifests(trade: Scenario, ledger: Ledger, runner: Runner) -> None:
    trade.given(issued(), received(DRUMS), sent_on())
    assert seen_by(ledger, runner, NUMBER) == {PLANT, RECEIVER, TRUCKER, BARGEMAN}
    assert seen_by(ledger, runner, NEXT) == {RECEIVER, STRANGER, DOWNSTREAM}
    assert seen_by(ledger, runner, DRUMS[0]) == set(EVERYBODY)
    assert seen_by(ledger, runner, DRUMS[1]) == {PLANT, RECEIVER, TRUCKER, BARGEMAN}


def test_nobody_gets_to_see_a_drum_by_putting_it_on_a_manifest_of_its_own(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    trade.given(sent_on())
    assert seen_by(ledger, runner, DRUMS[0]) == {PLANT}
    trade.given(issued())  # and what the receiver was entitled to shows, once its own receipt is known
    assert seen_by(ledger, runner, DRUMS[0]) == set(EVERYBODY)


def test_a_receiver_gets_to_see_no_drum_by_naming_it(trade: Scenario, ledger: Ledger, runner: Runner) -> None:
    trade.given(issued(containers=DRUMS[:1]), received(DRUMS))
    assert seen_by(ledger, runner, DRUMS[2]) == {PLANT}


def test_nobody_lets_itself_in_before_the_issue(trade: Scenario, ledger: Ledger, runner: Runner) -> None:
    trade.given(
        handed_over(STRANGER, of=TRUCKER, to=STRANGER),
        of_manifest("discrepancy_reported", DOWNSTREAM, {"to": [org(DOWNSTREAM)], "reason": "x"}),
        issued(),
    )
    for subject in (NUMBER, DRUMS[0]):
        assert seen_by(ledger, runner, subject) == {PLANT, RECEIVER, TRUCKER, BARGEMAN}


def test_a_receiver_puts_no_drum_on_the_load_before_the_issue(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    loaded = of_manifest("loaded", RECEIVER, {"mass_kg": 1, "containers": DRUMS[2:]})
    trade.given(loaded, issued(containers=DRUMS[:1]))
    assert seen_by(ledger, runner, DRUMS[2]) == {PLANT}


def test_what_a_carrier_of_it_said_before_the_issue_counts_with_it(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    trade.given(handed_over(BARGEMAN, of=BARGEMAN, to=STRANGER))
    assert seen_by(ledger, runner, NUMBER) == set()
    trade.given(issued())
    assert STRANGER in seen_by(ledger, runner, NUMBER) & seen_by(ledger, runner, DRUMS[0])


def test_what_was_said_of_a_number_that_nobody_issued_is_seen_by_the_authorities_of_who_said_it(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    """By nobody else: one could see all that was said of a number by saying something of it."""
    divisions = ("310117", "310113", "310115")
    bureaus = [uscc(f"11{division}MB1A2B3C4") for division in divisions]
    for bureau, division in zip(bureaus, divisions, strict=True):
        trade.given(organisation(bureau, "authority", competence=["ecology"], division=division))
    trade.given(received(DRUMS))
    (receipt,) = trade.when(handed_over(BARGEMAN, of=STRANGER, to=BARGEMAN))
    assert seen_by(ledger, runner, NUMBER, (*bureaus, *EVERYBODY)) == set(bureaus[:2])
    assert seen_by(ledger, runner, DRUMS[0], (*bureaus, *EVERYBODY)) == {bureaus[2], PLANT}
    trade.given(about("withdrawn", receipt.position, BARGEMAN))
    assert seen_by(ledger, runner, NUMBER, bureaus) == {bureaus[0]}
    trade.given(issued(legs=[{"carrier": org(TRUCKER), "mode": "road"}]))
    assert seen_by(ledger, runner, NUMBER, bureaus) == {bureaus[0], bureaus[2]}


def test_what_one_said_of_anothers_trip_is_in_ones_own_list_and_shows_nothing_else(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    (receipt,) = trade.when(handed_over(STRANGER, of=STRANGER, to=TRUCKER))

    def listed() -> list[int]:
        mine = Visibility(ledger, runner, STRANGER)
        assert not mine.sees(NUMBER)
        return [fact.position for fact in page_of(ledger, mine, Wanted(tag=NUMBER), 0, ledger.head()[0], 9).facts]

    assert listed() == [receipt.position]
    trade.given(issued())
    assert listed() == [receipt.position]


@pytest.mark.parametrize("how", ["withdrawn", "corrected", "cancelled"])
def test_what_does_not_stand_makes_nobody_a_party(trade: Scenario, ledger: Ledger, runner: Runner, how: str) -> None:
    (receipt,) = trade.when(issued())
    assert RECEIVER in seen_by(ledger, runner, DRUMS[0])
    match how:
        case "withdrawn":
            trade.given(about("withdrawn", receipt.position))
        case "corrected":
            trade.given(about("corrected", receipt.position, data=issue(containers=DRUMS[1:])))
            assert RECEIVER in seen_by(ledger, runner, DRUMS[1])
        case "cancelled":
            trade.given(of_manifest("cancelled", PLANT))
    assert seen_by(ledger, runner, DRUMS[0]) == {PLANT}
    assert (RECEIVER in seen_by(ledger, runner, NUMBER)) == (how != "withdrawn")


def test_a_drum_that_only_a_correction_put_on_it_is_off_it_with_the_next(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    (receipt,) = trade.when(issued(containers=DRUMS[:1]))
    for containers, sees in ((DRUMS[1:2], True), (DRUMS[2:], False)):
        trade.given(about("corrected", receipt.position, data=issue(containers=containers)))
        assert (RECEIVER in seen_by(ledger, runner, DRUMS[1])) == sees


def test_a_correction_of_a_drum_leaves_who_sees_it_through_a_manifest(
    trade: Scenario, ledger: Ledger, runner: Runner
) -> None:
    trade.given(issued())
    seen_by(ledger, runner, DRUMS[0])  # told before the correction comes
    first = next(f for f in ledger.recorded(subject=DRUMS[0]) if f.fact.type == "container.weighed")
    trade.given(about("corrected", first.position, number=DRUMS[0], data=weighed(DRUMS[0], "213.4").data))
    assert seen_by(ledger, runner, DRUMS[0]) == {PLANT, RECEIVER, TRUCKER, BARGEMAN}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["issued", "sent_on", "loaded", "over", "back", "corrected", "withdrawn", "weighed"]),
        st.sampled_from(DRUMS),
    ),
    max_size=18,
)


def test_live_is_what_a_rebuild_gives_whatever_the_stretches(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario.given(*TRADE)
    live, numbers = Runner(ledger, [PartyView()]), iter(range(10**6))

    @settings(max_examples=12, deadline=None)
    @given(STEPS, st.integers(1, 9), st.data())
    def the_same(steps: list[tuple[str, str]], stretch: int, data: st.DataObject) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        first = next(numbers) * 2
        trips = [f"manifest:20263101{first + n:06d}" for n in (1, 2)]
        drums = {each: f"{each}-{first}" for each in DRUMS}
        for step, which in steps:
            play(scenario, step, drums[which], trips)
            if data.draw(st.booleans()):
                _everything(live, ledger)
        found = _everything(live, ledger)
        rebuilt = Runner(ledger, [PartyView()])
        rebuilt.rebuild("party")
        assert _everything(rebuilt, ledger) == found

    the_same()
    assert any(role.startswith("manifest.") for rows in _everything(live, ledger) for role in (r[2] for r in rows))


def _everything(runner: Runner, ledger: Ledger) -> list[list[tuple[Any, ...]]]:
    runner.reach("party", ledger.head()[0])
    with runner.reading("party") as view:
        return [
            sorted(tuple(row) for row in view.connection.execute(select(table))) for table in (view.tables.party,)
        ]


def play(scenario: Scenario, step: str, container: str, trips: list[str]) -> None:
    """One step of two trips that the same drums may make, as far as it can be stated just now."""
    first, second = trips
    facts = scenario.facts(first)
    standing = [e.original.position for e in effective(facts) if e.statement.type == "manifest.issued"]
    gone = {f.fact.data.position for f in facts if f.fact.type == "fact.withdrawn"}  # though it may wait for others
    kept = [position for position in standing if position not in gone]
    match step:
        case "issued" if not standing:
            scenario.given(issued(first, containers=[container]))
        case "sent_on" if not scenario.facts(second):
            scenario.given(sent_on(second, containers=[container]))
        case "loaded":
            scenario.given(of_manifest("loaded", PLANT, {"mass_kg": 1, "containers": [container]}, first))
        case "over":
            scenario.given(handed_over(TRUCKER, to=STRANGER, number=first))
        case "back" if standing:
            scenario.given(of_manifest("return_dispatched", RECEIVER, {"carrier": org(STRANGER)}, first))
        case "corrected" if kept:
            scenario.given(about("corrected", kept[0], number=first, data=issue(containers=[container])))
        case "withdrawn" if kept:
            scenario.given(about("withdrawn", kept[0], number=first))
        case "weighed":
            scenario.given(weighed(container))
