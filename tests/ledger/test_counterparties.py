"""What others relied on is corrected with their consent; an authority disputes, and overwrites nothing."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from ledger.clock import SimulatedClock
from ledger.correction import effective
from ledger.errors import ConflictError, MayNotStateError
from ledger.fact import Recorded
from ledger.posting import Posting
from ledger.reliance import relied_on_by
from projections.custody.replay import Case, replay
from tests.conftest import NOON
from tests.ledger.test_standing import SITE_DATA, bureau, supervised
from tests.specification import (
    BUREAU,
    OPERATOR,
    OTHER_PLANT,
    PLANT,
    SITE,
    Scenario,
    drum,
    generated,
    organisation,
    said,
    uscc,
    weighed,
)

CITY = uscc("11310000MB0A1B2C3")
_numbers = count(1)


def corrected(position: int, subject: str = SITE, *, name: str = "一厂（南区）", by: str = PLANT) -> Posting:
    data = {"position": position, "data": SITE_DATA | {"name": name}, "reason": "名称有误"}
    return said("fact.corrected", subject, data, by=by)


def withdrawn(position: int, subject: str = SITE, by: str = PLANT) -> Posting:
    return said("fact.withdrawn", subject, {"position": position, "reason": "并无此事"}, by=by)


def confirmed(position: Any, subject: str = SITE, by: str = BUREAU) -> Posting:
    return said("fact.correction_confirmed", subject, {"position": position}, by=by)


def disputed(position: Any, subject: str = drum(), by: str = BUREAU) -> Posting:
    return said("fact.disputed", subject, {"position": position, "reason": "与现场检查不符"}, by=by)


def case(scenario: Scenario, subject: str = SITE, **cuts: Any) -> Case:
    return replay(subject, scenario.facts(subject), head=0, **cuts)


@pytest.fixture
def site(scenario: Scenario) -> int:
    """The position of the site's registration, in a district with a bureau."""
    scenario.given(bureau())
    return scenario.when(said("establishment.registered", SITE, SITE_DATA))[0].position


@pytest.fixture
def relied_on(scenario: Scenario, site: int) -> int:
    """The same, once the bureau has assigned a class to the site."""
    scenario.given(supervised())
    return site


def test_before_anybody_relied_on_it_a_correction_counts_at_once(scenario: Scenario, site: int) -> None:
    scenario.given(corrected(site), supervised())
    assert (case(scenario).state["name"], case(scenario).pending) == ("一厂（南区）", [])


def test_after_another_organisation_relied_on_it_a_correction_waits(scenario: Scenario, relied_on: int) -> None:
    (correction,) = scenario.when(corrected(relied_on))
    told = case(scenario)
    assert told.state["name"] == "一厂"
    (waiting,) = told.pending
    assert (waiting.position, waiting.about, waiting.type) == (correction.position, relied_on, "fact.corrected")
    assert waiting.waits_for == [BUREAU]
    entries = {e.position: e for e in told.entries}
    assert entries[correction.position].pending
    assert (entries[relied_on].pending_by, entries[relied_on].corrected_by) == ([correction.position], [])


def test_it_counts_once_the_other_confirmed_it(scenario: Scenario, relied_on: int) -> None:
    (correction,) = scenario.when(corrected(relied_on))
    (agreed,) = scenario.when(confirmed(correction.position))
    told = case(scenario)
    assert (told.state["name"], told.pending) == ("一厂（南区）", [])
    entries = {e.position: e for e in told.entries}
    assert entries[correction.position].confirmed_by == [agreed.position]
    assert (entries[relied_on].pending_by, entries[relied_on].corrected_by) == ([], [correction.position])


def test_a_replay_of_before_the_confirmation_knows_nothing_of_it(
    scenario: Scenario, relied_on: int, clock: SimulatedClock
) -> None:
    (correction,) = scenario.when(corrected(relied_on))
    clock.set(NOON + timedelta(minutes=1))
    (agreed,) = scenario.when(confirmed(correction.position))
    assert case(scenario, known_by=correction.recorded_at).pending
    assert case(scenario, known_by=agreed.recorded_at).pending == []


def test_what_confirms_is_shown_with_what_it_confirms_by_either_clock(scenario: Scenario, relied_on: int) -> None:
    (correction,) = scenario.when(corrected(relied_on))
    (agreed,) = scenario.when(confirmed(correction.position))
    told = case(scenario, happened_by="2026-11-24T00:00:00.000000Z")
    assert {relied_on, correction.position, agreed.position} <= {e.position for e in told.entries}
    assert case(scenario, happened_by="2026-11-23T00:00:00.000000Z").entries == []


