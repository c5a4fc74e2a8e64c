"""Making an evidence bundle out of what the log gave: pure, the same parts give the same bytes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from ledger.leaf import canonical
from ledger.transparency import bundle_form as form
from ledger.transparency.bundle_form import Entry, HeadFile, Index
from ledger.transparency.heads import HeadProof
from ledger.transparency.key import NoteKey
from ledger.transparency.note import sign
from ledger.transparency.proof import TlogProof
from ledger.transparency.sequencer import Published
from ledger.transparency.stored_zip import write_zip
from ledger.transparency.tiles import Tile, TileReader
from ledger.transparency.tree import inclusion_proof


class Leaf(NamedTuple):
    """A fact at its place in the log; without its bytes where the asker may not see it."""

    position: int
    leaf_hash: bytes
    stored: bytes | None


class Parts(NamedTuple):
    """All that goes into a bundle."""

    origin: str
    subject: str
    made_at: str
    made_for: str
    leaves: list[Leaf]
    """Every fact that carries the subject's tag, up to the size of the snapshot, in the order of the log."""
    snapshot: Leaf
    head: HeadProof
    published: Published
    keys: bytes
    """The verifier keys of the log and of its receipts, one a line."""
    report: bytes


def make_bundle(parts: Parts, key: NoteKey, tile: Callable[[Tile], bytes]) -> bytes:
    """The zip, signed with the log's receipt key; `tile` answers for the tree of the published checkpoint.

    Raises BundleError where it would be too large.
    """
    entries = [Entry(leaf.leaf_hash.hex(), leaf.position, leaf.stored is None) for leaf in parts.leaves]
    proofs = dict(
        proofs_of(parts.published, [*(leaf.position for leaf in parts.leaves), parts.snapshot.position], tile)
    )
    shown = [(leaf.position, leaf.stored) for leaf in parts.leaves if leaf.stored is not None]
    files = {
        form.REPORT: parts.report,
        form.CHECKPOINT: parts.published.note,
        form.KEYS: parts.keys,
        form.HEAD: canonical(HeadFile.of(parts.head)),
        form.SNAPSHOT: parts.snapshot.stored or b"",
        form.SNAPSHOT_PROOF: proofs[parts.snapshot.position],
        form.ATTACHMENTS: form.attachments_of(shown),
        **{entry.proof: proofs[entry.position] for entry in entries},
        **{f"facts/{position}.json": stored for position, stored in shown},
    }
    index = canonical(
        Index(
            entries=entries,
            files={name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
            format=form.FORMAT,
            made_at=parts.made_at,
            made_for=parts.made_for,
            origin=parts.origin,
            size=parts.head.size,
            snapshot=parts.snapshot.position,
            subject=parts.subject,
        )
    )
    files |= {form.INDEX: index, form.NOTE: sign(form.text_to_sign(parts.origin, index), key)}
    return write_zip({name: files[name] for name in form.names_in_order(entries)})


def proofs_of(
    published: Published, positions: Iterable[int], tile: Callable[[Tile], bytes]
) -> Iterator[tuple[int, bytes]]:
    """The `.tlog-proof` of each position; every tile is asked for once, and every node hashed once."""
    size = published.checkpoint.size
    hash_at = cache(TileReader(size, tile).hash_at)
    for position in positions:
        hashes = inclusion_proof(position - 1, size, hash_at)
        yield position, TlogProof(position - 1, tuple(hashes), published.note).text
