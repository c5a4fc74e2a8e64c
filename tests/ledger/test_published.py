"""The log is compared with what was published: an insider who recomputes everything inside is caught outside."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.published import NotAsPublished, check_published
from ledger.store.tree import TreeStore
from ledger.transparency.key import NoteKey
from ledger.transparency.sequencer import FileCopy, Sequencer
from ledger.transparency.tiles import tile_root
from tests.conftest import NOON
from tests.ledger.insider import Insider
from tests.specification import Scenario, drum, weighed

KEY = NoteKey.generate("localhost/test")
Check = Callable[[], NotAsPublished | None]


def lighter(stored: bytes) -> bytes:
    """The same leaf, forged."""
    return stored.replace(b'"gross_g":212400', b'"gross_g":112400')


@pytest.fixture
def copy(tmp_path: Path) -> FileCopy:
    """The place outside the database."""
    return FileCopy(tmp_path / "outside.checkpoint")


@pytest.fixture
def store(ledger: Ledger, scenario: Scenario, copy: FileCopy) -> TreeStore:
    """601 facts, of which 1, 301 and 601 were published."""
    store = TreeStore(ledger.recorder.engine)
    sequencer = Sequencer(KEY, store, [copy])
    sequencer.publish(NOON)
    for batch in range(2):
        scenario.when(*(weighed(drum(f"{batch}-{n}")) for n in range(300)))
        sequencer.publish(NOON)
    return store


@pytest.fixture
def check(store: TreeStore, copy: FileCopy) -> Check:
    """The comparison with the database's own checkpoints and the one outside."""
    return lambda: check_published(store, KEY.verifier, [copy.latest() or b""])


@pytest.fixture
def insider(store: TreeStore) -> Insider:
    """Somebody with all database rights."""
    return Insider.with_all_rights(store.engine)


def test_a_log_that_only_grew_is_as_published(check: Check, scenario: Scenario) -> None:
    scenario.when(weighed(drum("later")))
    assert check() is None


def test_a_leaf_rewritten_with_its_hash_under_a_full_tile_is_found(check: Check, insider: Insider) -> None:
    insider.rewrite(100, lighter)
    found = check()
    assert found is not None
    assert found.position <= 100


def test_not_even_with_its_tile_and_all_checkpoints_made_to_fit(
    check: Check, insider: Insider, store: TreeStore, copy: FileCopy
) -> None:
    outside = copy.latest()
    insider.rewrite(100, lighter)
    insider.do(text("DELETE FROM checkpoint"), text("DELETE FROM tile_root"))
    store.fold(tile_root)
    assert copy.latest() == outside
    found = check()
    assert found is not None
    assert "published checkpoint" in found.why


def test_a_leaf_rewritten_behind_the_last_full_tile_is_found(check: Check, insider: Insider) -> None:
    insider.rewrite(550, lighter)
    found = check()
    assert found is not None
    assert 513 <= found.position <= 550


def test_a_log_that_was_cut_off_is_named_at_its_end(check: Check, insider: Insider) -> None:
    insider.do(text("DELETE FROM event WHERE position > 500"), text("DELETE FROM checkpoint"))
    assert check() == NotAsPublished(501, "it is missing: a checkpoint of 601 leaves was published")


def test_a_changed_tile_is_found(check: Check, insider: Insider) -> None:
    insider.do(text("UPDATE tile_root SET root = (SELECT root FROM tile_root WHERE number = 0) WHERE number = 1"))
    found = check()
    assert found is not None
    assert found.position == 257


def test_a_checkpoint_of_another_key_is_not_trusted(store: TreeStore) -> None:
    found = check_published(store, NoteKey.generate("localhost/test").verifier, [])
    assert found is not None
    assert "cannot be trusted" in found.why


def test_two_leaves_that_were_swapped_are_found(check: Check, insider: Insider, store: TreeStore) -> None:
    first, second = insider.data(10), insider.data(11)
    insider.do(
        text("UPDATE event SET hash = :hash WHERE position = 10").bindparams(hash=leaf_hash(second)),
        text("UPDATE event SET hash = :hash WHERE position = 11").bindparams(hash=leaf_hash(first)),
    )
    assert check() is not None
