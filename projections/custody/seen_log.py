"""The log as far as one may see it, a page at a time."""

from typing import Any, NamedTuple

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import CATALOGUE, reader_of, tags_of
from ledger.fact import Recorded
from ledger.log import Ledger, query
from ledger.store.reading import Span, SubjectItem
from ledger.subjects import SETTINGS
from projections.custody.visibility import Visibility

PAGE_MAX = 500
LOOKED_AT_MAX = 5_000
"""How many facts of the asker's own one page looks through, before it answers with what it has."""
REACH, REACH_WANTED = 5_000, 20_000
"""How far one page looks into a log of which its asker may see others' facts: without a filter, and with one."""
PARTY_MAX = 2_000
"""To how many subjects of others one may be a party before the log is looked through as an authority does."""


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

    Fewer, or none, do not mean that there are no more: that is so when `last` has reached `upto`. Where a page ends
    does not depend on what its asker may not see, nor does the work of it for who is neither authority nor operator.
    """
    types = [wanted.type] if wanted.type else []
    if wanted.tag is not None and seen.sees(wanted.tag):
        return _looked_through(ledger, seen, wanted, query(None, wanted.tag, types), Span(after, upto, limit))
    own = None if seen.viewer.beyond_its_own else seen.party_beyond_its_number(PARTY_MAX)
    if own is not None:
        return _looked_through(ledger, seen, wanted, _all_of(seen, own, types), Span(after, upto, limit))
    # a stretch of the log that is always as long, however much of it is for this asker
    reach = REACH if wanted == Wanted() else REACH_WANTED
    end = max(after, min(upto, after + reach))
    asked = query(None, wanted.tag, types)
    return _looked_through(ledger, seen, wanted, asked, Span(after, end, limit), looked_at_max=reach)


def _all_of(seen: Visibility, others: list[str], types: list[str]) -> DCBQuery:
    """What an organisation may see that is neither authority nor operator: its own, and what it is a party to.

    What is settled for all has no tag to be found by, so it is looked for only where its type is asked for.
    """
    if types and SETTINGS.intersection(CATALOGUE[types[0]].today.kinds()):
        return DCBQuery([DCBQueryItem(types, [])])
    own = DCBQueryItem(types, [f"organisation:{seen.viewer.organisation}"])
    return DCBQuery([own, *(SubjectItem(types, [subject]) for subject in others)])


def _looked_through(
    ledger: Ledger,
    seen: Visibility,
    wanted: Wanted,
    asked: DCBQuery | None,
    span: Span,
    looked_at_max: int = LOOKED_AT_MAX,
) -> Page:
    """What is wanted and seen of what a query finds; `span.limit` is how much of it makes a page."""
    limit, end = span.limit or PAGE_MAX, span.upto or 0
    found: list[Recorded[Any]] = []
    last, looked_at, at_once = span.after, 0, min(PAGE_MAX, limit)
    while len(found) < limit and looked_at < looked_at_max:
        facts = ledger.recorder.decoded(asked, Span(last, end, at_once), reader_of)
        if not facts:
            return Page(found, max(last, end))
        shown = {fact.position for fact in seen.seen(facts)}
        for fact in facts:
            looked_at += 1
            last = fact.position
            if last in shown and wanted.takes(fact):
                found.append(fact)
                if len(found) == limit:
                    break
        at_once = PAGE_MAX  # what was looked at so far was not for this asker, or not enough
    return Page(found, last)
