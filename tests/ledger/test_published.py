"""The log is compared with what was published: an insider who recomputes everything inside is caught outside."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.published import NotAsPublished, check_published
from ledger.store.tree import TreeStore
from ledger.transparency.key import NoteKey
from ledger.transparency.mirror import Mirror
from ledger.transparency.outside import FileCopy
from ledger.transparency.sequencer import Sequencer
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
        sequencer.publish(NOON + timedelta(minutes=batch + 1))
    return store


@pytest.fixture
def mirror(store: TreeStore, tmp_path: Path) -> Mirror:
    """Another place outside, with the leaf hashes."""
    mirror = Mirror(tmp_path / "mirror")
    Sequencer(KEY, store, [mirror]).publish(NOON + timedelta(minutes=2))
    return mirror


@pytest.fixture
def check(store: TreeStore, copy: FileCopy) -> Check:
    """The comparison with the database's own checkpoints and the one outside."""
    return lambda: check_published(store, [KEY.verifier], [copy])


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
    assert (found.position, found.until) == (2, 301)


def test_a_mirror_names_the_very_leaf(insider: Insider, store: TreeStore, mirror: Mirror) -> None:
    insider.rewrite(100, lighter)
    insider.rewrite(550, lighter)
    found = check_published(store, [KEY.verifier], [mirror])
    assert found is not None
    assert (found.position, found.until) == (100, 100)
    assert "keeps another leaf hash" in found.why


def test_a_tile_of_a_mirror_that_is_not_over_its_leaves_is_found(store: TreeStore, mirror: Mirror) -> None:
    path = mirror.folder / "tile/1/000.p/2"
    path.write_bytes(path.read_bytes()[:32] + bytes(32))
    found = check_published(store, [KEY.verifier], [mirror])
    assert found is not None
    assert (found.position, found.until) == (257, 512)
    assert "tile/1/000.p/2 is not over the leaves" in found.why


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
    assert (found.position, found.until) == (302, 601)


def test_a_log_that_was_cut_off_is_named_at_its_end(insider: Insider, store: TreeStore, mirror: Mirror) -> None:
    insider.do(text("DELETE FROM event WHERE position > 500"), text("DELETE FROM checkpoint"))
    assert check_published(store, [KEY.verifier], [mirror]) == NotAsPublished(
        501, 501, "it is missing: a checkpoint of 601 leaves was published"
    )


def test_with_one_checkpoint_alone_a_log_that_is_too_short_may_have_been_changed_as_well(
    check: Check, insider: Insider
) -> None:
    insider.do(text("DELETE FROM event WHERE position > 500"), text("DELETE FROM checkpoint WHERE size = 601"))
    found = check()
    assert found is not None
    assert (found.position, found.until) == (302, 501)
    insider.do(text("DELETE FROM event WHERE position > 301"))
    assert check() == NotAsPublished(302, 302, "it is missing: a checkpoint of 601 leaves was published")


def test_a_changed_tile_is_found(check: Check, insider: Insider) -> None:
    insider.do(text("UPDATE tile_root SET root = (SELECT root FROM tile_root WHERE number = 0) WHERE number = 1"))
    found = check()
    assert found is not None
    assert (found.position, found.until) == (257, 512)


def test_a_checkpoint_of_another_key_is_not_trusted(store: TreeStore) -> None:
    found = check_published(store, [NoteKey.generate("localhost/test").verifier], [])
    assert found is not None
    assert "cannot be trusted" in found.why


def test_two_leaves_that_were_swapped_are_found(check: Check, insider: Insider, store: TreeStore) -> None:
    first, second = insider.data(10), insider.data(11)
    insider.do(
        text("UPDATE event SET hash = :hash WHERE position = 10").bindparams(hash=leaf_hash(second)),
        text("UPDATE event SET hash = :hash WHERE position = 11").bindparams(hash=leaf_hash(first)),
    )
    assert check() is not None
