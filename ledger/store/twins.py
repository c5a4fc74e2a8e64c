"""For each fact type a twin with its fields in the order of their names, for the check that bytes are canonical.

A twin is written in the order in which it is declared, so that encoding it gives canonical bytes without sorting, and
canonical bytes are read in that order too, which takes half the time. A twin reads less than its type does, never
more: one version of one type, by name, and nothing about another fact unless the type is a `fact.*`.
"""

from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from ledger import wire
from ledger.catalogue import CATALOGUE, EventType
from ledger.fact import AnyFact, Recorded, Statement
from ledger.leaf import version_in
from ledger.subjects import Names

as_declared = msgspec.json.Encoder().encode
"""Writes a twin, or a list of them, canonically."""

PLAIN = frozenset({str, int, bool, msgspec.Raw})

TagsOf = Callable[[Any], Iterable[str | None]]
"""The subject of a twin and then the subjects that its data names, in order; None for each that it leaves out."""


class Twin(NamedTuple):
    """How the leaves of one version of a type are read; `tags` is None where only the full way can tell them."""

    struct: type[Struct]
    decode: Callable[[bytes], Any]
    tags: TagsOf | None


def readers_of(name: str) -> tuple[Callable[[bytes], Any], list[Twin]] | None:
    """What decodes the leaves of a type into twins, and its twins; None for a type that has none."""
    known = CATALOGUE.get(name)
    twins = {} if known is None else {version: twin_of(fact) for version, fact in known.versions.items()}
    if known is None or None in twins.values():
        return None
    found: dict[int, Twin] = {version: twin for version, twin in twins.items() if twin is not None}
    return _decoder(known, found), list(found.values())


def _decoder(known: EventType, twins: dict[int, Twin]) -> Callable[[bytes], Any]:
    if len(twins) == 1:
        return twins[known.today.V].decode
    return lambda stored: twins[version_in(stored)].decode(stored)


@cache
def twin_of(fact: type[AnyFact]) -> Twin | None:
    """The twin of a leaf with this fact; None where a field is of a kind that is not known here."""
    try:
        data = _twin(fact)
    except TypeError:
        return None
    about_a_fact = not fact.kinds()  # it has the subject of the fact that it is about
    instead = {"data": data, "type": Literal[fact.TOPIC], "v": Literal[fact.V]}
    said = _twin(Statement, instead, without=frozenset() if about_a_fact else frozenset({"about"}))
    recorded = _twin(Recorded, {"fact": said})
    return Twin(recorded, msgspec.json.Decoder(recorded).decode, None if about_a_fact else _tags_of(fact))


def _twin(struct: type[Struct], instead: dict[str, Any] | None = None, without: frozenset[str] = frozenset()) -> Any:
    hints = instead or {}
    fields = sorted(msgspec.structs.fields(struct), key=lambda field: field.encode_name)
    for field in fields:
        if not field.required and field.default is not None:
            raise TypeError(f"{field.name} of {struct.__name__} has a default that is not None")
    return msgspec.defstruct(
        f"{struct.__name__}Twin",
        [
            (field.name, hint) if field.required else (field.name, hint, None)
            for field in fields
            if field.name not in without
            for hint in (hints.get(field.name) or _hint(field.type),)
        ],
        rename={field.name: field.encode_name for field in fields},
        kw_only=True,
        frozen=True,
        forbid_unknown_fields=True,
        omit_defaults=True,
        gc=False,
    )


def _hint(hint: Any) -> Any:
    """The same hint with twins in the places of Structs; raises TypeError for what may not be written as declared."""
    core = wire.bare(hint)
    if core in PLAIN or get_origin(core) is Literal:
        return core
    if get_origin(core) in {Union, UnionType}:
        members = [_hint(each) for each in get_args(core) if each is not NoneType]
        return Union[(*members, None)] if len(members) < len(get_args(core)) else Union[tuple(members)]  # noqa: UP007
    if get_origin(core) is list:
        return list[_hint(get_args(core)[0])]  # type: ignore[misc]
    if isinstance(core, type) and issubclass(core, Struct):
        return _twin(core)
    raise TypeError(f"{hint} is not known to be written in one way")


def _tags_of(fact: type[AnyFact]) -> TagsOf | None:
    """A getter of all tags but the owner's; None where a subject is named deeper than in a field of its own."""
    naming = [field.leaf_name for field in wire.fields(fact) if _names_subjects(field.type)]
    if any(not any(isinstance(mark, Names) for mark in f.marks) for f in wire.fields(fact) if f.leaf_name in naming):
        return None
    attributes = {field.encode_name: field.name for field in msgspec.structs.fields(fact)}
    # twice the subject, for with one name alone the getter gives no tuple
    return attrgetter("fact.subject", "fact.subject", *(f"fact.data.{attributes[name]}" for name in naming))


def _names_subjects(hint: Any) -> bool:
    """Whether there is a subject's name anywhere in values of this kind."""
    if any(isinstance(mark, Names) for mark in wire.marks(hint)):
        return True
    core = wire.bare(hint)
    if get_origin(core) is list:
        return _names_subjects(get_args(core)[0])
    return isinstance(core, type) and issubclass(core, Struct) and any(map(_names_subjects, _types_in(core)))


def _types_in(struct: type[Struct]) -> list[Any]:
    return [field.type for field in wire.fields(struct)]
