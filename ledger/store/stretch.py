"""A stretch of the log checked by itself, by columns, wherever it lies: several can be checked at the same time.

What a stretch cannot know is what came before it: which number a text had, and how many facts a subject. It takes
the stored numbers for claims, holds them against each other, and gives them to whoever knows the facts before
(`Expected.take`). It never says what is wrong: where anything is, it gives nothing, and the sequential check, which
alone has the say, looks at that stretch again.
"""

import gc
from array import array
from collections.abc import Iterator, Sequence
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
    hashes: tuple[bytes, ...]
    stored: dict[int, tuple[str, bytes]]
    """Position → type and bytes, of the types whose words are wanted."""


class Checker:
    """Checks stretches of one log."""

    def __init__(self, claimed_types: dict[int, str], original: Original, wanted: frozenset[str] | None) -> None:
        found = {number: (name, readers_of(name)) for number, name in claimed_types.items()}
        readers = {number: (name, each) for number, (name, each) in found.items() if each is not None}
        self._decoders = {number: decode for number, (_, (decode, _)) in readers.items()}
        self._names = {number: name for number, (name, _) in readers.items()}
        self._twins: dict[type, Twin] = {t.struct: t for _, (_, twins) in readers.values() for t in twins}
        self._original = original
        self._wanted = wanted

    def check(self, first: int, size: int, rows: Rows, tag_rows: Rows) -> Claims | None:
        """The claims of a stretch of `size` facts from position `first` on; None if anything about it is odd."""
        try:
            with _collector_paused():
                return self._checked(first, size, rows, tag_rows)
        except Exception:  # whatever broke it: this check is a short cut, and the long way will name the fault
            return None

    def _checked(self, first: int, size: int, rows: Rows, tag_rows: Rows) -> Claims:
        positions, recorded_ats, subject_ids, seqs, type_ids, keys, hashes, stored = zip(*rows, strict=True)
        for column in (positions, recorded_ats, subject_ids, seqs, type_ids):
            _demand(set(map(type, column)) == {int})
        _demand(set(map(type, stored)) == {bytes})
        read = [self._decoders[number](data) for number, data in zip(type_ids, stored, strict=True)]
        # one text for all: each leaf is a whole JSON object, so the bounds between them cannot have moved
        _demand(as_declared(read) == b"[%b]" % b",".join(stored))
        said_position, said_at, said_seq, subjects, stated_by, sources, ids = zip(*map(members, read), strict=True)
        _demand(positions == said_position == tuple(range(first, first + size)))
        _demand(seqs == said_seq)
        microseconds = {text: strict_microseconds(text) for text in set(said_at)}
        _demand(recorded_ats == tuple(map(microseconds.__getitem__, said_at)))
        _demand(list(recorded_ats) == sorted(recorded_ats))
        names = {number: self._names[number] for number in dict.fromkeys(type_ids)}
        _demand(len(names) == len(set(names.values())))
        openings = [p for p, number in zip(positions, type_ids, strict=True) if names[number] == "log.opened"]
        _demand(openings == ([1] if first == 1 else []))
        _demand(keys == tuple(map(idempotency_key, stated_by, sources, ids)))
        _demand(hashes == tuple(map(leaf_hash, stored)))
        texts = self._texts(read, subjects, stored)
        counts = list(map(len, texts))
        tags, tag_ids = _numbered(list(chain.from_iterable(texts)), counts, positions, type_ids, tag_rows)
        _demand(subject_ids == tuple(map(tags.__getitem__, subjects)))
        firsts, lasts = _counted(subject_ids, seqs)
        told = None
        if self._wanted is not None:
            words = {
                position: (names[number], data)
                for position, number, data in zip(positions, type_ids, stored, strict=True)
                if names[number] in self._wanted
            }
            told = Told(array("q", tag_ids), array("q", counts), hashes, words)
        return Claims(
            first,
            size,
            (recorded_ats[0], recorded_ats[-1]),
            {name: number for number, name in names.items()},
            tags,
            array("q", firsts),
            (array("q", firsts.values()), array("q", lasts.values())),
            len(tag_rows),
            told,
        )

    def _texts(
        self, read: list[Any], subjects: Sequence[str], stored: Sequence[bytes]
    ) -> list[dict[str | None, None]]:
        """The tags of each fact, in order."""
        owners = {subject: _owner_tag(subject) for subject in set(subjects)}
        twins = self._twins
        texts: list[dict[str | None, None]] = []
        for twin, subject, data in zip(read, subjects, stored, strict=True):
            tags = twins[type(twin)].tags
            names: dict[str | None, None]
            if tags is None:
                recorded = read_strictly(data)
                names = dict.fromkeys(tags_about(recorded.fact, recorded.position, self._original))
            else:
                names = dict.fromkeys(tags(twin))
                names[owners[subject]] = None
                names.pop(None, None)
            texts.append(names)
        return texts


def _numbered(
    texts: list[Any], counts: list[int], positions: Sequence[int], type_ids: Sequence[int], tag_rows: Rows
) -> tuple[dict[str, int], Sequence[int]]:
    """Text → number, as the tag rows claim it, once every other column of them is what it must be."""
    found_positions, ordinals, tag_ids, found_types = zip(*tag_rows, strict=True)
    _demand(found_positions == tuple(chain.from_iterable(map(repeat, positions, counts))))
    _demand(ordinals == tuple(chain.from_iterable(map(range, counts))))
    _demand(found_types == tuple(chain.from_iterable(map(repeat, type_ids, counts))))
    numbers = dict(zip(texts, tag_ids, strict=True))
    _demand(tag_ids == tuple(map(numbers.__getitem__, texts)))
    return numbers, tag_ids


def _counted(subject_ids: Sequence[int], seqs: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """The first and the last seq of each subject; between them none may be left out."""
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    for subject, seq in zip(subject_ids, seqs, strict=True):
        if lasts.setdefault(subject, seq - 1) != seq - 1:
            raise OddError
        lasts[subject] = seq
        firsts.setdefault(subject, seq)
    return firsts, lasts


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
