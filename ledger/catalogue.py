"""Every type of fact that the log knows, with its versions: how to read it, how to show it, what it names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, get_args, get_origin

import msgspec
from msgspec import Struct

from ledger import wire
from ledger.fact import AnyFact, Recorded, Statement
from ledger.leaf import version_in
from ledger.subjects import Names, kind_of, owner_of


@dataclass(slots=True)
class EventType:
    """One type: the class of today, and every version ever stored with its decoder."""

    today: type[AnyFact]
    versions: dict[int, type[AnyFact]] = field(default_factory=dict)
    decoders: dict[int, msgspec.json.Decoder[Recorded[Any]]] = field(default_factory=dict)

    def read(self, stored: bytes) -> Recorded[Any]:
        """A stored leaf in the words of the version it was stored in; raises msgspec.DecodeError."""
        version = self.today.V if len(self.versions) == 1 else version_in(stored)
        return self.decoders[version].decode(stored)


CATALOGUE: dict[str, EventType] = {}
"""Name of the type → what is known of it. Filled by `publish` when the ledger is imported."""


def publish(*nouns: type) -> None:
    """Make the facts nested in these nouns part of the vocabulary."""
    for noun in nouns:
        for fact in vars(noun).values():
            if isinstance(fact, type) and issubclass(fact, AnyFact) and "TOPIC" in vars(fact):
                _publish_fact(fact)


def _publish_fact(fact: type[AnyFact]) -> None:
    known = CATALOGUE.setdefault(fact.TOPIC, EventType(fact))
    if fact.V in known.versions and known.versions[fact.V] is not fact:
        raise TypeError(f"{fact.TOPIC} v{fact.V} is published twice")
    known.versions[fact.V] = fact
    known.decoders[fact.V] = msgspec.json.Decoder(Recorded[fact])  # type: ignore[valid-type]
    known.today = known.versions[max(known.versions)]


def read_leaf(event_type: str, stored: bytes) -> Recorded[Any]:
    """A stored leaf as a typed fact in today's words; `v` stays what was stored.

    Raises KeyError for an unknown type, msgspec.DecodeError for bytes that are not of it.
    """
    return reader_of(event_type)(stored)


def reader_of(event_type: str) -> Callable[[bytes], Recorded[Any]]:
    """What reads the leaves of a type: for a page, look it up once per type and not once per leaf."""
    known = CATALOGUE[event_type]
    if len(known.versions) == 1:
        return known.decoders[known.today.V].decode
    return lambda stored: _in_todays_words(known, known.read(stored))


def _in_todays_words(known: EventType, recorded: Recorded[Any]) -> Recorded[Any]:
    said = recorded.fact
    if said.v == known.today.V:
        return recorded
    today = upcast(said.type, said.v, said.data)
    return msgspec.structs.replace(recorded, fact=msgspec.structs.replace(said, data=today))


def read_data(event_type: str, version: int, data: bytes | msgspec.Raw) -> AnyFact:
    """Canonical data of a type in the words of the given version, brought up to today's."""
    known = CATALOGUE[event_type]
    return upcast(event_type, version, msgspec.json.decode(data, type=known.versions[version]))


def upcast(event_type: str, version: int, fact: AnyFact) -> AnyFact:
    """A fact of an older version in today's words."""
    known = CATALOGUE[event_type]
    for newer in range(version + 1, known.today.V + 1):
        fact = known.versions[newer].upcast(fact)
    return fact


def tags_of(statement: Statement[Any]) -> list[str]:
    """The tags of an event, a pure function of its bytes, in their order and each once.

    The subject; every subject named in the data; the organisation whose USCC begins the subject's number. A
    `fact.*` event carries, after its subject, the tags of the original as it states them in `about`.
    """
    tags = {statement.subject: None}
    about = statement.about
    if about is not None:
        tags.update(dict.fromkeys(about.tags))
        corrected = getattr(statement.data, "data", None)
        if corrected is not None:
            older = CATALOGUE[about.type].versions[about.v]
            tags.update(dict.fromkeys(named_in(msgspec.json.decode(corrected, type=older))))
    tags.update(dict.fromkeys(named_in(statement.data)))
    owner = owner_of(statement.subject)
    if owner is not None:
        tags[f"organisation:{owner}"] = None
    return list(tags)


def named_in(fact: Struct) -> Iterator[str]:
    """The subjects that a fact's own fields name, in the order of the canonical bytes."""
    for name, extract in _extractors(type(fact)):
        value = getattr(fact, name)
        if value is None:
            continue
        if extract is _itself:
            yield value
        else:
            yield from extract(value)


def named_by_field(value: Struct, kinds: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each subject of these kinds that a fact names, behind the name of the innermost field in which it stands."""
    for name, attribute in _naming_fields(type(value), kinds):
        held = getattr(value, attribute)
        for each in held if isinstance(held, list) else (held,):
            if isinstance(each, Struct):
                yield from named_by_field(each, kinds)
            elif each is not None and kind_of(each) in kinds:
                yield name, each


@cache
def kinds_named(struct: type[Struct]) -> frozenset[str]:
    """The kinds of subject that the fields of a Struct may name."""
    return frozenset(kind for f in wire.fields(struct) for kind in _kinds_in(f.type))


def _kinds_in(hint: Any) -> Iterator[str]:
    for mark in wire.marks(hint):
        yield from mark.kinds if isinstance(mark, Names) else ()
    core = wire.bare(hint)
    if get_origin(core) is list:
        yield from _kinds_in(get_args(core)[0])
    elif isinstance(core, type) and issubclass(core, Struct):
        yield from kinds_named(core)


@cache
def _naming_fields(struct: type[Struct], kinds: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Name and attribute of those fields in which a subject of these kinds may stand."""
    attributes = {f.encode_name: f.name for f in msgspec.structs.fields(struct)}
    fields = (f for f in wire.fields(struct) if _may_name(f.type, kinds))
    return tuple((f.leaf_name, attributes[f.leaf_name]) for f in fields)


def _may_name(hint: Any, kinds: frozenset[str]) -> bool:
    marks = [mark for mark in wire.marks(hint) if isinstance(mark, Names)]
    if marks:
        return any(not kinds.isdisjoint(mark.kinds) for mark in marks)
    core = wire.bare(hint)
    if get_origin(core) is list:
        return _may_name(get_args(core)[0], kinds)
    return isinstance(core, type) and issubclass(core, Struct) and bool(_naming_fields(core, kinds))


@cache
def _extractors(struct: type[Struct]) -> tuple[tuple[str, Callable[[Any], Iterator[str]]], ...]:
    attributes = {f.encode_name: f.name for f in msgspec.structs.fields(struct)}
    found = ((attributes[f.leaf_name], _extractor(f.type)) for f in wire.fields(struct))
    return tuple((name, extract) for name, extract in found if extract is not None)


def _extractor(hint: Any) -> Callable[[Any], Iterator[str]] | None:
    if any(isinstance(mark, Names) for mark in wire.marks(hint)):
        return _itself
    core = wire.bare(hint)
    if get_origin(core) is list:
        inner = _extractor(get_args(core)[0])
        return None if inner is None else lambda values: (s for v in values for s in inner(v))
    if isinstance(core, type) and issubclass(core, Struct) and _extractors(core):
        return named_in
    return None


def _itself(subject: str) -> Iterator[str]:
    yield subject
