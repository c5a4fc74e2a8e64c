"""One organisation states for another: granted by the one, accepted by the other, and the duty stays where it was."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.batch import Batch
from ledger.errors import BihuanError, ConflictError, InvalidError, MayNotStateError
from ledger.hazardous_waste.container import Container
from ledger.judging import Act
from ledger.log import Ledger
from ledger.posting import Poster, Posting, Request
from ledger.standing import ACTS
from projections.custody.replay import replay
from tests.specification import (
    BAY,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    drum,
    generated,
    kg,
    said,
    uscc,
    weighed,
)

COLLECTOR = uscc("91310115MA1C0C0C0")
GRANT = f"delegation:{PLANT}.G-1"
SECOND_SITE = f"establishment:{PLANT}002P"


def granted(subject: str = GRANT, *, by: str = PLANT, to: str = COLLECTOR, **changed: Any) -> Posting:
    data = {
        "from": f"organisation:{by}",
        "to": f"organisation:{to}",
        "establishments": [SITE],
        "types": ["container.*"],
        "basis": "小微企业收集委托书 2026-01",
    }
    return said("delegation.granted", subject, data | changed, by=by, at="2026-11-01T08:00:00+08:00")


def accepted(subject: str = GRANT, *, by: str = COLLECTOR, at: str = "2026-11-02T08:00:00+08:00") -> Posting:
    return said("delegation.accepted", subject, by=by, at=at)


def ended(subject: str = GRANT, *, by: str = PLANT, at: str = "2026-11-20T08:00:00+08:00") -> Posting:
    return said("delegation.ended", subject, by=by, at=at)


def for_another(posting: Posting, whose: str = PLANT) -> Posting:
    """What the collector, or whoever states it, states on another's behalf."""
    return replace(posting, on_behalf_of=whose)


def by_the_collector(posting: Posting, whose: str | None = PLANT) -> Posting:
    return replace(posting, source=f"urn:uscc:{COLLECTOR}:tour", on_behalf_of=whose)


@pytest.fixture
def delegated(scenario: Scenario) -> Scenario:
    """The plant lets the collector state all about containers at its first site, and the collector agreed."""
    return scenario.given(granted(), accepted())


def test_a_collector_states_for_a_producer_and_both_are_named(delegated: Scenario) -> None:
    delegated.given(by_the_collector(generated(drum())))
    (fact,) = delegated.facts(drum())
    assert (fact.fact.stated_by, fact.fact.on_behalf_of) == (COLLECTOR, PLANT)
    assert fact.fact.source == f"urn:uscc:{COLLECTOR}:tour"


def test_without_saying_for_whom_it_states_nothing_of_anothers(delegated: Scenario) -> None:
    delegated.refused(MayNotStateError, "may_not_state", by_the_collector(generated(drum()), None))


def test_what_the_delegator_may_not_state_nobody_states_for_it(delegated: Scenario) -> None:
    theirs = by_the_collector(weighed(drum(owner=OTHER_PLANT)))
    delegated.refused(MayNotStateError, "may_not_state", theirs)


def test_a_grant_that_was_not_accepted_lets_nothing_be_stated(scenario: Scenario) -> None:
    scenario.given(granted())
    error = scenario.refused(MayNotStateError, "no_delegation", by_the_collector(generated(drum())))
    assert error.findings[0].pointer == "/onbehalfof"
    scenario.given(accepted(), by_the_collector(generated(drum())))


def test_nobody_speaks_for_another_without_a_grant(scenario: Scenario) -> None:
    scenario.refused(MayNotStateError, "no_delegation", by_the_collector(generated(drum())))


def test_a_grant_lets_only_its_holder_speak(delegated: Scenario) -> None:
    another = replace(generated(drum(), by=OTHER_PLANT), on_behalf_of=PLANT)
    delegated.refused(MayNotStateError, "no_delegation", another)


def test_nor_does_another_whose_request_is_decided_together_with_its(delegated: Scenario) -> None:
    another = replace(generated(drum(2), by=OTHER_PLANT), on_behalf_of=PLANT)
    requests = [
        Request(Poster(COLLECTOR, "test"), [by_the_collector(generated(drum()))]),
        Request(Poster(OTHER_PLANT, "test"), [another]),
    ]
    first, second = delegated.ledger.state(requests)
    assert not isinstance(first, BihuanError)
    assert isinstance(second, MayNotStateError)


def test_a_grant_does_not_turn_round(delegated: Scenario) -> None:
    posting = for_another(weighed(drum(owner=COLLECTOR)), COLLECTOR)
    delegated.refused(MayNotStateError, "no_delegation", posting)


