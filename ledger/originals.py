"""What a fact about a fact speaks of, looked up before it is decided: what is recorded never changes."""

from collections.abc import Iterable, Iterator
from typing import Any

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import read_leaf, reader_of
from ledger.correction import Correction, is_about_a_fact
from ledger.fact import Recorded
from ledger.posting import Original, Poster, Posting
from ledger.reliance import may_be_named, relied_on_by, told_by_others, told_by_owner_alone
from ledger.store.reading import Span, SubjectItem
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
        """Whether an organisation relied on a fact before this correction or withdrawal of it."""
        about = correction.fact.about
        if about is None or not isinstance(correction.fact.data, Correction.Corrected | Correction.Withdrawn):
            return False
        original = facts_at(self._recorder, {about.position})[about.position]
        span = Span(about.position, correction.position)
        return any(
            speaker
            in relied_on_by(original, correction, self._recorder.decoded(DCBQuery([item]), limited, reader_of))
            for item, limited in _telling(about.subject, speaker, span)
        )


def _telling(subject: str, speaker: str, span: Span) -> Iterator[tuple[DCBQueryItem, Span]]:
    """Which facts in between tell, one reading after the other; few of them, however much was said in between.

    What the owner of a subject alone states has the owner for a tag: of all that, the first fact is enough.
    """
    alone, others = told_by_owner_alone(subject), told_by_others(subject)
    # an item without types would mean every type
    if alone:
        yield DCBQueryItem(alone, [subject, f"organisation:{speaker}"]), span._replace(limit=1)
    if others:
        yield (DCBQueryItem if may_be_named(subject) else SubjectItem)(others, [subject]), span


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
