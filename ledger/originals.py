"""What a fact about a fact speaks of, looked up before it is decided: what is recorded never changes."""

from collections.abc import Iterable
from typing import Any

from ledger.catalogue import read_leaf
from ledger.correction import Correction, is_about_a_fact
from ledger.counterparties import has_relied
from ledger.fact import Recorded
from ledger.posting import Original, Poster, Posting
from ledger.store.recorder import Recorder

NOWHERE = 0


class Originals:
    """The facts that postings are about, where they were found."""

    def __init__(self, recorder: Recorder, postings: Iterable[Posting]) -> None:
        self._recorder = recorder
        self._facts = facts_at(recorder, {_position_in(p) for p in postings})

    def of(self, posting: Posting, poster: Poster) -> Original | None:
        """What a posting is about; None where there is no such fact, or it is about none."""
        fact = self._facts.get(_position_in(posting))
        if fact is None:
            return None
        confirms = posting.type == Correction.Confirmed.TOPIC
        return Original(fact, confirms and self._has_relied(posting.on_behalf_of or poster.organisation, fact))

    def _has_relied(self, speaker: str, correction: Recorded[Any]) -> bool:
        about = correction.fact.about
        if about is None or not isinstance(correction.fact.data, Correction.Corrected | Correction.Withdrawn):
            return False
        original = facts_at(self._recorder, {about.position})[about.position]
        return has_relied(self._recorder, speaker, original, correction)


def facts_at(recorder: Recorder, positions: set[int]) -> dict[int, Recorded[Any]]:
    """Position → the fact there, for those that exist."""
    found = recorder.leaves_at(sorted(positions - {NOWHERE})) if positions - {NOWHERE} else []
    return {recorded.position: recorded for recorded in (read_leaf(*leaf) for leaf in found)}


def _position_in(posting: Posting) -> int:
    """The position that a `fact.*` posting is about, as far as it says a possible one."""
    position = posting.data.get("position")
    if is_about_a_fact(posting.type) and type(position) is int and 0 < position < 2**53:
        return position
    return NOWHERE
