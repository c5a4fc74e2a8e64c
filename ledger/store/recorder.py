"""The recorder: a library's shape (`eventsourcing.dcb`), two engines, one lock, dense positions."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import chain
from threading import Event
from typing import TypeVar

from eventsourcing.dcb.api import (
    DCBAppendCondition,
    DCBEvent,
    DCBQuery,
    DCBReadResponse,
    DCBRecorder,
    DCBSequencedEvent,
)
from eventsourcing.dcb.popo import SimpleDCBReadResponse
from eventsourcing.persistence import IntegrityError, ProgrammingError
from sqlalchemy import Connection, Engine, func, or_, select, text
from sqlalchemy.exc import IntegrityError as UniqueViolation

from ledger.clock import Clock, WallClock
from ledger.leaf import fact_in
from ledger.store.appending import Appended, Leaf, append, check, head_of
from ledger.store.engine import DATABASE_ERRORS, lock_the_log, open_engine, to_write
from ledger.store.growth import CHANNEL
from ledger.store.reading import Reader, Span, tags_at
from ledger.store.rows import Chunks, StoredLeaf, positions_by_key, rows_at
from ledger.store.subscription import LogSubscription
from ledger.store.tables import event, event_tag, tag

T = TypeVar("T")


class Recorder(DCBRecorder):
    """The log of one database. Without a clock, PostgreSQL tells its own time and SQLite the machine's."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        self.clock = clock
        self.reader = Reader()
        self._listeners: set[Event] = set()

    @cached_property
    def views_engine(self) -> Engine:
        """For writing what can be computed from the log again: its commits do not wait for the disk."""
        return open_engine(self.engine.url, durable=False)

    def append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> int:
        """Append, and return the last position; raises IntegrityError when the condition fails."""
        return self.append_leaves(events, condition)[-1].position

    def append_leaves(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None = None) -> list[Leaf]:
        """Append all or nothing, and return the leaves.

        Raises IntegrityError when the condition fails or a key is taken, ClockBehindError when the log's last
        instant is more than five seconds ahead of the clock.
        """
        if not events:
            raise ProgrammingError("an append has at least one event")
        try:
            appended = self._append(events, condition)
        except UniqueViolation as taken:
            raise IntegrityError(str(taken.orig)) from taken
        self.reader.tags.remember(appended.tags)
        self.reader.types.remember(appended.types)
        self.notify()
        return appended.leaves

    def _append(self, events: Sequence[DCBEvent], condition: DCBAppendCondition | None) -> Appended:
        with to_write(self.engine) as connection:
            postgresql = connection.dialect.name == "postgresql"
            if postgresql:
                # a statement of its own: READ COMMITTED takes its snapshot when a statement starts, before it waits
                lock_the_log(connection)
            head = head_of(connection, self.clock)
            if condition is not None:
                check(connection, self.reader, condition, head)
            appended = append(connection, self.reader, events, head)
            if postgresql:
                connection.execute(text(f"NOTIFY {CHANNEL}"))
        return appended

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse:
        """The library's read: events with their tags, and the head of the log as of this read."""
        with self.engine.connect() as connection:
            head = self._head_position(connection)
            found = flat(self.reader.leaves(connection, query, Span(after or 0, head, limit)))
            tags = tags_at(connection, [position for position, _, _ in found])
            events = [
                DCBSequencedEvent(
                    DCBEvent(self.reader.types.text_of(connection, type_id), fact_in(data), tags[position]),
                    position,
                )
                for position, type_id, data in found
            ]
        if limit is not None:
            head = events[-1].position if events else 0
        return SimpleDCBReadResponse(iter(events), head or None)

    def leaves(
        self,
        query: DCBQuery | None = None,
        *,
        after: int = 0,
        upto: int | None = None,
        limit: int | None = None,
    ) -> tuple[list[tuple[str, bytes]], int]:
        """Types and stored bytes that match, in order, and the head of the log as of this read."""
        with self.engine.connect() as connection:
            head = self._head_position(connection)
            span = Span(after, head if upto is None else min(upto, head), limit)
            return self._typed(connection, flat(self.reader.leaves(connection, query, span))), head

    def leaves_at(self, positions: list[int]) -> list[tuple[str, bytes]]:
        """Types and stored bytes at those positions, in order; what does not exist is left out."""
        with self.engine.connect() as connection:
            return self._typed(connection, flat(rows_at(connection, positions)))

    def leaves_by_key(self, keys: Sequence[bytes]) -> dict[bytes, tuple[str, bytes]]:
        """Key → type and stored bytes, for those keys that are taken."""
        with self.engine.connect() as connection:
            taken = dict(positions_by_key(connection, keys))
            found = flat(rows_at(connection, list(taken)))
            named = self._typed(connection, found)
            return {taken[leaf[0]]: each for leaf, each in zip(found, named, strict=True)}

    def decoded(
        self, query: DCBQuery | None, span: Span, reader_of: Callable[[str], Callable[[bytes], T]]
    ) -> list[T]:
        """Leaves that match, in order, each read by the reader of its type while it is fetched."""
        readers: dict[int, Callable[[bytes], T]] = {}
        found: list[T] = []
        with self.engine.connect() as connection:
            for chunk in self.reader.leaves(connection, query, span):
                for type_id in {type_id for _, type_id, _ in chunk} - readers.keys():
                    readers[type_id] = reader_of(self.reader.types.text_of(connection, type_id))
                found += [readers[type_id](data) for _, type_id, data in chunk]
        return found

    def head(self) -> tuple[int, int]:
        """The last position and its recorded_at in microseconds; zeros for an empty log."""
        with self.engine.connect() as connection:
            position = self._head_position(connection)
            found = connection.execute(select(event.c.recorded_at).where(event.c.position == position)).scalar()
            return position, found or 0

    def tags_of_kinds(self, kinds: Iterable[str], after: int = 0) -> tuple[list[str], int]:
        """The tags of those kinds of subject beyond a number, and the last number: given by first appearance."""
        begins = or_(*(tag.c.tag.startswith(f"{kind}:", autoescape=True) for kind in sorted(kinds)))
        with self.engine.connect() as connection:
            last = connection.execute(select(func.max(tag.c.id))).scalar() or 0
            found = select(tag.c.tag).where(tag.c.id > after, tag.c.id <= last, begins).order_by(tag.c.id)
            return list(connection.execute(found).scalars()), last

    def position_at(self, instant: int) -> int:
        """The last position recorded at or before an instant in microseconds: recorded_at never falls."""
        with self.engine.connect() as connection:
            low, high = 0, self._head_position(connection)
            while low < high:
                middle = (low + high + 1) // 2
                at = connection.execute(select(event.c.recorded_at).where(event.c.position == middle)).scalar_one()
                low, high = (middle, high) if at <= instant else (low, middle - 1)
            return low

    def last_of(self, tag: str, event_type: str) -> int:
        """The last position that carries a tag and is of a type; 0 when there is none."""
        with self.engine.connect() as connection:
            number = self.reader.tags.known(connection, [tag]).get(tag)
            type_id = self.reader.types.known(connection, [event_type]).get(event_type)
            place = (event_tag.c.tag_id == number, event_tag.c.type_id == type_id)
            return connection.execute(select(func.max(event_tag.c.position)).where(*place)).scalar() or 0

    def others_after(self, position: int, event_type: str) -> bool:
        """Whether anything beyond a position is of another type."""
        with self.engine.connect() as connection:
            type_id = self.reader.types.known(connection, [event_type]).get(event_type)
            beyond = select(event.c.position).where(
                event.c.position > position, event.c.type_id.is_distinct_from(type_id)
            )
            return connection.execute(beyond.limit(1)).scalar() is not None

    def now(self) -> datetime:
        """What the clock of this log says outside the lock."""
        return (self.clock or WallClock()).now()

    def subscribe(self, query: DCBQuery | None = None, *, after: int | None = None) -> LogSubscription:
        """Follow the log from a position, blocking at its end."""
        return LogSubscription(self, query, after)

    def listen(self, event: Event) -> None:
        """Set this event whenever something was appended here."""
        self._listeners.add(event)

    def unlisten(self, event: Event) -> None:
        """Stop setting it."""
        self._listeners.discard(event)

    def notify(self) -> None:
        """Wake the listeners of this process."""
        for listener in tuple(self._listeners):
            listener.set()

    def wake(self) -> None:
        """Wake whoever waits for the log to grow, though it did not: to have it look at what else there is."""
        self.notify()
        with suppress(*DATABASE_ERRORS), self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"NOTIFY {CHANNEL}"))

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()
        if "views_engine" in vars(self):
            self.views_engine.dispose()

    def _head_position(self, connection: Connection) -> int:
        return connection.execute(select(func.max(event.c.position))).scalar() or 0

    def _typed(self, connection: Connection, found: list[StoredLeaf]) -> list[tuple[str, bytes]]:
        text_of = self.reader.types.text_of
        names = {type_id: text_of(connection, type_id) for type_id in {type_id for _, type_id, _ in found}}
        return [(names[type_id], data) for _, type_id, data in found]


def flat(chunks: Chunks) -> list[StoredLeaf]:
    """All rows in one list."""
    return list(chain.from_iterable(chunks))
