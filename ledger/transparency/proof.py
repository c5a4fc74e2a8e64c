"""One file that proves, offline, that a leaf is in a log: c2sp.org/tlog-proof, version 1.

Index, the hashes up to the root, and the signed checkpoint as it was published. Whoever has the stored bytes and the
log's public key needs nothing else. The optional `extra` data is signed by nobody.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Self

from ledger.transparency.checking import check_inclusion
from ledger.transparency.checkpoint import Checkpoint, open_checkpoint
from ledger.transparency.errors import ProofError
from ledger.transparency.key import Verifier
from ledger.transparency.notation import HASH_BYTES, read_base64, read_decimal, read_hash, write_base64

_VERSION: Final = "c2sp.org/tlog-proof@v1"
MAX_HASHES: Final = 64
"""A tree of less than 2^64 leaves is no higher."""


@dataclass(frozen=True, slots=True)
class Proven:
    """What a checked proof says: the leaf is number `index` (its position is one more) of this checkpoint."""

    index: int
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A proof as it is written; nothing about it is true until `check` has been through it."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    """The note, byte for byte."""
    extra: bytes = b""

    def __post_init__(self) -> None:
        if not 0 <= self.index < 2**64:
            raise ProofError(f"no leaf has the index {self.index}")
        if len(self.hashes) > MAX_HASHES:
            raise ProofError(f"a proof has at most {MAX_HASHES} hashes, this one has {len(self.hashes)}")
        if any(len(each) != HASH_BYTES for each in self.hashes):
            raise ProofError("a hash of the proof has not 32 bytes")
        if not self.checkpoint:
            raise ProofError("the proof ends with a checkpoint, here is none")

    @property
    def text(self) -> bytes:
        """The contents of a `.tlog-proof` file."""
        return proof_text(self.index, map(write_base64, self.hashes), self.checkpoint, self.extra)

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """The proof in a file, strictly: each line in its place and in its one spelling."""
        head, blank, checkpoint = text.partition(b"\n\n")
        if not blank:
            raise ProofError("the proof has an empty line before its checkpoint, here is none")
        try:
            version, *lines = head.decode("ascii").split("\n")
        except UnicodeDecodeError as error:
            raise ProofError(f"the proof is ASCII up to its checkpoint, byte {error.start} is not") from error
        if version != _VERSION:
            raise ProofError(f"the first line of a proof is {_VERSION}")
        extra = _read_extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else b""
        if not lines:
            raise ProofError("the proof has no line with the index")
        return cls(_read_index(lines[0]), tuple(_read_hashes(lines[1:])), checkpoint, extra)


def proof_text(index: int, hashes: Iterable[str], checkpoint: bytes, extra: bytes = b"") -> bytes:
    """A `.tlog-proof` of hashes that are in base64 already: who makes many proofs writes each hash once."""
    extra_line = [f"extra {write_base64(extra)}"] if extra else []
    lines = "\n".join([_VERSION, *extra_line, f"index {index}", *hashes])
    return lines.encode("ascii") + b"\n\n" + checkpoint


def check(text: bytes, leaf_hash: bytes, *log: Verifier) -> Proven:
    """What the proof says of the leaf with this hash; raises what is wrong where it does not prove it."""
    proof = TlogProof.parse(text)
    checkpoint = open_checkpoint(proof.checkpoint, *log)
    check_inclusion(leaf_hash, proof.index, checkpoint.size, proof.hashes, checkpoint.root)
    return Proven(proof.index, checkpoint)


def _read_extra(line: str) -> bytes:
    extra = read_base64(line.removeprefix("extra "))
    if not extra:
        raise ProofError("what follows `extra` is not base64, or is nothing")
    return extra


def _read_index(line: str) -> int:
    name, _, decimal = line.partition(" ")
    index = read_decimal(decimal)
    if name != "index" or index is None:
        raise ProofError("the proof has a line `index` with a decimal without leading zeros before its hashes")
    return index


def _read_hashes(lines: list[str]) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        value = read_hash(line)
        if value is None:
            raise ProofError(f"hash {number} of the proof is not 32 bytes in base64")
        yield value