@pytest.mark.parametrize("other", ["", "x", PLANT[:-1], PLANT[:-1] + "7", f"organisation:{PLANT}", PLANT + "\n"])
def test_the_one_spoken_for_is_a_bare_code(delegated: Scenario, other: str) -> None:
    code = "uscc_check_digit" if len(other) == 18 else "wrong_form"
    error = delegated.refused(InvalidError, code, by_the_collector(generated(drum()), other))
    assert [f.pointer for f in error.findings] == ["/onbehalfof"]


def test_the_source_stays_the_posters_own(delegated: Scenario) -> None:
    posting = for_another(generated(drum()))
    answer = delegated.ledger.state([Request(Poster(COLLECTOR, "test"), [posting])])[0]
    assert isinstance(answer, MayNotStateError)
    assert answer.findings[0].code == "foreign_source"


@pytest.mark.parametrize(
    ("types", "allowed"),
    [
        (["container.generated"], True),
        (["container.weighed", "container.*"], True),
        (["container.weighed"], False),
        (["waste_profile.*"], False),
    ],
)
def test_a_grant_covers_its_types(scenario: Scenario, types: list[str], allowed: bool) -> None:
    scenario.given(granted(types=types), accepted())
    if allowed:
        scenario.given(by_the_collector(generated(drum())))
    else:
        scenario.refused(MayNotStateError, "no_delegation", by_the_collector(generated(drum())))


def test_a_grant_covers_its_establishments(delegated: Scenario) -> None:
    elsewhere = by_the_collector(generated(drum()))
    elsewhere.data["establishment"] = SECOND_SITE
    delegated.refused(MayNotStateError, "no_delegation", elsewhere)
    second_bay = by_the_collector(said("container.stored", drum(), {"facility": f"facility:{PLANT}002P.TS001"}))
    delegated.refused(MayNotStateError, "no_delegation", second_bay)
    delegated.given(by_the_collector(said("container.stored", drum(), {"facility": BAY})))


def test_the_establishments_of_others_need_not_be_granted(delegated: Scenario) -> None:
    at_the_collector = {"facility": f"facility:{COLLECTOR}001P.TS001"}
    delegated.given(by_the_collector(said("container.stored", drum(), at_the_collector)))


def test_a_fact_that_names_no_establishment_is_covered_by_its_type(delegated: Scenario) -> None:
    delegated.given(by_the_collector(weighed(drum())))


def test_several_grants_cover_together_what_each_covers(delegated: Scenario) -> None:
    second = f"delegation:{PLANT}.G-2"
    delegated.given(granted(second, establishments=[SECOND_SITE], types=["container.generated"]), accepted(second))
    elsewhere = by_the_collector(generated(drum()))
    elsewhere.data["establishment"] = SECOND_SITE
    delegated.given(elsewhere)


def test_a_fact_after_the_end_is_recorded_if_it_was_ever_accepted(delegated: Scenario) -> None:
    delegated.given(ended(), by_the_collector(weighed(drum())))
    (fact,) = delegated.facts(drum())
    assert fact.fact.on_behalf_of == PLANT


def test_a_grant_that_ended_before_it_was_accepted_lets_nothing_be_stated(scenario: Scenario) -> None:
    scenario.given(granted(), ended())
    scenario.refused(MayNotStateError, "no_delegation", by_the_collector(weighed(drum())))


def test_what_was_ended_is_accepted_no_more(scenario: Scenario) -> None:
    scenario.given(granted(), ended(), accepted(at="2026-11-21T08:00:00+08:00"))
    scenario.refused(MayNotStateError, "no_delegation", by_the_collector(weighed(drum())))


def test_either_of_the_two_ends_it_and_nobody_else(delegated: Scenario) -> None:
    delegated.refused(MayNotStateError, "may_not_state", ended(by=OTHER_PLANT))
    delegated.given(ended(by=COLLECTOR), ended())
    state = replay(GRANT, delegated.facts(GRANT), head=0)
    assert (state.stage, state.state["ended_at"]) == ("ended", "2026-11-20T00:00:00.000000Z")


def test_only_the_other_accepts(scenario: Scenario) -> None:
    scenario.given(granted())
    for by in (PLANT, OTHER_PLANT):
        scenario.refused(MayNotStateError, "may_not_state", accepted(by=by))
    scenario.refused(MayNotStateError, "may_not_state", accepted(f"delegation:{PLANT}.G-9"))


def test_a_grant_is_granted_once_and_by_the_one_in_its_number(scenario: Scenario) -> None:
    scenario.given(granted())
    scenario.refused(ConflictError, "already_created", granted(types=["container.weighed"]))
    other = {"from": f"organisation:{OTHER_PLANT}"}
    scenario.refused(MayNotStateError, "may_not_state", granted(f"delegation:{OTHER_PLANT}.G-1", **other))
    error = scenario.refused(InvalidError, "other_grantor", granted(f"delegation:{PLANT}.G-2", **other))
    assert error.findings[0].pointer == "/data/from"


