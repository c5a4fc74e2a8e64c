"""What acted on a subject without naming it: the departure of a whole load names no drum, and moves every one."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ledger.catalogue import tags_of
from ledger.fact import Recorded
from projections.custody.acting import Acting, counting


class Beside(NamedTuple):
    """Such a fact; of one that the asker may not see, what may be told is its type, its times and its hash."""

    fact: Recorded[Any]
    leaf_hash: str
    seen: bool
    occurred_at: str
    """As it counts: a correction may say another time."""


def acted_unnamed(
    subject: str, own: Sequence[Recorded[Any]], acting: Sequence[Acting], others: Iterable[Recorded[Any]]
) -> list[Beside]:
    """The facts, and the corrections that stand in their place, that count in a subject's state without naming it.

    `own` are the facts about it, `acting` those that may act on it, `others` whatever else names it; in the order of
    the log.
    """
    known = {each.fact.position: each for each in acting}
    counted = counting(subject, own, [*(each.fact for each in acting), *others])
    found: dict[int, Beside] = {}
    for each in counted:
        for fact in filter(None, (each.original, each.correction)):
            of_it = known.get(fact.position)
            if of_it is not None and subject not in tags_of(fact.fact):
                at = each.statement.occurred_at
                found[fact.position] = Beside(fact, of_it.leaf_hash, of_it.seen, at)
    return [found[position] for position in sorted(found)]
