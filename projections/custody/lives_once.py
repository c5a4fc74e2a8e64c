"""The lives of drums and trips that a stretch changes, read once for all views that fold the same stretch."""

from collections.abc import Sequence
from typing import Any, Final
from weakref import WeakKeyDictionary

from ledger.fact import Recorded
from ledger.log import Ledger
from projections.custody.lives import Life, lives_changed

KINDS: Final = frozenset({"batch", "consignment", "container", "manifest", "transfer", "trip"})
Stretch = tuple[int, int]

_last: WeakKeyDictionary[Ledger, tuple[Stretch, Sequence[Life]]] = WeakKeyDictionary()
"""Of each log the stretch that was read last: what stands between two positions never changes."""


def lives_once(ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Sequence[Life]:
    """The lives of all subjects with loops that a stretch of the log without gaps changes, up to its end."""
    stretch = facts[0].position, facts[-1].position
    last = _last.get(ledger)  # another thread may read another stretch meanwhile
    if last is None or last[0] != stretch:
        last = _last[ledger] = stretch, tuple(lives_changed(ledger, facts[0].position - 1, facts, KINDS))
    return last[1]
