"""What the rows of the log must be, grown from its leaves one by one."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple, Protocol

from ledger.catalogue import CATALOGUE, read_leaf, tags_of
from ledger.fact import Recorded, Statement
from ledger.leaf import idempotency_key, leaf_hash
from ledger.store.original import Original, tags_about
from ledger.store.stretch import Claims, Told
from ledger.store.strict_reading import Unsound, quick_reader_of, read_strictly, strict_microseconds
from ledger.store.tables import EVENT_COLUMNS

EventRow = tuple[Any, ...]
"""A row of `event`, in the order of its columns."""

TagRow = tuple[Any, ...]
"""A row of `event_tag`: position, ordinal, tag_id, type_id."""

END_OF_TAGS: TagRow = (None,)


class Run(NamedTuple):
    """Facts that follow each other, from position `first` on."""

    first: int
    counts: Sequence[int]
    """How many tags each of them has."""
    numbers: Sequence[int]
    """The tags of all of them, one after the other."""
    hashes: Sequence[bytes]
    """The leaf hash of each."""
    texts: Sequence[str]
    """Number → tag, for all tags that there are so far; 0 is none."""


class Watch(Protocol):
    """Follows the log from its first fact on, and knows what no fact shows by itself."""

    TYPES: ClassVar[frozenset[str]]
    """The types of which it hears what a fact says."""

    def saw(self, run: Run) -> None:
        """The next facts, sound by themselves."""
        ...

    def heard(self, position: int, said: Statement[Any]) -> None:
        """What the fact seen last says, being of one of those types; raises Unsound where that is not true."""
        ...


class Numbers(dict[str, int]):
    """Texts numbered by first appearance: to ask for a new one is to number it. `texts` is the other way round."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = ["no text has the number 0"]

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self) + 1
        self.texts.append(text)
        return number

    def take(self, new: dict[str, int]) -> None:
        """Go on with texts that have the next numbers."""
        self.update(new)
        self.texts.extend(new)


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
            texts = tags_of(said) if said.about is None else tags_about(said, position, original)
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
                self._watch.saw(Run(position, (len(tag_ids),), tag_ids, row[6:7], tags.texts))
                if said.type in self._watch.TYPES:
                    self._watch.heard(position, said)
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

    def take(self, claims: Claims) -> bool:
        """Go on behind a stretch that was checked by itself, if all that it claims of the log before it is true.

        Otherwise nothing is taken, and the stretch has to be checked here. Raises Unsound as the watch does.
        """
        tags, types = _agreed(self.tags, claims.tags), _agreed(self.types, claims.types)
        continued = all(
            self._seqs.get(subject, 0) + 1 == first
            for subject, first in zip(claims.subjects, claims.seqs[0], strict=True)
        )
        if claims.first != self.position + 1 or tags is None or types is None or not continued:
            return False
        if claims.recorded_at[0] < self._recorded_at:
            return False
        self.tags.take(tags)
        self.types.take(types)
        self._seqs.update(zip(claims.subjects, claims.seqs[1], strict=True))
        self._recorded_at, self._instant = claims.recorded_at[1], ""
        self.tag_rows += claims.tag_rows
        if self._watch is not None and claims.told is not None:
            self._tell(self._watch, claims.told)
        else:
            self.position += claims.size
        return True

    def _tell(self, watch: Watch, told: Told) -> None:
        """Tell the watch what it is told of facts that are checked one by one, as many as can be at once."""
        first, seen, seen_tags = self.position + 1, 0, 0
        for words in sorted({*told.stored, first + len(told.counts) - 1}):
            upto = words - first + 1
            counts = told.counts[seen:upto]
            numbers = told.tags[seen_tags : seen_tags + sum(counts)]
            if counts:
                watch.saw(Run(first + seen, counts, numbers, told.hashes[seen:upto], self.tags.texts))
            seen, seen_tags, self.position = upto, seen_tags + len(numbers), words
            if words in told.stored:
                watch.heard(words, read_leaf(*told.stored[words]).fact)


def _agreed(known: Numbers, claimed: dict[str, int]) -> dict[str, int] | None:
    """Those texts that are new, if each claimed number is the known one or else the next; None if any is not."""
    new: dict[str, int] = {}
    for text, number in claimed.items():
        found = known.get(text)
        if found is None:
            if number != len(known) + len(new) + 1:
                return None
            new[text] = number
        elif found != number:
            return None
    return new


def _are_integers(a: Any, b: Any, c: Any, d: Any, e: Any) -> bool:
    return type(a) is type(b) is type(c) is type(d) is type(e) is int


def _first_difference(row: EventRow, wanted: EventRow) -> str:
    return next(
        name
        for name, found, value in zip(EVENT_COLUMNS, row, wanted, strict=True)
        if type(found) is not type(value) or found != value
    )
