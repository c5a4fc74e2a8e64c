"""A version in use never changes: a newer one is a new class that says how the older one reads today."""

from collections.abc import Iterator

import pytest

from ledger.catalogue import CATALOGUE, publish, read_data, read_leaf, tags_of
from ledger.fact import AnyFact, Fact, Relation, Statement, Title
from ledger.leaf import canonical, join, version_in
from ledger.log import Ledger
from ledger.posting import seal
from ledger.quantity import MassKg
from ledger.store.appending import SealedEvent
from ledger.store.verification import verify
from ledger.subjects import FacilityID
from ledger.text import Name
from tests.specification import BAY, PLANT, Scenario, drum, kg, said

TOPIC = "container.toyed_with"


class Toy(Fact, frozen=True, kw_only=True):
    """What both versions of the toy are."""

    TITLE = Title("玩具", "Toy")
    BASIS = ("none",)
    SUBJECT = "container"
    STATED_BY = (Relation.OWNER,)


class First:
    class ToyedWith(Toy, frozen=True, kw_only=True):
        """It named its mass in kilograms."""

        TOPIC = TOPIC

        name: Name
        mass_kg: int


class Second:
    class ToyedWith(Toy, frozen=True, kw_only=True):
        """It names its mass in grams, and where it stood."""

        TOPIC = TOPIC
        V = 2

        name: Name
        mass_g: MassKg
        facility: FacilityID | None = None

        @classmethod
        def upcast(cls, older: AnyFact) -> "Second.ToyedWith":
            assert isinstance(older, First.ToyedWith)
            return cls(name=older.name, mass_g=older.mass_kg * 1000, operator=older.operator)


class Third:
    class ToyedWith(Toy, frozen=True, kw_only=True):
        """It calls its name a place."""

        TOPIC = TOPIC
        V = 3

        place: Name
        mass_g: MassKg

        @classmethod
        def upcast(cls, older: AnyFact) -> "Third.ToyedWith":
            assert isinstance(older, Second.ToyedWith)
            return cls(place=older.name, mass_g=older.mass_g, operator=older.operator)


@pytest.fixture(autouse=True)
def _nothing_stays_published() -> Iterator[None]:
    before = dict(CATALOGUE)
    yield
    CATALOGUE.clear()
    CATALOGUE.update(before)
    assert TOPIC not in CATALOGUE


def stated(fact: AnyFact) -> Statement[AnyFact]:
    return Statement(
        credential="test",
        data=fact,
        id="1",
        occurred_at="2026-11-24T00:00:00.000000Z",
        salt="c2FsdHNhbHRzYWx0c2Fs",
        source=f"urn:uscc:{PLANT}",
        stated_by=PLANT,
        subject=drum(),
        type=TOPIC,
        v=fact.V,
    )


def test_an_old_leaf_reads_in_todays_words_and_keeps_its_version() -> None:
    publish(First, Second)
    stored = join(canonical(stated(First.ToyedWith(name="v", mass_kg=3, operator="E1"))), 2, "", 1)
    assert version_in(stored) == 1
    recorded = read_leaf(TOPIC, stored)
    assert recorded.fact.data == Second.ToyedWith(name="v", mass_g=3000, operator="E1")
    assert recorded.fact.v == 1
    assert CATALOGUE[TOPIC].read(stored).fact.data == First.ToyedWith(name="v", mass_kg=3, operator="E1")


def test_a_leaf_goes_through_every_version_between() -> None:
    publish(Third, First, Second)
    assert CATALOGUE[TOPIC].today is Third.ToyedWith
    data = canonical(First.ToyedWith(name='"v":2}', mass_kg=3))
    assert read_data(TOPIC, 1, data) == Third.ToyedWith(place='"v":2}', mass_g=3000)


def test_a_leaf_of_today_is_read_as_it_is() -> None:
    publish(First, Second)
    fact = Second.ToyedWith(name='"v":1', mass_g=1, facility=BAY)
    assert read_leaf(TOPIC, join(canonical(stated(fact)), 2, "", 1)).fact.data == fact


def test_a_version_without_an_upcast_cannot_be_read() -> None:
    class Mute:
        class ToyedWith(Toy, frozen=True, kw_only=True):
            """Says nothing of what came before."""

            TOPIC = TOPIC
            V = 2

    publish(First, Mute)
    with pytest.raises(TypeError, match="v2 does not say how v1 reads today"):
        read_data(TOPIC, 1, canonical(First.ToyedWith(name="v", mass_kg=3)))


def test_a_version_is_published_once() -> None:
    class Other:
        ToyedWith = type("ToyedWith", (First.ToyedWith,), {"TOPIC": TOPIC}, frozen=True)

    publish(First, First)
    with pytest.raises(TypeError, match="v1 is published twice"):
        publish(Other)


def test_a_log_with_old_facts_is_sound_and_goes_on_in_todays_words(ledger: Ledger) -> None:
    publish(First)
    old = seal(stated(First.ToyedWith(name="v", mass_kg=3)))
    ledger.recorder.append([SealedEvent(TOPIC, old.fact, old.tags, drum(), old.key)])
    publish(Second)
    scenario = Scenario(ledger)
    scenario.given(said(TOPIC, drum(), {"name": "w", "mass_kg": kg("0.5"), "facility": BAY}))
    assert [(f.fact.v, f.fact.data.mass_g) for f in scenario.facts(drum())] == [(1, 3000), (2, 500)]
    assert list(verify(ledger.recorder.engine))[-1].fault is None


def test_an_old_fact_is_corrected_in_todays_words(ledger: Ledger) -> None:
    publish(First)
    old = seal(stated(First.ToyedWith(name="v", mass_kg=3)))
    ledger.recorder.append([SealedEvent(TOPIC, old.fact, old.tags, drum(), old.key)])
    publish(Second)
    scenario = Scenario(ledger)
    data = {"name": "v", "mass_kg": kg("3.25"), "facility": BAY}
    scenario.given(said("fact.corrected", drum(), {"position": 2, "data": data, "reason": "更准"}))
    correction = scenario.facts(drum())[1].fact
    assert correction.about is not None
    assert correction.about.v == 2
    assert BAY in tags_of(correction)
    assert list(verify(ledger.recorder.engine))[-1].fault is None


def test_an_event_said_again_after_an_upgrade_is_the_same(ledger: Ledger) -> None:
    publish(First)
    scenario = Scenario(ledger)
    scenario.given(said(TOPIC, drum(), {"name": "v", "mass_kg": 3}, id="once"))
    publish(Second)
    (again,) = scenario.when(said(TOPIC, drum(), {"name": "v", "mass_kg": 3}, id="once"))
    assert again.duplicate
