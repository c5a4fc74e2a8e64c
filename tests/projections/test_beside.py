"""What is handed over is relied on by facts that merely name it: answers and views wait for who stated those."""

from collections.abc import Iterator
from typing import Annotated

import pytest

from ledger.catalogue import CATALOGUE, publish
from ledger.errors import MayNotStateError
from ledger.fact import Fact, Relation, Title
from ledger.limits import Limits
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.subjects import Names
from projections.custody.beside import facts_beside
from projections.custody.replay import replay
from projections.hazardous_waste.register import RegisterView
from projections.hazardous_waste.registered import Register
from projections.parties.party import PartyView
from projections.runner import Runner
from tests.projections.test_party import OTHER_SITE, parties
from tests.specification import OPERATOR, SCALE, SITE, Scenario, drum, generated, said, weighed


class Receipt:
    """A vocabulary of the test's own: an official receipt that names a drum; its field borrows a known name."""

    class Received(Fact, frozen=True, kw_only=True):
        TOPIC = "manifest.toy_received"
        TITLE = Title("试接收", "Toy received")
        BASIS = ("none",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.OPERATOR,)

        facility: Annotated[str, Names(("container",)), Limits(max_length=80)]


@pytest.fixture(autouse=True)
def _published() -> Iterator[None]:
    before = dict(CATALOGUE)
    publish(Receipt)
    yield
    CATALOGUE.clear()
    CATALOGUE.update(before)


@pytest.fixture
def runner(ledger: Ledger) -> Runner:
    return Runner(ledger, [PartyView()])


def received(subject: str = drum()) -> Posting:
    return said("manifest.toy_received", "manifest:20263101000001", {"facility": subject}, by=OPERATOR)


def corrected(position: int, gross: str = "221.4") -> Posting:
    data = {"position": position, "data": weighed(drum(), gross).data, "reason": "抄录颠倒"}
    return said("fact.corrected", drum(), data)


def told(scenario: Scenario) -> tuple[object, list[int]]:
    """The gross mass that counts, and the corrections that wait."""
    facts = scenario.facts(drum())
    case = replay(drum(), facts, head=0, beside=facts_beside(scenario.ledger, drum(), facts))
    return case.state["gross_kg"], [waiting.position for waiting in case.pending]


def test_a_correction_after_the_receipt_waits_for_the_receiver(scenario: Scenario) -> None:
    (weighing,) = scenario.when(weighed(drum(), "212.5"))
    scenario.given(received())
    (correction,) = scenario.when(corrected(weighing.position))
    register = Register(scenario.ledger, Runner(scenario.ledger, [RegisterView()]))
    assert told(scenario) == (212.5, [correction.position])
    assert [row.net_g for row in register.latest(None, 9)] == [200_100]
    confirmed = {"position": correction.position}
    scenario.refused(MayNotStateError, "not_a_counterparty", said("fact.correction_confirmed", drum(), confirmed))
    scenario.given(said("fact.correction_confirmed", drum(), confirmed, by=OPERATOR))
    assert told(scenario)[1] == []
    assert [row.net_g for row in register.latest(None, 9)] == [209_000]


def test_a_correction_before_the_receipt_counts_at_once(scenario: Scenario) -> None:
    (weighing,) = scenario.when(weighed(drum(), "212.5"))
    scenario.given(corrected(weighing.position), received())
    assert told(scenario)[1] == []


def test_the_receipt_of_another_drum_is_nobodys_business(scenario: Scenario) -> None:
    (weighing,) = scenario.when(weighed(drum(), "212.5"))
    scenario.given(received(drum(2)), corrected(weighing.position))
    assert told(scenario)[1] == []


def test_an_instrument_is_not_handed_over(scenario: Scenario) -> None:
    (registered,) = scenario.when(
        said("scale.registered", SCALE, {"kind": "platform", "max_kg": 500, "division_kg": 1})
    )
    scenario.given(said("fact.withdrawn", SCALE, {"position": registered.position, "reason": "误登"}), received())
    assert facts_beside(scenario.ledger, SCALE, scenario.facts(SCALE)) == []


def test_who_is_a_party_hangs_on_what_counts(ledger: Ledger, scenario: Scenario, runner: Runner) -> None:
    (generation,) = scenario.when(generated(drum()))
    scenario.given(received())
    moved = {"position": generation.position, "data": generated(drum()).data | {"establishment": OTHER_SITE}}
    (correction,) = scenario.when(said("fact.corrected", drum(), moved | {"reason": "误写场所"}))
    assert (SITE, "establishment") in parties(runner, ledger, drum())
    agreed = said("fact.correction_confirmed", drum(), {"position": correction.position}, by=OPERATOR)
    scenario.given(agreed)
    assert (OTHER_SITE, "establishment") in parties(runner, ledger, drum())
    assert (SITE, "establishment") not in parties(runner, ledger, drum())
