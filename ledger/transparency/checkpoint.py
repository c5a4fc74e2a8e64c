"""Checkpoints: how large a log was and what its root was, for a note to sign (c2sp.org/tlog-checkpoint)."""

from dataclasses import dataclass
from typing import Final, Self

from ledger.transparency.errors import CheckpointError
from ledger.transparency.key import NoteKey, Verifier
from ledger.transparency.notation import HASH_BYTES, read_decimal, read_hash, write_base64
from ledger.transparency.note import open_note, sign
from ledger.transparency.tree import EMPTY_ROOT

_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log called `origin` has `size` leaves under `root`. Extension lines are kept and mean nothing here."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for line in (self.origin, *self.extensions):
            if line == "" or any(c < " " for c in line):
                raise CheckpointError("the origin and each extension of a checkpoint is one line, not empty")
        if not 0 <= self.size < 2**64:
            raise CheckpointError(f"the size of a tree is not {self.size}")
        if len(self.root) != HASH_BYTES:
            raise CheckpointError(f"a root has {HASH_BYTES} bytes, not {len(self.root)}")
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise CheckpointError(f"the root of no leaves is SHA-256 of nothing, not {self.root.hex()}")

    @property
    def text(self) -> str:
        """What is signed: origin, size, root, each on its line."""
        lines = (self.origin, str(self.size), write_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The checkpoint that this text is; any other spelling of the same is refused."""
        if not text.endswith("\n"):
            raise CheckpointError("a checkpoint ends with a newline")
        lines = text[:-1].split("\n")
        if len(lines) < _LINES:
            raise CheckpointError(f"a checkpoint has origin, size and root, each on its line; here are {len(lines)}")
        size, root = read_decimal(lines[1]), read_hash(lines[2])
        if size is None:
            raise CheckpointError("the second line of a checkpoint is the size in decimal, without leading zeros")
        if root is None:
            raise CheckpointError("the third line of a checkpoint is the root hash in base64")
        return cls(lines[0], size, root, tuple(lines[_LINES:]))

    def signed(self, *keys: NoteKey) -> bytes:
        """The note that is published."""
        return sign(self.text, *keys)


def open_checkpoint(note: bytes, *log: Verifier) -> Checkpoint:
    """The checkpoint in a note that one of the log's own keys has signed: the one it has, or one that it had.

    That the key bears the name of the log is SHOULD in the specification and a must here: so no checkpoint of one
    log is taken for another's.
    """
    checkpoint = Checkpoint.parse(open_note(note, log).text)
    for key in log:
        if checkpoint.origin != key.name:
            raise CheckpointError(f"the checkpoint is of the log {checkpoint.origin}, the key is of {key.name}")
    return checkpoint
