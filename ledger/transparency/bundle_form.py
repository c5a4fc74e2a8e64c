"""What an evidence bundle holds and under which names (docs/evidence-bundle.md): its index, its note, its files."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

import msgspec

from ledger.leaf import canonical
from ledger.transparency.errors import BundleError
from ledger.transparency.heads import Head, HeadProof

T = TypeVar("T")

FORMAT: Final = "bihuan-bundle/1"
MAX_FACTS: Final = 30_000
"""What fits into a zip with two files for each; a subject with more is shown by its parts."""

INDEX, NOTE, REPORT, CHECKPOINT, KEYS = "bundle.json", "bundle.note", "report.html", "checkpoint", "log-key"
HEAD, SNAPSHOT, SNAPSHOT_PROOF, ATTACHMENTS = "head.json", "snapshot.json", "snapshot.tlog-proof", "attachments.json"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One fact that carries the subject's tag; of a withheld one the bundle has no bytes."""

    leaf_hash: str
    position: int
    withheld: bool

    @property
    def fact(self) -> str:
        """The file with the stored bytes."""
        return f"facts/{self.position}.json"

    @property
    def proof(self) -> str:
        """The file with the inclusion proof."""
        return f"{'withheld' if self.withheld else 'facts'}/{self.position}.tlog-proof"


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`bundle.json`: what it is about, each fact in the order of the log, and the hash of every other file."""

    entries: list[Entry]
    files: dict[str, str]
    format: str
    made_at: str
    made_for: str
    """The organisation that asked: what it may not see is withheld."""
    origin: str
    size: int
    """The facts of the log among which these are all: the size of the snapshot of heads."""
    snapshot: int
    """The position of the `heads.recorded`."""
    subject: str

    @classmethod
    def read(cls, data: bytes) -> "Index":
        """The index in these bytes; raises BundleError for any other spelling of it."""
        index = read_canonical(INDEX, data, cls)
        if index.format != FORMAT:
            raise BundleError(INDEX, f"the format is {index.format[:80]!r}, this reads {FORMAT!r}")
        return index


class HeadFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`head.json`: how many facts carry the tag and which, and the way to the root over the heads of all tags."""

    count: int
    digest: str
    hashes: list[str]
    index: int
    tag: str
    tags: int

    @classmethod
    def of(cls, proof: HeadProof) -> "HeadFile":
        """The file for a proof."""
        head = proof.head
        hashes = [each.hex() for each in proof.hashes]
        return cls(head.count, head.digest.hex(), hashes, proof.index, head.tag, proof.tags)

    def proof(self, size: int) -> HeadProof:
        """The proof in the file."""
        head = Head(self.tag, self.count, bytes_of(HEAD, self.digest))
        return HeadProof(head, self.index, self.tags, tuple(bytes_of(HEAD, each) for each in self.hashes), size)


def read_canonical(place: str, data: bytes, kind: type[T]) -> T:
    """A value that is written canonically; raises BundleError for what is not of its kind or is spelled otherwise."""
    try:
        value = msgspec.json.decode(data, type=kind)
        is_canonical = canonical(value) == data
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError) as error:
        raise BundleError(place, f"it cannot be read: {str(error)[:200]}") from None
    if not is_canonical:
        raise BundleError(place, "it is not canonical JSON")
    return value


def bytes_of(place: str, text: str) -> bytes:
    """The bytes of a hash in hexadecimal; raises BundleError for any other spelling."""
    try:
        value = bytes.fromhex(text)
    except ValueError:
        value = b""
    if len(value) != hashlib.sha256().digest_size or value.hex() != text:
        raise BundleError(place, f"{text[:80]!r} is not a hash in 64 hexadecimal digits")
    return value


def names_in_order(entries: Iterable[Entry]) -> Iterator[str]:
    """The names of a bundle's files as they stand in the archive."""
    yield from (INDEX, NOTE, REPORT, CHECKPOINT, KEYS, HEAD, SNAPSHOT, SNAPSHOT_PROOF, ATTACHMENTS)
    for entry in entries:
        if not entry.withheld:
            yield entry.fact
        yield entry.proof


def text_to_sign(origin: str, index: bytes) -> str:
    """What the log's receipt key signs; two lines, so that no checkpoint is ever taken for it."""
    return f"{origin}/bundles\n{hashlib.sha256(index).hexdigest()}\n"


def attachments_of(facts: Iterable[tuple[int, bytes]]) -> bytes:
    """`attachments.json`: whatever the data of these facts names by its hash, with the position that names it."""
    return canonical(
        [
            {"evidence": evidence, "position": position}
            for position, stored in facts
            for evidence in _evidence_in(msgspec.json.decode(stored)["fact"]["data"])
        ]
    )


def _evidence_in(value: Any) -> Iterator[dict[str, Any]]:
    """Objects with a `sha256`, wherever they stand, in the order of the bytes."""
    if isinstance(value, dict):
        if isinstance(value.get("sha256"), str):
            yield value
        for each in value.values():
            yield from _evidence_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _evidence_in(each)
