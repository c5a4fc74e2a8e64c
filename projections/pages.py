"""Stretches of the log, decoded once for all views that read the same ones."""

from typing import Any

from ledger.fact import Recorded
from ledger.log import Ledger


class Stretch(list[Recorded[Any]]):
    """Facts of the log without a gap; what is worked out from them may be kept as long as somebody holds them."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # this very one, which nobody changes

    def __eq__(self, other: object) -> bool:
        return self is other


class Pages:
    """Remembers the stretch that was read last; positions have no gaps, so any part of it can be cut out."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._last = Stretch()

    def beyond(self, after: int, upto: int, most: int) -> Stretch:
        """The facts beyond a position, at most so many of them; nothing at the end."""
        upto = min(upto, after + most)
        if upto <= after:
            return Stretch()
        page = self._last  # other threads may read further meanwhile
        if not page or not page[0].position <= after + 1 <= upto <= page[-1].position:
            page = self._last = Stretch(self._ledger.recorded(after=after, upto=upto))
        if not page or (page[0].position, page[-1].position) == (after + 1, upto):
            return page
        start = after + 1 - page[0].position
        return Stretch(page[start : start + upto - after])
