"""Every type of fact keeps the rules of the house: what its fields may be, and all that it says of itself."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
import pytest
from msgspec import NODEFAULT, Struct

from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.fact import AnyFact, Relation, Statement
from ledger.log import Ledger
from ledger.schema import KEYWORDS
from ledger.subjects import NUMBERS, Names
from ledger.titles import FIELD_TITLES

assert Ledger  # importing it publishes the vocabulary
EVERY_TYPE = [(name, v, fact) for name, known in CATALOGUE.items() for v, fact in known.versions.items()]
every_type = pytest.mark.parametrize("fact", [f for *_, f in EVERY_TYPE], ids=[f"{n}.v{v}" for n, v, _ in EVERY_TYPE])

ALLOWED = {str, int, bool, NoneType, msgspec.Raw}
ANNOTATIONS = {"title", "x-title-en", "x-names", "properties", "items"}


def structs_in(hint: Any) -> Iterator[type[Struct]]:
    """A Struct, and every Struct that its fields hold."""
    if isinstance(hint, type) and issubclass(hint, Struct):
        yield hint
        for field in msgspec.structs.fields(hint):
            yield from structs_in(field.type)
    for part in get_args(hint):
        yield from structs_in(part)


def leaves_of(hint: Any) -> Iterator[Any]:
    """The plain types that a hint is made of."""
    if get_origin(hint) is Annotated:
        yield from leaves_of(get_args(hint)[0])
    elif get_origin(hint) in {Union, UnionType, list}:
        for part in get_args(hint):
            yield from leaves_of(part)
    elif get_args(hint):  # Literal
        yield from {type(value) for value in get_args(hint)}
    elif isinstance(hint, type) and issubclass(hint, Struct):
        for field in msgspec.structs.fields(hint):
            yield from leaves_of(field.type)
    else:
        yield hint


def keywords_in(schema: Any) -> Iterator[str]:
    """The keywords of a JSON Schema and of those within it."""
    for keyword, value in schema.items():
        yield keyword
        if keyword == "properties":
            for each in value.values():
                yield from keywords_in(each)
        elif keyword == "items":
            yield from keywords_in(value)


@every_type
def test_a_fact_holds_text_whole_numbers_and_truth_and_no_float(fact: type[AnyFact]) -> None:
    assert set(leaves_of(fact)) <= ALLOWED


@every_type
def test_none_is_the_only_default(fact: type[AnyFact]) -> None:
    for struct in structs_in(fact):
        for field in msgspec.structs.fields(struct):
            assert field.default_factory is NODEFAULT, field.name
            assert field.default in {NODEFAULT, None}, field.name
            assert (NoneType in get_args(field.type)) == (field.default is None), field.name


@every_type
def test_a_fact_refuses_what_it_does_not_know_and_leaves_out_what_is_not_said(fact: type[AnyFact]) -> None:
    for struct in structs_in(fact):
        config = struct.__struct_config__
        assert config.frozen, struct
        assert config.forbid_unknown_fields, struct
        optional = [f for f in msgspec.structs.fields(struct) if f.default is None]
        assert config.omit_defaults or not optional, struct


@every_type
def test_names_are_ascii(fact: type[AnyFact]) -> None:
    for struct in structs_in(fact):
        for field in wire.fields(struct):
            assert field.leaf_name.isascii()
            assert field.wire_name.isascii()
            assert field.wire_name.replace("_", "a").isalnum()


@every_type
def test_every_field_has_a_title(fact: type[AnyFact]) -> None:
    assert _wire_names(fact) <= FIELD_TITLES.keys()


def test_every_title_is_used_and_says_something() -> None:
    assert set().union(*(_wire_names(fact) for *_, fact in EVERY_TYPE)) == FIELD_TITLES.keys()
    assert all(zh.strip() and en.strip() and en.isascii() for zh, en in FIELD_TITLES.values())


@every_type
def test_a_type_says_what_it_is_called_why_it_exists_and_who_states_it(fact: type[AnyFact]) -> None:
    assert fact.TITLE.zh.strip()
    assert not fact.TITLE.zh.isascii()
    assert fact.TITLE.en.strip()
    assert fact.TITLE.en.isascii()
    assert isinstance(fact.BASIS, tuple)
    assert all(basis.strip() for basis in fact.BASIS)
    assert fact.BASIS
    assert (fact.__doc__ or "").strip().endswith(".")
    assert fact.__doc__ != AnyFact.__doc__
    assert fact.STATED_BY
    assert all(isinstance(relation, Relation) for relation in fact.STATED_BY)


@every_type
def test_a_type_is_about_a_kind_that_has_numbers(fact: type[AnyFact]) -> None:
    assert set(fact.kinds()) <= NUMBERS.keys()
    assert bool(fact.kinds()) != fact.TOPIC.startswith("fact.")


@every_type
def test_a_type_is_named_for_its_noun_and_what_happened(fact: type[AnyFact]) -> None:
    noun, _, happened = fact.TOPIC.partition(".")
    assert noun.replace("_", "a").isalpha()
    assert happened.replace("_", "a").isalpha()
    assert fact.TOPIC.lower() == fact.TOPIC


@every_type
def test_what_a_type_wants_at_least_are_fields_of_it_whose_names_the_wire_shares(fact: type[AnyFact]) -> None:
    wire_names = {f.leaf_name: f.wire_name for f in wire.fields(fact)}
    assert all(wire_names[name] == name for name in fact.AT_LEAST_ONE)


@every_type
def test_a_field_that_names_a_subject_names_known_kinds(fact: type[AnyFact]) -> None:
    for struct in structs_in(fact):
        for field in wire.fields(struct):
            names = field.mark(Names)
            assert names is None or set(names.kinds) <= NUMBERS.keys()


@every_type
def test_every_keyword_of_a_schema_has_words_for_a_refusal(fact: type[AnyFact]) -> None:
    assert set(keywords_in(wire.schema(fact))) - ANNOTATIONS <= KEYWORDS.keys()


def test_a_subject_is_created_by_one_type() -> None:
    creators = [kind for known in CATALOGUE.values() if known.today.CREATES for kind in known.today.kinds()]
    assert sorted(creators) == sorted(set(creators))


def test_a_statement_holds_no_float_either() -> None:
    for struct in {s for f in msgspec.structs.fields(Statement) for s in structs_in(f.type)}:
        assert set(leaves_of(struct)) <= ALLOWED


def _wire_names(fact: type[AnyFact]) -> set[str]:
    return {field.wire_name for struct in structs_in(fact) for field in wire.fields(struct)}
