"""Tags and types by number, numbered by first appearance, so that verification can number them again."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

CACHE_MAX = 100_000


class Dictionary:
    """Texts and their numbers in one table; what is committed never changes, so it may be remembered."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.id, self.text = table.columns
        self._numbers: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    def known(self, connection: Connection, texts: Iterable[str]) -> dict[str, int]:
        """The numbers of those texts that have one."""
        wanted = dict.fromkeys(texts)
        # other threads remember and forget meanwhile, so each number is looked at once
        found = {text: number for text in wanted if (number := self._numbers.get(text)) is not None}
        missing = [text for text in wanted if text not in found]
        if missing:
            rows = connection.execute(select(self.id, self.text).where(among(connection, self.text, missing)))
            stored = {text: number for number, text in rows}
            self.remember(stored)
            found |= stored
        return found

    def numbered(self, connection: Connection, texts: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
        """All numbers and those given just now, in order of appearance; call it under the append lock.

        The caller remembers the new ones once they are committed, never before.
        """
        wanted = dict.fromkeys(texts)
        numbers = self.known(connection, wanted)
        unknown = [t for t in wanted if t not in numbers]
        if not unknown:
            return numbers, {}
        last = connection.execute(select(func.max(self.id))).scalar() or 0
        new = {text: last + n for n, text in enumerate(unknown, start=1)}
        return numbers | new, new

    def text_of(self, connection: Connection, number: int) -> str:
        """The text of a number that the log uses."""
        text = self._texts.get(number)
        if text is None:
            text = connection.execute(select(self.text).where(self.id == number)).scalar_one()
            self.remember({text: number})
        return text

    def remember(self, committed: dict[str, int]) -> None:
        """Keep committed numbers in memory, within bounds."""
        if len(self._numbers) + len(committed) > CACHE_MAX:
            self._numbers.clear()
            self._texts.clear()
        self._numbers.update(committed)
        self._texts.update((number, text) for text, number in committed.items())


def among(connection: Connection, column: Any, values: list[Any]) -> Any:
    """`column IN values` with one bound parameter, so that the statement is compiled once for any number."""
    if connection.dialect.name == "postgresql":
        return column == any_(bindparam(None, values, type_=ARRAY(column.type)))
    return column.in_(select(func.json_each(msgspec.json.encode(values).decode()).table_valued("value").c.value))