def test_a_withdrawal_waits_too_and_the_number_stays_taken_meanwhile(scenario: Scenario, relied_on: int) -> None:
    (withdrawal,) = scenario.when(withdrawn(relied_on))
    assert (case(scenario).stage, case(scenario).provisional) == ("registered", False)
    again = said("establishment.registered", SITE, SITE_DATA)
    scenario.refused(ConflictError, "already_created", again)
    scenario.given(confirmed(withdrawal.position), again)


def test_a_withdrawal_is_final_while_it_waits(scenario: Scenario, relied_on: int) -> None:
    scenario.given(withdrawn(relied_on))
    scenario.refused(ConflictError, "withdrawn_is_final", corrected(relied_on))


def test_of_two_corrections_the_greater_position_that_is_confirmed_counts(scenario: Scenario, relied_on: int) -> None:
    (first,) = scenario.when(corrected(relied_on, name="甲"))
    (second,) = scenario.when(corrected(relied_on, name="乙"))
    scenario.given(confirmed(second.position))
    assert case(scenario).state["name"] == "乙"
    scenario.given(confirmed(first.position))
    assert case(scenario).state["name"] == "乙"


@pytest.mark.parametrize("by", [PLANT, OTHER_PLANT, OPERATOR])
def test_only_who_relied_on_it_confirms(scenario: Scenario, relied_on: int, by: str) -> None:
    (correction,) = scenario.when(corrected(relied_on))
    error = scenario.refused(MayNotStateError, "not_a_counterparty", confirmed(correction.position, by=by))
    assert error.findings[0].pointer == "/data/position"


def test_who_relied_on_it_afterwards_is_not_asked(scenario: Scenario, site: int) -> None:
    (correction,) = scenario.when(corrected(site))
    scenario.given(supervised())
    scenario.refused(MayNotStateError, "not_a_counterparty", confirmed(correction.position))


def test_what_is_no_correction_is_not_confirmed(scenario: Scenario, relied_on: int) -> None:
    for position in (relied_on, relied_on + 1, 999, 0, -1, 2.0, None, "2"):
        scenario.refused(MayNotStateError, "not_a_counterparty", confirmed(position))


def test_all_who_relied_on_it_confirm(scenario: Scenario, relied_on: int) -> None:
    scenario.given(bureau(CITY, division="310100", level="city"), supervised(CITY))
    (correction,) = scenario.when(corrected(relied_on))
    scenario.given(confirmed(correction.position))
    assert [w.waits_for for w in case(scenario).pending] == [[CITY]]
    scenario.given(confirmed(correction.position, by=CITY))
    assert case(scenario).state["name"] == "一厂（南区）"


def test_who_may_decide_hangs_on_what_counts(scenario: Scenario, relied_on: int) -> None:
    moved = {"position": relied_on, "data": SITE_DATA | {"division": "310117"}, "reason": "在松江"}
    (correction,) = scenario.when(said("fact.corrected", SITE, moved))
    scenario.given(supervised())
    scenario.given(confirmed(correction.position))
    scenario.refused(MayNotStateError, "may_not_state", supervised())


def a_receipt(scenario: Scenario, by: str = OTHER_PLANT) -> Recorded[Any]:
    """Something that another organisation states about a thing of its own, naming the plant's drum."""
    own = drum(f"other-{next(_numbers)}", by)
    poured = {"from": [{"container": drum(), "mass_kg": 1}], "into": [{"container": own, "mass_kg": 1}]}
    (receipt,) = scenario.when(said("container.repacked", own, poured, by=by))
    return scenario.ledger.recorded(after=receipt.position - 1, upto=receipt.position)[0]


def test_what_is_handed_over_is_relied_on_by_what_merely_names_it(scenario: Scenario) -> None:
    (weighing,) = scenario.when(weighed(drum(), "212.4"))
    naming = a_receipt(scenario)
    data = {"position": weighing.position, "data": weighed(drum(), "221.4").data, "reason": "抄录颠倒"}
    scenario.given(said("fact.corrected", drum(), data))
    (waits,) = effective(scenario.facts(drum()), [naming])
    assert (waits.statement.data.gross_g, len(waits.pending)) == (212_400, 1)
    (counts,) = effective(scenario.facts(drum()))
    assert (counts.statement.data.gross_g, counts.pending) == (221_400, ())
    shown = replay(drum(), scenario.facts(drum()), head=0, beside=[naming]).pending
    assert [w.waits_for for w in shown] == [[]]  # of a fact that merely names it nobody is told whose it is


