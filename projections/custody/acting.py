"""What acts on a subject though it is about another: a repacking that empties a drum, a treatment that takes it.

Such a fact carries the subject's tag, and so does what corrects or withdraws it. A correction may name a subject that
its original did not, and the next correction may not name it any more: so both are read whole by the original.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from eventsourcing.dcb.api import DCBQuery, DCBQueryItem

from ledger.catalogue import CATALOGUE, read_leaf, tags_of
from ledger.correction import Correction, Effective, effective, is_about_a_fact
from ledger.fact import Recorded
from ledger.hazardous_waste import manifest_effects
from ledger.hazardous_waste.manifest_parties import Trip, trip_of
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.reliance import may_be_named
from ledger.store.reading import SubjectItem
from ledger.subjects import kind_of
from projections.custody.beside import facts_beside

CORRECTIONS = [Correction.Corrected.TOPIC, Correction.Withdrawn.TOPIC]


class Acting(NamedTuple):
    """A fact about another subject, or what was said of that fact; `seen` tells whether the asker may see it."""

    fact: Recorded[Any]
    leaf_hash: str
    seen: bool = True


@cache
def _types(kind: str) -> tuple[str, ...]:
    return tuple(name for name, known in CATALOGUE.items() if kind in known.today.ACTS_ON)


def original_of(fact: Recorded[Any]) -> tuple[str, int]:
    """The type and the position of what was said: of the original, for what is about a fact."""
    about = fact.fact.about
    return (fact.fact.type, fact.position) if about is None else (about.type, about.position)


def acts_on(fact: Recorded[Any], subject: str) -> bool:
    """Whether a fact is of a type that acts on such a subject, and about another one."""
    return fact.fact.subject != subject and original_of(fact)[0] in _types(kind_of(subject))


def acting_on(ledger: Ledger, subject: str, upto: int) -> list[Acting]:
    """What acts on a subject in the log up to a position, with all that was said of it.

    Of a trip that carries it all is read: its departure acts on the whole load and names no container.
    """
    types = _types(kind_of(subject))
    if not types:
        return []
    naming = _read(ledger, DCBQuery([DCBQueryItem([*types, *CORRECTIONS], [subject])]), upto)
    others = [each.fact for each in naming if acts_on(each.fact, subject)]
    if not others:
        return []
    positions = {original_of(fact)[1] for fact in others}
    about = sorted({fact.fact.subject for fact in others})
    said = _read(ledger, DCBQuery([SubjectItem([] if is_manifest(s) else CORRECTIONS, [s]) for s in about]), upto)
    said = [each for each in said if is_manifest(each.fact.fact.subject) or original_of(each.fact)[1] in positions]
    wanting = sorted(positions - {each.fact.position for each in said})
    found = [*_told(ledger.recorder.leaves_at(wanting)), *said]
    known = {each.fact.position for each in found}
    corrected = {each.fact.fact.subject for each in said if is_about_a_fact(each.fact.fact.type)}
    return found + _relying(ledger, corrected, known, upto)


def _relying(ledger: Ledger, subjects: set[str], known: set[int], upto: int) -> list[Acting]:
    """What else was said of subjects of which something was corrected: the correction may wait for who said it."""
    facts: dict[int, Recorded[Any]] = {}
    for subject in sorted(subjects):
        about_it = ledger.recorded(subject=subject, upto=upto)
        facts |= {fact.position: fact for fact in (*about_it, *facts_beside(ledger, subject, about_it, upto))}
    return [Acting(fact, "") for position, fact in sorted(facts.items()) if position not in known]


def counting(subject: str, own: Sequence[Recorded[Any]], naming: Sequence[Recorded[Any]]) -> list[Effective]:
    """What counts in a subject's state, in occurred order: its own facts, and of those naming it what acts on it."""
    corrected = any(is_about_a_fact(fact.fact.type) for fact in own)
    standing = effective(own, naming_it(subject, naming) if corrected else ())
    others: dict[str, list[Recorded[Any]]] = {}
    for fact in {f.position: f for f in naming}.values():
        others.setdefault(fact.fact.subject, []).append(fact)
    trips: dict[str, Trip] = {}
    for other, facts in others.items():
        if not any(acts_on(fact, subject) for fact in facts):
            continue
        corrected = any(is_about_a_fact(fact.fact.type) for fact in facts)
        beside = [f for f in (*own, *naming) if other in tags_of(f.fact)] if corrected and may_be_named(other) else []
        life = effective(facts, beside)
        if not is_manifest(other):
            standing += [e for e in life if acts_on(e.original, subject) and subject in tags_of(e.statement)]
        elif trip := trip_of(life):
            trips[other] = trip
    standing += manifest_effects.acting_on(subject, trips)
    return sorted(standing, key=lambda e: (e.statement.occurred_at, e.original.position))


def naming_it(subject: str, facts: Iterable[Recorded[Any]]) -> list[Recorded[Any]]:
    """Those that name a subject: a departure that moves the whole load relies on nothing said of one drum."""
    return [fact for fact in facts if subject in tags_of(fact.fact)]


def is_manifest(subject: str) -> bool:
    """Whether it is a manifest, whose facts may act on a whole load."""
    return kind_of(subject) == "manifest"


def _read(ledger: Ledger, query: DCBQuery, upto: int) -> list[Acting]:
    return _told(ledger.recorder.leaves(query, upto=upto)[0])


def _told(leaves: Iterable[tuple[str, bytes]]) -> list[Acting]:
    return [Acting(read_leaf(name, stored), leaf_hash(stored).hex()) for name, stored in leaves]