@pytest.mark.parametrize(
    ("changed", "code", "pointer"),
    [
        ({"to": PLANT}, "delegated_to_oneself", "/data/to"),
        ({"types": ["container.weighed", "container.vanished"]}, "unknown_type", "/data/types/1"),
        ({"types": ["vanished.*"]}, "unknown_type", "/data/types/0"),
        ({"types": ["delegation.*"]}, "not_delegable", "/data/types/0"),
        ({"types": ["log.opened"]}, "not_delegable", "/data/types/0"),
        ({"types": ["*"]}, "wrong_form", "/data/types/0"),
        ({"types": []}, "wrong_count", "/data/types"),
        ({"establishments": []}, "wrong_count", "/data/establishments"),
    ],
)
def test_a_grant_says_what_it_means(scenario: Scenario, changed: dict[str, Any], code: str, pointer: str) -> None:
    error = scenario.refused(InvalidError, code, granted(**changed))
    assert pointer in [f.pointer for f in error.findings]


def test_who_holds_a_grant_grants_nothing_on(scenario: Scenario) -> None:
    scenario.given(granted(types=["fact.*", "container.*"]), accepted())
    second = f"delegation:{PLANT}.G-2"
    scenario.refused(MayNotStateError, "no_delegation", by_the_collector(granted(second, to=OTHER_PLANT)))
    scenario.refused(MayNotStateError, "no_delegation", by_the_collector(ended()))
    position = scenario.facts(GRANT)[0].position
    away = said("fact.withdrawn", GRANT, {"position": position, "reason": "无"})
    scenario.refused(MayNotStateError, "no_delegation", by_the_collector(away))


def test_a_grant_is_known_within_the_batch_that_follows_it(scenario: Scenario) -> None:
    requests = [
        Request(Poster(PLANT, "test"), [granted()]),
        Request(Poster(COLLECTOR, "test"), [accepted(), by_the_collector(generated(drum()))]),
    ]
    assert not any(isinstance(answer, BihuanError) for answer in scenario.ledger.state(requests))


def test_said_for_another_it_is_another_content(delegated: Scenario) -> None:
    posting = by_the_collector(said("container.closed", drum(), id="same"))
    (first,) = delegated.when(posting)
    assert delegated.when(posting)[0].position == first.position
    delegated.given(
        granted(f"delegation:{OTHER_PLANT}.G", by=OTHER_PLANT, establishments=[SITE]),
        accepted(f"delegation:{OTHER_PLANT}.G"),
    )
    other = replace(posting, on_behalf_of=OTHER_PLANT)
    error = delegated.refused(ConflictError, "idempotency_conflict", other)
    assert error.findings[0].about == {"differing": ["/onbehalfof"]}


def corrected(position: int, gross: str = "99") -> Posting:
    data = {"position": position, "data": weighed(drum(), gross).data, "reason": "抄录有误"}
    return said("fact.corrected", drum(), data)


@pytest.mark.parametrize("corrects", [by_the_collector, lambda p: by_the_collector(p, None), lambda p: p])
def test_both_may_correct_what_one_stated_for_the_other(delegated: Scenario, corrects: Any) -> None:
    (receipt,) = delegated.when(by_the_collector(weighed(drum(), "88")))
    delegated.given(corrects(corrected(receipt.position)))
    assert replay(drum(), delegated.facts(drum()), head=0).state["gross_kg"] == kg("99")


def test_nobody_else_corrects_it(delegated: Scenario) -> None:
    (receipt,) = delegated.when(by_the_collector(weighed(drum())))
    other = replace(corrected(receipt.position), source=f"urn:uscc:{OTHER_PLANT}:test")
    delegated.refused(MayNotStateError, "not_the_author", other)
    delegated.refused(MayNotStateError, "not_the_author", by_the_collector(corrected(receipt.position), OTHER_PLANT))


def test_the_holder_of_a_grant_corrects_what_its_grantor_stated(delegated: Scenario) -> None:
    (receipt,) = delegated.when(weighed(drum()))
    delegated.refused(MayNotStateError, "not_the_author", by_the_collector(corrected(receipt.position), None))
    delegated.given(by_the_collector(corrected(receipt.position)))


def test_a_grant_that_was_accepted_is_changed_with_the_others_consent(delegated: Scenario) -> None:
    position = delegated.facts(GRANT)[0].position
    narrower = {"position": position, "data": granted(types=["container.closed"]).data, "reason": "只限封口"}
    (receipt,) = delegated.when(said("fact.corrected", GRANT, narrower))
    delegated.given(by_the_collector(weighed(drum())))
    agreed = said("fact.correction_confirmed", GRANT, {"position": receipt.position}, by=COLLECTOR)
    delegated.given(agreed)
    delegated.refused(MayNotStateError, "no_delegation", by_the_collector(weighed(drum())))


