"""What is told of the ground itself: spoil filled in on a project, a yard counted, waste taken away from a site.

Such facts come by the hundred thousand on one place, so each is an entry by itself. What was said of one of them
afterwards is read with the corrections of its place and what decides about that, never with the other entries.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from eventsourcing.dcb.api import DCBQuery

from ledger.catalogue import CATALOGUE, read_leaf, reader_of
from ledger.clock import shanghai_day
from ledger.construction_waste.backfill import Spoil
from ledger.construction_waste.yard import Removal, Yard
from ledger.correction import Effective, effective, is_about_a_fact
from ledger.fact import Recorded
from ledger.log import Ledger
from ledger.store.reading import Span, SubjectItem
from ledger.subjects import kind_of
from projections.construction_waste.hauls import Entry
from projections.kept import STILL, Key, Turned, turn
from projections.kept import Span as Stood

KINDS: Final = {Spoil.Backfilled.TOPIC: "backfilled", Yard.Counted.TOPIC: "counted", Removal.Removed.TOPIC: "removed"}
"""Type → kind of the entry."""


class Told(NamedTuple):
    """How entries turned, and what stands of each that changed, before the stretch and after it."""

    turned: Turned
    changed: list[tuple[Entry | None, Entry | None]]


def told_of_the_ground(ledger: Ledger, facts: Sequence[Recorded[Any]]) -> Told:
    """What a stretch of the log tells of the ground."""
    before, upto = facts[0].position - 1, facts[-1].position
    new = {fact.position: fact for fact in facts if fact.fact.type in KINDS}
    touched: dict[tuple[str, int], list[int]] = defaultdict(list)
    for fact in facts:
        about = fact.fact.about
        if about is not None and about.type in KINDS:
            touched[fact.fact.subject, about.position].append(fact.position)
    told = Told(Turned([], []), [])
    corrected = {position for _, position in touched}
    for position, fact in new.items():
        if position not in corrected:
            (each,) = effective([fact])
            entry = _entry(each)
            told.turned.began.append(Stood(entry, position, STILL))
            told.changed.append((None, entry))
    for (subject, position), at in touched.items():
        life = _life(ledger, subject, new.get(position) or _fact_at(ledger, position), upto)
        moments = [before, *([position] if position > before else []), *at]
        known = [(each, _stands(life, position, each)) for each in moments]
        turn(told.turned, known)
        told.changed.append((next(iter(known[0][1].values()), None), next(iter(known[-1][1].values()), None)))
    return told


def _fact_at(ledger: Ledger, position: int) -> Recorded[Any]:
    (leaf,) = ledger.recorder.leaves_at([position])
    return read_leaf(*leaf)


def _life(ledger: Ledger, subject: str, original: Recorded[Any], upto: int) -> list[Recorded[Any]]:
    """The fact, what was said of facts about its place, and what may have relied on it."""
    types = [name for name, known in CATALOGUE.items() if _tells(name, kind_of(subject)) and known.today.RELIES]
    query = DCBQuery([SubjectItem(types, [subject])])
    return [original, *ledger.recorder.decoded(query, Span(0, upto), reader_of)]


def _tells(event_type: str, kind: str) -> bool:
    return is_about_a_fact(event_type) or kind in CATALOGUE[event_type].today.kinds()


def _stands(life: Sequence[Recorded[Any]], position: int, at: int) -> dict[Key, Entry]:
    known = [fact for fact in life if fact.position <= at]
    standing: Iterator[Effective] = (e for e in effective(known) if e.original.position == position)
    return {(e.statement.subject, position): _entry(e) for e in standing}


def _entry(each: Effective) -> Entry:
    said = each.statement
    kind, day = KINDS[said.type], str(shanghai_day(said.occurred_at))
    return Entry(said.subject, each.original.position, kind, said.subject, day, said.data.told_g, "", "", None)
