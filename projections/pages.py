"""Stretches of the log, decoded once for all views that read the same ones."""

from collections.abc import Sequence
from typing import Any

from ledger.fact import Recorded
from ledger.log import Ledger


class Pages:
    """Remembers the stretch that was read last; positions have no gaps, so any part of it can be cut out."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._last: Sequence[Recorded[Any]] = ()

    def beyond(self, after: int, upto: int, most: int) -> Sequence[Recorded[Any]]:
        """The facts beyond a position, at most so many of them; nothing at the end."""
        upto = min(upto, after + most)
        if upto <= after:
            return ()
        page = self._last  # other threads may read further meanwhile
        if not page or not page[0].position <= after + 1 <= upto <= page[-1].position:
            page = self._last = self._ledger.recorded(after=after, upto=upto)
        start = after + 1 - page[0].position if page else 0
        return page[start : start + upto - after]
