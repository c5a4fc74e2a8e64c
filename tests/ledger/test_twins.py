"""A twin reads what its type reads, writes it canonically as it is declared, and names the same subjects."""

import msgspec
import pytest

import ledger.log  # noqa: F401  (publishes the vocabulary)
from ledger.catalogue import named_in
from ledger.leaf import join
from ledger.store.twins import as_declared, readers_of
from ledger.subjects import owner_of
from tests.house.golden_facts import Golden, golden_facts

WEIGHED = next(golden for golden in golden_facts() if golden.type == "container.weighed")


def names_in_depth(golden: Golden) -> bool:
    """Whether it names subjects deeper than in a field of its own: its tags are told the full way."""
    data = golden.read().fact.data
    fields = [getattr(data, name) for name in data.__struct_fields__]
    return any(named not in fields for named in named_in(data))


def stored(golden: Golden) -> bytes:
    return join(golden.fact, 4712, "2026-11-24T00:03:02.118204Z", 4)


@pytest.mark.parametrize("golden", golden_facts(), ids=lambda golden: f"{golden.type}.v{golden.version}")
def test_every_type_has_a_twin_that_gives_its_bytes_again(golden: Golden) -> None:
    readers = readers_of(golden.type)
    assert readers is not None
    decode, twins = readers
    twin = decode(stored(golden))
    assert as_declared([twin, twin]) == b"[%b,%b]" % (stored(golden), stored(golden))
    (tags,) = (each.tags for each in twins if each.struct is type(twin))
    assert (tags is None) == (golden.type.startswith("fact.") or names_in_depth(golden))
    if tags is not None:
        owner = owner_of(twin.fact.subject)
        named = dict.fromkeys((*tags(twin), owner and f"organisation:{owner}"))
        assert [name for name in named if name is not None] == golden.tags


@pytest.mark.parametrize(
    ("old", "new"), [(b"container.weighed", b"container.closed"), (b'"v":1', b'"v":2'), (b'"salt"', b'"about"')]
)
def test_a_twin_reads_nothing_but_one_version_of_one_type(old: bytes, new: bytes) -> None:
    readers = readers_of("container.weighed")
    assert readers is not None
    assert stored(WEIGHED).count(old) == 1
    with pytest.raises(msgspec.ValidationError):
        readers[0](stored(WEIGHED).replace(old, new))


def test_a_type_that_is_not_known_has_none() -> None:
    assert readers_of("container.weighted") is None
