"""An official number that stands for two manifests, or two that stand for one: recorded, and marked on each."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from ledger.posting import Posting
from tests.doors import Caller, receipts
from tests.manifests import NUMBER, TRADE, issued, of_manifest
from tests.specification import OPERATOR, PLANT, said

SECOND, OFFICIAL, ANOTHER = (f"manifest:2026310100{n}" for n in ("4218", "9999", "9998"))
TWICE, SEVERAL = "number_used_twice", "several_official_numbers"
Says = Callable[[Posting], int]


def bound(number: str, official: str) -> Posting:
    return of_manifest("number_bound", PLANT, {"official": official}, number)


@pytest.fixture
def says(client: TestClient) -> Says:
    """The plant states one thing; its position."""
    receipts(Caller.of(client, OPERATOR).post(*TRADE))
    plant = Caller.of(client, PLANT)
    return lambda posting: int(receipts(plant.post(posting))[0]["position"])


@pytest.fixture
def marks(client: TestClient) -> Callable[[str], list[str]]:
    """What is marked of a manifest."""
    plant = Caller.of(client, PLANT)
    return lambda number: list(plant.get(f"/v1/subjects/{number}").json()["marks"])


Marks = Callable[[str], list[str]]


def test_a_manifest_with_its_official_number_has_no_mark(says: Says, marks: Marks) -> None:
    for told in (issued(), bound(NUMBER, OFFICIAL), bound(NUMBER, OFFICIAL), issued(SECOND), bound(SECOND, SECOND)):
        says(told)
    assert marks(NUMBER) == marks(SECOND) == []


@pytest.mark.parametrize("first", ["bound", "issued"])
def test_the_number_of_another_manifest_marks_both_whichever_was_told_first(
    says: Says, marks: Marks, first: str
) -> None:
    says(issued())
    told = [bound(NUMBER, OFFICIAL), issued(OFFICIAL)]
    for each in told if first == "bound" else reversed(told):
        says(each)
    assert marks(NUMBER) == marks(OFFICIAL) == [TWICE]


def test_a_number_that_is_bound_to_two_marks_both(says: Says, marks: Marks) -> None:
    for told in (issued(), issued(SECOND), bound(NUMBER, OFFICIAL), bound(SECOND, OFFICIAL)):
        says(told)
    assert marks(NUMBER) == marks(SECOND) == [TWICE]


def test_two_numbers_that_are_bound_to_one_mark_it(says: Says, marks: Marks) -> None:
    for told in (issued(), bound(NUMBER, OFFICIAL), bound(NUMBER, ANOTHER)):
        says(told)
    assert marks(NUMBER) == [SEVERAL]


@pytest.mark.parametrize("how", ["withdrawn", "corrected"])
def test_what_was_bound_by_mistake_is_withdrawn_or_corrected_and_the_marks_go(
    says: Says, marks: Marks, how: str
) -> None:
    for told in (issued(), issued(SECOND), bound(NUMBER, OFFICIAL)):
        says(told)
    position = says(bound(SECOND, OFFICIAL))
    better = {"data": {"official": ANOTHER}} if how == "corrected" else {}
    says(said(f"fact.{how}", SECOND, {"position": position, "reason": "误绑", **better}))
    assert marks(NUMBER) == marks(SECOND) == []


def test_a_correction_may_be_what_uses_a_number_twice(says: Says, marks: Marks) -> None:
    for told in (issued(), issued(SECOND), bound(NUMBER, OFFICIAL)):
        says(told)
    position = says(bound(SECOND, ANOTHER))
    corrected = {"position": position, "reason": "误写", "data": {"official": OFFICIAL}}
    says(said("fact.corrected", SECOND, corrected))
    assert marks(NUMBER) == marks(SECOND) == [TWICE]
