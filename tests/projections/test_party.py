"""Who takes part in a subject: its owner, and whoever a fact about it names as long as that fact stands."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.log import Ledger
from projections import runner as running
from projections.custody.visibility import Visibility
from projections.parties.party import PartyView
from projections.runner import Runner
from tests.ledger.test_delegation import COLLECTOR, GRANT, accepted, by_the_collector, granted
from tests.specification import (
    BAY,
    BUREAU,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    drum,
    generated,
    organisation,
    said,
    weighed,
)

OTHER_SITE = f"establishment:{OTHER_PLANT}001P"
MINHANG = "310112"


def site(subject: str, division: str, **more: Any) -> Any:
    owner = subject.removeprefix("establishment:")[:18]
    data = {
        "organisation": f"organisation:{owner}",
        "name": "厂区",
        "division": division,
        "place": {"address": "路1号"},
    }
    return said("establishment.registered", subject, data, by=owner, **more)


@pytest.fixture
def runner(ledger: Ledger) -> Runner:
    return Runner(ledger, [PartyView()])


def parties(runner: Runner, ledger: Ledger, subject: str) -> set[tuple[str, str]]:
    runner.reach("party", ledger.head()[0])
    with runner.reading("party") as view:
        party = view.tables.party.c
        found = view.connection.execute(select(party.party, party.role).where(party.subject == subject))
        return {(name, role) for name, role in found}


def everything(runner: Runner, ledger: Ledger) -> list[list[tuple[Any, ...]]]:
    runner.reach("party", ledger.head()[0])
    with runner.reading("party") as view:
        return [sorted(tuple(row) for row in view.connection.execute(select(table))) for table in view.tables]


def test_the_owner_and_the_place_of_a_drum_are_its_parties(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.when(generated(drum()))
    assert parties(runner, ledger, drum()) == {(f"organisation:{PLANT}", "owner"), (SITE, "establishment")}


def test_who_speaks_for_another_is_a_party_and_stays_one_when_the_other_corrects_it(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.given(granted(), accepted())
    (receipt,) = scenario.when(by_the_collector(weighed(drum())))
    speaking = {(f"organisation:{COLLECTOR}", "stated_by"), (f"organisation:{PLANT}", "on_behalf_of")}
    assert speaking <= parties(runner, ledger, drum())
    data = {"position": receipt.position, "data": weighed(drum(), "99").data, "reason": "复秤"}
    scenario.given(said("fact.corrected", drum(), data))
    assert speaking <= parties(runner, ledger, drum())
    scenario.given(said("fact.withdrawn", drum(), {"position": receipt.position, "reason": "并无此事"}))
    assert parties(runner, ledger, drum()) == {(f"organisation:{PLANT}", "owner")}


def test_both_see_a_delegation(ledger: Ledger, scenario: Scenario, runner: Runner) -> None:
    scenario.given(granted())
    for organisation_code in (PLANT, COLLECTOR):
        assert Visibility(ledger, runner, organisation_code).sees(GRANT)
    assert not Visibility(ledger, runner, OTHER_PLANT).sees(GRANT)


def test_what_waits_to_be_confirmed_makes_nobody_a_party(ledger: Ledger, scenario: Scenario, runner: Runner) -> None:
    (receipt,) = scenario.when(granted())
    scenario.given(accepted())
    to_another = {"position": receipt.position, "data": granted(to=OTHER_PLANT).data, "reason": "改委托"}
    (correction,) = scenario.when(said("fact.corrected", GRANT, to_another))
    assert (f"organisation:{OTHER_PLANT}", "to") not in parties(runner, ledger, GRANT)
    scenario.given(said("fact.correction_confirmed", GRANT, {"position": correction.position}, by=COLLECTOR))
    assert (f"organisation:{OTHER_PLANT}", "to") in parties(runner, ledger, GRANT)


def test_a_facility_lies_in_the_establishment_of_its_number(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    scenario.when(said("facility.closed", BAY))
    assert (SITE, "place") in parties(runner, ledger, BAY)


def test_who_was_named_by_mistake_is_no_party_any_more(ledger: Ledger, scenario: Scenario, runner: Runner) -> None:
    (receipt,) = scenario.when(generated(drum()))
    data = {"establishment": OTHER_SITE, "kind": "drum", "waste_code": "900-402-06"}
    correction = {"position": receipt.position, "reason": "误选", "data": data}
    scenario.when(said("fact.corrected", drum(), correction))
    assert parties(runner, ledger, drum()) == {(f"organisation:{PLANT}", "owner"), (OTHER_SITE, "establishment")}
    scenario.when(said("fact.withdrawn", drum(), {"position": receipt.position, "reason": "误记"}))
    assert parties(runner, ledger, drum()) == {(f"organisation:{PLANT}", "owner")}


def test_an_authority_sees_what_has_a_party_in_its_division_from_the_day_it_has_one(
    ledger: Ledger, scenario: Scenario, runner: Runner
) -> None:
    def sees(division: str, subject: str) -> bool:
        code = {"310115": BUREAU, MINHANG: OTHER_PLANT}[division]
        return Visibility(ledger, runner, code).sees(subject)

    scenario.when(
        organisation(BUREAU, "authority", competence=["ecology"], level="district"),
        organisation(OTHER_PLANT, "authority", competence=["ecology"], level="district", division=MINHANG),
    )
    scenario.when(site(SITE, "310115"))
    scenario.when(generated(drum()))
    assert (sees("310115", drum()), sees(MINHANG, drum())) == (True, False)
    data = {
        "organisation": f"organisation:{PLANT}",
        "name": "厂区",
        "division": MINHANG,
        "place": {"address": "路1号"},
    }
    scenario.when(said("establishment.changed", SITE, data))
    assert (sees("310115", drum()), sees(MINHANG, drum())) == (False, True)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["generated", "corrected", "withdrawn", "weighed", "moved"]),
        st.integers(0, 3),
        st.sampled_from([SITE, OTHER_SITE]),
    ),
    max_size=25,
)


def test_live_is_what_a_rebuild_gives_whatever_the_stretches(
    ledger: Ledger, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Runner(ledger, [PartyView()])

    @settings(max_examples=12, deadline=None)
    @given(STEPS, st.integers(1, 9))
    def the_same(steps: list[tuple[str, int, str]], stretch: int) -> None:
        monkeypatch.setattr(running, "STRETCH", stretch)
        for step, number, place in steps:
            _play(ledger, scenario, step, drum(number), place)
            if number == 0:
                live.reach("party", ledger.head()[0])
        found = everything(live, ledger)
        rebuilt = Runner(ledger, [PartyView()])
        rebuilt.rebuild("party")
        assert everything(rebuilt, ledger) == found

    the_same()


def _play(ledger: Ledger, scenario: Scenario, step: str, subject: str, place: str) -> None:
    """One step of a life, as far as it can be stated just now."""
    facts = ledger.recorded(subject=subject)
    withdrawn = {f.fact.data.position for f in facts if f.fact.type == "fact.withdrawn"}
    standing = [f for f in facts if f.fact.type == "container.generated" and f.position not in withdrawn]
    data = {"establishment": place, "kind": "drum", "waste_code": "900-402-06"}
    match step:
        case "generated" if not standing:
            scenario.when(said("container.generated", subject, data))
        case "corrected" if standing:
            scenario.when(
                said("fact.corrected", subject, {"position": standing[0].position, "reason": "误", "data": data})
            )
        case "withdrawn" if standing:
            scenario.when(said("fact.withdrawn", subject, {"position": standing[0].position, "reason": "误"}))
        case "weighed":
            scenario.when(weighed(subject))
        case "moved":
            scenario.when(weighed(drum(f"{subject[-1]}-more")))


def test_a_stretch_whose_rows_were_not_written_is_folded_to_the_same_rows_again(
    ledger: Ledger, scenario: Scenario
) -> None:
    scenario.given(generated(drum()), weighed(drum()))
    view, facts = PartyView(), ledger.recorded()
    first = view.fold(ledger, facts)
    assert first.rows
    assert view.fold(ledger, facts) == first
    further = scenario.when(weighed(drum()))[0].position
    assert view.fold(ledger, ledger.recorded(after=further - 1)).rows == []
