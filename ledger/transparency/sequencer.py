"""Publishing the log's size and root, so that nobody can later say that it was another log.

A checkpoint is a pure function of the stored leaves: a crash between two of them cannot fork the log. What could is
a database that was rewritten or taken back to an older state; so before anything is signed, every checkpoint that is
known, in the database and outside it, must be one that this log passed through. Otherwise nothing is signed.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock, get_ident
from typing import NamedTuple, Protocol

from ledger.transparency.checkpoint import Checkpoint, open_checkpoint
from ledger.transparency.errors import TransparencyError
from ledger.transparency.key import NoteKey, Verifier
from ledger.transparency.proof import TlogProof
from ledger.transparency.tiles import WIDTH, Tile, TileReader, tile_root
from ledger.transparency.tree import inclusion_proof, root_from


class ForkError(TransparencyError):
    """Raised when a published checkpoint is not one that this log passed through: it was rewritten or taken back."""


class KeptCheckpoint(Protocol):
    """A checkpoint as it was signed."""

    @property
    def size(self) -> int:
        """How many leaves it is over."""
        ...

    @property
    def note(self) -> bytes:
        """The signed note."""
        ...


class Leaves(Protocol):
    """What the sequencer asks of the database."""

    def size(self) -> int:
        """How many leaves there are."""
        ...

    def hashes(self, level: int, first: int, count: int) -> list[bytes]:
        """Hashes of a tile level, from number `first` on."""
        ...

    def fold(self, root_of: "RootOf") -> None:
        """Keep the root of each tile that has become full."""
        ...

    def last_checkpoint(self) -> KeptCheckpoint | None:
        """The largest checkpoint that was kept."""
        ...

    def keep_checkpoint(self, size: int, note: bytes, signed_at: datetime) -> None:
        """Keep one more."""
        ...


class RootOf(Protocol):
    """Hashes a full tile."""

    def __call__(self, hashes: Sequence[bytes], /) -> bytes:
        """The root over 256 hashes."""
        ...


class FileCopy:
    """The newest checkpoint in a file, best on another machine's disk: what the database's owner cannot rewrite."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def latest(self) -> bytes | None:
        """The note kept last, or None before the first."""
        return self.path.read_bytes() if self.path.exists() else None

    def keep(self, note: bytes) -> None:
        """Put a newer note in the place of the older one; a crash leaves one of the two, whole."""
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}-{get_ident()}.new")
        with beside.open("wb") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path)


class Published(NamedTuple):
    """A checkpoint and the note that carries it."""

    checkpoint: Checkpoint
    note: bytes


class Sequencer:
    """Signs the checkpoints of one log and makes proofs under them."""

    def __init__(self, key: NoteKey, leaves: Leaves, copies: Iterable[FileCopy] = ()) -> None:
        self._key = key
        self._leaves = leaves
        self._copies = tuple(copies)
        # a request that needs a checkpoint now publishes beside the thread that publishes every second
        self._publishing = Lock()

    @property
    def verifier(self) -> Verifier:
        """The public half of the key that signs."""
        return self._key.verifier

    def publish(self, now: datetime) -> Published:
        """The checkpoint of all leaves there are, signed now unless it was; raises ForkError and signs nothing."""
        with self._publishing:
            return self._publish(now)

    def _publish(self, now: datetime) -> Published:
        size = self._leaves.size()
        self._leaves.fold(tile_root)
        known = [note for note in self._known() if note is not None]
        checkpoints = [open_checkpoint(note, self._key.verifier) for note in known]
        for checkpoint in checkpoints:
            self._refuse_fork(checkpoint, size)
        for checkpoint, note in zip(checkpoints, known, strict=True):
            if checkpoint.size == size:
                return self._kept(Published(checkpoint, note), now)
        checkpoint = Checkpoint(self._key.name, size, self.root_at(size))
        return self._kept(Published(checkpoint, checkpoint.signed(self._key)), now)

    def latest(self) -> Published | None:
        """The checkpoint published last."""
        kept = self._leaves.last_checkpoint()
        return Published(open_checkpoint(kept.note, self._key.verifier), kept.note) if kept else None

    def root_at(self, size: int) -> bytes:
        """The root over the first `size` leaves as they are stored."""
        return root_from(size, self._reader(size).hash_at)

    def proof(self, position: int, published: Published) -> bytes:
        """A `.tlog-proof` that the leaf at a position is under a published checkpoint."""
        size = published.checkpoint.size
        hashes = inclusion_proof(position - 1, size, self._reader(size).hash_at)
        return TlogProof(position - 1, tuple(hashes), published.note).text

    def tile(self, tile: Tile) -> bytes:
        """The bytes of a tile, as the leaves make it."""
        return b"".join(self._leaves.hashes(tile.level, tile.index * WIDTH, tile.width))

    def _reader(self, size: int) -> TileReader:
        return TileReader(size, self.tile)

    def _known(self) -> Iterable[bytes | None]:
        kept = self._leaves.last_checkpoint()
        yield kept.note if kept else None
        for copy in self._copies:
            yield copy.latest()

    def _refuse_fork(self, checkpoint: Checkpoint, size: int) -> None:
        if checkpoint.size > size:
            raise ForkError(
                f"a checkpoint of {checkpoint.size} leaves was published, the log has {size}:"
                f" everything from position {size + 1} on is missing"
            )
        if self.root_at(checkpoint.size) != checkpoint.root:
            raise ForkError(
                f"the first {checkpoint.size} leaves are not those of which a checkpoint was published:"
                f" a position up to {checkpoint.size} was changed"
            )

    def _kept(self, published: Published, now: datetime) -> Published:
        # outside first: what is only in the database proves nothing against whoever can write there
        for copy in self._copies:
            if copy.latest() != published.note:
                copy.keep(published.note)
        self._leaves.keep_checkpoint(published.checkpoint.size, published.note, now)
        return published
