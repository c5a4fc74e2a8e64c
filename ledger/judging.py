"""What judging a statement rests on: facts of subjects that were recorded before it, and how to ask for them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar

from eventsourcing.dcb.domain import Selector

from ledger.catalogue import CATALOGUE
from ledger.correction import Correction, is_about_a_fact
from ledger.fact import AnyFact, Recorded, Relation, Statement
from ledger.fact import speaker_of as speaker_of  # noqa: PLC0414  (relations look for it here)
from ledger.subjects import kind_of

CORRECTIONS: tuple[type[AnyFact], ...] = (Correction.Corrected, Correction.Withdrawn, Correction.Confirmed)

S = TypeVar("S")


@dataclass
class OfSubject(Selector):
    """Facts whose primary subject is the one tag; a busy organisation's tag stands on everything it owns."""


@dataclass
class Named(Selector):
    """Facts that carry the tag, whatever they are about."""


def standing_facts(subject: str, *types: type[AnyFact]) -> OfSubject:
    """Facts of these types about a subject, with what corrects them, and what others may say of it.

    Without the last it would not be known whether a correction waits for somebody who relied on the fact.
    """
    others = _told_by_others(kind_of(subject), tuple(CATALOGUE))
    return OfSubject((*dict.fromkeys((*types, *others, *CORRECTIONS)),), (subject,))


@cache
def _told_by_others(kind: str, vocabulary: tuple[str, ...]) -> tuple[type[AnyFact], ...]:
    """The types of a vocabulary about a kind that not its owner alone may state."""
    facts = [today for name in vocabulary if kind in (today := CATALOGUE[name].today).kinds()]
    return tuple(f for f in facts if f.RELIES and f.STATED_BY != (Relation.OWNER,) and not is_about_a_fact(f.TOPIC))


class Known(Protocol):
    """What was recorded before the statement under judgement, as far as its selectors ask for it."""

    operator: str

    def facts(self, subject: str) -> list[Recorded[Any]]:
        """Facts whose primary subject this is, in the order of the log, those of the same request among them."""
        ...

    def delegations_of(self, uscc: str) -> Iterable[str]:
        """Those delegations which an organisation granted of which anything is known."""
        ...

    def plans_of(self, project: str) -> Iterable[str]:
        """The disposal plans that are known to name a project."""
        ...

    def trips_of(self, container: str) -> Iterable[str]:
        """The manifests of which a receipt that is known names a container, the latest first."""
        ...

    def fold(self, subject: str, state: S, evolve: Callable[[S, Statement[Any]], S]) -> S:
        """The state of a subject, in occurred order, after corrections."""
        ...


def reads_nothing(_: Statement[Any]) -> Iterable[OfSubject]:
    """The statement itself says enough."""
    return ()


def reads_no_more(*_: Any) -> Iterable[OfSubject]:
    """What was read first says enough."""
    return ()


class Standing(NamedTuple):
    """Whether whoever speaks has a relation to the subject, and which recorded facts tell.

    `then` says what to read once it is known what the first reading found.
    """

    holds: Callable[[Known, Statement[Any]], bool]
    reads: Callable[[Statement[Any]], Iterable[Selector]] = reads_nothing
    then: Callable[[Known, Statement[Any]], Iterable[Selector]] = reads_no_more


class Act(NamedTuple):
    """What makes an act unlawful: raises UnlawfulActError or ConflictError; and which recorded facts tell.

    `then` says what to read once it is known what the first reading found.
    """

    refuse: Callable[[Known, Statement[Any]], None]
    reads: Callable[[Statement[Any]], Iterable[Selector]] = reads_nothing
    then: Callable[[Known, Statement[Any]], Iterable[Selector]] = reads_no_more
