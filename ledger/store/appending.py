"""What happens under the append lock: the head, the condition, the numbers, the bytes, the rows.

Position is given under one lock and never by a sequence: sequences leave gaps, and without the lock a reader that
tails the log missed 973 of 34,800 events.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent
from eventsourcing.persistence import IntegrityError
from sqlalchemy import Connection, func, select

from ledger.clock import Clock, WallClock, from_microseconds, microseconds, write_instant
from ledger.errors import ClockBehindError
from ledger.leaf import join, leaf_hash
from ledger.store.reading import Reader, Span, Wanted
from ledger.store.tables import event, event_tag, tag, type_
from ledger.store.writing import Rows, write

TAIL_IN_MEMORY = 2_000
MAX_LEAD = timedelta(seconds=5)
"""How far the last recorded_at may stand ahead of the clock before writing is refused."""

LAST = "SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1"
LAST_SEQS = {
    "postgresql": "SELECT s, (SELECT max(seq) FROM event WHERE subject_id = s) FROM unnest(%s::bigint[]) AS s",
    "sqlite": "SELECT value, (SELECT max(seq) FROM event WHERE subject_id = value) FROM json_each(?)",
}


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


class Appended(NamedTuple):
    """The leaves of an append, and the numbers it gave, which may be remembered once it is committed."""

    leaves: list[Leaf]
    tags: dict[str, int]
    types: dict[str, int]


def head_of(connection: Connection, clock: Clock | None) -> Head:
    """The head, read after the lock was taken; without a clock PostgreSQL tells its own time."""
    row = connection.exec_driver_sql(LAST).cursor.fetchone()
    position, recorded_at = row or (0, 0)
    if clock is None and connection.dialect.name == "postgresql":
        now = connection.execute(select(func.clock_timestamp())).scalar_one().astimezone(UTC)
    else:
        now = (clock or WallClock()).now()
    return Head(position, recorded_at, now)


def check(connection: Connection, reader: Reader, condition: DCBAppendCondition, head: Head) -> None:
    """Raises IntegrityError when something matching was appended since the boundary was read."""
    after = condition.after or 0
    if after >= head.position:
        return
    wanted = reader.wanted(connection, condition.fail_if_events_match)
    if wanted is None:
        failed = True
    elif head.position - after <= TAIL_IN_MEMORY:
        failed = any_matches(_tail(connection, after), wanted)
    else:
        failed = bool(reader.positions(connection, wanted, Span(after, head.position, 1)))
    if failed:
        raise IntegrityError(f"events beyond {after} match the condition")


def append(connection: Connection, reader: Reader, events: Sequence[DCBEvent], head: Head) -> Appended:
    """Give the events their places and write them; raises ClockBehindError before anything is written."""
    recorded_at = max(microseconds(head.now), head.recorded_at)
    if from_microseconds(recorded_at) - head.now > MAX_LEAD:
        raise ClockBehindError.because(
            "clock_behind_log",
            "the clock stands behind the last recorded fact; nothing was stored, check the server's clock",
        )
    written_at = write_instant(from_microseconds(recorded_at))
    tags, new_tags = reader.tags.numbered(connection, (t for e in events for t in e.tags))
    types, new_types = reader.types.numbered(connection, (e.type for e in events))
    subjects = [getattr(e, "subject", None) for e in events]
    seqs = _last_seqs(connection, [tags[s] for s in dict.fromkeys(subjects) if s and s not in new_tags])
    leaves: list[Leaf] = []
    event_rows: list[tuple[Any, ...]] = []
    tag_rows: list[tuple[Any, ...]] = []
    for position, (each, subject) in enumerate(zip(events, subjects, strict=True), head.position + 1):
        subject_id, seq = None, 0
        if subject:
            subject_id = tags[subject]
            seq = seqs[subject_id] = seqs.get(subject_id, 0) + 1
        stored = join(each.data, position, written_at, seq)
        hashed = leaf_hash(stored)
        type_id = types[each.type]
        key = getattr(each, "key", None)
        event_rows.append((position, recorded_at, subject_id, seq, type_id, key, hashed, stored))
        for ordinal, name in enumerate(dict.fromkeys(each.tags)):
            tag_rows.append((tags[name], type_id, position, ordinal))
        leaves.append(Leaf(position, written_at, seq, hashed))
    write(
        connection,
        {type_: _numbered(new_types), tag: _numbered(new_tags), event: event_rows, event_tag: tag_rows},
    )
    return Appended(leaves, new_tags, new_types)


def any_matches(tail: Iterator[tuple[int, list[int]]], wanted: list[Wanted]) -> bool:
    """Whether any event, given as its type and its tags in their order, is wanted."""
    by_subject: dict[int, list[Wanted]] = {}
    others = [item for item in wanted if not item.primary]
    for item in wanted:
        if item.primary:
            by_subject.setdefault(item.tags[0], []).append(item)
    # a boundary of a thousand subjects must not be walked for each event of the tail
    return any(
        item.matches(type_id, tags)
        for type_id, tags in tail
        for item in (*(by_subject.get(tags[0], ()) if tags else ()), *others)
    )


def _numbered(new: dict[str, int]) -> Rows:
    return [(number, text) for text, number in new.items()]


def _last_seqs(connection: Connection, subjects: list[int]) -> dict[int, int]:
    """The greatest seq of each subject that has one, one index probe each."""
    if not subjects:
        return {}
    postgresql = connection.dialect.name == "postgresql"
    listed: Any = subjects if postgresql else msgspec.json.encode(subjects).decode()
    found = connection.exec_driver_sql(LAST_SEQS[connection.dialect.name], (listed,)).cursor.fetchall()
    return {subject: seq for subject, seq in found if seq is not None}


def _tail(connection: Connection, after: int) -> Iterator[tuple[int, list[int]]]:
    """Type and tags, in their order, of each event beyond a position."""
    rows = connection.execute(
        select(event.c.position, event.c.type_id, event_tag.c.tag_id)
        .join(event_tag, event_tag.c.position == event.c.position, isouter=True)
        .where(event.c.position > after)
        .order_by(event.c.position, event_tag.c.ordinal)
    )
    for _, group in groupby(rows, key=lambda row: row[0]):
        first, *others = group
        yield first[1], [row[2] for row in (first, *others) if row[2] is not None]
