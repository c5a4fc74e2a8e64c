"""The lives of many subjects at once, and each as it stood after any fact of a stretch of the log.

What a fact changes is its own subject, and each subject of a kind that it acts on: a repacking changes every drum
that it names, a departure every drum on the manifest. All facts of those are read from the log, whole, with a few
queries for the stretch; what comes of them depends on nothing else.
"""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ledger.catalogue import CATALOGUE, tags_of
from ledger.correction import Correction, Effective, is_about_a_fact
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.subjects import kind_of
from projections.custody.acting import acting_on, acts_on, counting, is_trip, original_of
from projections.custody.beside import facts_beside
from projections.custody.state import state_after, states
from projections.custody.trips_in_order import told_in_order
from projections.reading import Reading

Facts = list[Recorded[Any]]


class Moment(NamedTuple):
    """A subject as it stood once the log had reached a position."""

    position: int
    standing: Sequence[Effective]
    """What counted, in occurred order."""
    after: Sequence[Any]
    """The state after each of those."""
    state: Any
    withdrawn: bool
    """Whether anything said of it had been withdrawn."""
    began: str | None
    """When the first thing of it happened that counts, else the first that was said; None while nothing was."""


class Life(NamedTuple):
    """All that was said of a subject, what others' facts may do to it, and where a stretch of the log changes it."""

    subject: str
    own: Facts
    naming: Facts
    """Facts about other subjects that name it, whole trips that carry it, and what was said of those."""
    touched: list[int]

    def moments(self, before: int) -> Iterator[Moment]:
        """As it stood at a position before the stretch, then after each fact that changes it."""
        wanted = [before, *self.touched]
        if not told_in_order(self.own, self.naming):
            yield from map(self._looked_at, wanted)
            return
        waiting = deque(sorted(counting(self.subject, self.own, self.naming), key=lambda e: e.original.position))
        told = _Told(self.subject)
        for position in wanted:
            while waiting and waiting[0].original.position <= position:
                told.add(waiting.popleft())
            yield told.moment(position)

    def last_moments(self, before: int) -> tuple[Moment, Moment]:
        """As it stood at a position before the stretch, and at its end."""
        first, last = self._replace(touched=self.touched[-1:]).moments(before)
        return first, last

    def _looked_at(self, position: int) -> Moment:
        """As it stood at a position, from nothing but what was recorded by then."""
        own = [fact for fact in self.own if fact.position <= position]
        counted = counting(self.subject, own, [fact for fact in self.naming if fact.position <= position])
        initial, *after = states(self.subject, counted)
        withdrawn = any(isinstance(fact.fact.data, Correction.Withdrawn) for fact in own)
        happened = [each.statement.occurred_at for each in counted] or [
            fact.fact.occurred_at for fact in own if not is_about_a_fact(fact.fact.type)
        ]
        state = after[-1] if after else initial
        return Moment(position, counted, after, state, withdrawn, min(happened, default=None))


class _Told:
    """A life as it is told, fact by fact: what happened before the rest comes before the rest, however late."""

    def __init__(self, subject: str) -> None:
        self._subject = subject
        self._keys: list[tuple[str, int]] = []
        self._standing: list[Effective] = []
        initial, *_ = states(subject, ())
        self._states: list[Any] = [initial]

    def add(self, each: Effective) -> None:
        """One more fact that counts."""
        key = each.statement.occurred_at, each.original.position
        place = bisect_right(self._keys, key)
        self._keys.insert(place, key)
        self._standing.insert(place, each)
        del self._states[place + 1 :]
        for later in self._standing[place:]:
            self._states.append(state_after(self._subject, self._states[-1], later))

    def moment(self, position: int) -> Moment:
        """As far as it is told."""
        began = self._keys[0][0] if self._keys else None
        return Moment(position, tuple(self._standing), tuple(self._states[1:]), self._states[-1], False, began)


def lives_changed(ledger: Ledger, facts: Sequence[Recorded[Any]], kinds: Collection[str]) -> Iterator[Life]:
    """The lives of all subjects of these kinds that a stretch of the log changes, up to its end."""
    upto = facts[-1].position
    reading = Reading(ledger, upto)
    trips = reading.lives({f.fact.subject for f in facts if is_trip(f.fact.subject)})
    touched: dict[str, set[int]] = defaultdict(set)
    for fact in facts:
        for subject in (fact.fact.subject, *_acted_on(ledger, fact, trips)):
            if kind_of(subject) in kinds:
                touched[subject].add(fact.position)
    acted_on = {subject for subject in touched if _may_be_acted_on(kind_of(subject))}
    naming = reading.under(acted_on)
    carrying = {f.fact.subject for each in naming.values() for f in each if is_trip(f.fact.subject)}
    trips |= reading.lives(carrying - trips.keys())
    own = reading.lives(touched.keys() - acted_on - trips.keys())
    for subject, positions in touched.items():
        if subject in acted_on:
            about_it = [fact for fact in naming[subject] if fact.fact.subject == subject]
            others = _others(ledger, subject, naming[subject], trips, upto)
            yield Life(subject, about_it, others, sorted(positions))
        else:
            about_it = own[subject] if subject in own else trips[subject]
            yield Life(subject, about_it, facts_beside(ledger, subject, about_it, upto), sorted(positions))


def _others(ledger: Ledger, subject: str, naming: Facts, trips: dict[str, Facts], upto: int) -> Facts:
    """What may act on a subject: what names it, the trips that carry it, and all that hangs on what was corrected."""
    others = [fact for fact in naming if fact.fact.subject != subject]
    found = {fact.position: fact for fact in others}
    for trip in {fact.fact.subject for fact in others if is_trip(fact.fact.subject)}:
        found |= {fact.position: fact for fact in trips[trip]}
    if any(is_about_a_fact(fact.fact.type) and acts_on(fact, subject) for fact in found.values()):
        found |= {each.fact.position: each.fact for each in acting_on(ledger, subject, upto)}
    return [found[position] for position in sorted(found)]


def _acted_on(ledger: Ledger, fact: Recorded[Any], trips: dict[str, Facts]) -> Iterable[str]:
    """The subjects that a fact may change beside its own."""
    acting = CATALOGUE[original_of(fact)[0]].today.ACTS_ON
    if not acting and not isinstance(fact.fact.data, Correction.Confirmed):
        return ()
    said: Iterable[Recorded[Any]] = (fact,)
    if is_trip(fact.fact.subject):
        said = trips[fact.fact.subject]
    elif is_about_a_fact(fact.fact.type):  # what another correction of the same fact named is changed by this one too
        said = ledger.recorded(subject=fact.fact.subject, upto=fact.position)
    return {tag for each in said for tag in tags_of(each.fact) if tag != fact.fact.subject}


def _may_be_acted_on(kind: str) -> bool:
    return any(kind in known.today.ACTS_ON for known in CATALOGUE.values())
