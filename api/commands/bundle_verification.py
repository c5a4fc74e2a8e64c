"""`bihuan verify BUNDLE.zip`: an evidence bundle, offline and without a ledger."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import ledger.log  # noqa: F401  (importing it publishes the vocabulary)
from api.commands.console import fail, out
from ledger.fact import Recorded
from ledger.store.strict_reading import Unsound, read_strictly, strict_tags_of
from ledger.transparency.bundle import CheckedBundle, check_bundle, keys_of
from ledger.transparency.errors import TransparencyError

THEN = "勿采信此文件；向账本重新索取，或以独立核验程序复核 · do not rely on it; ask the log for it again"


def verify_bundle(bundle: Path, log_key: Path | None) -> None:
    """Say what a bundle proves; exit 1 with the first thing that is wrong."""
    try:
        trusted = None if log_key is None else keys_of(log_key.read_bytes())
        checked = check_bundle(bundle.read_bytes(), read_by_catalogue, trusted)
    except (TransparencyError, OSError) as error:
        raise fail(f"证据包不成立 · the bundle does not hold: {_plain(str(error))}", THEN) from None
    for line in _lines(checked):
        out.print(_plain(line), markup=False)


def read_by_catalogue(stored: bytes) -> tuple[Recorded[Any], Collection[str]]:
    """A fact as this release knows it, and the tags that follow from it; raises TransparencyError."""
    try:
        recorded = read_strictly(stored)
        return recorded, strict_tags_of(recorded.fact)
    except Unsound as error:
        raise TransparencyError(str(error)) from None


def _plain(text: str) -> str:
    """A text that came with the bundle, without what could move the cursor or rewrite the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _lines(checked: CheckedBundle) -> Iterator[str]:
    index, checkpoint, withheld = checked.index, checked.checkpoint, checked.withheld
    facts, hidden, size = len(index.entries), len(withheld), index.size
    where = f"（{'、'.join(map(str, withheld))}）" if withheld else ""
    yield f"✓ 证据包成立 · the bundle holds: {index.subject}"
    yield f"  账本 {index.origin} 前 {size} 条之中涉及它的共 {facts} 条，一条不缺；{hidden} 条未出示{where}"
    yield f"  of the first {size} facts {facts} carry this subject's tag, none is missing; {hidden} withheld"
    yield f"  检查点 · checkpoint: {checkpoint.size}, {checkpoint.root.hex()}"
    for signer in checked.signers:
        yield f"  签署密钥 · signed with: {signer.text}"
    if not checked.is_trusted:
        yield "! 此密钥取自证据包本身：将整行与可信副本核对，或用 --log-key 给出可信公钥"
        yield "! this key comes from the bundle itself: compare the line with a trusted copy, or give --log-key"
