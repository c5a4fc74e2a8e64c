"""From a DCB query to leaves: first the positions, from indexes alone, then the rows in the order of the log."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import NamedTuple

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem
from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, union_all

from ledger.store.dictionary import Dictionary, among
from ledger.store.rows import Chunks, rows_at, rows_between
from ledger.store.tables import event, event_tag, tag, type_

Positions = Select[int]


@dataclass
class SubjectItem(DCBQueryItem):
    """A query item whose one tag must be the primary subject, not merely be named."""


class Span(NamedTuple):
    """The stretch of the log that is asked for: beyond `after`, up to `upto`, at most `limit` leaves."""

    after: int = 0
    upto: int | None = None
    limit: int | None = None

    def of(self, statement: Positions, column: ColumnElement[int]) -> Positions:
        """The statement, kept within this stretch."""
        statement = statement.where(column > self.after)
        if self.upto is not None:
            statement = statement.where(column <= self.upto)
        return statement if self.limit is None else statement.order_by(column).limit(self.limit)


class Wanted(NamedTuple):
    """A query item in the numbers of the dictionaries."""

    primary: bool
    types: tuple[int, ...]
    tags: tuple[int, ...]

    def matches(self, type_id: int, tags: list[int]) -> bool:
        """Whether an event of that type, with those tags in their order, is wanted."""
        if self.types and type_id not in self.types:
            return False
        return tags[:1] == list(self.tags) if self.primary else set(self.tags) <= set(tags)


class Reader:
    """Turns queries into positions; keeps the dictionaries, nothing else."""

    def __init__(self) -> None:
        self.tags = Dictionary(tag)
        self.types = Dictionary(type_)

    def wanted(self, connection: Connection, query: DCBQuery | None) -> list[Wanted] | None:
        """The query in numbers, without the items that cannot match; None when everything is wanted."""
        items = query.items if query is not None else []
        if not items or any(not item.types and not item.tags for item in items):
            return None
        types = self.types.known(connection, (t for item in items for t in item.types))
        tags = self.tags.known(connection, (t for item in items for t in item.tags))
        return [
            Wanted(
                isinstance(item, SubjectItem),
                tuple(sorted({types[t] for t in item.types if t in types})),
                tuple(dict.fromkeys(tags[t] for t in item.tags)),
            )
            for item in items
            if all(t in tags for t in item.tags) and (not item.types or any(t in types for t in item.types))
        ]

    def leaves(self, connection: Connection, query: DCBQuery | None, span: Span) -> Chunks:
        """The leaves that match, in the order of the log."""
        wanted = self.wanted(connection, query)
        if wanted is None:
            return rows_between(connection, span.after, span.upto, span.limit)
        return rows_at(connection, self.positions(connection, wanted, span))

    def positions(self, connection: Connection, wanted: list[Wanted], span: Span) -> list[int]:
        """The positions that match, ascending, each once."""
        found: set[int] = set()
        for statement, values in self._statements(connection, wanted, span):
            found.update(connection.execute(statement, values).scalars())
        return sorted(found)[: span.limit]

    def _statements(
        self, connection: Connection, wanted: list[Wanted], span: Span
    ) -> Iterator[tuple[Positions, dict[str, int]]]:
        """One statement for all items of one tag and the same types, one for each other item; with its values."""
        alike = groupby(sorted(wanted), key=lambda w: (w.primary, w.types, len(w.tags) == 1))
        for (primary, types, single), group in alike:
            items = list(group)
            if not single:
                yield from ((_with_all_tags(connection, item, span), {}) for item in items)
            elif primary:
                statement = select(event.c.position).where(
                    among(connection, event.c.subject_id, [w.tags[0] for w in items])
                )
                if types:
                    statement = statement.where(among(connection, event.c.type_id, list(types)))
                yield span.of(statement, event.c.position), {}
            elif span.limit is not None and len(items) == 1:
                number = items[0].tags[0]
                of_types = types or tuple(connection.execute(select(type_.c.id).order_by(type_.c.id)).scalars())
                yield _page_of_a_tag(len(of_types), span.upto is not None), _values(number, of_types, span)
            else:
                yield span.of(_tagged(connection, [w.tags[0] for w in items], types), event_tag.c.position), {}


@cache
def _page_of_a_tag(types: int, bounded: bool) -> Positions:
    """One short index range per type, for the index runs tag, type, position: flat however long the life.

    Made once for a number of types, for making it takes longer than the database takes to answer it.
    """
    tagged = select(event_tag.c.position).where(
        event_tag.c.tag_id == bindparam("tag"), event_tag.c.position > bindparam("after")
    )
    if bounded:
        tagged = tagged.where(event_tag.c.position <= bindparam("upto"))
    tagged = tagged.order_by(event_tag.c.position).limit(bindparam("most"))
    ranges = (tagged.where(event_tag.c.type_id == bindparam(f"type_{n}")).subquery() for n in range(types))
    merged = union_all(*(select(r.c.position) for r in ranges)).subquery()
    return select(merged.c.position)


def _values(number: int, types: Sequence[int], span: Span) -> dict[str, int]:
    """What stands for the parameters of a page of a tag."""
    values = {"tag": number, "after": span.after, "most": span.limit or 0}
    if span.upto is not None:
        values["upto"] = span.upto
    return values | {f"type_{n}": type_id for n, type_id in enumerate(types)}


def _tagged(connection: Connection, tags: list[int], types: tuple[int, ...]) -> Positions:
    statement = select(event_tag.c.position).where(among(connection, event_tag.c.tag_id, tags))
    return statement.where(among(connection, event_tag.c.type_id, list(types))) if types else statement


def _with_all_tags(connection: Connection, item: Wanted, span: Span) -> Positions:
    if not item.tags:
        by_type = select(event.c.position).where(among(connection, event.c.type_id, list(item.types)))
        return span.of(by_type, event.c.position)
    statement = _tagged(connection, [item.tags[0]], item.types)
    for number in item.tags[1:]:
        also = event_tag.alias()
        statement = statement.where(
            select(also.c.position).where(also.c.tag_id == number, also.c.position == event_tag.c.position).exists()
        )
    return span.of(statement, event_tag.c.position)


def tags_at(connection: Connection, positions: list[int]) -> dict[int, list[str]]:
    """Position → its tags in their order."""
    found: dict[int, list[str]] = {position: [] for position in positions}
    rows = connection.execute(
        select(event_tag.c.position, tag.c.tag)
        .join(tag, tag.c.id == event_tag.c.tag_id)
        .where(among(connection, event_tag.c.position, positions))
        .order_by(event_tag.c.position, event_tag.c.ordinal)
    )
    for position, name in rows:
        found[position].append(name)
    return found
