"""The lives of drums and trips that a stretch changes, read once for all views that fold the same stretch."""

from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from ledger.fact import Recorded
from ledger.log import Ledger
from projections.custody.lives import Life, lives_changed
from projections.pages import Stretch

KINDS: Final = frozenset({"batch", "consignment", "container", "manifest", "transfer", "trip"})

_known: WeakKeyDictionary[Stretch, Sequence[Life]] = WeakKeyDictionary()
"""Of each stretch that somebody still holds; what stands between two positions never changes."""


def lives_once(ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Sequence[Life]:
    """The lives of all subjects with loops that a stretch without gaps changes, up to its end."""
    if not isinstance(facts, Stretch):
        return tuple(lives_changed(ledger, facts[0].position - 1, facts, KINDS))
    known = _known.get(facts)  # another thread may read another stretch meanwhile
    if known is None:
        known = _known[facts] = tuple(lives_changed(ledger, facts[0].position - 1, facts, KINDS))
    return known
