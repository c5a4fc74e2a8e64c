"""The recorder: a library's shape (`eventsourcing.dcb`), two engines, one lock, dense positions.

Position is given under one lock and never by a sequence: sequences leave gaps, and without the lock a reader that
tails the log missed 973 of 34,800 events.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from threading import Event
from typing import Any, NamedTuple

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
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import IntegrityError as UniqueViolation

from ledger.clock import Clock, WallClock, from_microseconds, microseconds, write_instant
from ledger.errors import ClockBehindError
from ledger.leaf import fact_in, join, leaf_hash
from ledger.store.dictionary import among
from ledger.store.engine import IMMEDIATE, lock_the_log
from ledger.store.reading import Reader, Span
from ledger.store.rows import StoredLeaf, positions_by_key, rows_at
from ledger.store.subscription import LogSubscription
from ledger.store.tables import event, event_tag, tag
from ledger.store.writing import EventRow, write

CHANNEL = "bihuan_log"
TAIL_IN_MEMORY = 2_000
MAX_LEAD = timedelta(seconds=5)
"""How far the last recorded_at may stand ahead of the clock before writing is refused."""


@dataclass
class SealedEvent(DCBEvent):
    """An event whose data is F, canonical; plain events of the library's own suite have neither member."""

    subject: str | None = None
    key: bytes | None = None


class Leaf(NamedTuple):
    """What an append made of one event."""

    position: int
    recorded_at: str
    seq: int
    hash: bytes


class Head(NamedTuple):
    """The end of the log as seen under the lock, and the instant the clock told there."""

    position: int
    recorded_at: int
    now: datetime


