"""The log up to a position, read for views: a few hundred subjects with each query."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import reader_of, tags_of
from ledger.correction import Effective, effective
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.reading import Span, SubjectItem
from ledger.subjects import kind_of
from projections.custody.beside import facts_beside

AT_ONCE: Final = 500
"""Subjects looked up with one query."""

Life = list[Recorded[Any]]


class Reading:
    """What a stretch needs of the log up to its last fact."""

    def __init__(self, ledger: Ledger, upto: int) -> None:
        self._ledger = ledger
        self._span = Span(0, upto)

    def lives(self, subjects: Iterable[str]) -> dict[str, Life]:
        """All facts about each of them."""
        found: dict[str, Life] = {subject: [] for subject in subjects}
        for _, fact in self._each(found, lambda subject: SubjectItem([], [subject])):
            found[fact.fact.subject].append(fact)
        return found

    def standing(self, subject: str, life: Life) -> list[Effective]:
        """The facts of a life as they count."""
        return effective(life, facts_beside(self._ledger, subject, life, self._span.upto))

    def under(self, subjects: Iterable[str]) -> dict[str, Life]:
        """All facts that carry the tag of each of them, whatever they are about."""
        found: dict[str, Life] = {subject: [] for subject in subjects}
        for asked, fact in self._each(found, lambda subject: DCBQueryItem([], [subject])):
            for tag in asked.intersection(tags_of(fact.fact)):  # what names others too is found with them once more
                found[tag].append(fact)
        return found

    def naming(self, subjects: Iterable[str], kind: str, types: Collection[str]) -> dict[str, set[str]]:
        """For each of them the subjects of a kind whose facts of these types name it, as it was said once."""
        found: dict[str, set[str]] = defaultdict(set)
        wanted, listed = set(subjects), list(types)
        for _, fact in self._each(wanted, lambda subject: DCBQueryItem(listed, [subject])):
            if kind_of(fact.fact.subject) == kind:
                for named in wanted.intersection(tags_of(fact.fact)):
                    found[named].add(fact.fact.subject)
        return found

    def _each(
        self, subjects: Iterable[str], item: Callable[[str], DCBQueryItem]
    ) -> Iterator[tuple[set[str], Recorded[Any]]]:
        """The subjects that were looked up together, and each fact that is found by one of them."""
        ordered = sorted(subjects)
        for first in range(0, len(ordered), AT_ONCE):
            together = ordered[first : first + AT_ONCE]
            query = DCBQuery([item(subject) for subject in together])
            asked = set(together)
            for fact in self._ledger.recorder.decoded(query, self._span, reader_of):
                yield asked, fact
