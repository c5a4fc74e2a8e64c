"""Facts about facts: a correction or a withdrawal is stated, the original stays for ever."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple

import msgspec

from ledger.catalogue import read_data
from ledger.fact import AnyFact, Fact, Recorded, Relation, Statement, Title, speaker_of
from ledger.limits import Limits
from ledger.reliance import relied_on_by
from ledger.text import Instant, Reason

Position = Annotated[int, Limits(ge=1, le=2**53 - 1)]


class Correction:
    """What is said of a fact afterwards, by its poster, by who relied on it, by an authority."""

    class Corrected(Fact, frozen=True, kw_only=True):
        """The whole data as it should have been, by the original's schema; the subject cannot be corrected."""

        TOPIC = "fact.corrected"
        TITLE = Title("事实更正", "Fact corrected")
        BASIS = ("固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）")
        SUBJECT = "*"
        STATED_BY = (Relation.AUTHOR,)

        position: Position
        data: msgspec.Raw
        reason: Reason
        time: Instant | None = None

    class Withdrawn(Fact, frozen=True, kw_only=True):
        """The fact should never have been stated."""

        TOPIC = "fact.withdrawn"
        TITLE = Title("事实撤回", "Fact withdrawn")
        BASIS = ("固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）")
        SUBJECT = "*"
        STATED_BY = (Relation.AUTHOR,)

        position: Position
        reason: Reason

    class Confirmed(Fact, frozen=True, kw_only=True):
        """Who relied on a fact agrees that it was corrected or withdrawn; `position` is that of the correction."""

        TOPIC = "fact.correction_confirmed"
        TITLE = Title("更正确认", "Correction confirmed")
        BASIS = ("本系统规则：他方已据以行事的事实，更正须经其确认",)
        SUBJECT = "*"
        STATED_BY = (Relation.COUNTERPARTY,)

        position: Position
        reason: Reason | None = None

    class Disputed(Fact, frozen=True, kw_only=True):
        """An authority holds a fact to be wrong; it overwrites nothing, and both are shown."""

        TOPIC = "fact.disputed"
        TITLE = Title("事实异议", "Fact disputed")
        BASIS = ("本系统规则：主管部门不改写他人陈述，只陈述异议",)
        SUBJECT = "*"
        STATED_BY = (Relation.OVERSEER,)

        position: Position
        reason: Reason


def is_about_a_fact(event_type: str) -> bool:
    """Whether a type speaks about another fact rather than about the ground."""
    return event_type.startswith("fact.")


class Pending(msgspec.Struct, frozen=True):
    """A correction or withdrawal that does not count yet, and the organisations that have not confirmed it."""

    correction: Recorded[Any]
    waits_for: frozenset[str]


class Effective(msgspec.Struct, frozen=True):
    """A fact as it counts today: the original, and the correction that stands in its place if there is one."""

    original: Recorded[Any]
    statement: Statement[Any]
    correction: Recorded[Any] | None = None
    pending: tuple[Pending, ...] = ()
    disputes: tuple[Recorded[Any], ...] = ()


def effective(facts: Sequence[Recorded[Any]], beside: Iterable[Recorded[Any]] = ()) -> list[Effective]:
    """The facts of one subject as they count, in occurred order.

    The correction with the greatest position wins, a withdrawal is final, and a correction takes the original's
    place in the order unless it corrects the time itself. What is corrected after another organisation relied on it
    stays as it was until that one confirms. `beside` are facts that merely name the subject.
    """
    said = said_about(facts, beside)
    standing = [
        _standing(fact, said)
        for fact in facts
        if not is_about_a_fact(fact.fact.type) and fact.position not in said.withdrawn
    ]
    return sorted(standing, key=lambda e: (e.statement.occurred_at, e.original.position))


class SaidAbout(NamedTuple):
    """What was said about the facts of a subject, each by the position that it is about, in the order of the log."""

    corrected: dict[int, list[Recorded[Any]]]
    withdrawn: dict[int, Recorded[Any]]
    pending: dict[int, list[Pending]]
    confirmed: dict[int, list[Recorded[Any]]]
    """By the position of the correction."""
    disputed: dict[int, list[Recorded[Any]]]


def said_about(facts: Sequence[Recorded[Any]], beside: Iterable[Recorded[Any]] = ()) -> SaidAbout:
    """Sort out what counts of the facts about facts."""
    said = SaidAbout({}, {}, {}, {}, {})
    speaking = sorted((f for f in facts if is_about_a_fact(f.fact.type)), key=lambda f: f.position)
    if not speaking:
        return said
    told = {f.position: f for f in (*facts, *beside) if not is_about_a_fact(f.fact.type)}
    for fact in speaking:
        match fact.fact.data:
            case Correction.Confirmed(position=position):
                said.confirmed.setdefault(position, []).append(fact)
            case Correction.Disputed(position=position):
                said.disputed.setdefault(position, []).append(fact)
    for fact in speaking:
        match fact.fact.data:
            case Correction.Corrected(position=position) | Correction.Withdrawn(position=position):
                original = told.get(position)
                relied = relied_on_by(original, fact, told.values()) if original is not None else frozenset()
                waits_for = relied.difference(speaker_of(f.fact) for f in said.confirmed.get(fact.position, ()))
                if waits_for:
                    said.pending.setdefault(position, []).append(Pending(fact, waits_for))
                elif isinstance(fact.fact.data, Correction.Withdrawn):
                    said.withdrawn[position] = fact
                else:
                    said.corrected.setdefault(position, []).append(fact)
    return said


def _standing(original: Recorded[Any], said: SaidAbout) -> Effective:
    position = original.position
    correction = said.corrected.get(position, [None])[-1]
    statement = original.fact
    if correction is not None:
        corrected = correction.fact.data
        statement = msgspec.structs.replace(
            statement,
            data=corrected_data(correction.fact),
            occurred_at=corrected.time or statement.occurred_at,
        )
    disputes = (d for d in said.disputed.get(position, ()) if d.position not in said.withdrawn)
    return Effective(original, statement, correction, tuple(said.pending.get(position, ())), tuple(disputes))


def says(statement: Statement[Any]) -> AnyFact:
    """What a statement says of the ground: its data, or for a correction those that it puts in their place."""
    return corrected_data(statement) if isinstance(statement.data, Correction.Corrected) else statement.data


def corrected_data(statement: Statement[Any]) -> AnyFact:
    """The corrected data of a `fact.corrected`, in today's words of the original's type."""
    about = statement.about
    assert about is not None  # every fact.* carries it: the ledger fills it in
    return read_data(about.type, about.v, statement.data.data)
