"""Whether somebody relied on a fact before it was corrected: the correction then waits for them.

Relied on it has each other organisation that, knowing it, stated something about the same subject, or about another
that names it where it is a thing that is handed over: a receipt of a manifest relies on what was said of its drums.
Who declares a month relies on its facts too, but waits for nobody: projections/custody/declared.py tells of that.
"""

from collections.abc import Iterable
from typing import Any

from ledger.fact import Recorded, speaker_of
from ledger.subjects import kind_of

HANDED_OVER = frozenset({"container", "batch", "consignment", "manifest"})
"""Kinds of which others tell in facts that merely name them; a scale or a place is named by everything."""


def relied_on_by(
    original: Recorded[Any], correction: Recorded[Any], facts: Iterable[Recorded[Any]]
) -> frozenset[str]:
    """The organisations, neither the original's nor the one that corrects, that stated something in between.

    `facts` are those about the subject, and for what is handed over those that name it. In between is by position:
    what was recorded before the original cannot have relied on it.
    """
    involved = {speaker_of(original.fact), speaker_of(correction.fact), correction.fact.stated_by}
    return frozenset(
        speaker_of(fact.fact)
        for fact in facts
        if original.position < fact.position < correction.position and _relies(fact)
    ).difference(involved)


def _relies(fact: Recorded[Any]) -> bool:
    return fact.fact.data.RELIES and not fact.fact.type.startswith("fact.")


def may_be_named(subject: str) -> bool:
    """Whether facts that merely name a subject may rely on what was said of it."""
    return kind_of(subject) in HANDED_OVER
