"""What judging a statement rests on: facts of subjects that were recorded before it, and how to ask for them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeVar

from eventsourcing.dcb.domain import Selector

from ledger.correction import Correction
from ledger.fact import AnyFact, Recorded, Statement

CORRECTIONS: tuple[type[AnyFact], ...] = (Correction.Corrected, Correction.Withdrawn)

S = TypeVar("S")


@dataclass
class OfSubject(Selector):
    """Facts whose primary subject is the one tag; a busy organisation's tag stands on everything it owns."""


def standing_facts(subject: str, *types: type[AnyFact]) -> OfSubject:
    """Facts of these types about a subject, with what corrects or withdraws them."""
    return OfSubject((*types, *CORRECTIONS), (subject,))


class Known(Protocol):
    """What was recorded before the statement under judgement, as far as its selectors ask for it."""

    operator: str

    def facts(self, subject: str) -> list[Recorded[Any]]:
        """Facts whose primary subject this is, in the order of the log, those of the same request among them."""
        ...

    def fold(self, subject: str, state: S, evolve: Callable[[S, Statement[Any]], S]) -> S:
        """The state of a subject, in occurred order, after corrections."""
        ...


def reads_nothing(_: Statement[Any]) -> Iterable[OfSubject]:
    """The statement itself says enough."""
    return ()


class Standing(NamedTuple):
    """Whether whoever speaks has a relation to the subject, and which recorded facts tell."""

    holds: Callable[[Known, Statement[Any]], bool]
    reads: Callable[[Statement[Any]], Iterable[OfSubject]] = reads_nothing


class Act(NamedTuple):
    """What makes an act unlawful: raises UnlawfulActError or ConflictError; and which recorded facts tell."""

    refuse: Callable[[Known, Statement[Any]], None]
    reads: Callable[[Statement[Any]], Iterable[OfSubject]] = reads_nothing


def speaker_of(statement: Statement[Any]) -> str:
    """The organisation whose duty it is to say this: the one on whose behalf it is stated, else whoever states it."""
    return statement.on_behalf_of or statement.stated_by
