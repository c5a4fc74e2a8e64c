"""`manifest:new` gets a number: one for each that asks, the same for who asks again, none given twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError
from sqlalchemy import text

from ledger.batch import Batch
from ledger.catalogue import CATALOGUE, publish
from ledger.errors import BihuanError, ConflictError, InvalidError, MayNotStateError
from ledger.fact import Fact, Relation, Title
from ledger.log import Ledger
from ledger.posting import Poster, Posting, Request
from ledger.receipts import Receipt
from ledger.store.appending import Leaf
from ledger.store.verification import verify
from ledger.subjects import ManifestID
from ledger.text import Name
from ledger.titles import FIELD_TITLES
from tests.specification import OPERATOR, PLANT, Scenario, said

ME = Poster(OPERATOR, "test")
STEM = f"manifest:2026{OPERATOR[2:6]}"
_ids = count(1)


class Paper:
    """A vocabulary of the test's own, about a kind that the ledger numbers; its fields borrow known names."""

    class Issued(Fact, frozen=True, kw_only=True):
        TOPIC = "manifest.toy_issued"
        TITLE = Title("试签发", "Toy issued")
        BASIS = ("none",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.OPERATOR,)
        CREATES = True

        name: Name
        facility: ManifestID | None = None
        inputs: list[ManifestID] | None = None

    class Loaded(Fact, frozen=True, kw_only=True):
        TOPIC = "manifest.toy_loaded"
        TITLE = Title("试装载", "Toy loaded")
        BASIS = ("none",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.OPERATOR,)

        facility: ManifestID | None = None


@pytest.fixture(autouse=True)
def _published(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(FIELD_TITLES, "inputs", ("投入", "inputs"))
    before = dict(CATALOGUE)
    publish(Paper)
    yield
    CATALOGUE.clear()
    CATALOGUE.update(before)


def issued(subject: str = "manifest:new", name: str = "a", id: str | None = None, **more: Any) -> Posting:
    return said("manifest.toy_issued", subject, {"name": name, **more}, by=OPERATOR, id=id or f"n-{next(_ids)}")


def loaded(subject: str = "manifest:new", id: str | None = None, **more: Any) -> Posting:
    return said("manifest.toy_loaded", subject, more, by=OPERATOR, id=id or f"n-{next(_ids)}")


def number(serial: int) -> str:
    return f"{STEM}{serial:06d}"


def subjects(receipts: list[Receipt]) -> list[str]:
    return [receipt.subject for receipt in receipts]


def test_who_asks_gets_the_next_number_and_the_fact_keeps_what_was_asked(scenario: Scenario) -> None:
    assert subjects(scenario.when(issued())) == [number(1)]
    assert subjects(scenario.when(issued())) == [number(2)]
    (fact,) = scenario.facts(number(2))
    assert (fact.fact.asked, fact.fact.subject, fact.seq) == ("manifest:new", number(2), 1)
    assert list(verify(scenario.ledger.recorder.engine))[-1].fault is None


def test_a_placeholder_means_one_number_everywhere_in_its_batch(scenario: Scenario) -> None:
    receipts = scenario.when(
        issued("manifest:new-1"),
        issued("manifest:new-2", facility="manifest:new-1", inputs=["manifest:new", "manifest:new-2"]),
        issued("manifest:new"),
        loaded("manifest:new-1", facility="manifest:new"),
    )
    first, second, third, again = subjects(receipts)
    assert [first, second, third] == [number(1), number(2), number(3)]
    assert again == first
    (named,) = scenario.facts(second)
    assert (named.fact.data.facility, named.fact.data.inputs) == (first, [third, second])
    assert [f.fact.asked for f in scenario.ledger.recorded(tag=third)] == [
        "manifest:new-2",
        "manifest:new",
        "manifest:new-1",
    ]


def test_the_same_again_is_a_duplicate_with_the_number_it_got(scenario: Scenario) -> None:
    batch = [issued("manifest:new-1"), loaded("manifest:new-1"), issued("manifest:new", facility="manifest:new-1")]
    first = scenario.when(*batch)
    assert scenario.when(*batch) == [r._replace(duplicate=True) for r in first]
    assert scenario.when(batch[1]) == [first[1]._replace(duplicate=True)]
    assert subjects(scenario.when(issued())) == [number(3)]


def test_what_is_new_in_a_batch_said_again_is_about_the_number_given_before(scenario: Scenario) -> None:
    first = issued("manifest:new-1")
    (receipt,) = scenario.when(first)
    again, after = scenario.when(first, loaded("manifest:new-1"))
    assert (again.duplicate, after.duplicate, after.subject) == (True, False, receipt.subject)


@pytest.mark.parametrize("other", [{"name": "b"}, {"subject": "manifest:new-7"}, {"subject": f"{STEM}000009"}])
def test_other_content_under_the_same_key_is_a_conflict_and_uses_up_no_number(
    scenario: Scenario, other: dict[str, str]
) -> None:
    scenario.given(issued(id="same"))
    scenario.refused(ConflictError, "idempotency_conflict", issued(id="same", **other))
    assert subjects(scenario.when(issued())) == [number(2)]


def test_what_is_refused_by_its_form_uses_up_no_number(scenario: Scenario) -> None:
    scenario.refused(InvalidError, "wrong_length", issued(name=""))
    scenario.refused(InvalidError, "subject_grammar", replace(issued(), time="1950-01-01T00:00:00Z"))
    assert subjects(scenario.when(issued())) == [number(1)]


@pytest.mark.parametrize("subject", ["container:new", "organisation:new-1", "manifest:new-0", "manifest:newer"])
def test_what_the_ledger_does_not_number_is_no_subject(scenario: Scenario, subject: str) -> None:
    scenario.refused(InvalidError, "subject_grammar", replace(issued(), subject=subject))


def test_a_placeholder_that_no_fact_of_the_batch_is_about_is_no_subject(scenario: Scenario) -> None:
    error = scenario.refused(InvalidError, "wrong_form", issued("manifest:new", facility="manifest:new-1"))
    assert [f.pointer for f in error.findings] == ["/data/facility"]


def test_a_second_creation_under_one_placeholder_is_refused(scenario: Scenario) -> None:
    scenario.refused(ConflictError, "already_created", issued("manifest:new"), issued("manifest:new"))


def test_twins_of_one_gather_get_one_number(ledger: Ledger) -> None:
    whole = [issued("manifest:new-1", id="i"), loaded("manifest:new-1", id="l")]
    foreign = said("manifest.toy_loaded", number(1), by=PLANT)
    answers = ledger.state(
        [
            Request(ME, [whole[1]]),
            Request(Poster(PLANT, "test"), [foreign]),
            Request(ME, whole),
            Request(ME, [issued("manifest:new-1", id="other")]),
        ]
    )
    part, refused, batch, other = answers
    assert isinstance(refused, MayNotStateError)
    assert isinstance(part, list)
    assert isinstance(batch, list)
    assert isinstance(other, list)
    assert subjects(part) + subjects(batch) + subjects(other) == [number(1)] * 3 + [number(2)]
    assert [r.duplicate for r in batch] == [False, True]


def test_an_official_number_of_the_same_form_is_passed_over(scenario: Scenario) -> None:
    scenario.given(issued(number(1)), loaded(number(4), facility=number(2)))
    assert subjects(scenario.when(issued("manifest:new-1"), issued("manifest:new-2"))) == [number(3), number(5)]


def test_each_year_and_place_has_its_own_series(scenario: Scenario) -> None:
    scenario.given(issued())
    (receipt,) = scenario.when(replace(issued(), time="2025-12-31T15:59:59Z"))
    assert receipt.subject == f"manifest:2025{OPERATOR[2:6]}000001"
    (receipt,) = scenario.when(replace(issued(), time="2025-12-31T16:00:00Z"))
    assert receipt.subject == number(2)


def test_when_a_series_is_used_up_only_who_asks_is_refused(ledger: Ledger) -> None:
    with ledger.recorder.engine.begin() as connection:
        name = f"manifest:2026:{OPERATOR[2:6]}"
        connection.execute(text("INSERT INTO serial (name, last) VALUES (:name, 999999)"), {"name": name})
    asked, named = ledger.state([Request(ME, [issued()]), Request(ME, [issued(number(7))])])
    assert isinstance(asked, ConflictError)
    assert asked.findings[0].code == "numbers_exhausted"
    assert isinstance(named, list)


def test_writers_of_two_processes_never_give_a_number_twice(ledger: Ledger, store_url: str) -> None:
    with Ledger(store_url, ledger.recorder.clock) as other, ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda n: (ledger, other)[n % 2].state_one(ME, [issued(), loaded()]), range(40))
        given = [subjects(answer) for answer in answers]
    assert sorted(issued for issued, _ in given) == [number(n) for n in range(1, 41)]
    assert all(issued == loaded for issued, loaded in given)
    assert list(verify(ledger.recorder.engine))[-1].fault is None


