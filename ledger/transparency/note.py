"""Signed notes: a text and who signed it (c2sp.org/signed-note). Checkpoints and receipts are notes.

Limits are those of Go's golang.org/x/mod/sumdb/note: 1,000,000 bytes and 100 signatures.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ledger.transparency.errors import BadSignatureError, NoteError, UnsignedError
from ledger.transparency.key import NoteKey, Verifier, is_key_name
from ledger.transparency.notation import read_base64, write_base64

MAX_NOTE_BYTES: Final = 1_000_000
MAX_SIGNATURES: Final = 100
_DASH: Final = "\N{EM DASH} "
_KEY_ID_BYTES: Final = 4


class OpenedNote(NamedTuple):
    """A text that somebody known has signed."""

    text: str
    verified: tuple[str, ...]
    """The names of the known keys that signed it, in the order of the note, each once."""


class Signature(NamedTuple):
    """One signature line; nothing about it is true until a known key has verified it."""

    name: str
    key_id: bytes
    signature: bytes


def sign(text: str, *keys: NoteKey) -> bytes:
    """The note of this text with a signature line for each key, in the given order."""
    if not keys:
        raise NoteError("a note is signed by one key at least")
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends with a newline")
    signed = _encode(text)
    lines = [f"{_DASH}{k.name} {write_base64(k.verifier.key_id + k.sign(signed))}\n" for k in keys]
    note = _encode(text + "\n" + "".join(lines))
    split_note(note)
    return note


def open_note(note: bytes, verifiers: Iterable[Verifier]) -> OpenedNote:
    """The text, if a known key has signed it and no signature that names a known key is wrong.

    A signature is a known key's where both name and ID are; all others are ignored, as the specification demands.
    """
    known = _by_name_and_id(verifiers)
    text, signatures = split_note(note)
    verified: dict[str, None] = {}
    for each in signatures:
        verifier = known.get((each.name, each.key_id))
        if verifier is None:
            continue
        if not verifier.verifies(each.signature, text.encode()):
            raise BadSignatureError(f"the signature of {each.name} is not over this text")
        verified[each.name] = None
    if not verified:
        raise UnsignedError("no known key has signed the note")
    return OpenedNote(text, tuple(verified))


def split_note(note: bytes) -> tuple[str, list[Signature]]:
    """Text and signature lines of a note, well-formed and not yet verified by anybody."""
    if len(note) > MAX_NOTE_BYTES:
        raise NoteError(f"a note has at most {MAX_NOTE_BYTES} bytes, this one has {len(note)}")
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteError(f"a note is UTF-8, byte {error.start} is not") from error
    if any(c < " " and c != "\n" for c in whole):
        raise NoteError("a note has no control character but the newline")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise NoteError("a note is a text, an empty line, and lines of signatures, each with its newline")
    if lines.count("\n") > MAX_SIGNATURES:
        raise NoteError(f"a note has at most {MAX_SIGNATURES} signatures")
    return text + "\n", list(_signatures(lines))


def _signatures(lines: str) -> Iterator[Signature]:
    for number, line in enumerate(lines[:-1].split("\n"), start=1):
        name, space, encoded = line.removeprefix(_DASH).partition(" ")
        value = read_base64(encoded)
        if not line.startswith(_DASH) or not space or not is_key_name(name):
            raise NoteError(f"signature line {number} is not an em dash, the name of a key and a signature")
        if value is None or len(value) <= _KEY_ID_BYTES:
            raise NoteError(f"signature line {number} does not hold the ID of a key and a signature in base64")
        yield Signature(name, value[:_KEY_ID_BYTES], value[_KEY_ID_BYTES:])


def _by_name_and_id(verifiers: Iterable[Verifier]) -> dict[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise NoteError(f"two known keys are called {verifier.name} and have the same ID")
    return known


def _encode(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NoteError("a note holds no lone surrogate") from error