def test_a_grant_that_nobody_accepted_is_taken_back_at_once(scenario: Scenario) -> None:
    (receipt,) = scenario.when(granted())
    scenario.given(said("fact.withdrawn", GRANT, {"position": receipt.position, "reason": "误委托"}))
    scenario.refused(MayNotStateError, "may_not_state", accepted())


def to_another(position: int) -> Posting:
    """The plant's grant was meant for the other plant."""
    better = {"position": position, "data": granted(to=OTHER_PLANT).data, "reason": "受托单位误写"}
    return said("fact.corrected", GRANT, better)


def by_the_other(posting: Posting) -> Posting:
    return replace(posting, source=f"urn:uscc:{OTHER_PLANT}:test", on_behalf_of=PLANT)


def test_a_grant_that_was_corrected_to_another_is_accepted_and_used_by_that_one(scenario: Scenario) -> None:
    (receipt,) = scenario.when(granted())
    scenario.given(to_another(receipt.position))
    scenario.refused(MayNotStateError, "may_not_state", accepted())
    scenario.refused(MayNotStateError, "no_delegation", by_the_other(weighed(drum())))
    scenario.given(accepted(by=OTHER_PLANT), by_the_other(weighed(drum())))
    scenario.refused(MayNotStateError, "no_delegation", by_the_collector(weighed(drum())))


def test_what_the_first_accepted_the_next_has_to_accept_itself(delegated: Scenario) -> None:
    (receipt,) = delegated.when(to_another(delegated.facts(GRANT)[0].position))
    agreed = said("fact.correction_confirmed", GRANT, {"position": receipt.position}, by=COLLECTOR)
    delegated.given(agreed)
    state = replay(GRANT, delegated.facts(GRANT), head=0)
    assert (state.stage, state.state["to"]) == ("granted", f"organisation:{OTHER_PLANT}")
    for speaker in (by_the_other, by_the_collector):
        delegated.refused(MayNotStateError, "no_delegation", speaker(weighed(drum())))
    delegated.given(accepted(by=OTHER_PLANT, at="2026-11-24T08:00:00+08:00"), by_the_other(weighed(drum())))
    assert replay(GRANT, delegated.facts(GRANT), head=0).state["accepted_at"] == "2026-11-24T00:00:00.000000Z"


def test_a_grant_may_be_accepted_by_a_clock_that_is_behind(scenario: Scenario) -> None:
    early = accepted(at="2026-10-31T08:00:00+08:00")
    scenario.given(granted(), early, by_the_collector(weighed(drum())))


@pytest.fixture
def weighing_is_an_act(monkeypatch: pytest.MonkeyPatch) -> None:
    """A weighing that could be refused, as an act is; refusing it is left to the delegation."""
    monkeypatch.setitem(ACTS, Container.Weighed, (Act(lambda *_: None),))


@pytest.mark.usefixtures("weighing_is_an_act")
@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2026-11-01T23:59:59+08:00", False),
        ("2026-11-02T08:00:00+08:00", True),
        ("2026-11-20T07:59:59+08:00", True),
        ("2026-11-20T08:00:00+08:00", False),
    ],
)
def test_an_act_wants_a_delegation_in_force_at_its_time(delegated: Scenario, at: str, allowed: bool) -> None:
    delegated.given(ended())
    act = by_the_collector(weighed(drum(), at=at))
    if allowed:
        delegated.given(act)
    else:
        delegated.refused(MayNotStateError, "no_delegation", act)


def test_what_becomes_of_a_grant_while_it_is_read_is_not_missed(
    delegated: Scenario, store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    acceptance = delegated.facts(GRANT)[1].position
    taken_back = said("fact.withdrawn", GRANT, {"position": acceptance, "reason": "误接受"}, by=COLLECTOR)
    interruptions = [taken_back]
    really = Batch.execute

    def interrupted(batch: Batch) -> None:
        """Another process writes between this one's reading and its writing."""
        while interruptions:
            other.state_one(Poster(COLLECTOR, "test"), [interruptions.pop()])
        really(batch)

    with Ledger(store_url, delegated.ledger.recorder.clock) as other:
        monkeypatch.setattr(Batch, "execute", interrupted)
        answer = delegated.ledger.state([Request(Poster(COLLECTOR, "test"), [by_the_collector(weighed(drum()))])])[0]
    assert isinstance(answer, MayNotStateError)
    assert delegated.facts(drum()) == []
