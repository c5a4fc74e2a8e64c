"""(organisation, source, id) identify an event for ever: said again it is the same, said otherwise it is refused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from ledger.clock import SimulatedClock
from ledger.errors import BihuanError, ConflictError, InvalidError, MayNotStateError
from ledger.log import Ledger
from ledger.posting import Poster, Posting, Request
from ledger.receipts import Receipt
from tests.conftest import NOON
from tests.specification import OTHER_PLANT, PLANT, Scenario, drum, generated, kg, said, weighed

SAID = {"id": "same", "at": "2026-11-24T08:00:00+08:00"}


def same_weighing(**changed: str) -> Posting:
    return weighed(drum(), **(SAID | changed))


def test_the_same_again_is_the_same_receipt(scenario: Scenario, clock: SimulatedClock) -> None:
    (first,) = scenario.when(same_weighing())
    clock.set(NOON.replace(hour=9))
    (again,) = scenario.when(same_weighing())
    assert again == first._replace(duplicate=True)
    assert len(scenario.facts(drum())) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"at": "2026-11-24T00:00:00Z"},
        {"at": "2026-11-24t00:00:00.000z"},
        {"gross": "212.40"},
        {"gross": "2124E-1"},
    ],
)
def test_the_same_written_otherwise_is_the_same(scenario: Scenario, changed: dict[str, str]) -> None:
    scenario.given(same_weighing())
    (again,) = scenario.when(same_weighing(**changed))
    assert again.duplicate


@pytest.mark.parametrize(
    ("other", "differing"),
    [
        (same_weighing(gross="212.5"), ["/data/gross_kg"]),
        (same_weighing(gross="212.5", tare="12.5"), ["/data/gross_kg", "/data/tare_kg"]),
        (same_weighing(at="2026-11-24T08:00:01+08:00"), ["/time"]),
        (weighed(drum(2), **SAID), ["/subject"]),
        (replace(same_weighing(), data=same_weighing().data | {"operator": "E1"}), ["/data/operator"]),
        (said("container.packaged", drum(), {"packaging": "钢桶"}, **SAID), None),
    ],
    ids=["mass", "two masses", "instant", "subject", "a field more", "type"],
)
def test_other_content_is_a_conflict_that_says_where(
    scenario: Scenario, other: Posting, differing: list[str] | None
) -> None:
    scenario.given(same_weighing())
    error = scenario.refused(ConflictError, "idempotency_conflict", other)
    (finding,) = error.findings
    if differing is None:
        assert "/type" in finding.about["differing"]
    else:
        assert finding.about["differing"] == differing
        assert ", ".join(differing) in finding.detail


def test_another_source_of_the_same_organisation_has_its_own_ids(scenario: Scenario) -> None:
    scenario.given(same_weighing())
    (receipt,) = scenario.when(replace(same_weighing(gross="99"), source=f"urn:uscc:{PLANT}:other"))
    assert not receipt.duplicate


def test_another_organisation_may_use_the_same_id(scenario: Scenario) -> None:
    scenario.given(same_weighing())
    (receipt,) = scenario.when(weighed(drum(owner=OTHER_PLANT), "99", by=OTHER_PLANT, **SAID))
    assert not receipt.duplicate


def test_twins_in_one_batch_are_stored_once(scenario: Scenario) -> None:
    first, between, twin = scenario.when(same_weighing(), weighed(drum()), same_weighing())
    assert [first.duplicate, between.duplicate, twin.duplicate] == [False, False, True]
    assert twin == first._replace(duplicate=True)
    assert len(scenario.facts(drum())) == 2


def test_twins_in_one_batch_with_other_content_are_refused_together(scenario: Scenario) -> None:
    error = scenario.refused(ConflictError, "idempotency_conflict", same_weighing(), same_weighing(gross="99"))
    assert [f.index for f in error.findings] == [1]


def test_a_creation_said_again_is_no_second_creation(scenario: Scenario) -> None:
    scenario.given(generated(drum(), id="once"))
    (again,) = scenario.when(generated(drum(), id="once"))
    assert again.duplicate


def test_a_refused_batch_leaves_its_ids_free(scenario: Scenario) -> None:
    foreign = generated(drum(owner=OTHER_PLANT))
    scenario.refused(MayNotStateError, "may_not_state", same_weighing(), foreign)
    (receipt,) = scenario.when(same_weighing(gross="99"))
    assert not receipt.duplicate


def test_a_correction_said_again_is_the_same(scenario: Scenario) -> None:
    (receipt,) = scenario.when(weighed(drum()))
    data = {"position": receipt.position, "data": weighed(drum(), "99").data, "reason": "错行"}
    scenario.given(said("fact.corrected", drum(), data, **SAID))
    (again,) = scenario.when(said("fact.corrected", drum(), data, **SAID))
    assert again.duplicate
    other = data | {"data": weighed(drum(), "98").data}
    error = scenario.refused(ConflictError, "idempotency_conflict", said("fact.corrected", drum(), other, **SAID))
    assert error.findings[0].about["differing"] == ["/data/data/gross_kg"]


def test_repeats_from_many_threads_are_appended_once(ledger: Ledger) -> None:
    together = Barrier(8)

    def state(_: int) -> Receipt:
        together.wait(timeout=30)
        return ledger.state_one(Poster(PLANT, "test"), [same_weighing()])[0]

    with ThreadPoolExecutor(8) as threads:
        receipts = list(threads.map(state, range(8)))
    assert len({r._replace(duplicate=True) for r in receipts}) == 1
    assert [r.duplicate for r in receipts].count(False) == 1
    assert ledger.head()[0] == 2


def test_repeats_from_many_ledgers_are_appended_once(ledger: Ledger, store_url: str, clock: SimulatedClock) -> None:
    together = Barrier(4)

    def state(_: int) -> Receipt:
        with Ledger(store_url, clock) as mine:
            together.wait(timeout=30)
            return mine.state_one(Poster(PLANT, "test"), [same_weighing()])[0]

    with ThreadPoolExecutor(4) as threads:
        receipts = list(threads.map(state, range(4)))
    assert len({r._replace(duplicate=True) for r in receipts}) == 1
    assert [r.duplicate for r in receipts].count(False) == 1
    assert ledger.head()[0] == 2


def test_requests_of_one_gather_stand_each_for_itself(ledger: Ledger) -> None:
    good = Request(Poster(PLANT, "test"), [generated(drum(1)), weighed(drum(1))])
    mixed = Request(Poster(PLANT, "test"), [generated(drum(2)), weighed(drum(2), "-1")])
    other = Request(Poster(OTHER_PLANT, "test"), [generated(drum("x", OTHER_PLANT), by=OTHER_PLANT)])
    answers = ledger.state([good, mixed, other])
    assert [isinstance(answer, BihuanError) for answer in answers] == [False, True, False]
    assert [r.position for answer in answers if isinstance(answer, list) for r in answer] == [2, 3, 4]
    assert ledger.recorded(subject=drum(2)) == []


def test_a_refused_request_leaves_no_trace_for_the_next(ledger: Ledger) -> None:
    me = Poster(PLANT, "test")
    refused, accepted = ledger.state(
        [
            Request(me, [generated(drum(), id="same"), generated(drum())]),
            Request(me, [generated(drum(), id="same", at="2026-11-24T09:00:00+08:00")]),
        ]
    )
    assert isinstance(refused, ConflictError)
    assert isinstance(accepted, list)
    assert not accepted[0].duplicate
    assert [f.fact.occurred_at for f in ledger.recorded(subject=drum())] == ["2026-11-24T01:00:00.000000Z"]


def test_a_later_request_sees_an_earlier_one(ledger: Ledger) -> None:
    me = Poster(PLANT, "test")
    first, second, third = ledger.state(
        [
            Request(me, [generated(drum(), id="same")]),
            Request(me, [generated(drum())]),
            Request(me, [generated(drum(), id="same")]),
        ]
    )
    assert isinstance(first, list)
    assert isinstance(second, ConflictError)
    assert second.findings[0].code == "already_created"
    assert third == [first[0]._replace(duplicate=True)]


def test_a_batch_tells_of_each_of_its_faults(scenario: Scenario) -> None:
    error = scenario.refused(
        InvalidError,
        "wrong_type",
        weighed(drum(), id="a"),
        replace(weighed(drum()), data={"gross_kg": "1", "tare_kg": kg("1"), "scale": "scale"}),
        generated(drum(), at="never"),
    )
    assert {(f.index, f.pointer) for f in error.findings} == {(1, "/data/gross_kg"), (1, "/data/scale"), (2, "/time")}
