"""What a fact about a fact speaks of, looked up before it is decided: what is recorded never changes."""

from collections.abc import Iterable
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import read_leaf, reader_of
from ledger.correction import Correction, is_about_a_fact
from ledger.fact import Recorded
from ledger.posting import Original, Posting
from ledger.reliance import may_be_named, relied_on_by
from ledger.store.reading import Span, SubjectItem
from ledger.store.recorder import Recorder

NOWHERE = 0


class Originals:
    """The facts that postings are about, where they were found."""

    def __init__(self, recorder: Recorder, postings: Iterable[Posting]) -> None:
        self._recorder = recorder
        about = [(p.type, _position_in(p)) for p in postings]
        self._facts = facts_at(recorder, {position for _, position in about})
        confirmed = {position for name, position in about if name == Correction.Confirmed.TOPIC}
        self._counterparties = {position: self._who_relied(position) for position in confirmed & self._facts.keys()}

    def of(self, posting: Posting) -> Original | None:
        """What a posting is about; None where there is no such fact, or it is about none."""
        position = _position_in(posting)
        fact = self._facts.get(position)
        return None if fact is None else Original(fact, self._counterparties.get(position, frozenset()))

    def _who_relied(self, position: int) -> frozenset[str]:
        """Who relied on a fact before the correction or withdrawal at this position."""
        correction = self._facts[position]
        about = correction.fact.about
        if about is None or not isinstance(correction.fact.data, Correction.Corrected | Correction.Withdrawn):
            return frozenset()
        original = facts_at(self._recorder, {about.position})[about.position]
        item = DCBQueryItem if may_be_named(about.subject) else SubjectItem
        asked = DCBQuery([item([], [about.subject])])
        between = self._recorder.decoded(asked, Span(about.position, position), reader_of)
        return relied_on_by(original, correction, between)


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
