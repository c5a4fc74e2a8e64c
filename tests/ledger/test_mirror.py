"""A folder outside holds the whole tree as any web server may serve it, and names the leaf that was changed."""

from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.log import Ledger
from ledger.store.tree import TreeStore
from ledger.transparency.checkpoint import open_checkpoint
from ledger.transparency.errors import ForkError, TransparencyError
from ledger.transparency.key import NoteKey
from ledger.transparency.mirror import Mirror
from ledger.transparency.outside import TileOf
from ledger.transparency.sequencer import Published, Sequencer
from ledger.transparency.tiles import Tile, TileReader, tiles_of
from ledger.transparency.tree import root_from
from tests.conftest import NOON
from tests.ledger.insider import Insider
from tests.specification import Scenario, drum, weighed

KEY = NoteKey.generate("localhost/test")


@pytest.fixture
def store(ledger: Ledger) -> TreeStore:
    """Hashes and checkpoints of an open log."""
    return TreeStore(ledger.recorder.engine)


@pytest.fixture
def mirror(tmp_path: Path) -> Mirror:
    """A folder that is not there yet."""
    return Mirror(tmp_path / "outside" / "log")


@pytest.fixture
def sequencer(store: TreeStore, mirror: Mirror) -> Sequencer:
    """The sequencer that keeps it."""
    return Sequencer(KEY, store, [mirror])


def fill(scenario: Scenario, count: int, batch: int = 0) -> None:
    """So many facts more."""
    scenario.when(*(weighed(drum(f"{batch}-{n}")) for n in range(count)))


def files(mirror: Mirror) -> list[str]:
    """What stands in the folder."""
    return sorted(str(path.relative_to(mirror.folder)) for path in mirror.folder.rglob("*") if path.is_file())


def is_whole(mirror: Mirror) -> bool:
    """Whether the checkpoint's root follows from the tiles alone, as a stranger would compute it."""
    checkpoint = open_checkpoint(mirror.latest() or b"", KEY.verifier)
    reader = TileReader(checkpoint.size, lambda tile: (mirror.folder / tile.path).read_bytes())
    assert all((mirror.folder / tile.path).is_file() for tile in tiles_of(checkpoint.size))
    return root_from(checkpoint.size, reader.hash_at) == checkpoint.root


def test_it_has_every_tile_and_drops_partial_ones_only_for_full_ones(
    scenario: Scenario, sequencer: Sequencer, mirror: Mirror
) -> None:
    fill(scenario, 10)
    sequencer.publish(NOON)
    assert files(mirror) == ["checkpoint", "tile/0/000.p/11"]
    fill(scenario, 200, batch=1)
    sequencer.publish(NOON)
    assert files(mirror) == ["checkpoint", "tile/0/000.p/11", "tile/0/000.p/211"]
    fill(scenario, 90, batch=2)
    sequencer.publish(NOON)
    assert files(mirror) == ["checkpoint", "tile/0/000", "tile/0/001.p/45", "tile/1/000.p/1"]
    assert is_whole(mirror)


def test_publishing_again_writes_only_what_is_new(scenario: Scenario, sequencer: Sequencer, mirror: Mirror) -> None:
    fill(scenario, 600)
    sequencer.publish(NOON)
    before = {name: (mirror.folder / name).stat().st_mtime_ns for name in files(mirror)}
    fill(scenario, 10, batch=1)
    sequencer.publish(NOON)
    after = {name: (mirror.folder / name).stat().st_mtime_ns for name in files(mirror)}
    assert {name for name in after if after[name] != before.get(name)} == {"checkpoint", "tile/0/002.p/99"}


def test_one_that_was_lost_or_is_behind_catches_up(
    scenario: Scenario, store: TreeStore, sequencer: Sequencer, mirror: Mirror
) -> None:
    sequencer.publish(NOON)
    fill(scenario, 700)
    Sequencer(KEY, store).publish(NOON)
    sequencer.publish(NOON)
    assert is_whole(mirror)
    mirror.remove()
    assert not mirror.folder.exists()
    sequencer.publish(NOON)
    assert is_whole(mirror)


