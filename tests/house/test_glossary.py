"""docs/GLOSSARY.md: one English word per Chinese term, and every word of the vocabulary in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
import pytest

import ledger.log  # noqa: F401  (importing it publishes the vocabulary)
from ledger import wire
from ledger.catalogue import CATALOGUE
from ledger.fact import Relation
from ledger.subjects import NUMBERS
from ledger.titles import FIELD_TITLES
from projections.custody.state import FOLDINGS, LoopStatus

GLOSSARY = (Path(__file__).parents[2] / "docs/GLOSSARY.md").read_text()
ROWS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in GLOSSARY.splitlines()
    if line.startswith("| ") and not line.startswith("| 中文")
]
ENGLISH = {row[0]: row[1] for row in ROWS}
IN_CODE = {word for row in ROWS for word in re.findall(r"`([^`]+)`", row[2])}
WORDS = set(re.findall(r"`([^`]+)`", GLOSSARY))


def test_no_chinese_term_stands_twice() -> None:
    terms = [row[0] for row in ROWS]
    assert [term for term in terms if terms.count(term) > 1] == []


def test_every_row_says_where_the_word_is_from() -> None:
    assert [row for row in ROWS if len(row) != 4 or not all(row)] == []


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_every_type_of_fact_is_there_under_its_own_titles(name: str) -> None:
    title = CATALOGUE[name].today.TITLE
    assert name in IN_CODE
    assert ENGLISH[title.zh].lower() == title.en.lower()


def test_a_field_is_called_what_the_glossary_calls_it() -> None:
    other = {
        zh: (english, ENGLISH[zh])
        for zh, english in FIELD_TITLES.values()
        if zh in ENGLISH and english.removesuffix("s") != ENGLISH[zh].removesuffix("s")
    }
    assert other == {}


def test_every_kind_of_subject_is_there() -> None:
    assert set(NUMBERS) - IN_CODE == set()


def test_every_value_that_a_field_may_take_is_there() -> None:
    values = {value for known in CATALOGUE.values() for value in _choices(known.today)}
    assert len(values) > 60
    assert values - IN_CODE == set()


def test_every_stage_and_every_status_of_a_loop_is_there() -> None:
    stages = {s for f in FOLDINGS.values() for s in _choices(type(f.initial)) | set(f.loops)}
    assert (stages | set(get_args(LoopStatus))) - IN_CODE == set()


def test_every_relation_of_a_speaker_is_there() -> None:
    assert {str(relation) for relation in Relation} - WORDS == set()


def _choices(struct: type[msgspec.Struct]) -> set[str]:
    return {value for field in wire.fields(struct) for value in _literals(field.type)}


def _literals(hint: Any) -> Iterator[str]:
    core = wire.bare(hint)
    if get_origin(core) is Literal:
        yield from get_args(core)
    elif get_origin(core) in {list, Union, UnionType}:
        for inner in get_args(core):
            yield from _literals(inner)
    elif isinstance(core, type) and issubclass(core, msgspec.Struct):
        yield from _choices(core)
