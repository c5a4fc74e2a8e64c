"""Keys of notes: their published text forms, their names, and what is not a key."""

import pytest

from ledger.transparency.errors import KeyFormatError
from ledger.transparency.key import NoteKey, Verifier
from tests.ledger.transparency.published_notes import ENOCH, PETER, PETER_PRIVATE


@pytest.mark.parametrize("text", [PETER, ENOCH])
def test_a_published_key_is_read_and_written_again(text: str) -> None:
    assert Verifier.parse(text).text == text


def test_the_public_half_of_a_published_signing_key_is_the_published_one() -> None:
    key = NoteKey.parse(PETER_PRIVATE)
    assert key.verifier == Verifier.parse(PETER)
    assert key.private_text == PETER_PRIVATE


def test_a_new_key_is_kept_and_read_again() -> None:
    key = NoteKey.generate("bihuan.example/shanghai")
    again = NoteKey.parse(key.private_text)
    assert again == key
    assert Verifier.parse(key.verifier.text).verifies(again.sign(b"a drum"), b"a drum")
    assert not key.verifier.verifies(again.sign(b"a drum"), b"a drum!")


def test_no_two_new_keys_are_the_same() -> None:
    assert NoteKey.generate("log").seed != NoteKey.generate("log").seed


def test_a_signing_key_does_not_show_its_secret() -> None:
    key = NoteKey.parse(PETER_PRIVATE)
    assert repr(key) == "NoteKey(name='PeterNeumann')"


@pytest.mark.parametrize("read", [(Verifier.parse, PETER), (NoteKey.parse, PETER_PRIVATE)], ids=["public", "private"])
def test_no_part_of_a_key_and_no_changed_key_is_a_key(read) -> None:
    parse, text = read
    parts = [text[first:end] for first in range(len(text)) for end in range(first, len(text) + 1)]
    parts.remove(text)
    changed = [text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :] for at in range(len(text))]
    for other in [*parts, *changed, text + "\n", text + "=", " " + text]:
        with pytest.raises(KeyFormatError):
            parse(other)


@pytest.mark.parametrize(
    "text",
    [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
    ids=["too long, with the ID of its own", "of another algorithm, with the ID of its own"],
)
def test_a_key_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(KeyFormatError):
        Verifier.parse(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\u2003b", "a\u3000b", "a\nb", "a\x01b", "\ud800"])
def test_a_name_has_no_space_and_no_plus(name: str) -> None:
    with pytest.raises(KeyFormatError, match="the name of a key"):
        NoteKey.generate(name)


@pytest.mark.parametrize("name", ["localhost/bihuan", "闭环", "a\u200bb"])
def test_any_other_name_will_do(name: str) -> None:
    text = NoteKey.generate(name).verifier.text
    assert Verifier.parse(text).name == name
