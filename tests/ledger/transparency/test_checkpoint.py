"""Checkpoints: origin, size, root, each in its one spelling, signed by the key of that log."""

import pytest

from ledger.transparency.checkpoint import Checkpoint, open_checkpoint
from ledger.transparency.errors import CheckpointError, UnsignedError
from ledger.transparency.key import NoteKey
from ledger.transparency.note import sign, split_note
from ledger.transparency.tree import EMPTY_ROOT
from tests.ledger.transparency.published_notes import SOFA

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
KEY = NoteKey.generate("example.com/behind-the-sofa")


def test_the_example_of_the_specification_is_read_and_written_again() -> None:
    text, _ = split_note(SOFA.encode())
    checkpoint = Checkpoint.parse(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.root.hex() == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62"
    assert checkpoint.text == text


def test_what_a_log_has_signed_is_its_checkpoint() -> None:
    checkpoint = Checkpoint(KEY.name, 7, b"\x01" * 32)
    assert open_checkpoint(checkpoint.signed(KEY), KEY.verifier) == checkpoint


def test_a_witness_may_sign_too_and_alone_is_not_enough() -> None:
    checkpoint, witness = Checkpoint(KEY.name, 7, b"\x01" * 32), NoteKey.generate("witness.example")
    assert open_checkpoint(checkpoint.signed(KEY, witness), KEY.verifier) == checkpoint
    with pytest.raises(UnsignedError):
        open_checkpoint(checkpoint.signed(witness), KEY.verifier)


def test_a_checkpoint_of_another_log_is_refused_though_this_key_has_signed_it() -> None:
    with pytest.raises(CheckpointError, match=r"other\.example"):
        open_checkpoint(Checkpoint("other.example", 7, b"\x01" * 32).signed(KEY), KEY.verifier)


def test_a_note_of_something_else_is_no_checkpoint() -> None:
    with pytest.raises(CheckpointError):
        open_checkpoint(sign("hello\n", KEY), KEY.verifier)


def test_extension_lines_are_kept() -> None:
    text = f"log\n1\n{ROOT}\nanything\n1 2\n"
    checkpoint = Checkpoint.parse(text)
    assert checkpoint.extensions == ("anything", "1 2")
    assert checkpoint.text == text


def test_an_empty_log_has_a_checkpoint_of_one_root_only() -> None:
    empty = Checkpoint("log", 0, EMPTY_ROOT)
    assert empty.text == "log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    assert Checkpoint.parse(empty.text) == empty
    with pytest.raises(CheckpointError, match="no leaves"):
        Checkpoint.parse(f"log\n0\n{ROOT}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "log\n1\n",
        f"log\n1\n{ROOT}",
        f"log\n1\n{ROOT}!",
        f"\n1\n{ROOT}\n",
        f"log\n\n{ROOT}\n",
        f"log\n01\n{ROOT}\n",
        f"log\n00\n{ROOT}\n",
        f"log\n+1\n{ROOT}\n",
        f"log\n-1\n{ROOT}\n",
        f"log\n1 \n{ROOT}\n",
        f"log\n1_0\n{ROOT}\n",
        f"log\n١\n{ROOT}\n",
        f"log\n0x1\n{ROOT}\n",
        f"log\n{2**64}\n{ROOT}\n",
        f"log\n{'9' * 5000}\n{ROOT}\n",
        f"log\n1\n{ROOT[:-1]}\n",
        f"log\n1\n{ROOT[:-2]}J=\n",
        f"log\n1\n{ROOT} \n",
        f"log\n1\n{ROOT[4:]}\n",
        f"log\n1\n{ROOT.replace('/', '_')}\n",
        "log\n1\n\n",
        f"log\n1\n{ROOT}\n\n",
        f"log\n1\n{ROOT}\n\nextension\n",
        f"log\r\n1\r\n{ROOT}\r\n",
        f"log\n1\n{ROOT}\ta\n",
    ],
)
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root", "extensions"),
    [
        ("", 1, b"\0" * 32, ()),
        ("a\nb", 1, b"\0" * 32, ()),
        ("log", -1, b"\0" * 32, ()),
        ("log", 2**64, b"\0" * 32, ()),
        ("log", 1, b"\0" * 31, ()),
        ("log", 0, b"\0" * 32, ()),
        ("log", 1, b"\0" * 32, ("",)),
        ("log", 1, b"\0" * 32, ("a\nb",)),
    ],
)
def test_what_could_not_be_read_again_is_not_made(
    origin: str, size: int, root: bytes, extensions: tuple[str, ...]
) -> None:
    with pytest.raises(CheckpointError):
        Checkpoint(origin, size, root, extensions)
