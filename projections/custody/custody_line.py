"""The custody of a thing: who had it, one after the other, from which fact on."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from ledger.correction import Effective
from ledger.subjects import owner_of
from projections.custody.state import MASKED


class Held(msgspec.Struct, frozen=True, rename={"since": "from"}):
    """From when on somebody had it, after which step, and the fact by which that is known."""

    since: str
    held_by: str
    """`masked` where its asker may not see the trip on which it was handed on."""
    stage: str
    position: int


def custody_line(
    subject: str, standing: Sequence[Effective], after: Sequence[Any], hidden: Collection[str]
) -> list[Held]:
    """From the facts that count, in occurred order, and the state after each; nothing for what nobody holds.

    While nobody else is told to have a container it is its owner's. Who got it on a `hidden` trip has no name.
    """
    owner = owner_of(subject)
    holder = None
    line: list[Held] = []
    for each, state in zip(standing, after, strict=True):
        held_by = getattr(state, "held_by", None)
        if held_by is None and owner is not None and hasattr(state, "held_by"):
            held_by = f"organisation:{owner}"
        if held_by in {None, holder}:
            continue
        holder = held_by
        named = MASKED if getattr(state, "manifest", None) in hidden else holder
        line.append(Held(each.statement.occurred_at, named, state.stage, each.original.position))
    return line
