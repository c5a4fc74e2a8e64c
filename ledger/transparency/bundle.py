"""Checking an evidence bundle, offline: nothing in it was changed, and no fact about its subject is missing.

What the log's key signed is not enough, for whoever holds the key could leave a fact out and sign again: the count
and the digest of all facts that carry the tag are under the checkpoint too, and the facts must add up to them.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from ledger.clock import instant
from ledger.fact import Recorded
from ledger.leaf import leaf_hash
from ledger.transparency import bundle_form as form
from ledger.transparency.bundle_form import Entry, HeadFile, Index
from ledger.transparency.checking import check_inclusion
from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.errors import BundleError, TransparencyError
from ledger.transparency.heads import Head
from ledger.transparency.key import Verifier
from ledger.transparency.note import open_note, split_note
from ledger.transparency.proof import TlogProof
from ledger.transparency.receipt import ORIGIN_END
from ledger.transparency.stored_zip import read_zip

Reading = Callable[[bytes], tuple[Recorded[Any], Collection[str]]]
"""Reads stored bytes strictly, and says which tags follow from them; raises TransparencyError."""


@dataclass(frozen=True, slots=True)
class CheckedBundle:
    """What a bundle proves, once nothing in it was found wrong."""

    index: Index
    checkpoint: Checkpoint
    signers: list[Verifier]
    """The keys that signed the checkpoint."""
    is_trusted: bool
    """Whether these keys came from elsewhere than the bundle itself."""

    @property
    def withheld(self) -> list[int]:
        """The positions of facts that the asker may not see."""
        return [entry.position for entry in self.index.entries if entry.withheld]


def check_bundle(archive: bytes, reading: Reading, trusted: Sequence[Verifier] | None = None) -> CheckedBundle:
    """What the bundle proves by the trusted keys, else by those that it brings itself.

    Raises BundleError for the first thing that is wrong.
    """
    files = read_zip(archive)
    index = Index.read(_file(files, form.INDEX))
    keys = _keys_in(files) if trusted is None else trusted
    _check_note(files, index, [key for key in keys if key.name == index.origin + ORIGIN_END])
    _check_files(files, index)
    checkpoint, signers = _checkpoint(files, index, [key for key in keys if key.name == index.origin])
    proofs = _Proofs(files[form.CHECKPOINT], checkpoint)
    head = _check_head(files, index, reading, proofs)
    _Facts(files, index, reading, proofs).check(head)
    return CheckedBundle(index, checkpoint, signers, trusted is not None)


def keys_of(text: bytes) -> list[Verifier]:
    """The verifier keys in a file such as `/log-key` gives it, one a line; raises TransparencyError."""
    try:
        return [Verifier.parse(line) for line in text.decode("ascii").splitlines()]
    except UnicodeDecodeError:
        raise TransparencyError("a file of keys is ASCII") from None


@contextmanager
def _in(place: str) -> Iterator[None]:
    """Whatever is found wrong meanwhile is wrong with this file."""
    try:
        yield
    except BundleError:
        raise
    except TransparencyError as error:
        raise BundleError(place, str(error)) from error


def _file(files: dict[str, bytes], name: str) -> bytes:
    if name not in files:
        raise BundleError(name, "it is missing")
    return files[name]


def _keys_in(files: dict[str, bytes]) -> list[Verifier]:
    with _in(form.KEYS):
        return keys_of(_file(files, form.KEYS))


def _check_note(files: dict[str, bytes], index: Index, keys: list[Verifier]) -> None:
    with _in(form.NOTE):
        note = _file(files, form.NOTE)
        text, signatures = split_note(note)
        if len(signatures) != 1:
            raise BundleError(form.NOTE, f"it has one signature, this one has {len(signatures)}")
        if text != form.text_to_sign(index.origin, files[form.INDEX]):
            raise BundleError(form.INDEX, "it is not the one that was signed")
        open_note(note, keys)
        _check_instant(form.INDEX, index.made_at)


def _check_files(files: dict[str, bytes], index: Index) -> None:
    before = 0
    for entry in index.entries:
        if not before < entry.position <= index.size:
            raise BundleError(form.INDEX, f"position {entry.position} is out of order or beyond the snapshot")
        before = entry.position
    wanted = list(form.names_in_order(index.entries))
    for name, found in zip_longest(wanted, files):
        if name is not None and name not in files:
            raise BundleError(name, "it is missing")
        if name != found:
            raise BundleError(str(found), f"here should stand {name or 'no more file'}")
    hashed = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    for name in wanted[2:]:
        if index.files.get(name) != hashed[name]:
            raise BundleError(name, "its SHA-256 is not the one in bundle.json: it was changed")
    if len(index.files) != len(wanted) - 2:
        raise BundleError(form.INDEX, "it lists files that no bundle has")


def _checkpoint(files: dict[str, bytes], index: Index, keys: list[Verifier]) -> tuple[Checkpoint, list[Verifier]]:
    with _in(form.CHECKPOINT):
        note = files[form.CHECKPOINT]
        checkpoint = Checkpoint.parse(open_note(note, keys).text)
        if checkpoint.origin != index.origin:
            raise BundleError(form.CHECKPOINT, f"it is of the log {checkpoint.origin}, not of {index.origin}")
        signed_with = {(each.name, each.key_id) for each in split_note(note)[1]}
        return checkpoint, [key for key in keys if (key.name, key.key_id) in signed_with]


class _Proofs:
    """Checks that leaves are under the one checkpoint."""

    def __init__(self, note: bytes, checkpoint: Checkpoint) -> None:
        self._note = note
        self._checkpoint = checkpoint

    def check(self, name: str, text: bytes, leaf: bytes, position: int) -> None:
        """Raises BundleError unless the file proves that this leaf is at that position."""
        with _in(name):
            proof = TlogProof.parse(text)
            if proof.extra or proof.checkpoint != self._note:
                raise BundleError(name, "it is not under the checkpoint of this bundle, or carries more than a proof")
            if proof.index != position - 1:
                raise BundleError(name, f"it is of position {proof.index + 1}, not of {position}")
            check_inclusion(leaf, proof.index, self._checkpoint.size, proof.hashes, self._checkpoint.root)


def _read(name: str, stored: bytes, position: int, reading: Reading) -> tuple[Recorded[Any], Collection[str]]:
    with _in(name):
        recorded, tags = reading(stored)
    if recorded.position != position or recorded.seq < 1:
        raise BundleError(name, f"its bytes say position {recorded.position}, seq {recorded.seq}")
    return recorded, tags


def _check_head(files: dict[str, bytes], index: Index, reading: Reading, proofs: _Proofs) -> Head:
    """The head of the subject, proven: under the root of heads, which is in a fact, which is under the checkpoint."""
    stored = files[form.SNAPSHOT]
    proofs.check(form.SNAPSHOT_PROOF, files[form.SNAPSHOT_PROOF], leaf_hash(stored), index.snapshot)
    said = _read(form.SNAPSHOT, stored, index.snapshot, reading)[0].fact
    if (said.type, said.subject, said.credential) != ("heads.recorded", f"log:{index.origin}", "log"):
        raise BundleError(form.SNAPSHOT, "it is not a heads.recorded that this log states about itself")
    if said.data.size != index.size or index.size >= index.snapshot:
        raise BundleError(form.SNAPSHOT, f"it is over the first {said.data.size} facts, not over {index.size}")
    file = form.read_canonical(form.HEAD, files[form.HEAD], HeadFile)
    with _in(form.HEAD):
        if (file.tag, file.tags) != (index.subject, said.data.tags):
            raise BundleError(form.HEAD, f"it is of {file.tag[:200]} among {file.tags} tags")
        proof = file.proof(index.size)
        proof.check(bytes.fromhex(said.data.root))
    return proof.head


class _Facts:
    """The facts one after the other, and what can be said of their order."""

    def __init__(self, files: dict[str, bytes], index: Index, reading: Reading, proofs: _Proofs) -> None:
        self._files = files
        self._index = index
        self._reading = reading
        self._proofs = proofs
        self._recorded_at = ""
        self._next_seq = 1
        self._withheld_since = 0

    def check(self, head: Head) -> None:
        """Raises BundleError unless these are all facts that the head counts, in their order."""
        entries = self._index.entries
        if len(entries) != head.count:
            raise BundleError(form.INDEX, f"it has {len(entries)} facts, the log counts {head.count} of this subject")
        for entry in entries:
            leaf = form.bytes_of(form.INDEX, entry.leaf_hash)
            self._proofs.check(entry.proof, self._files[entry.proof], leaf, entry.position)
            if entry.withheld:
                self._withheld_since += 1
            else:
                self._check_fact(entry, leaf)
        if Head.over(head.tag, (bytes.fromhex(entry.leaf_hash) for entry in entries)) != head:
            raise BundleError(form.INDEX, "its facts are not those that the log counts for this subject")
        shown = [(e.position, self._files[e.fact]) for e in entries if not e.withheld]
        if form.attachments_of(shown) != self._files[form.ATTACHMENTS]:
            raise BundleError(form.ATTACHMENTS, "it does not list what the facts name")

    def _check_fact(self, entry: Entry, leaf: bytes) -> None:
        name, stored = entry.fact, self._files[entry.fact]
        if leaf_hash(stored) != leaf:
            raise BundleError(name, "its bytes have not the leaf hash that is proven")
        recorded, tags = _read(name, stored, entry.position, self._reading)
        _check_instant(name, recorded.recorded_at)
        if self._index.subject not in tags:
            raise BundleError(name, f"it does not carry the tag {self._index.subject[:200]}")
        if recorded.recorded_at < self._recorded_at:
            raise BundleError(name, "it was recorded before the fact in front of it")
        self._recorded_at = recorded.recorded_at
        if recorded.fact.subject == self._index.subject:
            self._check_seq(name, recorded.seq)

    def _check_seq(self, name: str, seq: int) -> None:
        """The subject's own facts are numbered without holes; a hole may only be what is withheld there."""
        if not self._next_seq <= seq <= self._next_seq + self._withheld_since:
            raise BundleError(name, f"it is number {seq} of its subject where {self._next_seq} is next")
        self._next_seq, self._withheld_since = seq + 1, 0


def _check_instant(place: str, text: str) -> None:
    try:
        is_canonical = instant(text) == text
    except ValueError:
        is_canonical = False
    if not is_canonical:
        raise BundleError(place, f"{text[:80]!r} is not an instant")