@pytest.mark.parametrize("lost", ["tile/0/000", "tile/0/002.p/189", "checkpoint"])
def test_what_was_lost_is_put_back_although_nothing_is_new(
    scenario: Scenario, sequencer: Sequencer, mirror: Mirror, lost: str
) -> None:
    fill(scenario, 700)
    sequencer.publish(NOON)
    (mirror.folder / lost).unlink()
    sequencer.publish(NOON)
    assert is_whole(mirror)


class Crash(BaseException):
    """The process ends here."""


def test_a_crash_at_any_tile_leaves_a_checkpoint_with_all_its_tiles(
    scenario: Scenario, store: TreeStore, sequencer: Sequencer, mirror: Mirror
) -> None:
    published = sequencer.publish(NOON)
    fill(scenario, 600)
    newer = Sequencer(KEY, store).publish(NOON)
    size = newer.checkpoint.size
    for step in range(len(list(tiles_of(size, 1)))):
        with pytest.raises(Crash):
            mirror.keep(newer.note, size, 1, crashing_after(step, sequencer))
        assert is_whole(mirror)
        assert mirror.latest() == published.note
    sequencer.publish(NOON)
    assert is_whole(mirror)
    assert mirror.latest() == newer.note


def crashing_after(tiles: int, sequencer: Sequencer) -> TileOf:
    """The log's tiles, as many as are asked for before the end."""
    left = iter(range(tiles))

    def tile_of(tile: Tile) -> bytes:
        if next(left, None) is None:
            raise Crash
        return sequencer.tile(tile)

    return tile_of


@pytest.fixture
def published(scenario: Scenario, sequencer: Sequencer) -> Published:
    """701 facts, in the mirror."""
    fill(scenario, 700)
    return sequencer.publish(NOON)


@pytest.fixture
def insider(ledger: Ledger, published: Published) -> Insider:
    """Somebody with all database rights, after that."""
    return Insider.with_all_rights(ledger.recorder.engine)


@pytest.mark.parametrize("position", [1, 77, 256, 257, 600, 701])
def test_the_first_leaf_that_differs_is_named(insider: Insider, sequencer: Sequencer, position: int) -> None:
    insider.rewrite(position, lambda stored: stored.replace(b'"salt":"', b'"salt":"x'))
    insider.rewrite(701, lambda stored: stored.replace(b'"tare_g":12400', b'"tare_g":12401'))
    with pytest.raises(ForkError, match=f"position {position} (is not|was changed)"):
        sequencer.publish(NOON)


def test_the_first_leaf_that_was_cut_off_is_named(insider: Insider, sequencer: Sequencer) -> None:
    insider.do(text("DELETE FROM event WHERE position > 650"), text("DELETE FROM checkpoint"))
    with pytest.raises(ForkError, match="from position 651 on is missing"):
        sequencer.publish(NOON)


@pytest.mark.parametrize(("tile", "position"), [("tile/0/000", 4), ("tile/0/001", 260), ("tile/0/002.p/189", 516)])
def test_a_mirror_that_disagrees_is_never_written_over(
    published: Published, sequencer: Sequencer, mirror: Mirror, tile: str, position: int
) -> None:
    path = mirror.folder / tile
    spoilt = bytearray(path.read_bytes())
    spoilt[100] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(ForkError, match=f"position {position} is not the one that was published"):
        sequencer.publish(NOON)
    assert path.read_bytes() == spoilt


def test_a_tile_written_by_a_run_that_crashed_and_that_the_log_does_not_have_is_a_fork(
    scenario: Scenario, published: Published, sequencer: Sequencer, mirror: Mirror
) -> None:
    fill(scenario, 300, batch=1)
    (mirror.folder / "tile/0/002").write_bytes(bytes(256 * 32))
    with pytest.raises(TransparencyError, match="position 513 is not the one"):
        sequencer.publish(NOON)
    assert mirror.latest() == published.note
