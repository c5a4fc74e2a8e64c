"""What was stored can be read and hashed for ever: a version in use changes neither its bytes nor its tags.

A new type or version brings its example: F of a statement with every optional field set, as
`ledger.posting.seal` gives it, in `golden/<type>.v<n>.json`, and its tags, one a line, in `golden/<type>.v<n>.tags`.
"""

import hashlib

import msgspec
import pytest
import rfc8785

from ledger.catalogue import CATALOGUE, read_leaf, tags_of
from ledger.fact import Statement
from ledger.leaf import canonical, fact_in, join, leaf_hash, version_in
from ledger.log import Ledger
from tests.house.golden_facts import FOLDER, Golden, golden_facts

GOLDEN = golden_facts()
EVERY_EXAMPLE = pytest.mark.parametrize("golden", GOLDEN, ids=[f"{g.type}.v{g.version}" for g in GOLDEN])


def test_every_type_and_version_has_its_example_and_no_example_lacks_its_type() -> None:
    assert Ledger  # importing it publishes the vocabulary
    known = {f"{name}.v{version}" for name, each in CATALOGUE.items() for version in each.versions}
    assert {path.stem for path in FOLDER.glob("*.json")} == known
    assert {path.name for path in FOLDER.iterdir()} == {f"{k}{end}" for k in known for end in (".json", ".tags")}


@EVERY_EXAMPLE
def test_an_example_reads_and_writes_to_the_same_bytes(golden: Golden) -> None:
    recorded = golden.read()
    assert (recorded.fact.type, recorded.fact.v) == (golden.type, golden.version)
    assert type(recorded.fact.data) is CATALOGUE[golden.type].versions[golden.version]
    assert canonical(recorded.fact) == golden.fact
    assert rfc8785.dumps(msgspec.json.decode(golden.fact)) == golden.fact


@EVERY_EXAMPLE
def test_an_example_is_cut_out_of_its_leaf_again(golden: Golden) -> None:
    stored = join(golden.fact, 4712, "2026-11-24T00:03:02.118204Z", 4)
    assert fact_in(stored) == golden.fact
    assert version_in(stored) == golden.version


@EVERY_EXAMPLE
def test_an_example_keeps_its_tags(golden: Golden) -> None:
    assert tags_of(golden.read().fact) == golden.tags


@EVERY_EXAMPLE
def test_an_example_reads_in_todays_words(golden: Golden) -> None:
    today = read_leaf(golden.type, join(golden.fact, 1, "", 1)).fact.data
    assert type(today) is CATALOGUE[golden.type].today


@EVERY_EXAMPLE
def test_an_example_says_all_that_its_type_can_say(golden: Golden) -> None:
    assert _left_out(golden.read().fact.data) == []


def test_every_member_of_a_statement_stands_in_some_example() -> None:
    said = {name for golden in GOLDEN for name in msgspec.json.decode(golden.fact)}
    assert said == {f.encode_name for f in msgspec.structs.fields(Statement)}


def test_a_leaf_is_joined_and_hashed_as_ever() -> None:
    (golden,) = (g for g in GOLDEN if g.type == "container.weighed")
    stored = join(golden.fact, 4711, "2026-11-24T00:03:02.118204Z", 4)
    ending = b',"position":4711,"recorded_at":"2026-11-24T00:03:02.118204Z","seq":4}'
    assert stored == b'{"fact":' + golden.fact + ending
    assert leaf_hash(stored) == hashlib.sha256(b"\x00" + stored).digest()


def _left_out(value: object) -> list[str]:
    """The fields of a fact, and of what it holds, that an example leaves empty; of a list, where all do."""
    if isinstance(value, list):
        left_out = [set(_left_out(each)) for each in value]
        return sorted(set.intersection(*left_out)) if left_out else []
    if not isinstance(value, msgspec.Struct):
        return []
    members = [(f.name, getattr(value, f.name)) for f in msgspec.structs.fields(value)]
    return [n for n, v in members if v is None] + [n for _, v in members for n in _left_out(v)]