class Crash(BaseException):
    """The process ended here."""


class Crashing(Ledger):
    """It crashes between the number and the append."""

    def decide(self, batch: Batch) -> list[Leaf]:
        raise Crash(batch)


def test_a_crash_between_number_and_append_leaves_a_gap_and_nothing_else(ledger: Ledger, store_url: str) -> None:
    posting = issued()
    with Crashing(store_url, ledger.recorder.clock) as crashing, pytest.raises(Crash):
        crashing.state_one(ME, [posting])
    assert ledger.head()[0] == 1
    (receipt,) = ledger.state_one(ME, [posting])
    assert (receipt.subject, receipt.duplicate) == (number(2), False)
    assert ledger.state_one(ME, [posting]) == [receipt._replace(duplicate=True)]


class Overtaken(Ledger):
    """Another process writes first, once."""

    overtaken = False

    def decide(self, batch: Batch) -> list[Leaf]:
        if not self.overtaken:
            self.overtaken = True
            raise IntegrityError
        return super().decide(batch)


def test_who_decides_again_keeps_the_number(ledger: Ledger, store_url: str) -> None:
    with Overtaken(store_url, ledger.recorder.clock) as overtaken:
        assert subjects(overtaken.state_one(ME, [issued()])) == [number(1)]


def test_when_each_stands_alone_each_new_is_another(ledger: Ledger) -> None:
    answers = ledger.state([Request(ME, [issued()]) for _ in range(3)])
    assert not any(isinstance(answer, BihuanError) for answer in answers)
    assert [subjects(a) for a in answers if isinstance(a, list)] == [[number(1)], [number(2)], [number(3)]]
