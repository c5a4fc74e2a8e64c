"""The facts of an organisation as a server shows them, read as they are stored and put in order by subject."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import msgspec

import ledger.log  # noqa: F401  (importing it publishes the vocabulary)
from ledger.catalogue import CATALOGUE, read_leaf, tags_of
from ledger.correction import Effective, effective
from ledger.fact import Recorded
from ledger.subjects import kind_of, owner_of

Answer = tuple[bytes, dict[str, str]]
"""A page of leaves, one a line, and what its headers say."""
Ask = Callable[[str, dict[str, str]], Answer]
"""Asks a path with a query; raises what refuses it."""
PAGE = "500"


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
    """All that stands under an organisation's tag, and what is seen of others' containers that it names."""
    facts = {fact.position: fact for fact in _pages(ask, f"organisation:{organisation}", told)}
    named = {tag for fact in facts.values() for tag in tags_of(fact.fact) if kind_of(tag) == "container"}
    for container in sorted(tag for tag in named if owner_of(tag) != organisation):
        facts |= {fact.position: fact for fact in _pages(ask, container, told)}
    lives: dict[str, dict[int, Recorded[Any]]] = {}
    for position in sorted(facts):
        for subject in _lives_of(facts[position], facts):
            lives.setdefault(subject, {})[position] = facts[position]
    return Books({subject: effective(list(life.values())) for subject, life in lives.items()})


def _lives_of(fact: Recorded[Any], facts: dict[int, Recorded[Any]]) -> set[str]:
    """The subject of a fact, and those on which it, or the fact that it is about, acts."""
    about = fact.fact.about
    original = facts.get(about.position) if about else fact
    acts_on = CATALOGUE[about.type if about else fact.fact.type].today.ACTS_ON
    tags = [*tags_of(fact.fact), *(tags_of(original.fact) if original else ())]
    return {fact.fact.subject} | {tag for tag in tags if kind_of(tag) in acts_on}


def _pages(ask: Ask, tag: str, told: Callable[[int], None]) -> Iterator[Recorded[Any]]:
    cursor, more = "0", "true"
    while more == "true":
        query = {"tag": tag, "form": "leaf", "limit": PAGE, "cursor": cursor}
        body, headers = ask("/v1/events", query)
        lines = body.splitlines()
        for line in lines:
            yield read_leaf(_types.decode(line).fact.type, line)
        told(len(lines))
        cursor, more = headers["bihuan-cursor"], headers["bihuan-more"]
