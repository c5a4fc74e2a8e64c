"""Signed notes: what Go has signed opens here, what is signed here is byte for byte what Go signs."""

import pytest

from ledger.transparency.errors import BadSignatureError, NoteError, UnsignedError
from ledger.transparency.key import NoteKey, Verifier
from ledger.transparency.note import MAX_NOTE_BYTES, OpenedNote, open_note, sign, split_note
from tests.ledger.transparency.published_notes import (
    BY_ENOCH,
    BY_PETER,
    ENOCH,
    PETER,
    PETER_PRIVATE,
    QUASIMODO,
    SOFA,
    TEXT,
)

peter, enoch = Verifier.parse(PETER), Verifier.parse(ENOCH)


def note(*lines: str, text: str = TEXT) -> bytes:
    return f"{text}\n{''.join(lines)}".encode()


def test_the_published_text_gives_the_published_note() -> None:
    assert sign(TEXT, NoteKey.parse(PETER_PRIVATE)) == note(BY_PETER)


def test_the_published_note_opens() -> None:
    assert open_note(note(BY_PETER), [peter]) == OpenedNote(TEXT, ("PeterNeumann",))


def test_who_is_known_is_named_and_who_is_not_is_ignored() -> None:
    both = note(BY_PETER, BY_ENOCH)
    assert open_note(both, [peter]).verified == ("PeterNeumann",)
    assert open_note(both, [enoch]).verified == ("EnochRoot",)
    assert open_note(both, [enoch, peter]).verified == ("PeterNeumann", "EnochRoot")


def test_a_note_that_nobody_known_has_signed_is_refused() -> None:
    for verifiers in ([], [enoch]):
        with pytest.raises(UnsignedError):
            open_note(note(BY_PETER), verifiers)


def test_a_known_name_with_another_id_is_not_known() -> None:
    other = NoteKey.generate("PeterNeumann")
    with pytest.raises(UnsignedError):
        open_note(sign(TEXT, other), [peter])
    assert open_note(sign(TEXT, other, NoteKey.parse(PETER_PRIVATE)), [peter]).verified == ("PeterNeumann",)


def test_a_wrong_signature_of_a_known_key_spoils_the_note_though_another_is_right() -> None:
    tampered = BY_PETER[:60] + "ABCD" + BY_PETER[60:]
    with pytest.raises(BadSignatureError, match="PeterNeumann"):
        open_note(note(BY_ENOCH, tampered), [peter, enoch])
    with pytest.raises(BadSignatureError, match="PeterNeumann"):
        open_note(note(BY_PETER, tampered), [peter])
    assert open_note(note(BY_ENOCH, tampered), [enoch]).verified == ("EnochRoot",)


def test_a_signature_that_stands_twice_counts_once() -> None:
    assert open_note(note(BY_PETER, BY_PETER), [peter]).verified == ("PeterNeumann",)


def test_the_same_key_may_be_given_twice_but_two_may_not_share_name_and_id() -> None:
    assert open_note(note(BY_PETER), [peter, peter]).verified == ("PeterNeumann",)
    # An ID has four bytes: whoever wants to can find a key with the same one.
    impostor = Verifier("PeterNeumann", enoch.public)
    impostor.__dict__["key_id"] = peter.key_id
    with pytest.raises(NoteError, match="two known keys"):
        open_note(note(BY_PETER), [peter, impostor])


def test_a_text_may_have_empty_lines_and_the_last_one_ends_it() -> None:
    text, (signature,) = split_note(QUASIMODO.encode())
    assert text.endswith("\n\ned è subito sera.\n")
    assert signature.name == "quasimodo.example/salvatore"
    key = NoteKey.generate("log")
    for odd in ("\n", "\n\n", "a\n\n\n", "— log AAAA\n", "\x7f\n"):
        assert open_note(sign(odd, key), [key.verifier]).text == odd


def test_the_example_of_a_checkpoint_is_a_note() -> None:
    _, (signature,) = split_note(SOFA.encode())
    assert (signature.name, signature.key_id.hex()) == ("example.com/behind-the-sofa", "033de0ae")
    assert len(signature.signature) == 64


@pytest.mark.parametrize(
    "malformed",
    [
        b"",
        b"\n\n",
        TEXT.encode(),
        TEXT.encode() + b"\n",
        BY_PETER.encode(),
        b"\n" + BY_PETER.encode(),
        note(BY_PETER)[:-1],
        note(BY_PETER) + b"\n",
        note(BY_PETER, "Unexpected line.\n"),
        note("Unexpected line.\n", BY_PETER),
        note(BY_PETER).replace(b"\n", b"\r\n"),
        b"\x01" + note(BY_PETER),
        b"a\tb" + note(BY_PETER),
        b"\xff" + note(BY_PETER),
        b"\xed\xa0\x80" + note(BY_PETER),
        note(BY_PETER.replace("PeterNeumann", "Bad Name")),
        note(BY_PETER.replace("PeterNeumann", "Bad+Name")),
        note(BY_PETER.replace("PeterNeumann", "Bad\u3000Name")),
        note(BY_PETER.replace("PeterNeumann ", "")),
        note(BY_PETER.replace("PeterNeumann", "")),
        note(BY_PETER.replace("— ", "- ")),
        note(BY_PETER.replace("— ", "")),
        note(BY_PETER.replace("— ", "—  ")),
        note(BY_PETER.replace("=\n", "\n")),
        note(BY_PETER.replace("AM=\n", "AN=\n")),
        note(BY_PETER.replace("=\n", "= \n")),
        note(BY_PETER, "— unknown.example AAAAAA==\n"),
        note(BY_PETER, "— unknown.example ****\n"),
        note(*[BY_PETER] * 101),
        note(BY_PETER, text="a" * MAX_NOTE_BYTES + "\n"),
    ],
)
def test_what_is_not_of_the_form_of_a_note_is_refused(malformed: bytes) -> None:
    with pytest.raises(NoteError) as refusal:
        open_note(malformed, [peter])
    assert type(refusal.value) is NoteError


def test_a_note_may_have_a_hundred_signatures() -> None:
    assert open_note(note(*[BY_PETER] * 100), [peter]).verified == ("PeterNeumann",)


def test_no_byte_of_a_note_can_be_changed() -> None:
    whole = note(BY_PETER)
    for at in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[at] ^= 1 << bit
            with pytest.raises(NoteError):
                open_note(bytes(changed), [peter])


@pytest.mark.parametrize(
    "text", ["", "a", "a\nb", "a\n\n— log AAAAAAA=", "a\tb\n", "a\r\n", "\ud800\n", "a" * MAX_NOTE_BYTES + "\n"]
)
def test_a_text_that_no_note_may_hold_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign(text, NoteKey.generate("log"))


def test_nobody_signs_no_note() -> None:
    with pytest.raises(NoteError, match="one key at least"):
        sign(TEXT)
