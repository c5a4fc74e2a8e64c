"""A stretch of the log checked by itself, by columns, wherever it lies: several can be checked at the same time.

What a stretch cannot know is what came before it: which number a text had, and how many facts a subject. It takes
the stored numbers for claims, holds them against each other, and gives them to whoever knows the facts before
(`Expected.take`). It never says what is wrong: where anything is, it gives nothing, and the sequential check, which
alone has the say, looks at that stretch again.
"""

import gc
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, repeat
from operator import attrgetter
from typing import Any

from ledger.leaf import idempotency_key, leaf_hash
from ledger.store.original import Original, tags_about
from ledger.store.strict_reading import read_strictly, strict_microseconds
from ledger.store.twins import Twin, as_declared, readers_of
from ledger.subjects import owner_of

Rows = Sequence[tuple[Any, ...]]
Fetch = Callable[[int], Rows]

OPENING = "log.opened"

CHUNK = 200
"""Rows that are decoded and hashed together while they are in the processor's cache."""

members = attrgetter("position", "recorded_at", "seq", "fact.subject", "fact.stated_by", "fact.source", "fact.id")


class OddError(Exception):
    """Raised inside the check of a stretch for whatever may be wrong; the sequential check will tell."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a sound stretch takes for granted about the log before it, and what follows if that is true."""

    first: int
    size: int
    recorded_at: tuple[int, int]
    """Microseconds of the first and of the last fact."""
    types: dict[str, int]
    tags: dict[str, int]
    """Texts and their numbers in the order of their first appearance here."""
    subjects: "array[int]"
    seqs: "tuple[array[int], array[int]]"
    """For each of `subjects` its first and its last seq here."""
    tag_rows: int
    told: "Told | None"


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody who watches the log is told of each fact of a stretch."""

    tags: "array[int]"
    counts: "array[int]"
    """How many of `tags` each fact has."""
    hashes: list[bytes]
    stored: dict[int, tuple[str, bytes]]
    """Position → type and bytes, of the types whose words are wanted."""


class Checker:
    """Checks stretches of one log."""

    def __init__(self, claimed_types: dict[int, str], original: Original, wanted: frozenset[str] | None) -> None:
        found = {number: (name, readers_of(name)) for number, name in claimed_types.items()}
        readers = {number: (name, each) for number, (name, each) in found.items() if each is not None}
        self.decoders = {number: decode for number, (_, (decode, _)) in readers.items()}
        self.names = {number: name for number, (name, _) in readers.items()}
        self.twins: dict[type, Twin] = {t.struct: t for _, (_, twins) in readers.values() for t in twins}
        self.original = original
        self.wanted = wanted

    def check(self, first: int, size: int, rows: Fetch, tag_rows: Fetch) -> Claims | None:
        """The claims of a stretch of `size` facts from position `first` on; None if anything about it is odd.

        `rows` and `tag_rows` fetch the next so many rows of `event` and of `event_tag`, in order.
        """
        stretch = _Stretch(self, first)
        try:
            with _collector_paused():
                while some := rows(CHUNK):
                    stretch.add(some, tag_rows)
                _demand(stretch.size == size and not tag_rows(1))
                return stretch.claims()
        except Exception:  # whatever broke it: this check is a short cut, and the long way will name the fault
            return None


class _Stretch:
    """What is known of a stretch from its first chunks of rows."""

    def __init__(self, checker: Checker, first: int) -> None:
        self.first, self.size, self.tag_rows = first, 0, 0
        self.checker = checker
        self.instants: dict[str, int] = {}
        self.types: dict[int, str] = {}
        self.tags: dict[str, int] = {}
        self.firsts: dict[int, int] = {}
        self.lasts: dict[int, int] = {}
        self.owners: dict[str, str | None] = {}
        self.tag_ids, self.counts, self.hashes = array("q"), array("q"), list[bytes]()
        self.stored: dict[int, tuple[str, bytes]] = {}

    def add(self, rows: Rows, tag_rows: Fetch) -> None:
        """The next rows; raises OddError, or whatever bytes that are no fact lead to."""
        positions, recorded_ats, subject_ids, seqs, type_ids, keys, hashes, stored = zip(*rows, strict=True)
        for column in (positions, recorded_ats, subject_ids, seqs, type_ids):
            _demand(set(map(type, column)) == {int})
        decoders = self.checker.decoders
        read = [decoders[number](data) for number, data in zip(type_ids, stored, strict=True)]
        # one text for all: each leaf is a whole JSON object, so the bounds between them cannot have moved
        _demand(as_declared(read) == b"[%b]" % b",".join(stored))
        said_position, said_at, said_seq, subjects, stated_by, sources, ids = zip(*map(members, read), strict=True)
        next_position = self.first + self.size
        _demand(positions == said_position == tuple(range(next_position, next_position + len(rows))))
        _demand(seqs == said_seq)
        _demand(keys == tuple(map(idempotency_key, stated_by, sources, ids)))
        _demand(hashes == tuple(map(leaf_hash, stored)))
        self._add_instants(said_at, recorded_ats)
        self._add_types(positions, type_ids, stored)
        counts, texts = self._texts(read, subjects, stored)
        self._add_tags(texts, counts, positions, type_ids, tag_rows(len(texts)))
        _demand(subject_ids == tuple(map(self.tags.__getitem__, subjects)))
        self._add_seqs(subject_ids, seqs)
        self.size += len(rows)
        if self.checker.wanted is not None:
            self.counts.extend(counts)
            self.hashes.extend(hashes)

    def claims(self) -> Claims:
        """What all of it takes for granted."""
        seqs = array("q", self.firsts.values()), array("q", self.lasts.values())
        recorded_at = min(self.instants.values()), max(self.instants.values())
        types = {name: number for number, name in self.types.items()}
        _demand(len(types) == len(self.types))
        told = None
        if self.checker.wanted is not None:
            told = Told(self.tag_ids, self.counts, self.hashes, self.stored)
        subjects = array("q", self.firsts)
        return Claims(self.first, self.size, recorded_at, types, self.tags, subjects, seqs, self.tag_rows, told)

    def _add_instants(self, said_at: Sequence[str], recorded_ats: Sequence[int]) -> None:
        latest = max(self.instants.values(), default=0)
        for text in set(said_at).difference(self.instants):
            self.instants[text] = strict_microseconds(text)
        _demand(recorded_ats == tuple(map(self.instants.__getitem__, said_at)))
        _demand([latest, *recorded_ats] == sorted([latest, *recorded_ats]))

    def _add_types(self, positions: Sequence[int], type_ids: Sequence[int], stored: Sequence[bytes]) -> None:
        for number in dict.fromkeys(type_ids):
            self.types[number] = self.checker.names[number]
        names = list(map(self.types.__getitem__, type_ids))
        _demand((positions[0] == 1) == (names[0] == OPENING) and OPENING not in names[1:])
        for name in set(names).intersection(self.checker.wanted or ()):
            found = zip(positions, names, stored, strict=True)
            self.stored.update((position, (said, data)) for position, said, data in found if said == name)

    def _texts(
        self, read: list[Any], subjects: Sequence[str], stored: Sequence[bytes]
    ) -> tuple[list[int], list[str]]:
        """How many tags each fact has, and the tags of all in order."""
        twins, owners = self.checker.twins, self.owners
        counts, texts = [], list[Any]()
        for twin, subject, data in zip(read, subjects, stored, strict=True):
            tags = twins[type(twin)].tags
            if tags is None:
                recorded = read_strictly(data)
                names: dict[Any, None] = dict.fromkeys(
                    tags_about(recorded.fact, recorded.position, self.checker.original)
                )
            else:
                if subject not in owners:
                    owners[subject] = _owner_tag(subject)
                names = dict.fromkeys(tags(twin))
                names[owners[subject]] = None
                names.pop(None, None)
            counts.append(len(names))
            texts += names
        return counts, texts

    def _add_tags(
        self, texts: list[str], counts: list[int], positions: Sequence[int], type_ids: Sequence[int], rows: Rows
    ) -> None:
        """Every column of the tag rows must be what it must be, but for the numbers, which are claimed."""
        found_positions, ordinals, tag_ids, found_types = zip(*rows, strict=True)
        _demand(found_positions == tuple(chain.from_iterable(map(repeat, positions, counts))))
        _demand(ordinals == tuple(chain.from_iterable(map(range, counts))))
        _demand(found_types == tuple(chain.from_iterable(map(repeat, type_ids, counts))))
        _demand(tag_ids == tuple(map(self.tags.setdefault, texts, tag_ids)) and len(texts) == len(rows))
        self.tag_rows += len(rows)
        if self.checker.wanted is not None:
            self.tag_ids.extend(tag_ids)

    def _add_seqs(self, subject_ids: Sequence[int], seqs: Sequence[int]) -> None:
        """The first and the last seq of each subject; between them none may be left out."""
        firsts, lasts = self.firsts, self.lasts
        for subject, seq in zip(subject_ids, seqs, strict=True):
            if lasts.setdefault(subject, seq - 1) != seq - 1:
                raise OddError
            lasts[subject] = seq
            firsts.setdefault(subject, seq)


def _owner_tag(subject: str) -> str | None:
    owner = owner_of(subject)
    return None if owner is None else f"organisation:{owner}"


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Thousands of rows at once look to the garbage collector like a leak; none is in a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _demand(sound: bool) -> None:
    if not sound:
        raise OddError
