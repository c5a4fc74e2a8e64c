"""A log made by hand, with its keys: what whoever holds them could sign, and a verifier must refuse all the same."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.commands.bundle_verification import read_by_catalogue
from api.standalone import verify_bundle as stand_alone
from ledger.leaf import canonical, join, leaf_hash
from ledger.transparency import bundle_form as form
from ledger.transparency.bundle import check_bundle, keys_of
from ledger.transparency.bundle_form import Entry, Index
from ledger.transparency.bundle_making import Leaf, Parts, make_bundle
from ledger.transparency.checkpoint import Checkpoint
from ledger.transparency.errors import BundleError
from ledger.transparency.heads import Head, HeadProof
from ledger.transparency.key import NoteKey
from ledger.transparency.note import sign
from ledger.transparency.sequencer import Published
from ledger.transparency.stored_zip import write_zip
from ledger.transparency.tiles import tile_hashes
from tests.ledger.transparency import naive_tree
from tests.specification import OPERATOR, PLANT, SCALE, drum

ORIGIN = "localhost/forged"
NOON = "2026-11-24T04:00:00.000000Z"
KEY, RECEIPT_KEY = NoteKey(ORIGIN, b"k" * 32), NoteKey(f"{ORIGIN}/receipts", b"r" * 32)
KEYS = f"{KEY.verifier.text}\n{RECEIPT_KEY.verifier.text}\n".encode()
EVIDENCE = [{"media_type": "image/jpeg", "sha256": "ab" * 32}]

Files = dict[str, bytes]


@dataclass
class ForgedLog:
    """Stored bytes in order, and the tags that somebody says they carry."""

    origin: str = ORIGIN
    stored: list[bytes] = field(default_factory=list)
    tags: list[list[str]] = field(default_factory=list)

    def weighed(self, number: int, seq: int, *, at: str = NOON, tag: str | None = None, **data: Any) -> int:
        """A weighing of a drum of the plant; its position."""
        weights = {"gross_g": 212_400, "scale": SCALE, "tare_g": 12_400, **data}
        tags = [drum(number), SCALE, f"organisation:{PLANT}"] + ([tag] if tag else [])
        return self.says("container.weighed", drum(number), weights, tags, seq, at)

    def says(
        self, topic: str, subject: str, data: dict[str, Any], tags: list[str], seq: int = 1, at: str = NOON
    ) -> int:
        """Any fact of the plant, or of the log itself; its position."""
        by, credential = (OPERATOR, "log") if subject.startswith("log:") else (PLANT, "k-1")
        fact = {
            "credential": credential,
            "data": data,
            "id": str(len(self.stored)),
            "occurred_at": NOON,
            "salt": "AAAAAAAAAAAAAAAAAAAAAA",
            "source": f"urn:uscc:{by}",
            "stated_by": by,
            "subject": subject,
            "type": topic,
            "v": 1,
        }
        return self.holds(join(canonical(fact), len(self.stored) + 1, at, seq), tags)

    def holds(self, stored: bytes, tags: list[str]) -> int:
        """Any bytes; their position."""
        self.stored.append(stored)
        self.tags.append(tags)
        return len(self.stored)

    def heads(self, size: int) -> list[Head]:
        """The heads as those tags make them."""
        leaves: dict[str, list[bytes]] = {}
        for stored, tags in zip(self.stored[:size], self.tags, strict=False):
            for tag in tags:
                leaves.setdefault(tag, []).append(leaf_hash(stored))
        return [Head.over(tag, hashes) for tag, hashes in leaves.items()]

    def bundle(self, subject: str, withheld: Sequence[int] = (), **stated: Any) -> bytes:
        """A bundle that is signed with all keys; `stated` is what the snapshot says otherwise."""
        size = len(self.stored)
        heads = self.heads(size)
        hashes = tuple(head.leaf_hash for head in heads)
        number = [head.tag for head in heads].index(subject)
        data = {"root": naive_tree.root(hashes).hex(), "size": size, "tags": len(heads), **stated}
        topic, about = data.pop("topic", "heads.recorded"), data.pop("about", f"log:{self.origin}")
        whole = ForgedLog(self.origin, list(self.stored), list(self.tags))
        snapshot = whole.says(topic, about, data, [about])
        leaves = tuple(map(leaf_hash, whole.stored))
        tree = naive_tree.NaiveTree(leaves)
        checkpoint = Checkpoint(ORIGIN, len(leaves), naive_tree.root(leaves))
        carrying = [at for at, tags in enumerate(self.tags, start=1) if subject in tags]
        parts = Parts(
            origin=ORIGIN,
            subject=subject,
            made_at=NOON,
            made_for=PLANT,
            leaves=[Leaf(p, leaves[p - 1], None if p in withheld else whole.stored[p - 1]) for p in carrying],
            snapshot=Leaf(snapshot, leaves[-1], whole.stored[-1]),
            head=HeadProof(heads[number], number, len(heads), tuple(naive_tree.path(number, hashes)), size),
            published=Published(checkpoint, checkpoint.signed(KEY)),
            keys=KEYS,
            report=b"<!doctype html>",
        )
        return make_bundle(parts, RECEIPT_KEY, lambda tile: tile_hashes(tile, tree.hash_at))


def drum_log() -> ForgedLog:
    """Ten facts of two drums in turn."""
    log = ForgedLog()
    for seq in range(1, 6):
        log.weighed(1, seq, **({"evidence": EVIDENCE} if seq == 3 else {}))
        log.weighed(2, seq)
    return log


def resigned(files: Files, change: Callable[[dict[str, Any]], Any] | None = None) -> bytes:
    """The files with an index that fits them, changed by hand, and signed again with the receipt key."""
    index = Index.read(files[form.INDEX])
    listed = {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if n not in {form.INDEX, form.NOTE}}
    value: dict[str, Any] = {
        **{name: getattr(index, name) for name in Index.__struct_fields__},
        "entries": [{n: getattr(e, n) for n in Entry.__struct_fields__} for e in index.entries],
        "files": listed,
    }
    if change is not None:
        change(value)
    data = canonical(value)
    files = {**files, form.INDEX: data, form.NOTE: sign(form.text_to_sign(value["origin"], data), RECEIPT_KEY)}
    entries = [Entry(**e) for e in value["entries"]]
    wanted = [name for name in form.names_in_order(entries) if name in files]
    return write_zip({name: files[name] for name in [*wanted, *(n for n in files if n not in wanted)]})


def refused_by_library(archive: bytes, trusted: bytes | None = KEYS) -> str | None:
    """Why the ledger's own implementation refuses it."""
    try:
        check_bundle(archive, read_by_catalogue, None if trusted is None else keys_of(trusted))
    except BundleError as error:
        return str(error)
    return None


def refused_by_stand_alone(archive: bytes, trusted: bytes | None = KEYS) -> str | None:
    """Why the single file refuses it."""
    try:
        stand_alone.check(archive, None if trusted is None else stand_alone.keys_in("keys", trusted))
    except stand_alone.Wrong as error:
        return str(error)
    return None
