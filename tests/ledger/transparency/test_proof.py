"""A proof in one file: written, read strictly, checked, and refused when anything in it is changed."""

import base64

import pytest

from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.errors import CheckpointError, ProofError, TransparencyError, UnsignedError
from ledger.transparency.key import NoteKey
from ledger.transparency.proof import Proven, TlogProof, check
from tests.ledger.transparency.naive_tree import LEAVES, numbered, path, root
from tests.ledger.transparency.published_notes import FANCYLOG, PETER_PRIVATE

KEY = NoteKey.parse(PETER_PRIVATE)
LOG = KEY.verifier
CHECKPOINT = Checkpoint(KEY.name, 8, root(LEAVES))


def proof_of(index: int, leaves: tuple[bytes, ...] = LEAVES, extra: bytes = b"") -> TlogProof:
    note = Checkpoint(KEY.name, len(leaves), root(leaves)).signed(KEY)
    return TlogProof(index, tuple(path(index, leaves)), note, extra)


def test_the_example_of_the_specification_is_read_and_written_again() -> None:
    proof = TlogProof.parse(FANCYLOG.encode())
    assert (proof.index, len(proof.hashes), len(proof.extra)) == (73894, 5, 39)
    assert proof.hashes[0].hex().startswith("8122b25e8619")
    assert proof.checkpoint.startswith(b"example.com/fancylog\n109482\n")
    assert proof.text == FANCYLOG.encode()


def test_a_proof_is_written_line_by_line() -> None:
    text = proof_of(5).text
    head, _, note = text.partition(b"\n\n")
    assert head.decode().split("\n") == [
        "c2sp.org/tlog-proof@v1",
        "index 5",
        "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=",
        "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=",
        "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=",
    ]
    assert note == CHECKPOINT.signed(KEY)


@pytest.mark.parametrize("index", range(8))
def test_a_proof_proves_its_leaf_and_no_other(index: int) -> None:
    text = proof_of(index).text
    assert check(text, LEAVES[index], LOG) == Proven(index, CHECKPOINT)
    for other in LEAVES[:index] + LEAVES[index + 1 :]:
        with pytest.raises(ProofError, match="leads to the root"):
            check(text, other, LOG)


def test_the_only_leaf_of_a_log_is_proven_without_a_hash() -> None:
    text = proof_of(0, LEAVES[:1]).text
    assert text.startswith(b"c2sp.org/tlog-proof@v1\nindex 0\n\nPeterNeumann\n1\n")
    assert check(text, LEAVES[0], LOG).checkpoint.size == 1


def test_an_empty_log_proves_no_leaf() -> None:
    text = TlogProof(0, (), Checkpoint(KEY.name, 0, root(())).signed(KEY)).text
    with pytest.raises(ProofError, match="not in a tree of 0"):
        check(text, LEAVES[0], LOG)


def test_extra_data_is_carried_and_proves_nothing() -> None:
    text = proof_of(2, extra=b"\0anything\xff").text
    assert TlogProof.parse(text).extra == b"\0anything\xff"
    assert check(text, LEAVES[2], LOG) == check(proof_of(2).text, LEAVES[2], LOG)


@pytest.mark.parametrize(("index", "size"), [(5, 8), (0, 1), (2, 3), (20, 21)])
def test_no_bit_of_a_proof_can_be_changed(index: int, size: int) -> None:
    leaves = numbered(size)
    text = proof_of(index, leaves).text
    check(text, leaves[index], LOG)
    for bit in range(len(text) * 8):
        changed = bytearray(text)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(TransparencyError):
            check(bytes(changed), leaves[index], LOG)


def test_no_byte_of_a_proof_can_be_left_out_or_put_in() -> None:
    text = proof_of(5).text
    for at in range(len(text)):
        for changed in (text[:at] + text[at + 1 :], text[:at] + text[at : at + 1] + text[at:], text[:at]):
            if changed != text:
                with pytest.raises(TransparencyError):
                    check(changed, LEAVES[5], LOG)


def test_another_size_needs_another_signature() -> None:
    text = proof_of(0).text
    for size in (5, 6, 7):
        with pytest.raises(TransparencyError, match="PeterNeumann is not over this text"):
            check(text.replace(b"\n8\n", b"\n%d\n" % size), LEAVES[0], LOG)


def test_a_proof_from_another_log_is_refused() -> None:
    with pytest.raises(UnsignedError):
        check(proof_of(5).text, LEAVES[5], NoteKey.generate("PeterNeumann").verifier)
    foreign = TlogProof(5, tuple(path(5, LEAVES)), Checkpoint("other", 8, root(LEAVES)).signed(KEY))
    with pytest.raises(CheckpointError, match="the log other"):
        check(foreign.text, LEAVES[5], LOG)


HEAD = "c2sp.org/tlog-proof@v1\n"
HASH = base64.b64encode(b"\x01" * 32).decode()
NOTE = "\n\nlog\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        f"{HEAD}index 0",
        f"{HEAD}index 0\n\n",
        f"{HEAD}index 0\n{HASH}\n",
        f"c2sp.org/tlog-proof@v2\nindex 0{NOTE}",
        f" {HEAD}index 0{NOTE}",
        f"{HEAD.strip()}{NOTE}",
        f"{HEAD}{HASH}{NOTE}",
        f"{HEAD}index{NOTE}",
        f"{HEAD}index {NOTE}",
        f"{HEAD}index  0{NOTE}",
        f"{HEAD}index 00{NOTE}",
        f"{HEAD}index 01{NOTE}",
        f"{HEAD}index -1{NOTE}",
        f"{HEAD}index {2**64}{NOTE}",
        f"{HEAD}index 0 {NOTE}",
        f"{HEAD}Index 0{NOTE}",
        f"{HEAD}index 0\nextra YQ=={NOTE}",
        f"{HEAD}extra{NOTE}",
        f"{HEAD}extra YQ=={NOTE}",
        f"{HEAD}extra \nindex 0{NOTE}",
        f"{HEAD}extra YQ\nindex 0{NOTE}",
        f"{HEAD}extra YR==\nindex 0{NOTE}",
        f"{HEAD}extra YQ==\nextra YQ==\nindex 0{NOTE}",
        f"{HEAD}index 0\nindex 0{NOTE}",
        f"{HEAD}index 0\n{HASH[:-1]}{NOTE}",
        f"{HEAD}index 0\n{HASH[4:]}{NOTE}",
        f"{HEAD}index 0\n{HASH} {NOTE}",
        f"{HEAD}index 0\n{HASH[:-2]}F={NOTE}",
        f"{HEAD}index 0\r\n{HASH}\r{NOTE}",
        f"{HEAD}index 0\né{NOTE}",
        f"{HEAD}index 0" + f"\n{HASH}" * 65 + NOTE,
    ],
)
def test_a_proof_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ProofError):
        TlogProof.parse(text.encode())


def test_a_proof_may_have_as_many_hashes_as_the_highest_tree() -> None:
    text = f"{HEAD}index 0" + f"\n{HASH}" * 64 + NOTE
    assert len(TlogProof.parse(text.encode()).hashes) == 64


@pytest.mark.parametrize(
    ("index", "hashes", "note"),
    [(-1, (), b"n"), (2**64, (), b"n"), (0, (b"\0" * 31,), b"n"), (0, (b"\0" * 32,) * 65, b"n"), (0, (), b"")],
)
def test_a_proof_that_could_not_be_read_again_is_not_made(index: int, hashes: tuple[bytes, ...], note: bytes) -> None:
    with pytest.raises(ProofError):
        TlogProof(index, hashes, note)
