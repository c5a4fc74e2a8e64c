"""Facts about facts: a correction or a withdrawal is stated, the original stays for ever."""

from typing import Annotated, Any

import msgspec

from ledger.catalogue import read_data
from ledger.fact import AnyFact, Fact, Recorded, Relation, Statement, Title
from ledger.limits import Limits
from ledger.text import Instant, Reason

Position = Annotated[int, Limits(ge=1, le=2**53 - 1)]


class Correction:
    """What the poster of a fact says of it afterwards."""

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


def is_about_a_fact(event_type: str) -> bool:
    """Whether a type speaks about another fact rather than about the ground."""
    return event_type.startswith("fact.")


class Effective(msgspec.Struct, frozen=True):
    """A fact as it counts today: the original, and the correction that stands in its place if there is one."""

    original: Recorded[Any]
    statement: Statement[Any]
    correction: Recorded[Any] | None = None


def effective(facts: list[Recorded[Any]]) -> list[Effective]:
    """The facts of one subject as they count, in occurred order.

    The correction with the greatest position wins, a withdrawal is final, and a correction takes the original's
    place in the order unless it corrects the time itself.
    """
    corrections: dict[int, Recorded[Any]] = {}
    withdrawn: set[int] = set()
    for fact in sorted(facts, key=lambda f: f.position):
        match fact.fact.data:
            case Correction.Corrected(position=position):
                corrections[position] = fact
            case Correction.Withdrawn(position=position):
                withdrawn.add(position)
    standing = [
        _standing(fact, corrections.get(fact.position))
        for fact in facts
        if not is_about_a_fact(fact.fact.type) and fact.position not in withdrawn
    ]
    return sorted(standing, key=lambda e: (e.statement.occurred_at, e.original.position))


def _standing(original: Recorded[Any], correction: Recorded[Any] | None) -> Effective:
    if correction is None:
        return Effective(original, original.fact)
    corrected = correction.fact.data
    statement = msgspec.structs.replace(
        original.fact,
        data=corrected_data(correction.fact),
        occurred_at=corrected.time or original.fact.occurred_at,
    )
    return Effective(original, statement, correction)


def corrected_data(statement: Statement[Any]) -> AnyFact:
    """The corrected data of a `fact.corrected`, in today's words of the original's type."""
    about = statement.about
    assert about is not None  # every fact.* carries it: the ledger fills it in
    return read_data(about.type, about.v, statement.data.data)
