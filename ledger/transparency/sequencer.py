"""Publishing the log's size and root, so that nobody can later say that it was another log.

A checkpoint is a pure function of the stored leaves: a crash between two of them cannot fork the log. What could is
a database that was rewritten or taken back to an older state; so before anything is signed, every checkpoint that is
known, in the database and outside it, must be one that this log passed through. Otherwise nothing is signed.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from ledger.transparency.checkpoint import Checkpoint, open_checkpoint
from ledger.transparency.errors import TransparencyError
from ledger.transparency.fork_guard import ForkGuard
from ledger.transparency.key import NoteKey, Verifier
from ledger.transparency.mirror import Mirror
from ledger.transparency.note import split_note
from ledger.transparency.outside import Place
from ledger.transparency.proof import TlogProof
from ledger.transparency.stored_tree import Leaves, StoredTree
from ledger.transparency.tiles import HEIGHT, WIDTH, Tile, tile_root
from ledger.transparency.tree import HashAt, inclusion_proof

NODES_MAX = 65_536
"""Hashes of inner nodes that are remembered: some ten megabytes."""

READ_AHEAD = 64
"""So many new tiles are read at once before they are signed."""


class Published(NamedTuple):
    """A checkpoint and the note that carries it."""

    checkpoint: Checkpoint
    note: bytes


class Sequencer:
    """Signs the checkpoints of one log and makes proofs under them.

    `former` are the public halves of keys that it had before; a `successor` signs beside the key that it follows.
    """

    def __init__(
        self,
        key: NoteKey,
        leaves: Leaves,
        places: Iterable[Place] = (),
        former: Iterable[Verifier] = (),
        successor: NoteKey | None = None,
    ) -> None:
        self._keys = (key,) if successor is None else (key, successor)
        self._former = tuple(former)
        self._places = tuple(places)
        self._leaves = leaves
        self._nodes: dict[tuple[int, int], bytes] = {}
        self._guard = ForkGuard([place for place in self._places if isinstance(place, Mirror)])

    @property
    def verifier(self) -> Verifier:
        """The public half of the key that signs."""
        return self._keys[0].verifier

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """The public halves of all keys whose checkpoints are this log's."""
        return (*(key.verifier for key in self._keys), *self._former)

    def publish(self, now: datetime) -> Published:
        """The checkpoint of all leaves there are, signed now unless it was; raises ForkError and signs nothing.

        Raises OSError where a place outside cannot be written to.
        """
        size = self._leaves.fold(tile_root)
        with self._leaves.reading() as leaves:
            kept = leaves.last_checkpoint()
            inside = self._opened(kept.note) if kept is not None else None
            outside = [(place, self._opened(note) if (note := place.latest()) else None) for place in self._places]
            known = [each for each in (*(each for _, each in outside), inside) if each is not None]
            tree = StoredTree(leaves, size)
            since = min((each.checkpoint.size for each in known), default=size) // WIDTH
            tree.read_ahead(since, min(size // WIDTH - since + 1, READ_AHEAD))
            self._guard.refuse_fork(tree, (each.checkpoint for each in known), self._kept)
            self._guard.look_again(tree)
            published = next((each for each in known if self._says_it_all(each, size)), None) or self._signed(tree)
            # outside first: what is only in the database proves nothing against whoever can write there
            for place, older in outside:
                if older != published:
                    since = older.checkpoint.size if older is not None else 0
                    place.keep(published.note, size, since, tree.tile)
        if inside != published:
            self._leaves.keep_checkpoint(size, published.note, now)
        return published

    def latest(self) -> Published | None:
        """The checkpoint published last."""
        kept = self._leaves.last_checkpoint()
        return Published(open_checkpoint(kept.note, *self.verifiers), kept.note) if kept else None

    def root_at(self, size: int) -> bytes:
        """The root over the first `size` leaves as they are stored."""
        with self._leaves.reading() as leaves:
            return StoredTree(leaves, size).root_at(size)

    def proof(self, position: int, published: Published) -> bytes:
        """A `.tlog-proof` that the leaf at a position is under a published checkpoint."""
        size = published.checkpoint.size
        with self._leaves.reading() as leaves:
            hashes = inclusion_proof(
                position - 1, size, self._remembering(size, StoredTree(leaves, size).hash_at(size))
            )
        return TlogProof(position - 1, tuple(hashes), published.note).text

    def _remembering(self, size: int, hash_at: HashAt) -> HashAt:
        """Hashes that many proofs need are read once: above full tiles, and in the last tile; none ever changes."""

        def remembered(level: int, index: int) -> bytes:
            if level < HEIGHT and index << level < size - size % WIDTH:
                return hash_at(level, index)
            found = self._nodes.get((level, index))
            if found is None:
                found = hash_at(level, index)
                if len(self._nodes) >= NODES_MAX:
                    self._nodes.clear()
                self._nodes[level, index] = found
            return found

        return remembered

    def tile(self, tile: Tile) -> bytes:
        """The bytes of a tile, as the leaves make it."""
        return b"".join(self._leaves.hashes(tile.level, tile.index * WIDTH, tile.width))

    def _kept(self) -> Iterator[Checkpoint]:
        """All checkpoints in the database that may be believed."""
        for kept in self._leaves.checkpoints():
            with suppress(TransparencyError):
                yield open_checkpoint(kept.note, *self.verifiers)

    def _signed(self, tree: StoredTree) -> Published:
        checkpoint = Checkpoint(self._keys[0].name, tree.size, tree.root_at(tree.size))
        return Published(checkpoint, checkpoint.signed(*self._keys))

    def _opened(self, note: bytes) -> Published:
        checkpoint = open_checkpoint(note, *self.verifiers)
        if self._signers(note) - {verifier.key_id for verifier in self.verifiers}:
            raise TransparencyError(
                "a checkpoint bears the signature of another key of this log: the key was changed."
                " Start again, with the newer key file"
            )
        return Published(checkpoint, note)

    def _signers(self, note: bytes) -> set[bytes]:
        """IDs of the keys in the log's own name; witnesses that sign as well have names of theirs."""
        return {each.key_id for each in split_note(note)[1] if each.name == self.verifier.name}

    def _says_it_all(self, known: Published, size: int) -> bool:
        """Whether it is of this size and, while a key is being changed, signed by the old and the new one."""
        everyone = len(self._keys) == 1 or {k.verifier.key_id for k in self._keys} <= self._signers(known.note)
        return known.checkpoint.size == size and everyone