def test_relying_is_what_others_stated_in_between(scenario: Scenario) -> None:
    early = a_receipt(scenario)
    original, own, correction = (a_receipt(scenario, PLANT) for _ in range(3))
    late = a_receipt(scenario)
    between = [early, own, late]
    assert relied_on_by(original, correction, between) == frozenset()
    assert relied_on_by(original, replace_position(correction, late.position + 1), between) == {OTHER_PLANT}


def replace_position(fact: Recorded[Any], position: int) -> Recorded[Any]:
    return Recorded(fact.fact, position, fact.recorded_at, fact.seq)


@pytest.fixture
def weighing(scenario: Scenario, site: int) -> int:
    """The position of a weighing of a drum that was generated at the site."""
    assert site
    scenario.given(generated(drum()))
    return scenario.when(weighed(drum()))[0].position


def test_an_authority_disputes_and_overwrites_nothing(scenario: Scenario, weighing: int) -> None:
    (dispute,) = scenario.when(disputed(weighing))
    told = case(scenario, drum())
    assert told.state["gross_kg"] == weighed(drum()).data["gross_kg"]
    (shown,) = told.disputed
    assert (shown.position, shown.about, shown.stated_by) == (dispute.position, weighing, BUREAU)
    assert shown.reason == "与现场检查不符"
    assert next(e for e in told.entries if e.position == weighing).disputed_by == [dispute.position]


def test_a_dispute_makes_nobody_a_counterparty(scenario: Scenario, weighing: int) -> None:
    scenario.given(disputed(weighing))
    data = {"position": weighing, "data": weighed(drum(), "99").data, "reason": "复秤"}
    (correction,) = scenario.when(said("fact.corrected", drum(), data))
    assert case(scenario, drum()).pending == []
    scenario.refused(MayNotStateError, "not_a_counterparty", confirmed(correction.position, drum()))


def test_a_dispute_is_taken_back_by_who_stated_it(scenario: Scenario, weighing: int) -> None:
    (dispute,) = scenario.when(disputed(weighing))
    scenario.refused(MayNotStateError, "not_the_author", withdrawn(dispute.position, drum()))
    scenario.given(withdrawn(dispute.position, drum(), by=BUREAU))
    assert case(scenario, drum()).disputed == []


def test_the_authority_of_a_party_disputes_where_no_place_is_known(scenario: Scenario) -> None:
    scenario.given(bureau(), organisation(PLANT, "generator"))
    (receipt,) = scenario.when(weighed(drum()))
    scenario.given(disputed(receipt.position))


@pytest.mark.parametrize("changed", [{"division": "310117"}, {"competence": ["urban_management"]}])
def test_another_authority_does_not_dispute(scenario: Scenario, weighing: int, changed: dict[str, Any]) -> None:
    scenario.given(bureau(CITY, **changed))
    scenario.refused(MayNotStateError, "may_not_state", disputed(weighing, by=CITY))


@pytest.mark.parametrize("by", [PLANT, OTHER_PLANT, OPERATOR])
def test_who_is_no_authority_does_not_dispute(scenario: Scenario, weighing: int, by: str) -> None:
    scenario.refused(MayNotStateError, "may_not_state", disputed(weighing, by=by))


def test_a_stranger_does_not_learn_what_stands_where(scenario: Scenario, weighing: int) -> None:
    refusals = [
        scenario.refused(MayNotStateError, "may_not_state", disputed(position, by=OTHER_PLANT)).findings
        for position in (weighing, weighing - 1, 1, 999)
    ]
    assert all(found == refusals[0] for found in refusals)


def test_what_was_withdrawn_is_not_disputed(scenario: Scenario, weighing: int) -> None:
    scenario.given(withdrawn(weighing, drum()))
    scenario.refused(ConflictError, "withdrawn_is_final", disputed(weighing))


def test_a_dispute_is_of_a_fact_about_its_subject(scenario: Scenario, weighing: int) -> None:
    scenario.refused(MayNotStateError, "may_not_state", disputed(weighing, SITE))
    posting = replace(disputed(weighing), on_behalf_of=PLANT)
    scenario.refused(MayNotStateError, "no_delegation", posting)
