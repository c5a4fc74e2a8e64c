"""A subject at one moment of the log: what counted of it then, and how it stood."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ledger.correction import Effective, is_about_a_fact
from ledger.fact import Recorded
from projections.custody.acting import counting
from projections.custody.state import states

Facts = Sequence[Recorded[Any]]


class Moment(NamedTuple):
    """A subject as it stood once the log had reached a position."""

    position: int
    standing: Sequence[Effective]
    """What counted, in occurred order."""
    after: Sequence[Any]
    """The state after each of those."""
    state: Any
    began: str | None
    """When the first thing of it happened that counts, else the first that was said; None while nothing was."""


def moment_of(subject: str, own: Facts, naming: Facts, position: int) -> Moment:
    """A subject at a position, from nothing but what was recorded by then of what is about it, or may act on it."""
    known = [fact for fact in own if fact.position <= position]
    counted = counting(subject, known, [fact for fact in naming if fact.position <= position])
    initial, *after = states(subject, counted)
    happened = [each.statement.occurred_at for each in counted] or [
        fact.fact.occurred_at for fact in known if not is_about_a_fact(fact.fact.type)
    ]
    return Moment(position, counted, after, after[-1] if after else initial, min(happened, default=None))
