"""Text in views stands in the order of its bytes, whatever the database's own: what begins alike is one range."""

from typing import Any, Final

from sqlalchemy import ColumnElement, MetaData, Text, and_

HIGHEST: Final = "\uffff"
"""Behind all that numbers, names and days are made of."""
IN_BYTES: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""A database made in the order of a language would pass over hyphens and dots, and leave some out of a range."""


def in_order_of_bytes(metadata: MetaData) -> MetaData:
    """The same tables, to be created: each of their columns of text is compared and indexed by its bytes.

    Statements use tables without it, for a type in a statement may name no collation.
    """
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Text):
                column.type = IN_BYTES
    return metadata


def begins(column: ColumnElement[Any], beginning: str) -> ColumnElement[bool]:
    """Whether a column's text begins so, told by a range of its index; LIKE would read all of it."""
    return and_(column >= beginning, column < beginning + HIGHEST)
