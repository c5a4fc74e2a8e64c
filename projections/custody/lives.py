"""The lives of many subjects at once, and each as it stood after any fact of a stretch of the log.

What a fact changes is its own subject, and each subject of a kind that it acts on: a repacking changes every drum
that it names, a departure every drum on the manifest. All facts of those are read from the log, whole, with a few
queries for the stretch; what comes of them depends on nothing else.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from ledger.catalogue import CATALOGUE, tags_of
from ledger.correction import Correction, is_about_a_fact
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.acting import acting_on, acts_on, is_manifest, original_of
from projections.custody.beside import facts_beside
from projections.custody.moment import Facts, Moment, moment_of
from projections.custody.telling import Telling, Trips
from projections.reading import Reading


class Life:
    """All that was said of a subject, what others' facts may do to it, and where a stretch changes it."""

    def __init__(self, subject: str, own: Facts, naming: Facts, touched: Sequence[int], trips: Trips) -> None:
        self.subject = subject
        self.own, self.naming = own, naming
        """About it; and what names it, with whole trips that carry it, and what was said of all those."""
        self.touched = touched
        """The positions that matter, the first of them before any change."""
        self._trips = trips

    @cached_property
    def moments(self) -> Sequence[Moment]:
        """As it stood before the stretch, then after each fact that changes it; views that fold it share them."""
        if any(is_about_a_fact(fact.fact.type) for facts in (self.own, self.naming) for fact in facts):
            return [moment_of(self.subject, self.own, self.naming, position) for position in self.touched]
        return list(Telling(self.subject, self.own, self.naming, self._trips).moments(self.touched))

    def at(self, position: int) -> Moment:
        """As it stood once the log had reached a position, of which nothing that came later is known."""
        last = bisect_right(self._positions, position)
        return self.moments[last - 1] if last else moment_of(self.subject, self.own, self.naming, position)

    @cached_property
    def _positions(self) -> list[int]:
        return [moment.position for moment in self.moments]


def lives_changed(
    ledger: Ledger, after: int, facts: Sequence[Recorded[Any]], kinds: Collection[str]
) -> Iterator[Life]:
    """The lives of all subjects of these kinds that facts after a position change, up to the last of them."""
    upto = facts[-1].position
    reading = Reading(ledger, upto)
    trips = reading.lives({f.fact.subject for f in facts if is_manifest(f.fact.subject)})
    carried = {trip: {tag for fact in told for tag in tags_of(fact.fact)} for trip, told in trips.items()}
    touched: dict[str, list[int]] = defaultdict(lambda: [after])
    for fact in facts:
        for subject in {fact.fact.subject, *_acted_on(ledger, fact, carried)}:
            if kind_of(subject) in kinds:
                touched[subject].append(fact.position)
    yield from lives_of(ledger, touched, upto, trips)


def lives_of(
    ledger: Ledger, touched: Mapping[str, Sequence[int]], upto: int, known: Mapping[str, Facts] | None = None
) -> Iterator[Life]:
    """The lives of subjects up to a position, each with the positions that matter; `known` trips are not read."""
    reading = Reading(ledger, upto)
    trips: dict[str, Facts] = dict(known or {})
    acted_on = {subject for subject in touched if kind_of(subject) in _kinds_acted_on()}
    naming = reading.under(acted_on)
    carrying = {f.fact.subject for each in naming.values() for f in each if is_manifest(f.fact.subject)}
    trips |= reading.lives(carrying - trips.keys())
    own = reading.lives(touched.keys() - acted_on - trips.keys())
    told = Trips()
    about_it: Facts
    for subject, positions in touched.items():
        if subject in acted_on:
            about_it = [fact for fact in naming[subject] if fact.fact.subject == subject]
            others = _others(ledger, subject, naming[subject], trips, upto)
        else:
            about_it = own[subject] if subject in own else trips[subject]
            others = facts_beside(ledger, subject, about_it, upto)
        yield Life(subject, about_it, others, positions, told)


def _others(ledger: Ledger, subject: str, naming: Facts, trips: Mapping[str, Facts], upto: int) -> Facts:
    """What may act on a subject: what names it, the trips that carry it, and all that hangs on what was corrected."""
    others = [fact for fact in naming if fact.fact.subject != subject]
    found = {fact.position: fact for fact in others}
    for trip in {fact.fact.subject for fact in others if is_manifest(fact.fact.subject)}:
        found |= {fact.position: fact for fact in trips[trip]}
    if any(is_about_a_fact(fact.fact.type) and acts_on(fact, subject) for fact in found.values()):
        found |= {each.fact.position: each.fact for each in acting_on(ledger, subject, upto)}
    return [found[position] for position in sorted(found)]


def _acted_on(ledger: Ledger, fact: Recorded[Any], carried: Mapping[str, Collection[str]]) -> Collection[str]:
    """The subjects that a fact may change beside its own; a fact about a trip, whatever any fact about it names."""
    # a confirmation is about a correction, and does not say of what
    confirmed = isinstance(fact.fact.data, Correction.Confirmed)
    kinds = _kinds_acted_on() if confirmed else CATALOGUE[original_of(fact)[0]].today.ACTS_ON
    if not kinds:
        return ()
    if is_manifest(fact.fact.subject):
        return {tag for tag in carried[fact.fact.subject] if kind_of(tag) in kinds}
    said: Iterable[Recorded[Any]] = (fact,)
    if is_about_a_fact(fact.fact.type):  # what another correction of the same fact named is changed by this one too
        said = ledger.recorded(subject=fact.fact.subject, upto=fact.position)
    return {tag for each in said for tag in tags_of(each.fact) if kind_of(tag) in kinds}


@cache
def _kinds_acted_on() -> frozenset[str]:
    return frozenset(kind for known in CATALOGUE.values() for kind in known.today.ACTS_ON)
