"""Whether the database still says what the bytes say: the whole log is recomputed from its leaves.

Everything beside `event.data` is a copy: positions are dense, recorded_at never falls, seq counts each subject's
facts, keys, hashes and tags follow from the bytes, and tags and types are numbered by first appearance. So any
changed byte, column or row is found, and the first position that it touches is named.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Engine, Row, Table, func, select

from ledger.catalogue import CATALOGUE, tags_of
from ledger.clock import instant, microseconds, read_instant
from ledger.fact import About, Recorded, Statement
from ledger.leaf import canonical, idempotency_key, join, leaf_hash
from ledger.store.tables import event, event_tag, tag, type_

PAGE = 2_000


class Fault(NamedTuple):
    """The first thing that is wrong, where, and why."""

    position: int
    why: str


class Verified(NamedTuple):
    """What was looked at, and the first fault if there is one."""

    size: int
    fault: Fault | None


Original = Callable[[int], Any]


class Unsound(Exception):  # noqa: N818  (it is how a check ends, not an error of ours)
    """Raised inside the check when a leaf and its copies disagree."""


class Expected:
    """What the rows must be, grown leaf by leaf."""

    def __init__(self) -> None:
        self.position = 0
        self.recorded_at = 0
        self.tags: dict[str, int] = {}
        self.types: dict[str, int] = {}
        self.seqs: dict[str, int] = {}
        self.keys: dict[bytes, int] = {}
        self.tag_rows = 0

    def check(self, row: Row[Any], tag_rows: list[tuple[int, int, int]], original: Original) -> None:
        """Compare one event row and its tag rows (tag_id, type_id, ordinal) with its bytes; raises Unsound.

        `original` finds the stored bytes that a `fact.*` event is about.
        """
        self.position += 1
        recorded = self._read(row.data)
        said = recorded.fact
        tags = self._tags(said)
        if said.about is not None:
            self._check_about(said.about, original)
        type_id = self.types.setdefault(said.type, len(self.types) + 1)
        tag_ids = [self.tags.setdefault(t, len(self.tags) + 1) for t in tags]
        self.seqs[said.subject] = self.seqs.get(said.subject, 0) + 1
        key = idempotency_key(said.stated_by, said.source, said.id)
        self._check_members(recorded, key)
        self._check_columns(
            row,
            {
                "position": self.position,
                "recorded_at": self.recorded_at,
                "subject_id": tag_ids[0],
                "seq": recorded.seq,
                "type_id": type_id,
                "key": key,
                "hash": leaf_hash(row.data),
            },
        )
        self.tag_rows += len(tag_ids)
        wanted = [(tag_id, type_id, ordinal) for ordinal, tag_id in enumerate(tag_ids)]
        if tag_rows != wanted:
            raise Unsound(f"its rows in event_tag do not follow from its bytes: {tags}")

    def _tags(self, said: Statement[Any]) -> list[str]:
        try:
            corrected = getattr(said.data, "data", None)
            if said.about is not None and corrected is not None:
                older = CATALOGUE[said.about.type].versions[said.about.v]
                if canonical(msgspec.json.decode(corrected, type=older)) != bytes(corrected):
                    raise Unsound("its corrected data is not canonical")
            return tags_of(said)
        except (msgspec.DecodeError, KeyError) as error:
            raise Unsound(f"what its bytes are about cannot be read: {str(error)[:200]}") from None

    def _read(self, data: Any) -> Recorded[Any]:
        if type(data) is not bytes:
            raise Unsound("its data is not a blob")
        try:
            name = msgspec.json.decode(data)["fact"]["type"]
            recorded = CATALOGUE[name].read(data)
        except (msgspec.DecodeError, KeyError, TypeError, ValueError) as error:
            raise Unsound(f"its bytes cannot be read as a fact: {str(error)[:200]}") from None
        if recorded.fact.type != name or CATALOGUE[name].versions.get(recorded.fact.v) is not type(
            recorded.fact.data
        ):
            raise Unsound("its bytes name another version than they are written in")
        joined = join(canonical(recorded.fact), recorded.position, recorded.recorded_at, recorded.seq)
        if joined != data:
            raise Unsound("its bytes are not canonical")
        return recorded

    def _check_about(self, about: About, original: Original) -> None:
        stored = original(about.position) if about.position < self.position else None
        if stored is None:
            raise Unsound(f"it is about position {about.position}, which is not before it")
        said = self._read(stored).fact
        if (about.type, about.subject, about.tags) != (said.type, said.subject, tags_of(said)):
            raise Unsound(f"what it says of position {about.position} is not what stands there")

    def _check_members(self, recorded: Recorded[Any], key: bytes) -> None:
        said = recorded.fact
        if recorded.position != self.position:
            raise Unsound(f"its bytes say position {recorded.position}")
        if (self.position == 1) != (said.type == "log.opened"):
            raise Unsound("log.opened stands at position 1 and nowhere else")
        if not _is_canonical(recorded.recorded_at):
            raise Unsound("its recorded_at is not written canonically")
        recorded_at = microseconds(read_instant(recorded.recorded_at))
        if recorded_at < self.recorded_at:
            raise Unsound("its recorded_at is earlier than that of the fact before")
        self.recorded_at = recorded_at
        if recorded.seq != self.seqs[said.subject]:
            raise Unsound(f"its bytes say seq {recorded.seq}, it is number {self.seqs[said.subject]} of its subject")
        if self.keys.setdefault(key, self.position) != self.position:
            raise Unsound(f"it repeats the event id of position {self.keys[key]}")

    def _check_columns(self, row: Row[Any], wanted: dict[str, Any]) -> None:
        for name, value in wanted.items():
            found = getattr(row, name)
            if type(found) is not type(value) or found != value:
                raise Unsound(f"its column {name} does not follow from its bytes")


def _is_canonical(text: str) -> bool:
    try:
        return instant(text) == text
    except ValueError:
        return False


def verify(engine: Engine) -> Iterator[Verified]:
    """Check the whole log, telling after each page how far it is; the last one carries the fault, if any."""
    expected = Expected()
    # one snapshot for all pages; SQLite's read transaction is one already
    snapshot = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**snapshot) as connection:

        def original(position: int) -> Any:
            return connection.execute(select(event.c.data).where(event.c.position == position)).scalar()

        while True:
            after = expected.position
            rows = connection.execute(
                select(event).where(event.c.position > after).order_by(event.c.position).limit(PAGE)
            ).all()
            if not rows:
                break
            tags = _tag_rows(connection, after, rows[-1].position)
            for row in rows:
                fault = _fault_at(expected, row, tags, original)
                if fault is not None:
                    yield Verified(expected.position, fault)
                    return
            yield Verified(expected.position, None)
        yield Verified(expected.position, _fault_beside(connection, expected))


def _fault_at(
    expected: Expected, row: Row[Any], tags: dict[int, list[tuple[int, int, int]]], original: Original
) -> Fault | None:
    missing = expected.position + 1
    if row.position != missing:
        return Fault(missing, "it is missing, positions have no gaps")
    try:
        expected.check(row, tags.get(row.position, []), original)
    except Unsound as why:
        return Fault(missing, str(why))
    return None


def _tag_rows(connection: Connection, after: int, upto: int) -> dict[int, list[tuple[int, int, int]]]:
    rows = connection.execute(
        select(event_tag.c.position, event_tag.c.tag_id, event_tag.c.type_id, event_tag.c.ordinal)
        .where(event_tag.c.position > after, event_tag.c.position <= upto)
        .order_by(event_tag.c.position, event_tag.c.ordinal)
    )
    return {position: [(r[1], r[2], r[3]) for r in group] for position, group in groupby(rows, key=lambda r: r[0])}


def _fault_beside(connection: Connection, expected: Expected) -> Fault | None:
    """Rows that no leaf accounts for, and dictionary texts that were changed."""
    if expected.position == 0:
        return Fault(1, "the log holds no fact, not even log.opened")
    below = connection.execute(select(func.min(event.c.position)).where(event.c.position < 1)).scalar()
    if below is not None:
        return Fault(below, "positions begin at 1")
    stray = connection.execute(
        select(func.min(event_tag.c.position)).where(
            (event_tag.c.position > expected.position) | (event_tag.c.position < 1)
        )
    ).scalar()
    if stray is not None:
        return Fault(stray, "a row of event_tag names it, but there is no such fact")
    if connection.execute(select(func.count()).select_from(event_tag)).scalar() != expected.tag_rows:
        return Fault(expected.position, "event_tag holds rows between the positions of facts")
    return _dictionary_fault(connection, expected, tag, expected.tags) or _dictionary_fault(
        connection, expected, type_, expected.types
    )


def _dictionary_fault(
    connection: Connection, expected: Expected, table: Table, wanted: dict[str, int]
) -> Fault | None:
    number, text = table.columns
    found = {row[0]: row[1] for row in connection.execute(select(number, text))}
    for name, wanted_number in wanted.items():
        if found.pop(wanted_number, None) != name:
            column = event_tag.c.tag_id if table is tag else event_tag.c.type_id
            first = connection.execute(select(func.min(event_tag.c.position)).where(column == wanted_number)).scalar()
            return Fault(first or 1, f"the table {table.name} does not call number {wanted_number} {name!r}")
    if found:
        extra = min(found)
        return Fault(
            expected.position,
            f"the table {table.name} holds {found[extra]!r} (number {extra}), which no fact carries",
        )
    return None
