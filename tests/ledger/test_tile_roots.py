"""The kept roots of full tiles: a pure function of the leaves, whoever folds them, at once or one after the other."""

import hashlib
from collections.abc import Sequence

import pytest
from sqlalchemy import insert, text

from ledger.store.engine import to_write
from ledger.store.tables import event
from ledger.store.tree import AT_ONCE, WIDTH, TreeStore
from ledger.transparency.tiles import tile_root
from tests.ledger.insider import Insider
from tests.specification import Scenario


@pytest.fixture
def store(scenario: Scenario) -> TreeStore:
    return TreeStore(scenario.ledger.recorder.engine)


def grown(store: TreeStore, until: int) -> list[bytes]:
    """Bare leaf hashes up to a position: what is folded is only these."""
    first = store.size() + 1
    rows = [
        {
            "position": position,
            "type_id": 1,
            "seq": position,
            "recorded_at": 0,
            "data": b"",
            "hash": hashlib.sha256(str(position).encode()).digest(),
        }
        for position in range(first, until + 1)
    ]
    with to_write(store.engine) as connection:
        connection.execute(insert(event), rows)
    return store.hashes(0, 0, until)


def naive(hashes: Sequence[bytes]) -> list[bytes]:
    return [tile_root(hashes[at : at + WIDTH]) for at in range(0, len(hashes) - WIDTH + 1, WIDTH)]


def test_many_tiles_that_became_full_at_once_are_kept_as_if_one_by_one(store: TreeStore) -> None:
    leaves = grown(store, (WIDTH + AT_ONCE + 1) * WIDTH + 3)
    assert store.fold(tile_root) == len(leaves)
    assert store.tile_roots(0) == naive(leaves)
    assert store.tile_roots(1) == naive(naive(leaves))
    assert store.tile_roots(2) == []


def test_a_tile_is_kept_once_it_is_full_and_nothing_changes_what_is_kept(store: TreeStore) -> None:
    for size in (WIDTH - 1, WIDTH, WIDTH + 1, 3 * WIDTH - 1, 3 * WIDTH):
        leaves = grown(store, size)
        store.fold(tile_root)
        store.fold(tile_root)
        assert store.tile_roots(0) == naive(leaves)


def test_a_root_of_an_upper_level_that_was_lost_is_folded_again(store: TreeStore, insider: Insider) -> None:
    leaves = grown(store, WIDTH * WIDTH)
    store.fold(tile_root)
    insider.do(text("DELETE FROM tile_root WHERE level = 1"))
    store.fold(tile_root)
    assert store.tile_roots(1) == naive(naive(leaves))


def test_nothing_is_folded_over_a_hole(store: TreeStore, insider: Insider) -> None:
    grown(store, 2 * WIDTH)
    insider.do(text("DELETE FROM event WHERE position = 300"))
    assert store.fold(tile_root) == 2 * WIDTH
    assert store.tile_roots(0) == []
