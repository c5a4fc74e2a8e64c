"""What was published binds the log: it grows, or nothing is signed any more and the message says where."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.store.tree import TreeStore
from ledger.transparency.checkpoint import open_checkpoint
from ledger.transparency.errors import ForkError, TransparencyError
from ledger.transparency.key import NoteKey
from ledger.transparency.outside import FileCopy
from ledger.transparency.proof import check
from ledger.transparency.sequencer import Sequencer
from ledger.transparency.tiles import Tile
from ledger.transparency.tree import EMPTY_ROOT
from tests.conftest import NOON
from tests.ledger.insider import Insider
from tests.specification import Scenario, drum, generated, weighed

KEY = NoteKey.generate("localhost/test")


@pytest.fixture
def store(ledger: Ledger) -> TreeStore:
    """Hashes and checkpoints of an open log."""
    return TreeStore(ledger.recorder.engine)


@pytest.fixture
def copy(tmp_path: Path) -> FileCopy:
    """The place outside the database."""
    return FileCopy(tmp_path / "outside.checkpoint")


@pytest.fixture
def sequencer(store: TreeStore, copy: FileCopy) -> Sequencer:
    """The sequencer of an open log."""
    return Sequencer(KEY, store, [copy])


def fill(scenario: Scenario, count: int, batch: int = 0) -> None:
    """So many facts more."""
    scenario.when(*(weighed(drum(f"{batch}-{n}")) for n in range(count)))


def test_a_checkpoint_is_over_all_leaves_and_stands_outside_too(sequencer: Sequencer, copy: FileCopy) -> None:
    published = sequencer.publish(NOON)
    assert published.checkpoint.size == 1
    assert open_checkpoint(copy.latest() or b"", KEY.verifier) == published.checkpoint


def test_every_fact_is_proven_by_its_bytes_alone(ledger: Ledger, scenario: Scenario, sequencer: Sequencer) -> None:
    fill(scenario, 700)
    published = sequencer.publish(NOON)
    for position in (1, 2, 256, 257, 512, 513, 700, 701):
        stored = ledger.stored(position)
        assert stored is not None
        proven = check(sequencer.proof(position, published), leaf_hash(stored[1]), KEY.verifier)
        assert (proven.index, proven.checkpoint.size) == (position - 1, 701)


def test_without_news_the_same_checkpoint_is_published_again(sequencer: Sequencer, copy: FileCopy) -> None:
    first = sequencer.publish(NOON)
    copy.path.unlink()
    assert sequencer.publish(NOON) == first
    assert copy.latest() == first.note


def test_growth_changes_no_full_tile_and_the_older_root_can_be_had_again(
    scenario: Scenario, sequencer: Sequencer
) -> None:
    fill(scenario, 300)
    older = sequencer.publish(NOON)
    tile = sequencer.tile(Tile(0, 0))
    fill(scenario, 300, batch=1)
    newer = sequencer.publish(NOON)
    assert newer.checkpoint.size == 601
    assert sequencer.tile(Tile(0, 0)) == tile
    assert sequencer.root_at(older.checkpoint.size) == older.checkpoint.root
    assert len(sequencer.tile(Tile(1, 0, 2))) == 64


def test_the_root_of_nothing_is_that_of_the_rfc(sequencer: Sequencer) -> None:
    assert sequencer.root_at(0) == EMPTY_ROOT


def test_two_sequencers_of_one_log_publish_the_same(
    scenario: Scenario, store: TreeStore, sequencer: Sequencer
) -> None:
    fill(scenario, 600)
    assert Sequencer(KEY, store).publish(NOON) == sequencer.publish(NOON)


def test_of_each_minute_the_newest_checkpoint_is_kept_and_the_latest_of_all(
    scenario: Scenario, store: TreeStore, sequencer: Sequencer
) -> None:
    for number, seconds in enumerate((0, 20, 59, 60, 61, 150)):
        fill(scenario, 1, batch=number)
        sequencer.publish(NOON + timedelta(seconds=seconds))
    assert [kept.size for kept in store.checkpoints()] == [4, 6, 7]


def test_an_older_checkpoint_never_takes_the_place_of_a_newer_one(
    scenario: Scenario, store: TreeStore, sequencer: Sequencer
) -> None:
    older = sequencer.publish(NOON)
    fill(scenario, 1)
    newer = sequencer.publish(NOON)
    store.keep_checkpoint(older.checkpoint.size, older.note, NOON)
    assert [kept.note for kept in store.checkpoints()] == [newer.note]


@pytest.fixture
def insider(ledger: Ledger, scenario: Scenario, sequencer: Sequencer) -> Insider:
    """Somebody with all database rights, after checkpoints of 1 and 301 leaves were published."""
    sequencer.publish(NOON - timedelta(minutes=1))
    fill(scenario, 300)
    sequencer.publish(NOON)
    return Insider.with_all_rights(ledger.recorder.engine)


def test_a_log_that_was_cut_off_is_signed_no_more(insider: Insider, sequencer: Sequencer) -> None:
    insider.do(text("DELETE FROM event WHERE position > 250"))
    with pytest.raises(ForkError, match="a position from 2 to 251 was changed or is missing"):
        sequencer.publish(NOON)


def test_a_leaf_that_was_rewritten_with_its_hash_is_seen(insider: Insider, sequencer: Sequencer) -> None:
    insider.rewrite(299, lambda stored: stored.replace(b'"gross_g":212400', b'"gross_g":112400'))
    with pytest.raises(ForkError, match="a position from 2 to 301 was changed"):
        sequencer.publish(NOON)


def test_a_leaf_rewritten_beneath_a_kept_tile_is_seen_when_its_turn_comes(
    insider: Insider, sequencer: Sequencer
) -> None:
    insider.rewrite(77, lambda stored: stored.replace(b'"gross_g":212400', b'"gross_g":112400'))
    with pytest.raises(ForkError, match="a position from 1 to 256 was changed"):
        sequencer.publish(NOON)


def test_a_leaf_that_was_taken_out_is_missed(insider: Insider, sequencer: Sequencer) -> None:
    insider.do(text("DELETE FROM event WHERE position = 280"))
    with pytest.raises(ForkError, match="to 301 was changed"):
        sequencer.publish(NOON)


def test_an_older_backup_that_goes_on_is_a_fork(
    scenario: Scenario, insider: Insider, sequencer: Sequencer, copy: FileCopy
) -> None:
    insider.do(
        text("DELETE FROM event WHERE position > 290"),
        text("DELETE FROM event_tag WHERE position > 290"),
        text("DELETE FROM checkpoint"),
    )
    scenario.when(*(generated(drum(f"later-{n}")) for n in range(40)))
    outside = copy.latest()
    with pytest.raises(ForkError, match="to 301 was changed"):
        sequencer.publish(NOON)
    assert copy.latest() == outside


def test_nothing_is_signed_under_another_key(store: TreeStore, copy: FileCopy, sequencer: Sequencer) -> None:
    sequencer.publish(NOON)
    before = store.checkpoints()
    stranger = Sequencer(NoteKey.generate("localhost/test"), store, [copy])
    with pytest.raises(TransparencyError, match="no known key"):
        stranger.publish(NOON)
    assert store.checkpoints() == before


def test_whoever_has_only_the_older_key_signs_no_more(scenario: Scenario, store: TreeStore) -> None:
    successor = NoteKey.generate("localhost/test")
    both = Sequencer(KEY, store, successor=successor).publish(NOON)
    for key in (KEY, successor):
        assert open_checkpoint(both.note, key.verifier) == both.checkpoint
    fill(scenario, 1)
    with pytest.raises(TransparencyError, match="the key was changed"):
        Sequencer(KEY, store).publish(NOON)
    newer = Sequencer(successor, store, former=[KEY.verifier]).publish(NOON)
    assert open_checkpoint(newer.note, successor.verifier).size == 2
