"""What the rows of the log must be, grown from its leaves one by one."""

from collections.abc import Callable, Sequence
from typing import Any

from ledger.catalogue import CATALOGUE, tags_of
from ledger.fact import About, Recorded, Statement
from ledger.leaf import idempotency_key, leaf_hash
from ledger.store.rows import StoredLeaf
from ledger.store.strict_reading import (
    Unsound,
    quick_reader_of,
    read_strictly,
    strict_microseconds,
    strict_tags_of,
)
from ledger.store.tables import EVENT_COLUMNS

EventRow = tuple[Any, ...]
"""A row of `event`, in the order of its columns."""

TagRow = tuple[Any, ...]
"""A row of `event_tag`: position, ordinal, tag_id, type_id."""

Original = Callable[[int], StoredLeaf | None]
"""Finds the leaf that a `fact.*` event is about."""

Watch = Callable[[int, list[int], list[str], bytes, Statement[Any]], None]
"""Told of each sound fact in order: position, numbers and texts of its tags, leaf hash, what it says."""

END_OF_TAGS: TagRow = (None,)


class Numbers(dict[str, int]):
    """Texts numbered by first appearance: to ask for a new one is to number it."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self) + 1
        return number


class Expected:
    """What the next row must be. `position` is that of the row that was looked at last."""

    def __init__(self, claimed_types: dict[int, str], watch: Watch | None = None) -> None:
        # if the table of types lies, the strict way is taken where it does, and the table is found out at the end
        self._readers = {number: quick_reader_of(name) for number, name in claimed_types.items() if name in CATALOGUE}
        self._watch = watch
        self.position = 0
        self.tags = Numbers()
        self.types = Numbers()
        self.tag_rows = 0
        self._seqs: dict[int, int] = {}
        self._recorded_at = 0
        self._instant = ""

    def check(self, rows: Sequence[EventRow], tag_rows: list[TagRow], original: Original) -> None:
        """Compare a stretch of the log, and all its tag rows in order, with its bytes; raises Unsound.

        Every column beside `data` and every tag row is made anew from the bytes: it must be the same, and no more.
        """
        tags, types, seqs = self.tags, self.types, self._seqs
        tag_rows.append(END_OF_TAGS)
        at = 0
        for row in rows:
            self.position = position = self.position + 1
            if row[0] != position:
                raise Unsound("it is missing, positions have no gaps")
            data = row[7]
            recorded = self._read(row[4], data)
            said = recorded.fact
            texts = tags_of(said) if said.about is None else self._tags_about(recorded, said.about, original)
            type_id = types[said.type]
            tag_ids = [tags[text] for text in texts]
            subject_id = tag_ids[0]
            seqs[subject_id] = seq = seqs.get(subject_id, 0) + 1
            recorded_at = self._check_members(recorded, seq)
            key = idempotency_key(said.stated_by, said.source, said.id)
            wanted = (position, recorded_at, subject_id, seq, type_id, key, leaf_hash(data), data)
            if row != wanted or not _are_integers(*row[:5]):  # for 8.0 == 8, if somebody altered the table
                raise Unsound(f"its column {_first_difference(row, wanted)} does not follow from its bytes")
            wanted_tags = [(position, n, tag_id, type_id) for n, tag_id in enumerate(tag_ids)]
            beyond = at + len(wanted_tags)
            if tag_rows[at:beyond] != wanted_tags or tag_rows[beyond][0] == position:
                raise Unsound(f"its rows in event_tag do not follow from its bytes: {texts}")
            at = beyond
            if self._watch is not None:
                self._watch(position, tag_ids, texts, row[6], said)
        self.tag_rows += at

    def _read(self, type_id: Any, data: Any) -> Recorded[Any]:
        """By the type that the row claims, as long as that is sound; else the strict way, which says what is not."""
        quick = self._readers.get(type_id)
        recorded = None if quick is None else quick(data)
        return read_strictly(data) if recorded is None else recorded

    def _check_members(self, recorded: Recorded[Any], seq: int) -> int:
        """What the ledger joined to the fact; the microseconds of recorded_at."""
        if recorded.position != self.position:
            raise Unsound(f"its bytes say position {recorded.position}")
        if (self.position == 1) != (recorded.fact.type == "log.opened"):
            raise Unsound("log.opened stands at position 1 and nowhere else")
        if recorded.recorded_at != self._instant:
            recorded_at = strict_microseconds(recorded.recorded_at)
            if recorded_at < self._recorded_at:
                raise Unsound("its recorded_at is earlier than that of the fact before")
            self._instant, self._recorded_at = recorded.recorded_at, recorded_at
        if recorded.seq != seq:
            raise Unsound(f"its bytes say seq {recorded.seq}, it is number {seq} of its subject")
        return self._recorded_at

    def _tags_about(self, recorded: Recorded[Any], about: About, original: Original) -> list[str]:
        """The tags of a fact about a fact, once what it says of that one is true."""
        texts = strict_tags_of(recorded.fact)
        stored = original(about.position) if 0 < about.position < self.position else None
        if stored is None:
            raise Unsound(f"it is about position {about.position}, which is not before it")
        _, type_id, data = stored
        said = self._read(type_id, data).fact
        if (about.type, about.subject, about.tags) != (said.type, said.subject, tags_of(said)):
            raise Unsound(f"what it says of position {about.position} is not what stands there")
        return texts


def _are_integers(a: Any, b: Any, c: Any, d: Any, e: Any) -> bool:
    return type(a) is type(b) is type(c) is type(d) is type(e) is int


def _first_difference(row: EventRow, wanted: EventRow) -> str:
    return next(
        name
        for name, found, value in zip(EVENT_COLUMNS, row, wanted, strict=True)
        if type(found) is not type(value) or found != value
    )
