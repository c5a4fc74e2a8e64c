"""An insider with all database rights and our own code, against what is kept outside: a mirror, or one checkpoint.

`verify` and the comparison name the position: the very one with a mirror, a range that holds it with a file. Nothing
is signed any more once a published leaf is another one.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.published import NotAsPublished, check_published
from ledger.store.tables import checkpoint, event, event_tag, tile_root
from ledger.store.tree import TreeStore
from ledger.store.verification import verify
from ledger.transparency.errors import ForkError, TransparencyError
from ledger.transparency.key import NoteKey
from ledger.transparency.mirror import Mirror
from ledger.transparency.outside import FileCopy, Place
from ledger.transparency.sequencer import Sequencer
from tests.ledger.forgery import Forgery, fit_the_tree, forgeries, write_again
from tests.ledger.insider import Insider
from tests.specification import Scenario, drum, weighed

KEY = NoteKey.generate("localhost/test")
BATCH, BATCHES = 80, 4
SIZE = 1 + BATCH * BATCHES
IN_TILE, AT_EDGE = 100, 290
FORGERIES = forgeries(IN_TILE, AT_EDGE, end_of_batch=1 + BATCH, size=SIZE)


@pytest.fixture
def places(tmp_path: Path) -> tuple[Mirror, FileCopy]:
    """Outside the database, where the insider cannot write."""
    return Mirror(tmp_path / "mirror"), FileCopy(tmp_path / "outside.checkpoint")


@pytest.fixture
def store(ledger: Ledger, scenario: Scenario, clock: SimulatedClock, places: tuple[Mirror, FileCopy]) -> TreeStore:
    """321 facts, published after each batch."""
    store = TreeStore(ledger.recorder.engine)
    sequencer = Sequencer(KEY, store, places)
    for batch in range(BATCHES):
        scenario.when(*(weighed(drum(f"{batch}-{n}")) for n in range(BATCH)))
        sequencer.publish(clock.now())
        clock.set(clock.now() + timedelta(minutes=1))
    return store


@pytest.fixture
def insider(store: TreeStore) -> Insider:
    """Somebody with all database rights."""
    return Insider.with_all_rights(store.engine)


def found(store: TreeStore, places: tuple[Place, ...]) -> NotAsPublished | None:
    """What `bihuan verify` names: what is unsound in itself, else what is not as published."""
    fault = list(verify(store.engine))[-1].fault
    if fault is not None:
        return NotAsPublished(fault.position, fault.position, fault.why)
    return check_published(store, [KEY.verifier], places)


def refusal(store: TreeStore, places: tuple[Place, ...], clock: SimulatedClock) -> str:
    """Why the sequencer signs nothing, and that it wrote nothing outside."""
    outside, inside = [place.latest() for place in places], store.checkpoints()
    with pytest.raises(ForkError) as refused:
        Sequencer(KEY, store, places).publish(clock.now())
    assert ([place.latest() for place in places], store.checkpoints()) == (outside, inside)
    return str(refused.value)


@pytest.mark.parametrize("forgery", FORGERIES, ids=[each.title for each in FORGERIES])
def test_a_log_that_was_written_again_is_caught_outside(
    ledger: Ledger,
    store: TreeStore,
    insider: Insider,
    places: tuple[Mirror, FileCopy],
    clock: SimulatedClock,
    forgery: Forgery,
) -> None:
    mirror, file = places
    write_again(insider, ledger, forgery.of)
    assert list(verify(store.engine))[-1].fault is None
    # first with the signed checkpoints and the kept tiles left as they were, then with all of it made to fit
    for make_fit in (lambda: None, lambda: fit_the_tree(insider)):
        make_fit()
        exact = found(store, (mirror,))
        assert exact is not None
        assert (exact.position, exact.until) == (forgery.position, forgery.position)
        assert re.search(rf"position {forgery.position}\b", refusal(store, (mirror,), clock))
        ranged = found(store, (file,))
        assert ranged is not None
        assert ranged.position <= forgery.position <= ranged.until
        told = re.findall(r"position (?:from )?(\d+)(?: to (\d+))?", refusal(store, (file,), clock))[-1]
        assert int(told[0]) <= forgery.position <= int(told[1] or told[0])


def test_the_range_lies_between_two_kept_checkpoints(
    ledger: Ledger, store: TreeStore, insider: Insider, places: tuple[Mirror, FileCopy], clock: SimulatedClock
) -> None:
    write_again(insider, ledger, next(f.of for f in FORGERIES if f.position == AT_EDGE))
    ranged = found(store, (places[1],))
    assert ranged is not None
    assert (ranged.position, ranged.until) == (1 + BATCH * 3 + 1, SIZE)
    assert f"from {1 + BATCH * 3 + 1} to {SIZE}" in refusal(store, (places[1],), clock)


COPIES: dict[str, Callable[[Insider], None]] = {
    "when it was recorded": lambda i: i.change(event, {"position": IN_TILE}, recorded_at=1),
    "the type": lambda i: i.change(event, {"position": IN_TILE}, type_id=1),
    "the key against repetition": lambda i: i.change(event, {"position": IN_TILE}, key=b"0123456789abcdef"),
    "the seq": lambda i: i.change(event, {"position": IN_TILE}, seq=9),
    "a tag row deleted": lambda i: i.remove(event_tag, position=IN_TILE, ordinal=1),
    "a tag row added": lambda i: i.add(event_tag, position=IN_TILE, ordinal=9, tag_id=1, type_id=1),
    "a tag row altered": lambda i: i.change(event_tag, {"position": IN_TILE, "ordinal": 1}, tag_id=1),
}


@pytest.mark.parametrize("change", COPIES.values(), ids=COPIES.keys())
def test_a_copy_beside_the_bytes_is_named_by_itself(
    store: TreeStore, insider: Insider, places: tuple[Mirror, FileCopy], change: Callable[[Insider], None]
) -> None:
    change(insider)
    for outside in places:
        named = found(store, (outside,))
        assert named is not None
        assert (named.position, named.until) == (IN_TILE, IN_TILE)


def test_a_signed_checkpoint_that_was_altered_inside_convicts(
    store: TreeStore, insider: Insider, places: tuple[Mirror, FileCopy], clock: SimulatedClock
) -> None:
    note = insider.rows(checkpoint, size=SIZE)[0].note
    insider.change(checkpoint, {"size": SIZE}, note=note.replace(KEY.verifier.name.encode(), b"localhost/lies", 1))
    for outside in places:
        named = found(store, (outside,))
        assert named is not None
        assert "cannot be trusted" in named.why
        with pytest.raises(TransparencyError):
            Sequencer(KEY, store, [outside]).publish(clock.now())


def test_signed_checkpoints_that_are_gone_inside_are_not_missed_outside(
    store: TreeStore, insider: Insider, places: tuple[Mirror, FileCopy], clock: SimulatedClock
) -> None:
    insider.do(checkpoint.delete(), tile_root.delete())
    Sequencer(KEY, store, places).publish(clock.now())
    for outside in places:
        assert found(store, (outside,)) is None


def test_a_kept_tile_that_was_altered_is_named(
    store: TreeStore, insider: Insider, places: tuple[Mirror, FileCopy], clock: SimulatedClock
) -> None:
    insider.change(tile_root, {"level": 0, "number": 0}, root=bytes(32))
    for outside in places:
        named = found(store, (outside,))
        assert named is not None
        assert (named.position, named.until) == (1, 256)
        refusal(store, (outside,), clock)
