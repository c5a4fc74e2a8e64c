"""The facts of an organisation as a server shows them, read as they are stored and put in order by subject."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

import ledger.log  # noqa: F401  (importing it publishes the vocabulary)
from ledger.catalogue import read_leaf, tags_of
from ledger.correction import Effective, is_about_a_fact
from ledger.fact import Recorded
from ledger.hazardous_waste.manifest import Manifest
from ledger.subjects import kind_of, owner_of
from projections.custody.acting import acts_on, counting

Answer = tuple[bytes, dict[str, str]]
"""A page of leaves, one a line, and what its headers say."""
Ask = Callable[[str, dict[str, str]], Answer]
"""Asks a path with a query; raises what refuses it."""
PAGE = "500"
IN_BOOKS = frozenset(
    {"container", "exemption", "facility", "licence", "manifest", "organisation", "profile", "treatment"}
)
OF_A_RECEIVER = ("organisation.registered", "organisation.changed", "licence.granted", "licence.changed")


class _Type(msgspec.Struct):
    type: str


class _Leaf(msgspec.Struct):
    fact: _Type


_types = msgspec.json.Decoder(_Leaf)


class Books(NamedTuple):
    """What counts today of an organisation's facts, by the subject that they are about or act on."""

    by_subject: dict[str, list[Effective]]

    def of_kind(self, kind: str) -> Iterator[tuple[str, list[Effective]]]:
        """Subjects of a kind by number, with their facts in occurred order."""
        return ((s, facts) for s, facts in sorted(self.by_subject.items()) if kind_of(s) == kind)


def read_books(ask: Ask, organisation: str, told: Callable[[int], None] = lambda _: None) -> Books:
    """All that stands under an organisation's tag, and what is seen beside that of others who have to do with it."""
    own = f"organisation:{organisation}"
    facts = {fact.position: fact for fact in _pages(ask, own, "", told)}
    for tag, type_ in sorted({asked for fact in facts.values() for asked in _beside(fact, organisation)}):
        facts |= {fact.position: fact for fact in _pages(ask, tag, type_, told)}
    by_tag: dict[str, list[Recorded[Any]]] = {}
    for _, fact in sorted(facts.items()):
        for tag in tags_of(fact.fact):
            by_tag.setdefault(tag, []).append(fact)
    return Books(
        {subject: _life(subject, by_tag) for subject in by_tag if kind_of(subject) in IN_BOOKS and subject != own}
    )


def _beside(fact: Recorded[Any], organisation: str) -> Iterator[tuple[str, str]]:
    """What else has to be asked for, by tag and perhaps by type.

    Others' containers, who relied on what is corrected or withdrawn, all of a trip, and who its receiver is.
    """
    for tag in tags_of(fact.fact):
        of_others = owner_of(tag) != organisation or is_about_a_fact(fact.fact.type)
        if kind_of(tag) == "manifest" or (kind_of(tag) == "container" and of_others):
            yield tag, ""
    if isinstance(fact.fact.data, Manifest.Issued):
        yield from ((fact.fact.data.receiver, type_) for type_ in OF_A_RECEIVER)


def _life(subject: str, by_tag: dict[str, list[Recorded[Any]]]) -> list[Effective]:
    """What counts of a subject, with what others did to it."""
    naming = [fact for fact in by_tag[subject] if fact.fact.subject != subject]
    others = {fact.fact.subject for fact in naming if acts_on(fact, subject)}
    naming += [fact for other in sorted(others) for fact in by_tag[other] if fact.fact.subject != subject]
    return counting(subject, [fact for fact in by_tag[subject] if fact.fact.subject == subject], naming)


def _pages(ask: Ask, tag: str, type_: str, told: Callable[[int], None]) -> Iterator[Recorded[Any]]:
    cursor, more = "0", "true"
    while more == "true":
        query = {"tag": tag, "form": "leaf", "limit": PAGE, "cursor": cursor, **({"type": type_} if type_ else {})}
        body, headers = ask("/v1/events", query)
        lines = body.splitlines()
        for line in lines:
            yield read_leaf(_types.decode(line).fact.type, line)
        told(len(lines))
        cursor, more = headers["bihuan-cursor"], headers["bihuan-more"]
