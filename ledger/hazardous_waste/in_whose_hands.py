"""Who has a manifest's load: one who has all of it, or several of whom each has a part.

Each container knows its own holder; here the parts are put together, so that who took a part is not said to have all.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

BY_LINE = ""
"""What was told by line and not by container: of a load in bulk the part that goes another way than the rest."""


class HeldPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the load and who has it; without containers it is the rest, or what was told by line."""

    held_by: str
    containers: list[str] = []


class Hands(NamedTuple):
    """Who has all of a load; or nobody, and then who has which part."""

    whole: str | None = None
    parts: Sequence[HeldPart] = ()

    def takes(self, by: str, moved: Iterable[str], load: Iterable[str]) -> "Hands":
        """After somebody took the containers that moved, of a load as far as its containers are known."""
        rest, apart = self._apart()
        known = list(load)
        if rest is not None and known:
            # of a load that is known by its containers nothing is left that has no name
            apart = dict.fromkeys(known, rest) | apart
            rest = None
        apart |= dict.fromkeys(moved, by)
        held: dict[str, list[str]] = {} if rest is None else {rest: []}
        for container, holder in apart.items():
            if holder != rest:
                held.setdefault(holder, []).extend([container] if container != BY_LINE else [])
        if len(held) == 1:
            return Hands(next(iter(held)))
        return Hands(None, [HeldPart(holder, containers) for holder, containers in held.items()])

    def _apart(self) -> tuple[str | None, dict[str, str]]:
        """Who has the rest, and who has what went another way."""
        rest = self.whole
        apart: dict[str, str] = {}
        for part in self.parts:
            if not part.containers and rest is None:
                rest = part.held_by
            else:
                apart |= dict.fromkeys(part.containers or [BY_LINE], part.held_by)
        return rest, apart
