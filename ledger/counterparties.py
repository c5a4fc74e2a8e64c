"""Whether the one who confirms a correction relied on what it corrects, without reading all that was said in between.

Who relied is defined in `ledger/reliance.py`. A place may have thousands of reports between a fact and its correction
and a container thousands of weighings; who asks is one organisation, and few of them can be its own.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import CATALOGUE, kinds_named, reader_of
from ledger.correction import is_about_a_fact
from ledger.fact import Recorded, Relation, speaker_of
from ledger.hazardous_waste.manifest import Manifest
from ledger.reliance import may_be_named, relied_on_by
from ledger.store.reading import Span, SubjectItem
from ledger.store.recorder import Recorder
from ledger.subjects import kind_of, owner_of

AT_ONCE = 50
"""How many facts are read before it is looked whether one of them tells."""


class Types(NamedTuple):
    """The types that may rely on what was said of a subject, by who may state them."""

    alone: tuple[str, ...]
    """Whoever owns what they are about: of thousands the first tells, for the owner is among their tags."""
    held: tuple[str, ...]
    """The owner, or who accepted the container on a manifest: never before its receipt."""
    others: tuple[str, ...]
    """Anybody else: there are few about one subject, and each has to be read to know who speaks."""


def has_relied(recorder: Recorder, speaker: str, original: Recorded[Any], correction: Recorded[Any]) -> bool:
    """Whether an organisation relied on a fact that was recorded before it was corrected or withdrawn."""
    subject = original.fact.subject
    span = Span(original.position, correction.position)
    return any(
        speaker in relied_on_by(original, correction, facts)
        for item, within in _telling(recorder, subject, speaker, span)
        for facts in _pages(recorder, item, within)
    )


def _telling(recorder: Recorder, subject: str, speaker: str, span: Span) -> Iterator[tuple[DCBQueryItem, Span]]:
    """Which facts in between tell, and within which stretch, one after the other until one does.

    An item without types would mean every type, so none is asked for.
    """
    types = _types(None if may_be_named(subject) else kind_of(subject), tuple(CATALOGUE))
    kind_of_item = DCBQueryItem if may_be_named(subject) else SubjectItem
    if types.alone:
        yield DCBQueryItem(list(types.alone), [subject, f"organisation:{speaker}"]), span._replace(limit=1)
    if types.others:
        yield kind_of_item(list(types.others), [subject]), span
    since = span.after if owner_of(subject) == speaker else _received_at(recorder, subject, speaker)
    if types.held and since is not None:
        yield kind_of_item(list(types.held), [subject]), span._replace(after=max(span.after, since))


def _received_at(recorder: Recorder, subject: str, speaker: str) -> int | None:
    """The position of the first receipt of an organisation that names a container; None where it has none."""
    receipts = recorder.decoded(DCBQuery([DCBQueryItem([Manifest.Received.TOPIC], [subject])]), Span(), reader_of)
    return next((each.position for each in receipts if speaker_of(each.fact) == speaker), None)


def _pages(recorder: Recorder, item: DCBQueryItem, span: Span) -> Iterator[list[Recorded[Any]]]:
    most = span.limit or AT_ONCE
    while facts := recorder.decoded(DCBQuery([item]), span._replace(limit=most), reader_of):
        yield facts
        if span.limit is not None or len(facts) < most:
            return
        span = span._replace(after=facts[-1].position)


@cache
def _types(kind: str | None, vocabulary: tuple[str, ...]) -> Types:
    """The types of a vocabulary that are about a kind, or about any."""
    today = {name: CATALOGUE[name].today for name in vocabulary if not is_about_a_fact(name)}
    relying = {name: fact for name, fact in today.items() if fact.RELIES}
    about = {name: set(fact.STATED_BY) for name, fact in relying.items() if kind is None or kind in fact.kinds()}
    # where it names another organisation too, that one's tag stands beside the owner's and tells nothing
    alone = tuple(
        name
        for name, who in about.items()
        if who == {Relation.OWNER} and "organisation" not in kinds_named(today[name])
    )
    held = tuple(name for name, who in about.items() if who == {Relation.OWNER, Relation.HOLDER})
    return Types(alone, held, tuple(name for name in about if name not in {*alone, *held}))
