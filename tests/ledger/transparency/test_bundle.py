"""An evidence bundle is refused for anything that is wrong with it, by two verifiers that share no line of code."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.leaf import canonical
from ledger.transparency import bundle_form as form
from ledger.transparency.errors import BundleError
from ledger.transparency.key import NoteKey
from ledger.transparency.note import sign
from ledger.transparency.stored_zip import MAX_FILES, read_zip, write_zip
from tests.ledger.transparency.forged_log import (
    KEY,
    KEYS,
    NOON,
    ORIGIN,
    RECEIPT_KEY,
    Files,
    ForgedLog,
    drum_log,
    refused_by_library,
    refused_by_stand_alone,
    resigned,
)
from tests.specification import PLANT, SCALE, drum

Index = dict[str, Any]

BUNDLE = drum_log().bundle(drum(1), withheld=[5])
"""Facts 1, 3, 5, 7, 9 of ten are of drum 1; the third of them is withheld."""
FILES = read_zip(BUNDLE)
both_verifiers = pytest.mark.parametrize("refused", [refused_by_library, refused_by_stand_alone])
Refused = Callable[..., str | None]


@both_verifiers
@pytest.mark.parametrize("trusted", [KEYS, None])
@pytest.mark.parametrize("tag", [drum(1), SCALE, f"organisation:{PLANT}"])
@pytest.mark.parametrize("withheld", [(), (5,), (1, 3), tuple(range(1, 11))])
def test_a_bundle_holds_for_whatever_its_facts_name(
    refused: Refused, tag: str, withheld: tuple[int, ...], trusted: bytes | None
) -> None:
    assert refused(drum_log().bundle(tag, withheld), trusted) is None


def test_the_same_parts_give_the_same_bytes_and_any_tool_opens_them() -> None:
    assert drum_log().bundle(drum(1), withheld=[5]) == BUNDLE
    with zipfile.ZipFile(io.BytesIO(BUNDLE)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


@both_verifiers
def test_no_byte_of_the_zip_can_be_changed(refused: Refused) -> None:
    for at in range(len(BUNDLE)):
        changed = BUNDLE[:at] + bytes([BUNDLE[at] ^ (1 << at % 8)]) + BUNDLE[at + 1 :]
        assert refused(changed, None) is not None, at


@both_verifiers
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_no_byte_of_a_file_can_be_changed_though_the_zip_fits_it(refused: Refused, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    at = data.draw(st.integers(0, len(FILES[name]) - 1))
    byte = FILES[name][at] ^ data.draw(st.integers(1, 255))
    why = refused(write_zip(FILES | {name: FILES[name][:at] + bytes([byte]) + FILES[name][at + 1 :]}))
    assert why is not None
    assert why.startswith((name, "bundle.")) or name == form.KEYS


PROVEN = sorted(name for name in FILES if name not in {form.INDEX, form.NOTE, form.REPORT, form.KEYS})


@both_verifiers
@settings(max_examples=500, deadline=None)
@given(data=st.data())
def test_what_is_proven_cannot_be_changed_by_whoever_holds_the_receipt_key(
    refused: Refused, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(PROVEN))
    at = data.draw(st.integers(0, len(FILES[name]) - 1))
    byte = FILES[name][at] ^ data.draw(st.integers(1, 255))
    assert refused(resigned(FILES | {name: FILES[name][:at] + bytes([byte]) + FILES[name][at + 1 :]})) is not None


@settings(deadline=None)
@given(archive=st.binary(max_size=400), cut=st.integers(0, len(BUNDLE)))
def test_any_bytes_are_refused_in_words(archive: bytes, cut: int) -> None:
    for each in (archive, b"PK\x03\x04" + archive, BUNDLE[:cut] + archive, BUNDLE + archive):
        if each != BUNDLE:
            assert refused_by_library(each) is not None
            assert refused_by_stand_alone(each) is not None


def left_out(position: int) -> bytes:
    """The bundle without one of its facts, signed again."""

    def change(index: Index) -> None:
        index["entries"] = [e for e in index["entries"] if e["position"] != position]

    return resigned({n: d for n, d in FILES.items() if f"/{position}." not in n}, change)


def with_index(change: Callable[[Index], Any], **files: bytes) -> bytes:
    """The bundle with another index, signed again."""
    return resigned(FILES | files, change)


def swapped(index: Index) -> None:
    index["entries"][0], index["entries"][1] = index["entries"][1], index["entries"][0]


def exchanged(index: Index) -> None:
    """The leaf hashes of two withheld or shown facts, exchanged."""
    one, other = index["entries"][0], index["entries"][1]
    one["leaf_hash"], other["leaf_hash"] = other["leaf_hash"], one["leaf_hash"]


def another(name: str) -> Files:
    """One file of the bundle of the other drum."""
    return {name: read_zip(drum_log().bundle(drum(2)))[name]}


def another_log(number: int) -> Files:
    """The log as it was signed at another size: its checkpoint and proofs are sound, and not those of this bundle."""
    longer = drum_log()
    longer.weighed(3, 1)
    files = read_zip(longer.bundle(drum(1)))
    return {name: files[name] for name in (f"facts/{number}.tlog-proof",)}


def head_with(**changed: Any) -> Files:
    value = {
        n: getattr(form.read_canonical("", FILES[form.HEAD], form.HeadFile), n)
        for n in form.HeadFile.__struct_fields__
    }
    return {form.HEAD: canonical(value | changed)}


def without(name: str) -> Files:
    return {n: d for n, d in FILES.items() if n != name}


def renamed(old: str, new: str) -> Files:
    return {new if name == old else name: data for name, data in FILES.items()}


def another_withheld() -> bytes:
    """A fact of the other drum, proven like any, in the place of one that is withheld."""
    other = read_zip(drum_log().bundle(drum(2), withheld=[6]))
    leaf = next(e.leaf_hash for e in form.Index.read(other[form.INDEX]).entries if e.withheld)
    name = "withheld/6.tlog-proof"
    return resigned(
        without("withheld/5.tlog-proof") | {name: other[name]},
        lambda index: index["entries"][2].update(position=6, leaf_hash=leaf),
    )


def last_head_further() -> bytes:
    """The last of all heads, said to be beyond the last: its path would lead to the root all the same."""
    files = read_zip(drum_log().bundle(drum(2)))
    last = form.HEAD, files[form.HEAD].replace(b'"index":3,"tag"', b'"index":7,"tag"')
    return resigned(files | {last[0]: last[1]})


STRANGER = NoteKey(ORIGIN, b"s" * 32)
WRONG: dict[str, tuple[bytes, str]] = {
    "a fact left out": (left_out(7), "bundle.json"),
    "the first fact left out": (left_out(1), "bundle.json"),
    "the last fact left out": (left_out(9), "bundle.json"),
    "a withheld fact left out": (left_out(5), "bundle.json"),
    "another fact for a withheld one": (another_withheld(), "bundle.json"),
    "a head further than the last": (last_head_further(), "head.json"),
    "facts out of order": (with_index(swapped), "bundle.json"),
    "leaf hashes exchanged": (with_index(exchanged), "facts/1.tlog-proof"),
    "shown, and no bytes": (with_index(lambda i: i["entries"][2].update(withheld=False)), "facts/5.json"),
    "withheld, and its bytes there": (with_index(lambda i: i["entries"][0].update(withheld=True)), "withheld/1"),
    "a size that is not the snapshot's": (with_index(lambda i: i.update(size=9)), "snapshot.json"),
    "another snapshot": (with_index(lambda i: i.update(snapshot=10)), "snapshot.tlog-proof"),
    "another subject": (with_index(lambda i: i.update(subject=drum(2))), "head.json"),
    "another origin": (with_index(lambda i: i.update(origin="localhost/other")), "bundle.note"),
    "another format": (with_index(lambda i: i.update(format="bihuan-bundle/2")), "bundle.json"),
    "a time that is none": (with_index(lambda i: i.update(made_at="today")), "bundle.json"),
    "a file listed too many": (with_index(lambda i: i["files"].update(more="0" * 64)), "bundle.json"),
    "a file not listed": (with_index(lambda i: i["files"].pop("report.html")), ""),
    "a member too many": (with_index(lambda i: i.update(more=1)), "bundle.json"),
    "a number for a truth": (with_index(lambda i: i["entries"][2].update(withheld=1)), "bundle.json"),
    "a truth for a number": (with_index(lambda i: i.update(size=True)), "bundle.json"),
    "a number beyond all": (with_index(lambda i: i.update(size=2**63)), "snapshot.json"),
    "the same fact twice": (with_index(lambda i: i["entries"].append(i["entries"][4])), ""),
    "a file missing": (write_zip(without("facts/3.json")), "facts/3.json"),
    "the note missing": (write_zip(without(form.NOTE)), "bundle.note"),
    "the index missing": (write_zip(without(form.INDEX)), "bundle.json"),
    "a file too many": (write_zip(FILES | {"extra": b""}), "extra"),
    "a file renamed": (write_zip(renamed("facts/3.json", "facts/4.json")), "facts/3.json"),
    "a path that climbs": (write_zip(renamed("report.html", "../report.html")), "report.html"),
    "files out of order": (write_zip(dict(reversed(FILES.items()))), ""),
    "a proof under another checkpoint": (resigned(FILES | another_log(3)), "facts/3.tlog-proof"),
    "a proof of another position": (
        resigned(FILES | {"facts/3.tlog-proof": FILES["facts/1.tlog-proof"]}),
        "facts/3.tlog-proof",
    ),
    "a proof with extra data": (
        resigned(FILES | {"facts/3.tlog-proof": FILES["facts/3.tlog-proof"].replace(b"index", b"extra QQ==\nindex")}),
        "facts/3.tlog-proof",
    ),
    "a head that counts less": (resigned(FILES | head_with(count=4)), "head.json"),
    "a head of another place": (resigned(FILES | head_with(index=2)), "head.json"),
    "a head beyond the tags": (resigned(FILES | head_with(index=9)), "head.json"),
    "a head of another tag": (resigned(FILES | another(form.HEAD)), "head.json"),
    "a head with a hash too many": (resigned(FILES | head_with(hashes=["00" * 32] * 3)), "head.json"),
    "a head with what is no hash": (resigned(FILES | head_with(hashes=["0"])), "head.json"),
    "an attachment left out": (resigned(FILES | {form.ATTACHMENTS: b"[]"}), "attachments.json")
    if b"sha256" in FILES[form.ATTACHMENTS]
    else (resigned(FILES | {form.ATTACHMENTS: b'[{"evidence":{},"position":1}]'}), "attachments.json"),
    "an index that is not canonical": (
        write_zip(
            FILES
            | {
                form.INDEX: (spaced := FILES[form.INDEX].replace(b":", b": ", 1)),
                form.NOTE: sign(form.text_to_sign(ORIGIN, spaced), RECEIPT_KEY),
            }
        ),
        "bundle.json",
    ),
    "a note signed by the log's key": (
        write_zip(FILES | {form.NOTE: sign(form.text_to_sign(ORIGIN, FILES[form.INDEX]), KEY)}),
        "bundle.note",
    ),
    "a note over another text": (
        write_zip(FILES | {form.NOTE: sign(f"{ORIGIN}/bundles\n\n", RECEIPT_KEY)}),
        "bundle",
    ),
    "a note with two signatures": (
        write_zip(FILES | {form.NOTE: sign(form.text_to_sign(ORIGIN, FILES[form.INDEX]), RECEIPT_KEY, KEY)}),
        "bundle.note",
    ),
    "a checkpoint of nobody": (
        resigned(FILES | {form.CHECKPOINT: sign("localhost/forged\n1\n" + "A" * 43 + "=\n", STRANGER)}),
        "checkpoint",
    ),
    "a checkpoint of another origin": (
        resigned(FILES | {form.CHECKPOINT: sign("localhost/other\n1\n" + "A" * 43 + "=\n", KEY)}),
        "checkpoint",
    ),
}


@both_verifiers
@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_refused_and_named(refused: Refused, what: str) -> None:
    archive, place = WRONG[what]
    why = refused(archive)
    assert why is not None
    assert why.startswith(place), why


def log_with(*facts: Callable[[ForgedLog], Any]) -> ForgedLog:
    log = ForgedLog()
    log.weighed(1, 1)
    for say in facts:
        say(log)
    return log


def raw(change: Callable[[bytes], bytes]) -> bytes:
    """A bundle in which the second weighing of drum 1 is in the log as other bytes than a ledger writes."""
    log = log_with(lambda log: log.weighed(1, 2))
    stored, tags = log.stored.pop(), log.tags.pop()
    bad = change(stored)
    assert bad != stored
    log.holds(bad, tags)
    files = read_zip(log.bundle(drum(1), [2]))  # as withheld nobody reads them yet
    files |= {"facts/2.json": bad, "facts/2.tlog-proof": files.pop("withheld/2.tlog-proof")}
    return resigned(files, lambda index: index["entries"][1].update(withheld=False))


LYING: dict[str, tuple[bytes, str]] = {
    "a number of its life is missing": (log_with(lambda log: log.weighed(1, 3)).bundle(drum(1)), "facts/2.json"),
    "its life does not begin": (
        (log := ForgedLog()).weighed(1, 2) and log.bundle(drum(1)),
        "facts/1.json",
    ),
    "a number of its life twice": (log_with(lambda log: log.weighed(1, 1)).bundle(drum(1)), "facts/2.json"),
    "more is missing than is withheld": (
        log_with(lambda log: log.weighed(1, 2), lambda log: log.weighed(1, 4)).bundle(drum(1), [2]),
        "facts/3.json",
    ),
    "a number that is none": (log_with(lambda log: log.weighed(3, 0)).bundle(SCALE), "facts/2.json"),
    "a fact that is of something else": (
        log_with(lambda log: log.weighed(2, 1, tag=drum(1))).bundle(drum(1)),
        "facts/2.json",
    ),
    "a fact recorded before the one in front of it": (
        log_with(lambda log: log.weighed(1, 2, at="2026-11-24T03:59:59.999999Z")).bundle(drum(1)),
        "facts/2.json",
    ),
    "bytes that say another position": (
        raw(lambda b: b.replace(b'"position":2', b'"position":3')),
        "facts/2.json",
    ),
    "bytes with a blank": (raw(lambda b: b.replace(b":2}", b": 2}")), "facts/2.json"),
    "bytes with a fraction": (
        raw(lambda b: b.replace(b"212400", b"212400.0")),
        "facts/2.json",
    ),
    "a name that stands twice": (
        raw(lambda b: b.replace(b'"tare_g"', b'"tare_g":1,"tare_g"')),
        "facts/2.json",
    ),
    "half a character": (
        raw(lambda b: b.replace(b'"id":"1"', b'"id":"\\ud800"')),
        "facts/2.json",
    ),
    "bytes that are deep": (raw(lambda _: b"[" * 9_000), "facts/2.json"),
    "bytes of another shape": (raw(lambda _: b"[]"), "facts/2.json"),
    "a time that is none": (raw(lambda b: b.replace(NOON.encode(), b"now", 2)), "facts/2"),
    "a day that is none": (raw(lambda b: b.replace(b"-11-24T", b"-13-24T")), "facts/2.json"),
    "a snapshot over more than there is": (drum_log().bundle(drum(1), size=11), "snapshot.json"),
    "a snapshot over fewer tags": (drum_log().bundle(drum(1), tags=3), "head.json"),
    "a snapshot of other heads": (drum_log().bundle(drum(1), root="00" * 32), "head.json"),
    "a snapshot about another log": (drum_log().bundle(drum(1), about="log:localhost/other"), "snapshot.json"),
    "a snapshot that is another fact": (
        drum_log().bundle(drum(1), topic="log_key.changed"),
        "snapshot.json",
    ),
}
"""What not even the log itself can make anybody believe, though it signs it with all its keys."""


@both_verifiers
@pytest.mark.parametrize("what", LYING)
def test_a_log_that_lies_with_all_its_keys_is_refused(refused: Refused, what: str) -> None:
    archive, place = LYING[what]
    why = refused(archive)
    assert why is not None
    assert why.startswith(place), why


@both_verifiers
def test_what_is_withheld_may_be_the_hole_in_a_life(refused: Refused) -> None:
    log = log_with(lambda log: log.weighed(1, 2), lambda log: log.weighed(1, 3))
    assert refused(log.bundle(drum(1), [2])) is None
    assert refused(log.bundle(drum(1), [1])) is None


@both_verifiers
def test_a_trusted_key_refuses_what_another_key_signed(refused: Refused) -> None:
    stranger = f"{STRANGER.verifier.text}\n{RECEIPT_KEY.verifier.text}\n".encode()
    assert str(refused(BUNDLE, stranger)).startswith("checkpoint")
    assert str(refused(BUNDLE, KEY.verifier.text.encode())).startswith("bundle.note")
    assert str(refused(BUNDLE, b"")).startswith("bundle.note")


@both_verifiers
def test_after_a_change_of_keys_any_of_them_may_have_signed(refused: Refused) -> None:
    keys = f"{STRANGER.verifier.text}\n{KEY.verifier.text}\n{RECEIPT_KEY.verifier.text}\n".encode()
    assert refused(BUNDLE, keys) is None
    assert refused(resigned(FILES | {form.KEYS: keys}), None) is None


@both_verifiers
def test_a_key_whose_name_for_short_is_wrong_is_none(refused: Refused) -> None:
    keys = KEYS.replace(KEY.verifier.key_id.hex().encode(), b"00000000")
    assert str(refused(resigned(FILES | {form.KEYS: keys}), None)).startswith("log-key")


def test_nothing_swells_and_nothing_stands_twice() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("bundle.json", bytes(50_000_000))
    for refused in (refused_by_library, refused_by_stand_alone):
        assert refused(written.getvalue()) is not None
    twice = BUNDLE[: 30 + len("bundle.json") + len(FILES["bundle.json"])]
    assert str(refused_by_library(twice + BUNDLE)).startswith("bundle.json: the archive holds it twice")
    assert "it is there twice" in str(refused_by_stand_alone(twice + BUNDLE))


def test_what_is_too_large_is_not_written() -> None:
    with pytest.raises(BundleError, match="files, at most"):
        write_zip({str(n): b"" for n in range(MAX_FILES + 1)})
    with pytest.raises(BundleError, match="more than 268435456 bytes"):
        write_zip({str(n): bytes(2**26) for n in range(4)})
