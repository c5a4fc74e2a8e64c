"""Small tables of law: which statute holds on a day, how long a licence is valid, which methods there are."""

import re

import pytest

from ledger.regulation.law_of_the_day import article
from ledger.regulation.licences import VALID_YEARS, valid_until_at_most
from ledger.regulation.treatment_methods import METHODS


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        ("2020-09-01", "固体废物污染环境防治法（2020）81(3)"),
        ("2026-08-14", "固体废物污染环境防治法（2020）81(3)"),
        ("2026-08-15", "生态环境法典 535(3)"),
        ("2027-01-01", "生态环境法典 535(3)"),
    ],
)
def test_the_code_holds_from_its_first_day(day: str, cited: str) -> None:
    assert article(day, "81(3)", "535(3)") == cited


def test_a_comprehensive_licence_is_valid_for_five_years_and_one_to_collect_for_three() -> None:
    assert VALID_YEARS == {"comprehensive": 5, "collection": 3}
    assert valid_until_at_most("comprehensive", "2026-03-31") == "2031-03-31"
    assert valid_until_at_most("collection", "2026-03-31") == "2029-03-31"
    assert valid_until_at_most("collection", "2024-02-29") == "2027-03-01"


def test_there_are_twenty_seven_methods_in_five_groups() -> None:
    assert len(METHODS) == 27
    assert all(re.fullmatch(r"[RDCYG][1-9][0-9]?", code) for code in METHODS)
    assert {code[0]: method.group for code, method in METHODS.items()} == {
        "R": "利用",
        "D": "处置",
        "C": "其他",
        "Y": "医废",
        "G": "铬渣",
    }
