"""The map of the 87 columns: complete against the standard, and each column a field that there is."""

import hashlib
import re
from typing import Any

import pytest

from api.hj1259.cells import FORMS
from api.hj1259.columns import OF_RECIPIENT, TABLES, Column, Table
from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.log import Ledger
from tests.house.hj1259_page import page

assert Ledger  # importing it publishes the vocabulary
PRINTED = {
    "B.1": (15, "6dd8f6b20dd26d90"),
    "B.2": (17, "6ed8dd15485cf15d"),
    "B.3": (18, "c7f81dfe5dc165ba"),
    "B.4": (17, "bfd0f257a2847d7c"),
    "B.5": (20, "00c510e0b308a1e8"),
}
"""How many columns HJ 1259-2022 Annex B prints in each table, and how the SHA-256 of their headings begins.

The standard's text is not copied into the tests; the headings, one a line in its order, were hashed once.
"""
EVERY = [(table, column) for table in TABLES.values() for column in table.columns]
every_column = pytest.mark.parametrize(("table", "column"), EVERY, ids=[f"{t.number} {c.name}" for t, c in EVERY])


@pytest.mark.parametrize("number", PRINTED)
def test_the_columns_are_those_of_the_standard_in_its_order(number: str) -> None:
    names = [column.name for column in TABLES[number].columns]
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()
    assert (len(names), digest[:16]) == PRINTED[number], f"compare the headings of {number} with the standard"


def test_there_are_five_tables_of_87_columns_each_named_once_in_its_table() -> None:
    assert (TABLES.keys(), len(EVERY)) == (PRINTED.keys(), 87)
    for table in TABLES.values():
        assert len({column.name for column in table.columns}) == len(table.columns)


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
