"""The map of the 87 columns: complete against the standard, and each column a field that there is."""

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from api.hj1259.cells import FORMS
from api.hj1259.columns import OF_RECIPIENT, TABLES, Column, Table
from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.log import Ledger
from tests.house.hj1259_page import page

assert Ledger  # importing it publishes the vocabulary
STANDARD = Path(__file__).with_name("hj1259_ledger_columns.csv")
"""The columns as HJ 1259-2022 Annex B prints them."""
EVERY = [(table, column) for table in TABLES.values() for column in table.columns]
every_column = pytest.mark.parametrize(("table", "column"), EVERY, ids=[f"{t.number} {c.name}" for t, c in EVERY])


def test_the_columns_are_those_of_the_standard_in_its_order() -> None:
    with STANDARD.open(encoding="utf-8", newline="") as file:
        printed = [(row["table"], int(row["seq"]), row["column"]) for row in csv.DictReader(file)]
    mapped = [(t.number, place, c.name) for t in TABLES.values() for place, c in enumerate(t.columns, start=1)]
    assert len(mapped) == 87
    assert mapped == printed


@every_column
def test_a_column_is_a_field_that_its_type_has(table: Table, column: Column) -> None:
    schema = wire.schema(CATALOGUE[table.type].today)
    for pointer in column.pointers:
        if pointer not in {"/subject", "/time"}:
            assert _leads(schema, pointer.split("/")[2:]), pointer


@every_column
def test_a_column_is_read_in_some_form_and_named_in_english(table: Table, column: Column) -> None:
    assert column.form in FORMS
    assert column.english.isascii()
    assert bool(column.pointers) != (column.form in {"order", "unit", "category"})


def test_the_page_has_a_row_for_each_column() -> None:
    lines = page().splitlines()
    for table, column in EVERY:
        place = table.columns.index(column) + 1 if column.form != "order" else 1
        section = lines[lines.index(f"### {table.number} {table.title}") :]
        row = next(line for line in section if line.startswith(f"| {place} |"))
        assert column.name in row
        assert all(pointer in row for pointer in column.pointers)
    assert sum(re.match(r"\| [0-9]+ \|", line) is not None for line in lines) == 87


def test_the_columns_of_recipients_are_columns_of_b5() -> None:
    assert {name for names in OF_RECIPIENT.values() for name in names} <= {c.name for c in TABLES["B.5"].columns}


def _leads(schema: dict[str, Any], steps: list[str]) -> bool:
    for step in steps:
        inner = schema["items"] if step == "-" else schema.get("properties", {}).get(step)
        if inner is None:
            return False
        schema = inner
    return True
