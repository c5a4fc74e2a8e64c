"""A decimal without a unit: a JSON number outside, two whole numbers inside, and one way only to write each."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.errors import Finding
from ledger.leaf import canonical
from ledger.quantity import DECIMAL_MAX, Scaled
from ledger.schema import data_in_wire_form, read_data
from ledger.settled.threshold import Threshold
from tests.properties.wire_data import STABLE, decimals

SETTING = {"parameter": "minutes", "valid_from": "2026-01-01"}


def read(value: Any) -> Threshold.Set:
    findings: list[Finding] = []
    fact = read_data(Threshold.Set, SETTING | {"value": value}, "/data", findings)
    assert isinstance(fact, Threshold.Set), findings
    return fact


def wrong(value: Any) -> list[tuple[str, str]]:
    findings: list[Finding] = []
    assert read_data(Threshold.Set, SETTING | {"value": value}, "/data", findings) is None
    return [(f.code, f.pointer) for f in findings]


@STABLE
@given(decimals)
@example(0)
@example(DECIMAL_MAX)
@example(-DECIMAL_MAX)
@example(Decimal("-0.000001"))
@example(Decimal("999999999.999999"))
def test_a_number_comes_back_as_it_was_written(number: int | Decimal) -> None:
    fact = read(number)
    assert data_in_wire_form(fact)["value"] == number
    assert fact.value.number == number
    assert Fraction(fact.value.value, 10**fact.value.scale) == Fraction(number)
    assert type(fact.value.value) is int


@STABLE
@given(decimals, st.integers(0, 12))
def test_zeros_behind_the_point_change_no_byte(number: int | Decimal, zeros: int) -> None:
    padded = Decimal(f"{Decimal(number):f}" + ("" if isinstance(number, Decimal) else ".") + "0" * zeros)
    assert canonical(read(padded)) == canonical(read(number))


@STABLE
@given(decimals)
def test_it_is_kept_as_short_as_it_can_be(number: int | Decimal) -> None:
    kept = read(number).value
    assert 0 <= kept.scale <= 6
    assert kept.scale == 0 or kept.value % 10


def test_how_it_stands_in_the_leaf() -> None:
    assert read(Decimal("0.90")).value == Scaled(scale=1, value=9)
    assert read(Decimal("1E+3")).value == Scaled(scale=0, value=1000)
    assert b'"value":{"scale":2,"value":-125}' in canonical(read(Decimal("-1.25")))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (Decimal("0.0000001"), "too_many_decimals"),
        (Decimal("1E-30"), "too_many_decimals"),
        (DECIMAL_MAX + 1, "out_of_range"),
        (-DECIMAL_MAX - 1, "out_of_range"),
        (Decimal("1000000000.000001"), "out_of_range"),
        (Decimal("1E+30"), "out_of_range"),
        (True, "wrong_type"),
        ("60", "wrong_type"),
        (None, "wrong_type"),
        ([60], "wrong_type"),
        ({"value": 60, "scale": 0}, "wrong_type"),
    ],
)
def test_what_is_no_such_number_is_refused(value: Any, code: str) -> None:
    assert (code, "/data/value") in wrong(value)
