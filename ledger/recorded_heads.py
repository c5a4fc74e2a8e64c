"""Whether the heads that were stated as facts are those of the log: the part of verification that knows trees."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, ClassVar

from msgspec import DecodeError

from ledger.catalogue import read_leaf
from ledger.fact import Statement
from ledger.heads import Heads
from ledger.store.expected import Run
from ledger.store.strict_reading import Unsound
from ledger.transparency.heads import HeadTree


class RecordedHeads:
    """Told of every fact in the order of the log; knows beforehand of which sizes a snapshot was stated."""

    TYPES: ClassVar = frozenset({Heads.Recorded.TOPIC})

    def __init__(self, stated: Iterable[tuple[str, bytes]]) -> None:
        self._wanted: set[int] = set()
        for name, stored in stated:
            with suppress(DecodeError):  # verification itself names what cannot be read
                self._wanted.add(read_leaf(name, stored).fact.data.size)
        self._last = max(self._wanted, default=0)
        self._tree = HeadTree()
        self._found: dict[int, tuple[str, int]] = {}

    def saw(self, run: Run) -> None:
        """The next facts, with the numbers of their tags."""
        seen = seen_tags = 0
        end = run.first + len(run.counts)
        # nothing is folded behind the last snapshot
        for size in sorted(size for size in self._wanted | {min(self._last, end - 1)} if run.first <= size < end):
            counts = run.counts[seen : size + 1 - run.first]
            numbers = run.numbers[seen_tags : seen_tags + sum(counts)]
            self._tree.add_run(counts, numbers, run.hashes[seen : seen + len(counts)], run.texts)
            seen, seen_tags = seen + len(counts), seen_tags + len(numbers)
            if size in self._wanted:
                self._found[size] = (self._tree.root().hex(), self._tree.tags)

    def heard(self, _: int, said: Statement[Any]) -> None:
        """Raises Unsound for stated heads that are not the log's."""
        stated = said.data
        if self._found.get(stated.size) != (stated.root, stated.tags):
            raise Unsound(f"the heads that it states are not those of the first {stated.size} facts")
