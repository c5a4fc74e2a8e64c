"""What else was known at a position, for whoever judges a case; each question is written down with who asked it.

So when something is said of what was asked about, those whose answers may change are known and judged again, and
nobody has to list them by hand.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import CATALOGUE, reader_of, tags_of
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.reading import Span
from ledger.subjects import kind_of
from projections.custody.acting import CORRECTIONS
from projections.custody.lives import Life, lives_of
from projections.custody.state import FOLDINGS, STATELESS
from projections.rules.case import ALWAYS, Case

T = TypeVar("T")

KEPT_MAX: Final = 20_000
"""How many lives are remembered from stretch to stretch."""

LOOKED_UP: Final = frozenset(
    {
        "contract",
        "delegation",
        "device",
        "exemption",
        "gate",
        "licence",
        "management_plan",
        "permit",
        "site",
        "transfer",
    }
)
"""Kinds of which one may ask for all that name a subject."""

Asked = dict[str, str]
"""What was asked about → the latest instant up to which the answer matters."""


def register(kind: str, tag: str) -> str:
    """The name of a question for all subjects of a kind that name another."""
    return f"{kind}@{tag}"


class Surroundings:
    """The lives of whatever is asked about, read when it is, up to the end of a stretch of the log."""

    def __init__(self) -> None:
        self._ledger: Ledger
        self._before = self._upto = 0
        self._kept: dict[str, Life] = {}
        self._members: dict[tuple[str, str], set[str]] = {}
        self._changed: Mapping[str, Life] = {}

    def begin(self, ledger: Ledger, facts: Sequence[Recorded[Any]], changed: Mapping[str, Life]) -> None:
        """Another stretch, given the lives that it changes."""
        before = facts[0].position - 1
        if before != self._upto or len(self._kept) > KEPT_MAX:
            self._kept, self._members = {}, {}
        self._ledger, self._before, self._upto, self._changed = ledger, before, facts[-1].position, changed
        for subject in changed:
            self._kept.pop(subject, None)
        for fact in facts:
            kind = kind_of(fact.fact.subject)
            for tag in tags_of(fact.fact):
                if (kind, tag) in self._members:
                    self._members[kind, tag].add(fact.fact.subject)

    def read(self, subjects: Iterable[str]) -> None:
        """Have these lives at hand, with as few queries as will do."""
        wanting = [s for s in dict.fromkeys(subjects) if s not in self._changed and s not in self._kept]
        touched = dict.fromkeys(wanting, (self._before,))
        self._kept |= {life.subject: life for life in lives_of(self._ledger, touched, self._upto)}

    def life(self, subject: str) -> Life:
        """The life of a subject up to the end of the stretch."""
        if (changed := self._changed.get(subject)) is not None:
            return changed
        if subject not in self._kept:
            self.read([subject])
        return self._kept[subject]

    def members(self, kind: str, tag: str) -> list[str]:
        """The subjects of a kind of which some fact carries a tag; `*` for all there are."""
        if (kind, tag) not in self._members:
            item = DCBQueryItem(list(_types_of(kind)), [] if tag == "*" else [tag])
            facts = self._ledger.recorder.decoded(DCBQuery([item]), Span(0, self._upto), reader_of)
            self._members[kind, tag] = {f.fact.subject for f in facts if kind_of(f.fact.subject) == kind}
        return sorted(self._members[kind, tag])


class KnownAt:
    """What was known at one position, to one that asks."""

    def __init__(self, surroundings: Surroundings, position: int) -> None:
        self._surroundings, self._position = surroundings, position
        self.asked: Asked = defaultdict(str)
        self._once: dict[str, Any] = {}

    def itself(self, subject: str) -> Case:
        """The case that is judged, about which nobody has to ask."""
        moment = self._surroundings.life(subject).at(self._position)
        initial = FOLDINGS.get(kind_of(subject), STATELESS).initial
        return Case(subject, moment.standing, moment.after, initial, self)

    def case(self, subject: str, at: str = ALWAYS) -> Case:
        """The case of any subject."""
        self.asked[subject] = max(self.asked[subject], at)
        return self.itself(subject)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What several rules work out of the same case, worked out once."""
        if name not in self._once:
            self._once[name] = make()
        found: T = self._once[name]
        return found

    def all_of(self, kind: str, tag: str, at: str = ALWAYS) -> list[Case]:
        """The cases of a kind that name a subject, of which something was said by then."""
        assert kind in LOOKED_UP, kind
        self.asked[register(kind, tag)] = max(self.asked[register(kind, tag)], at)
        members = self._surroundings.members(kind, tag)
        self._surroundings.read(members)
        cases = (self.case(subject, at) for subject in members)
        return [case for case in cases if case.standing]


@cache
def _types_of(kind: str) -> tuple[str, ...]:
    return (*(name for name, known in CATALOGUE.items() if kind in known.today.kinds()), *CORRECTIONS)
