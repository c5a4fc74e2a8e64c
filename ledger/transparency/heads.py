"""The heads of all tags: for each, how many facts carry it and which, in one root.

A leaf hash proves one fact; only a count proves that none is left out. So at some size of the log the heads of all
tags, in the order in which the tags first appeared, are the leaves of a tree of their own, and its root is stated
as a fact (`heads.recorded`). Whoever has the log can compute it again, as `bihuan verify` does.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final, Self

from ledger.leaf import canonical, leaf_hash
from ledger.transparency.checking import check_inclusion
from ledger.transparency.tiles import WIDTH, TileReader, tile_root
from ledger.transparency.tree import root_from

NO_FACTS: Final = bytes(32)
"""The digest of a tag that no fact carries."""


def digest_after(digest: bytes, leaf: bytes) -> bytes:
    """SHA-256(digest ‖ leaf hash): one step for a new fact, however many came before it."""
    return hashlib.sha256(digest + leaf).digest()


@dataclass(frozen=True, slots=True)
class Head:
    """A tag, how many facts carry it, and the digest over their leaf hashes in the order of the log."""

    tag: str
    count: int
    digest: bytes

    @classmethod
    def over(cls, tag: str, leaf_hashes: Iterable[bytes]) -> Self:
        """The head of a tag, from the leaf hashes of its facts."""
        count, digest = 0, NO_FACTS
        for each in leaf_hashes:
            count, digest = count + 1, digest_after(digest, each)
        return cls(tag, count, digest)

    @property
    def leaf(self) -> bytes:
        """Canonical JSON of count, digest and tag: a leaf of the tree of heads."""
        return canonical({"count": self.count, "digest": self.digest.hex(), "tag": self.tag})

    @property
    def leaf_hash(self) -> bytes:
        """SHA-256(0x00 ‖ leaf)."""
        return leaf_hash(self.leaf)


@dataclass(frozen=True, slots=True)
class HeadProof:
    """That this is the head of a tag: it is number `index` of `tags` heads, as they were after `size` facts."""

    head: Head
    index: int
    tags: int
    hashes: tuple[bytes, ...]
    size: int

    def check(self, root: bytes) -> None:
        """Raises ProofError unless the head is under this root."""
        check_inclusion(self.head.leaf_hash, self.index, self.tags, self.hashes, root)


class HeadTree:
    """The heads of a log that is read from its beginning; only what changed is hashed again for the next root."""

    def __init__(self) -> None:
        self._tags: list[str] = []
        self._counts: list[int] = []
        self._digests: list[bytes] = []
        self._changed: set[int] = set()
        self._roots: list[list[bytes]] = []

    def add_run(
        self, counts: Sequence[int], numbers: Sequence[int], leaves: Sequence[bytes], texts: Sequence[str]
    ) -> None:
        """Facts that follow each other: how many tags each has, their numbers, the leaf hashes; number → text."""
        sha256, digests = hashlib.sha256, self._digests
        self._tags.extend(texts[len(self._tags) + 1 : max(numbers, default=0) + 1])
        new = len(self._tags) - len(digests)
        self._counts.extend([0] * new)
        digests.extend([NO_FACTS] * new)
        for number, leaf in zip(numbers, chain.from_iterable(map(repeat, leaves, counts)), strict=True):
            digests[number - 1] = sha256(digests[number - 1] + leaf).digest()
        for number, times in Counter(numbers).items():
            self._counts[number - 1] += times
            self._changed.add((number - 1) // WIDTH)

    @property
    def tags(self) -> int:
        """How many tags there are."""
        return len(self._tags)

    def root(self) -> bytes:
        """The root over all heads as they are now."""
        level, changed = 0, self._changed
        while changed:
            changed = self._fold(level, changed)
            level += 1
        self._changed = set()
        return root_from(self.tags, TileReader(self.tags, lambda t: b"".join(self._tile(t.level, t.index))).hash_at)

    def _fold(self, level: int, changed: Iterable[int]) -> set[int]:
        """Hash those tiles of a level again that are full; gives the tiles above them."""
        if level == len(self._roots):
            self._roots.append([])
        roots, above = self._roots[level], set()
        for number in sorted(changed):
            hashes = self._tile(level, number)
            if len(hashes) == WIDTH:
                roots[number : number + 1] = [tile_root(hashes)]
                above.add(number // WIDTH)
        return above

    def _tile(self, level: int, number: int) -> list[bytes]:
        place = slice(number * WIDTH, (number + 1) * WIDTH)
        if level:
            return self._roots[level - 1][place]
        heads = zip(self._tags[place], self._counts[place], self._digests[place], strict=True)
        return [Head(*head).leaf_hash for head in heads]
