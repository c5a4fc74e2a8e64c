"""The number of `manifest:new` begins with 移出地: where the establishment lies that the waste leaves (第15条)."""

import re

import pytest

from ledger.errors import InvalidError
from ledger.identifiers import MANIFEST_PATTERN
from ledger.posting import Posting
from ledger.subjects import kind_of, problem_with
from tests.manifests import NUMBER, THERE, issued, org, registered
from tests.specification import PLANT, SITE, Scenario, said, uscc

CENTRAL = uscc("91100000MA1K3XY00")
"""Registered by the national administration: 10 is no province."""
FAR = f"establishment:{CENTRAL}001P"


def new(**changed: object) -> Posting:
    return issued("manifest:new", **changed)


def stem(scenario: Scenario, *postings: Posting) -> str:
    (number,) = {r.subject for r in scenario.when(*postings) if kind_of(r.subject) == "manifest"}
    return number.removeprefix("manifest:")[:8]


def far(*, at: str = "2026-11-24T08:00:00+08:00") -> Posting:
    return issued("manifest:new", by=CENTRAL, at=at, transferor=org(CENTRAL), from_establishment=FAR)


def test_it_begins_with_the_division_of_the_establishment_as_it_stands(scenario: Scenario) -> None:
    scenario.given(registered(SITE, "320500", PLANT))
    assert stem(scenario, new(transfer="transfer:7")) == "20263205"
    moved = {**registered(SITE, "330100", PLANT).data}
    scenario.given(said("establishment.changed", SITE, moved))
    assert stem(scenario, new(transfer="transfer:7")) == "20263301"


def test_it_begins_with_what_the_same_request_says_of_the_establishment(scenario: Scenario) -> None:
    assert stem(scenario, registered(SITE, "320500", PLANT), new()) == "20263205"
    second = f"establishment:{PLANT}002P"
    assert stem(scenario, new(from_establishment=second), registered(second, "330100", PLANT)) == "20263301"


def test_of_an_establishment_that_is_not_registered_its_owners_code_tells(scenario: Scenario) -> None:
    assert stem(scenario, new()) == "20263101"


def test_a_company_of_the_whole_country_registers_its_establishment_first(scenario: Scenario) -> None:
    refused = scenario.refused(InvalidError, "place_unknown", far())
    assert [f.pointer for f in refused.findings] == ["/subject"]
    scenario.given(registered(FAR, "440300", CENTRAL))
    assert stem(scenario, far()) == "20264403"


def test_it_begins_with_the_year_in_china(scenario: Scenario) -> None:
    scenario.given(registered(FAR, "440300", CENTRAL))
    assert stem(scenario, far(at="2025-12-31T16:00:00Z")) == "20264403"
    assert stem(scenario, far(at="2025-12-31T15:59:59Z")) == "20254403"


def test_the_same_again_keeps_its_number_when_the_establishment_moved_since(scenario: Scenario) -> None:
    posting = new()
    (first,) = scenario.when(posting)
    scenario.given(registered(SITE, "320500", PLANT))
    assert scenario.when(posting) == [first._replace(duplicate=True)]


@pytest.mark.parametrize("named", [THERE[:-1], "establishment:", 7, None, "container:x"])
def test_what_names_no_establishment_is_refused_for_that(scenario: Scenario, named: object) -> None:
    scenario.refused(
        InvalidError, "wrong_type" if not isinstance(named, str) else "wrong_form", new(from_establishment=named)
    )


PROVINCES = [11, 12, 13, 14, 15, 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)]


def test_a_number_names_one_of_the_provinces_and_no_other() -> None:
    named = [n for n in range(100) if re.fullmatch(MANIFEST_PATTERN, f"2026{n:02d}01000001")]
    assert named == PROVINCES


@pytest.mark.parametrize(
    "number", [f"G{NUMBER[9:]}", NUMBER[9:-1], f"{NUMBER[9:]}0", "1999" + NUMBER[13:], NUMBER[9:-1] + "x"]
)
def test_what_is_not_fourteen_digits_beginning_with_a_year_is_no_number(number: str) -> None:
    assert problem_with(NUMBER) is None
    assert problem_with(f"manifest:{number}") == "subject_grammar"
