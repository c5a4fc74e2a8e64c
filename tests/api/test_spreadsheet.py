"""Tables as `.xlsx`: what is a number is one, and nothing that somebody wrote is a formula."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from api.spreadsheet import Value, local, table, tonnes


def read(*rows: tuple[Value, ...]) -> list[list[object]]:
    sheet = load_workbook(BytesIO(table("表", ["甲", "乙"], rows))).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_heading_and_its_rows() -> None:
    assert read(("丙", 1), ("丁", None)) == [["甲", "乙"], ["丙", 1], ["丁", None]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_is_a_formula(text: str) -> None:
    cell = load_workbook(BytesIO(table("表", ["甲"], [(text,)]))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_masses_are_tonnes_to_the_gram_and_times_are_shanghai_times() -> None:
    assert read((tonnes(1_234_567), local("2026-11-24T04:00:00.000001Z")))[1] == [
        1.234567,
        datetime(2026, 11, 24, 12),
    ]
