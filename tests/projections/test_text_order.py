"""Text in views stands in the order of its bytes on each store, so what begins alike is one range of an index."""

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, Text, inspect, select

from ledger.log import Ledger
from ledger.store.engine import to_write
from projections.catalogue import VIEWS
from projections.rows import add_new
from projections.runner import Runner
from projections.text_order import begins, in_order_of_bytes
from tests.properties.wire_data import ON_A_STORE

NAMES = Table("names_of_a_view", MetaData(), Column("name", Text, primary_key=True))
CHARACTERS: Final = "aZ9-_.:~%沪"
"""Of subjects, and what databases made for a language pass over, or treat as a pattern."""
texts = st.text(CHARACTERS, max_size=4)


def test_all_text_of_all_views_is_kept_by_its_bytes(ledger: Ledger) -> None:
    runner = Runner(ledger, VIEWS)
    for view in VIEWS:
        runner.reach(view.NAME, ledger.head()[0])
    there = inspect(ledger.recorder.views_engine)
    columns: list[dict[str, Any]] = [
        column
        for name in there.get_table_names()
        if name.startswith(tuple(f"{view.NAME}1_" for view in VIEWS))
        for column in there.get_columns(name)
        if isinstance(column["type"], Text)
    ]
    assert len(columns) > 100
    wanted = {"C"} if there.dialect.name == "postgresql" else {None, "BINARY"}
    assert {column["type"].collation for column in columns} <= wanted


@pytest.fixture
def names(ledger: Ledger) -> Ledger:
    with to_write(ledger.recorder.views_engine) as connection:
        described = MetaData()
        NAMES.to_metadata(described)
        in_order_of_bytes(described).create_all(connection)
    return ledger


@ON_A_STORE
@given(st.sets(texts, max_size=8), texts)
def test_a_beginning_is_a_range(names: Ledger, told: set[str], beginning: str) -> None:
    with to_write(names.recorder.views_engine) as connection:
        add_new(connection, NAMES, [(each,) for each in sorted(told)])
        found = set(connection.execute(select(NAMES.c.name).where(begins(NAMES.c.name, beginning))).scalars())
        assert found & told == {each for each in told if each.startswith(beginning)}
        assert all(each.startswith(beginning) for each in found)
