"""核验闭环（Bihuan）证据包：只需 Python 3.11 以上与 cryptography；不联网，不解压到磁盘，不采信包内任何文字。

This verifies an evidence bundle of 闭环 Bihuan. It needs Python 3.11 or newer and the package `cryptography`, no
network and nothing of Bihuan. Read it from top to bottom: each function is one step.

    python verify_bundle.py BUNDLE.zip --log-key FILE

FILE holds the public keys of the log, one a line, from a source that is NOT the bundle (the log's /log-key fetched
earlier, a notary, the file of a court). Without it the keys in the bundle are used and printed: then the result is
worth what the comparison of those lines with a trusted copy is worth. Exit code 0: everything holds. 1: something
does not, and the first such thing is named.

Proven: the bytes of each fact shown are those of the log at that position; the facts listed, those withheld among
them, are ALL that carry the subject's tag among the first N facts of the log, in their order; the log's keys signed
all of it. Not proven: that a fact is true. report.html is signed too, but it is a rendering: the facts are the bytes.
"""

import argparse
import base64
import binascii
import hashlib
import io
import json
import re
import struct
import sys
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_BYTES = 256 * 1024 * 1024
FIRST = ["bundle.json", "bundle.note", "report.html", "checkpoint", "log-key", "head.json"]
FIRST += ["snapshot.json", "snapshot.tlog-proof", "attachments.json"]
HASH = re.compile(r"[0-9a-f]{64}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
KEY = re.compile(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)")
Key = tuple[str, bytes, bytes]  # name, ID (four bytes), public key (32 bytes)
Files = dict[str, bytes]


class Wrong(Exception):  # noqa: N818
    """The first thing that is wrong: in which file, and why."""


def wrong(place: str, why: str) -> NoReturn:
    """End here."""
    raise Wrong(f"{place}: {why}")


def plain(text: object) -> str:
    """A text that came with the bundle, without what could move the cursor or rewrite the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(text))


# --- 1. The archive: a zip without compression, spelt in one way only; docs/evidence-bundle.md gives every byte.


def files_in(archive: bytes) -> Files:
    """Name → bytes, in order. All headers are written again and compared: no byte of the zip is left unchecked."""
    if len(archive) > MAX_BYTES:
        wrong("zip", f"文件过大 · it has more than {MAX_BYTES} bytes")
    files: Files = {}
    at, directory = 0, []
    while archive[at : at + 4] == b"PK\x03\x04" and len(archive) >= at + 30:
        size, length = struct.unpack_from("<IH", archive, at + 22)
        name = archive[at + 30 : at + 30 + length].decode("ascii", "replace")
        data = archive[at + 30 + length : at + 30 + length + size]
        if name in files:
            wrong(name, "同名文件出现两次 · it is there twice")
        files[name] = data
        header = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data), length, 0)
        if archive[at : at + 30] != b"PK\x03\x04" + header or not name.isascii():
            wrong(name, "压缩包内此文件的头或校验和被改动 · its header or its CRC was changed")
        entry = b"PK\x01\x02" + struct.pack("<H", 10) + header + struct.pack("<HHHII", 0, 0, 0, 0, at)
        directory.append(entry + name.encode())
        at += 30 + length + size
    number = len(files) & 0xFFFF
    central = b"".join(directory)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, number, number, len(central), at, 0)
    if archive[at:] != central + end:
        wrong(
            "zip", "目录与文件不符，或有多余字节 · its directory does not fit its files, or there are bytes besides"
        )
    return files


# --- 2. JSON, spelt in one way only (RFC 8785 without fractions), so that the same content is always the same bytes.


def read_json(place: str, data: bytes) -> Any:
    """The value; refused unless the same bytes come of writing it again."""

    def fraction(text: str) -> NoReturn:
        raise ValueError(text)

    try:
        value = json.loads(data.decode("utf-8"), parse_float=fraction, parse_constant=fraction)
        again = written(value)
    except (ValueError, RecursionError):
        wrong(place, "不是所要求的 JSON · it is not JSON as it must be")
    if again != data:
        wrong(place, "JSON 写法不规范 · it is not canonical JSON")
    return value


def written(value: Any) -> bytes:
    """Canonical JSON: sorted names, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def members(place: str, value: Any, wanted: dict[str, Any]) -> None:
    """The value is an object of exactly these members, each of its type (true is no number) or of its pattern."""
    if not isinstance(value, dict) or value.keys() != wanted.keys():
        wrong(place, f"其成员应为 {', '.join(wanted)} · its members are not these")
    for name, kind in wanted.items():
        one = value[name]
        good = type(one) is kind if isinstance(kind, type) else type(one) is str and kind.fullmatch(one) is not None
        if not good:
            wrong(place, f"{name} 的值不对 · the value of {name} is not of its form")


# --- 3. Keys and signed notes (c2sp.org/signed-note): a text, an empty line, lines of signatures. Ed25519 alone.


def decoded(text: str) -> bytes:
    """Base64 in its one spelling; nothing for any other."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return b""
    return data if base64.b64encode(data).decode() == text else b""


def keys_in(place: str, data: bytes) -> list[Key]:
    """Public keys, one a line: name+ID+base64(0x01, key). The ID must follow from the name and the key."""
    keys = []
    for line in data.decode("ascii", "replace").splitlines():
        match = KEY.fullmatch(line)
        raw = decoded(match[3]) if match else b""
        if match is None or len(raw) != 33 or raw[0] != 1:
            wrong(place, f"不是公钥 · this line is no key: {line[:80]}")
        key_id = hashlib.sha256(match[1].encode() + b"\n" + raw).digest()[:4]
        if key_id.hex() != match[2]:
            wrong(place, f"密钥编号不符 · the ID of a key does not follow from it: {line[:80]}")
        keys.append((match[1], key_id, raw[1:]))
    return keys


def opened(place: str, note: bytes, keys: list[Key], most: int) -> tuple[str, list[Key]]:
    """The text of a note, and the known keys that signed it: one at least, and none of them wrongly."""
    whole = note.decode("utf-8", "replace")
    text, blank, lines = whole.rpartition("\n\n")
    signatures = lines.split("\n")
    is_text = whole.encode() == note and not any(c < " " and c != "\n" for c in whole)
    if not is_text or not blank or signatures.pop() != "" or not 1 <= len(signatures) <= most:
        wrong(place, "不是签名文书 · it is not a text, an empty line and the signatures that it may have")
    signers = []
    for line in signatures:
        match = re.fullmatch(r"— ([^+\s]+) ([A-Za-z0-9+/=]+)", line)
        raw = decoded(match[2]) if match else b""
        if match is None or len(raw) < 5:
            wrong(place, "签名行写法不对 · a line of signatures is not written as it must be")
        for key in keys:
            if key[:2] == (match[1], raw[:4]):
                try:
                    Ed25519PublicKey.from_public_bytes(key[2]).verify(raw[4:], (text + "\n").encode())
                except InvalidSignature:
                    wrong(place, f"签名不是对此文的 · the signature of {match[1]} is not over this text")
                signers.append(key)
    if not signers:
        wrong(place, "没有已知密钥的签名 · no known key has signed it")
    return text + "\n", signers


# --- 4. The tree (RFC 6962): a leaf is SHA-256(0x00, bytes), a node is SHA-256(0x01, left, right).


def leaf_of(data: bytes) -> bytes:
    """The leaf hash of bytes."""
    return hashlib.sha256(b"\x00" + data).digest()


def root_over(place: str, leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """Where a path leads from leaf number `index` of `size`: RFC 6962 §2.1.1, read from the top of the tree down."""
    if not 0 <= index < size or len(path) > 64 or (size == 1) != (not path):
        wrong(place, "路径与其在树中的位置不符 · the path does not fit its place in the tree")
    if size == 1:
        return leaf
    half = 1 << (size - 1).bit_length() - 1  # the largest power of two below the size
    if index < half:
        left, right = root_over(place, leaf, index, half, path[:-1]), path[-1]
    else:
        left, right = path[-1], root_over(place, leaf, index - half, size - half, path[:-1])
    return hashlib.sha256(b"\x01" + left + right).digest()


class Checkpoint:
    """The size and the root of the whole log, signed by the log's key (c2sp.org/tlog-checkpoint)."""

    def __init__(self, note: bytes, origin: str, keys: list[Key]) -> None:
        text, self.signers = opened("checkpoint", note, [key for key in keys if key[0] == origin], 100)
        lines = text[:-1].split("\n")
        self.note, self.root = note, decoded(lines[2]) if len(lines) > 2 else b""
        if lines[0] != origin or len(self.root) != 32 or not re.fullmatch(r"[1-9][0-9]{0,18}", lines[1]):
            wrong("checkpoint", f"不是账本 {origin} 的检查点 · it is not a checkpoint of that log")
        self.size = int(lines[1])

    def proves(self, place: str, proof: bytes, leaf: bytes, position: int) -> None:
        """The file (c2sp.org/tlog-proof) must lead from this leaf, at this position, to this very checkpoint."""
        head, tail = f"c2sp.org/tlog-proof@v1\nindex {position - 1}".encode(), b"\n\n" + self.note
        if not proof.startswith(head) or not proof.endswith(tail) or len(proof) < len(head) + len(tail):
            wrong(place, "不是此位置在此检查点下的证明 · it is no proof for this position under this checkpoint")
        first, *lines = proof[len(head) : len(proof) - len(tail)].decode("ascii", "replace").split("\n")
        path = [decoded(line) for line in lines]
        if first or any(len(each) != 32 for each in path):
            wrong(place, "证明写法不对 · the proof is not written as it must be")
        if root_over(place, leaf, position - 1, self.size, path) != self.root:
            wrong(place, "证明不通向检查点的根 · the proof does not lead to the root of the checkpoint")


# --- 5. The index: what the bundle is about and which files it has, signed by the log's receipt key.


def read_index(files: Files, trusted: list[Key] | None) -> tuple[Any, list[Key]]:
    """bundle.json, once its signature, its list of files and the hash of each of them were found right."""
    for name in [name for name in FIRST if name not in files]:
        wrong(name, "缺少此文件 · it is missing")
    index = read_json("bundle.json", files["bundle.json"])
    kinds = {"entries": list, "files": dict, "format": re.compile("bihuan-bundle/1"), "made_at": INSTANT}
    members(
        "bundle.json", index, {**kinds, "made_for": str, "origin": str, "size": int, "snapshot": int, "subject": str}
    )
    check_instant("bundle.json", index["made_at"])
    keys = keys_in("log-key", files["log-key"]) if trusted is None else trusted
    mine = [key for key in keys if key[0] == index["origin"] + "/receipts"]
    text, _ = opened("bundle.note", files["bundle.note"], mine, 1)
    if text != f"{index['origin']}/bundles\n{hashlib.sha256(files['bundle.json']).hexdigest()}\n":
        wrong("bundle.json", "不是所签署的那一份 · it is not the one that was signed")
    wanted, before = list(FIRST), 0
    for entry in index["entries"]:
        members("bundle.json", entry, {"leaf_hash": HASH, "position": int, "withheld": bool})
        at = entry["position"]
        if not before < at <= index["size"]:
            wrong(
                "bundle.json", f"位置 {at} 次序不对或超出范围 · position {at} is out of order or beyond the snapshot"
            )
        before = at
        wanted += names_of(entry)
    known = set(wanted)
    for name in [n for n in wanted if n not in files] + [n for n in files if n not in known]:
        wrong(name, "缺少或多出此文件 · this file is missing, or is one too many")
    if list(files) != wanted or index["files"].keys() != set(wanted[2:]):
        wrong("bundle.json", "文件的次序或清单不符 · the files are not in their order, or not those that it lists")
    for name in wanted[2:]:
        if index["files"][name] != hashlib.sha256(files[name]).hexdigest():
            wrong(
                name, "与 bundle.json 所载 SHA-256 不符，已被改动 · it was changed: bundle.json has another SHA-256"
            )
    return index, keys


def names_of(entry: Any) -> list[str]:
    """The files of a fact: its bytes and its proof; of a withheld one only the proof."""
    at = entry["position"]
    return [f"withheld/{at}.tlog-proof"] if entry["withheld"] else [f"facts/{at}.json", f"facts/{at}.tlog-proof"]


# --- 6. Facts: what the stored bytes say, and whether they are about the subject.


def read_fact(place: str, stored: bytes, position: int) -> Any:
    """The stored bytes of a fact, which say their own position."""
    recorded = read_json(place, stored)
    members(place, recorded, {"fact": dict, "position": int, "recorded_at": INSTANT, "seq": int})
    check_instant(place, recorded["recorded_at"])
    if recorded["position"] != position or recorded["seq"] < 1:
        wrong(place, "其字节所载位置或序号不对 · its bytes say another position, or a seq that is none")
    said = {name: recorded["fact"].get(name) for name in ("credential", "data", "subject", "type")}
    members(place, said, {"credential": str, "data": dict, "subject": str, "type": str})
    return recorded


def check_instant(place: str, text: str) -> None:
    """The day and the hour must exist."""
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        wrong(place, f"{text} 不是时刻 · it is not an instant")


def within(value: Any) -> list[Any]:
    """A value and all values within it, in their order."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value, *(found for each in inner for found in within(each))]


def carries(fact: Any, tag: str) -> bool:
    """Whether the tag follows from a fact: its subject, a name in its data, its owner, the tags of its original."""
    kind, _, number = fact["subject"].partition(":")
    about = fact.get("about")
    copied = about.get("tags") if isinstance(about, dict) else None
    owner = f"organisation:{number[:18]}" if kind != "log" else None
    return tag in (fact["subject"], owner) or tag in within(fact["data"]) or tag in within(copied)


# --- 7. Completeness: the log counted its facts for every tag, and stated the root over all counts as a fact.


def read_head(files: Files, index: Any, checkpoint: Checkpoint) -> tuple[int, str]:
    """How many facts of the first `size` carry the subject's tag, and the digest over their leaf hashes."""
    place, stored, at = "snapshot.json", files["snapshot.json"], index["snapshot"]
    checkpoint.proves("snapshot.tlog-proof", files["snapshot.tlog-proof"], leaf_of(stored), at)
    fact = read_fact(place, stored, at)["fact"]
    if (fact["type"], fact["subject"], fact["credential"]) != ("heads.recorded", f"log:{index['origin']}", "log"):
        wrong(place, "不是账本自身陈述的 heads.recorded · it is not a heads.recorded of the log about itself")
    stated = fact["data"]
    members(place, stated, {"root": HASH, "size": int, "tags": int})
    if stated["size"] != index["size"] or not index["size"] < at:
        wrong(place, "不是关于这些事实的 · it is not over the number of facts that bundle.json says")
    head = read_json("head.json", files["head.json"])
    kinds = {"count": int, "digest": HASH, "hashes": list, "index": int, "tag": str, "tags": int}
    members("head.json", head, kinds)
    if head["tag"] != index["subject"] or head["tags"] != stated["tags"]:
        wrong("head.json", "不是此对象之首 · it is not the head of this subject")
    for each in head["hashes"]:
        members("head.json", {"hash": each}, {"hash": HASH})
    path = [bytes.fromhex(each) for each in head["hashes"]]
    leaf = leaf_of(written({name: head[name] for name in ("count", "digest", "tag")}))
    if root_over("head.json", leaf, head["index"], head["tags"], path).hex() != stated["root"]:
        wrong("head.json", "不通向快照的根 · it does not lead to the root of the snapshot")
    return head["count"], head["digest"]


def check_facts(files: Files, index: Any, checkpoint: Checkpoint) -> bytes:
    """Each fact in the order of the log, proven; the digest over all leaf hashes."""
    digest, recorded_at, seq, hidden, named = bytes(32), "", 1, 0, []
    for entry in index["entries"]:
        at, leaf, names = entry["position"], bytes.fromhex(entry["leaf_hash"]), names_of(entry)
        digest = hashlib.sha256(digest + leaf).digest()
        checkpoint.proves(names[-1], files[names[-1]], leaf, at)
        if entry["withheld"]:
            hidden += 1
            continue
        if leaf_of(files[names[0]]) != leaf:
            wrong(names[0], "其字节与所证明的散列不符 · its bytes have not the leaf hash that is proven")
        recorded = read_fact(names[0], files[names[0]], at)
        if not carries(recorded["fact"], index["subject"]):
            wrong(names[0], f"不带此对象的标签 · it does not carry the tag {index['subject']}")
        if recorded["recorded_at"] < recorded_at:
            wrong(names[0], "记录时间早于前一条 · it was recorded before the fact in front of it")
        recorded_at = recorded["recorded_at"]
        if recorded["fact"]["subject"] == index["subject"]:
            # the subject's own facts are numbered 1, 2, 3 …; a hole can only be what is withheld there
            if not seq <= recorded["seq"] <= seq + hidden:
                wrong(names[0], f"序号 {recorded['seq']}，应为 {seq} · its seq is {recorded['seq']}, {seq} is next")
            seq, hidden = recorded["seq"] + 1, 0
        evidence = [
            v for v in within(recorded["fact"]["data"]) if isinstance(v, dict) and type(v.get("sha256")) is str
        ]
        named += [{"evidence": each, "position": at} for each in evidence]
    if written(named) != files["attachments.json"]:
        wrong("attachments.json", "与事实所载附件不符 · it does not list what the facts name")
    return digest


def check(archive: bytes, trusted: list[Key] | None) -> tuple[Any, Checkpoint]:
    """The whole bundle; raises Wrong for the first fault."""
    files = files_in(archive)
    index, keys = read_index(files, trusted)
    checkpoint = Checkpoint(files["checkpoint"], index["origin"], keys)
    count, wanted = read_head(files, index, checkpoint)
    if len(index["entries"]) != count:
        wrong("bundle.json", f"账本计有 {count} 条 · it has {len(index['entries'])} facts, the log counts {count}")
    digest = check_facts(files, index, checkpoint)
    if digest.hex() != wanted:
        wrong("bundle.json", "不是账本所计的那些事实 · its facts are not those that the log counts")
    return index, checkpoint


def main() -> int:
    """What was proven, or the first thing that is wrong; in Chinese, then in English."""
    parser = argparse.ArgumentParser(description="核验闭环证据包 · verify an evidence bundle of 闭环 Bihuan")
    parser.add_argument("bundle", type=Path, help="BUNDLE.zip")
    parser.add_argument("--log-key", type=Path, help="可信来源的公钥文件 · public keys from a source that is trusted")
    asked = parser.parse_args()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console may lack a character
    try:
        trusted = keys_in(str(asked.log_key), asked.log_key.read_bytes()) if asked.log_key else None
        index, checkpoint = check(asked.bundle.read_bytes(), trusted)
    except (Wrong, OSError, RecursionError) as error:
        print(f"✗ 证据包不成立 · the bundle does not hold\n  {plain(error)}", file=sys.stderr)
        return 1
    origin, made_for, size, facts = (
        plain(index["origin"]),
        plain(index["made_for"]),
        index["size"],
        len(index["entries"]),
    )
    withheld = [str(entry["position"]) for entry in index["entries"] if entry["withheld"]]
    where = f"（{'、'.join(withheld)}）" if withheld else ""
    print(f"✓ 证据包成立：{plain(index['subject'])}")
    print(f"  账本 {origin} 前 {size} 条之中，涉及它的事实共 {facts} 条，全部在此，次序属实；")
    print(f"  其中 {len(withheld)} 条未向 {made_for} 出示{where}。检查点覆盖 {checkpoint.size} 条，其根为")
    print(f"    {checkpoint.root.hex()}")
    print("✓ The bundle holds.")
    print(f"  Of the first {size} facts of the log, {facts} carry this subject's tag; all are here, in their order;")
    print(f"  {len(withheld)} are withheld from {made_for}. The checkpoint covers {checkpoint.size} facts.")
    print("  签署密钥 · signed with the key")
    for name, key_id, key in checkpoint.signers:
        print(f"    {plain(name)}+{key_id.hex()}+{base64.b64encode(bytes([1]) + key).decode()}")
    if trusted is None:
        print("! 此密钥取自证据包本身：请将整行与可信来源的副本核对，或用 --log-key 给出可信公钥。")
        print(
            "! This key comes from the bundle itself: compare the whole line with a trusted copy, or give --log-key."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
