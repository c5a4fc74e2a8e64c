"""What a fact about a fact says of the original, held against what stands there."""

from collections.abc import Callable
from typing import Any

from ledger.catalogue import tags_of
from ledger.fact import Statement
from ledger.store.rows import StoredLeaf
from ledger.store.strict_reading import Unsound, read_strictly, strict_tags_of

Original = Callable[[int], StoredLeaf | None]
"""Finds the leaf that a `fact.*` event is about."""


def tags_about(said: Statement[Any], position: int, original: Original) -> list[str]:
    """The tags of what is said at a position, once what it says of another fact is true; raises Unsound if not."""
    texts = strict_tags_of(said)
    about = said.about
    if about is None:
        return texts
    stored = original(about.position) if 0 < about.position < position else None
    if stored is None:
        raise Unsound(f"it is about position {about.position}, which is not before it")
    there = read_strictly(stored[2]).fact
    if (about.type, about.subject, about.tags) != (there.type, there.subject, tags_of(there)):
        raise Unsound(f"what it says of position {about.position} is not what stands there")
    return texts
