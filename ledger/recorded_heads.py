"""Whether the heads that were stated as facts are those of the log: the part of verification that knows trees."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from msgspec import DecodeError

from ledger.catalogue import read_leaf
from ledger.fact import Statement
from ledger.heads import Heads
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

    def saw(
        self, position: int, numbers: Sequence[int], tags: Sequence[str], leaf: bytes, said: Statement[Any] | None
    ) -> None:
        """One more fact, with the numbers and texts of its tags; raises Unsound for heads that are not the log's."""
        if position <= self._last:
            self._tree.add(numbers, tags, leaf)
            if position in self._wanted:
                self._found[position] = (self._tree.root().hex(), self._tree.tags)
        if said is not None and isinstance(said.data, Heads.Recorded):
            stated = said.data
            if self._found.get(stated.size) != (stated.root, stated.tags):
                raise Unsound(f"the heads that it states are not those of the first {stated.size} facts")
