"""The log as far as one may see it, a page at a time."""

from typing import Any, NamedTuple

from ledger.catalogue import tags_of
from ledger.fact import Recorded
from ledger.log import Ledger
from projections.custody.visibility import Visibility

PAGE_MAX = 500
LOOKED_AT_MAX = 5_000
"""How many facts one page looks through for those that the asker may see, before it answers with what it has."""


class Wanted(NamedTuple):
    """Which facts are asked for, beside being visible: those under a tag, those of a type, or all."""

    tag: str | None = None
    type: str | None = None

    def takes(self, fact: Recorded[Any]) -> bool:
        """Whether a fact is one of them."""
        said = fact.fact
        return self.type in {None, said.type} and (self.tag is None or self.tag in tags_of(said))


class Page(NamedTuple):
    """Facts in the order of the log, and the position up to which it was looked through for them."""

    facts: list[Recorded[Any]]
    last: int


def page_of(ledger: Ledger, seen: Visibility, wanted: Wanted, after: int, upto: int, limit: int) -> Page:
    """The first facts beyond `after`, at most `limit`, that are wanted and may be seen; the log ends at `upto`.

    Fewer, or none, do not mean that there are no more: that is so when `last` has reached `upto`.
    """
    tag, types = wanted.tag, [wanted.type] if wanted.type else []
    if tag is None and not _looks_beyond_its_own(ledger, seen):
        tag = f"organisation:{seen.viewer.organisation}"  # it states only about its own, and all that carries its tag
    found: list[Recorded[Any]] = []
    last, looked_at = after, 0
    while len(found) < limit and looked_at < LOOKED_AT_MAX:
        facts = ledger.recorded(tag=tag, types=types, after=last, upto=upto, limit=min(PAGE_MAX, limit))
        if not facts:
            return Page(found, max(last, upto))
        for fact in facts:
            looked_at += 1
            last = fact.position
            if seen.stated(fact) or seen.sees(fact.fact.subject):
                found.append(fact)
                if len(found) == limit:
                    break
    return Page(found, last)


def _looks_beyond_its_own(ledger: Ledger, seen: Visibility) -> bool:
    viewer = seen.viewer
    return viewer.division is not None or viewer.administers or viewer.organisation == ledger.operator