class Recorder(DCBRecorder):
    """The log of one database. Without a clock, PostgreSQL tells its own time and SQLite the machine's."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        self.clock = clock
        self.reader = Reader()
        self._listeners: set[Event] = set()

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
            with self._appending() as (connection, head):
                if condition is not None:
                    self._check(connection, condition, head)
                leaves, tags, types = self._append(connection, events, head)
        except UniqueViolation as taken:
            raise IntegrityError(str(taken.orig)) from taken
        self.reader.tags.remember(tags)
        self.reader.types.remember(types)
        self.notify()
        return leaves

    def read(
        self, query: DCBQuery | None = None, *, after: int | None = None, limit: int | None = None
    ) -> DCBReadResponse:
        """The library's read: events with their tags, and the head of the log as of this read."""
        with self.engine.connect() as connection:
            head = self._head_position(connection)
            found = self.reader.leaves(connection, query, Span(after or 0, head, limit))
            tags = _tags_of(connection, [position for position, _, _ in found])
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
            return self._typed(connection, self.reader.leaves(connection, query, span)), head

    def leaves_at(self, positions: list[int]) -> list[tuple[str, bytes]]:
        """Types and stored bytes at those positions, in order; what does not exist is left out."""
        with self.engine.connect() as connection:
            return self._typed(connection, rows_at(connection, positions))

    def leaves_by_key(self, keys: Sequence[bytes]) -> dict[bytes, tuple[str, bytes]]:
        """Key → type and stored bytes, for those keys that are taken."""
        with self.engine.connect() as connection:
            taken = dict(positions_by_key(connection, keys))
            found = rows_at(connection, list(taken))
            named = self._typed(connection, found)
            return {taken[leaf[0]]: each for leaf, each in zip(found, named, strict=True)}

    def page(
        self, query: DCBQuery | None, after: int, upto: int | None, limit: int | None
    ) -> tuple[list[StoredLeaf], dict[int, str]]:
        """Rows that match, in order, and the names of their types: the quickest way to read many."""
        with self.engine.connect() as connection:
            found = self.reader.leaves(connection, query, Span(after, upto, limit))
            return found, self._names(connection, found)

    def head(self) -> tuple[int, int]:
        """The last position and its recorded_at in microseconds; zeros for an empty log."""
        with self.engine.connect() as connection:
            position = self._head_position(connection)
            found = connection.execute(select(event.c.recorded_at).where(event.c.position == position)).scalar()
            return position, found or 0

    def position_at(self, instant: int) -> int:
        """The last position recorded at or before an instant in microseconds: recorded_at never falls."""
        with self.engine.connect() as connection:
            low, high = 0, self._head_position(connection)
            while low < high:
                middle = (low + high + 1) // 2
                at = connection.execute(select(event.c.recorded_at).where(event.c.position == middle)).scalar_one()
                low, high = (middle, high) if at <= instant else (low, middle - 1)
            return low

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

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    @contextmanager
    def _appending(self) -> Iterator[tuple[Connection, Head]]:
        """The append transaction, with the lock held and the head read after it was taken."""
        with self.engine.connect().execution_options(**IMMEDIATE) as connection, connection.begin():
            postgresql = connection.dialect.name == "postgresql"
            if postgresql:
                # a statement of its own: READ COMMITTED takes its snapshot when a statement starts, before it waits
                lock_the_log(connection)
            row = connection.execute(
                select(event.c.position, event.c.recorded_at).order_by(event.c.position.desc()).limit(1)
            ).one_or_none()
            if self.clock is None and postgresql:
                now = connection.execute(select(func.clock_timestamp())).scalar_one().astimezone(UTC)
            else:
                now = self.now()
            position, recorded_at = row or (0, 0)
            yield connection, Head(position, recorded_at, now)
            if postgresql:
                connection.execute(text(f"NOTIFY {CHANNEL}"))

    def _check(self, connection: Connection, condition: DCBAppendCondition, head: Head) -> None:
        after = condition.after or 0
        if after >= head.position:
            return
        wanted = self.reader.wanted(connection, condition.fail_if_events_match)
        if wanted is None:
            failed = True
        elif head.position - after <= TAIL_IN_MEMORY:
            failed = any(
                item.matches(type_id, tags) for type_id, tags in _tail(connection, after).values() for item in wanted
            )
        else:
            failed = bool(self.reader.positions(connection, wanted, Span(after, head.position, 1)))
        if failed:
            raise IntegrityError(f"events beyond {after} match the condition")

    def _append(
        self, connection: Connection, events: Sequence[DCBEvent], head: Head
    ) -> tuple[list[Leaf], dict[str, int], dict[str, int]]:
        recorded_at = max(microseconds(head.now), head.recorded_at)
        if from_microseconds(recorded_at) - head.now > MAX_LEAD:
            raise ClockBehindError.because(
                "clock_behind_log",
                "the clock stands behind the last recorded fact; nothing was stored, check the server's clock",
            )
        written_at = write_instant(from_microseconds(recorded_at))
        tags, new_tags = self.reader.tags.numbered(connection, (t for e in events for t in e.tags))
        types, new_types = self.reader.types.numbered(connection, (e.type for e in events))
        subjects = [getattr(e, "subject", None) for e in events]
        seqs = _last_seqs(connection, [tags[s] for s in dict.fromkeys(subjects) if s and s not in new_tags])
        leaves: list[Leaf] = []
        event_rows: list[EventRow] = []
        tag_rows: list[tuple[int, int, int, int]] = []
        for position, (each, subject) in enumerate(zip(events, subjects, strict=True), head.position + 1):
            subject_id = tags[subject] if subject else None
            seq = 0
            if subject_id is not None:
                seq = seqs[subject_id] = seqs.get(subject_id, 0) + 1
            stored = join(each.data, position, written_at, seq)
            hashed = leaf_hash(stored)
            type_id = types[each.type]
            event_rows.append(
                EventRow(
                    position,
                    recorded_at,
                    subject_id,
                    seq,
                    type_id,
                    getattr(each, "key", None),
                    hashed,
                    stored,
                )
            )
            tag_rows.extend((tags[t], type_id, position, n) for n, t in enumerate(dict.fromkeys(each.tags)))
            leaves.append(Leaf(position, written_at, seq, hashed))
        self.reader.types.insert(connection, new_types)
        self.reader.tags.insert(connection, new_tags)
        write(connection, event_rows, tag_rows)
        return leaves, new_tags, new_types

    def _head_position(self, connection: Connection) -> int:
        return connection.execute(select(func.max(event.c.position))).scalar() or 0

    def _typed(self, connection: Connection, found: list[StoredLeaf]) -> list[tuple[str, bytes]]:
        names = self._names(connection, found)
        return [(names[type_id], data) for _, type_id, data in found]

    def _names(self, connection: Connection, found: list[StoredLeaf]) -> dict[int, str]:
        return {type_id: self.reader.types.text_of(connection, type_id) for type_id in {row[1] for row in found}}


def _last_seqs(connection: Connection, subjects: list[int]) -> dict[int, int]:
    """The greatest seq of each subject, one index probe each."""
    if not subjects:
        return {}
    known = select(tag.c.id).where(among(connection, tag.c.id, subjects)).subquery()
    last = select(func.max(event.c.seq)).where(event.c.subject_id == known.c.id).scalar_subquery()
    return {subject: seq for subject, seq in connection.execute(select(known.c.id, last)) if seq is not None}


def _tail(connection: Connection, after: int) -> dict[int, tuple[int, list[int]]]:
    """Position → type and tags in their order, beyond a position."""
    rows = connection.execute(
        select(event.c.position, event.c.type_id, event_tag.c.tag_id)
        .join(event_tag, event_tag.c.position == event.c.position, isouter=True)
        .where(event.c.position > after)
        .order_by(event.c.position, event_tag.c.ordinal)
    ).all()
    return {
        position: (group[0][1], [row[2] for row in group if row[2] is not None])
        for position, group in ((p, list(g)) for p, g in groupby(rows, key=lambda row: row[0]))
    }


def _tags_of(connection: Connection, positions: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {position: [] for position in positions}
    if positions:
        rows: Any = connection.execute(
            select(event_tag.c.position, tag.c.tag)
            .join(tag, tag.c.id == event_tag.c.tag_id)
            .where(among(connection, event_tag.c.position, positions))
            .order_by(event_tag.c.position, event_tag.c.ordinal)
        )
        for position, name in rows:
            found[position].append(name)
    return found
