"""Bytes read as verification must read them: only what the ledger itself would have written is a fact."""

from collections.abc import Callable
from typing import Any

import msgspec

from ledger.catalogue import CATALOGUE, tags_of
from ledger.clock import instant, microseconds, read_instant
from ledger.fact import Recorded, Statement
from ledger.leaf import canonical

UNREADABLE = (msgspec.DecodeError, KeyError, TypeError, ValueError, RecursionError)


class Unsound(Exception):  # noqa: N818  (it is how a check ends, not an error of ours)
    """Raised inside the check when a leaf and its copies disagree."""


def read_strictly(data: Any) -> Recorded[Any]:
    """A stored leaf in the version that it names; raises Unsound unless the same bytes come of writing it again."""
    if type(data) is not bytes:
        raise Unsound("its data is not a blob")
    try:
        name = msgspec.json.decode(data)["fact"]["type"]
        recorded = CATALOGUE[name].read(data)
    except UNREADABLE as error:
        raise Unsound(f"its bytes cannot be read as a fact: {str(error)[:200]}") from None
    said = recorded.fact
    if said.type != name or CATALOGUE[name].versions.get(said.v) is not type(said.data):
        raise Unsound("its bytes name another version than they are written in")
    if canonical(recorded) != data:
        raise Unsound("its bytes are not canonical")
    return recorded


Reader = Callable[[bytes], Recorded[Any] | None]


def quick_reader_of(name: str) -> Reader:
    """The same for leaves of one type, without asking them for it first; None when only the strict way can tell."""
    known = CATALOGUE[name]
    decode = known.decoders[known.today.V].decode if len(known.versions) == 1 else known.read

    def read(data: bytes) -> Recorded[Any] | None:
        try:
            recorded = decode(data)
        except UNREADABLE:
            return None
        said = recorded.fact
        sound = said.type == name and known.versions.get(said.v) is type(said.data) and canonical(recorded) == data
        return recorded if sound else None

    return read


def strict_tags_of(said: Statement[Any]) -> list[str]:
    """The tags that follow from the bytes, those of a correction too; raises Unsound if that is not canonical."""
    if said.about is None:
        return tags_of(said)
    try:
        corrected = getattr(said.data, "data", None)
        if corrected is not None:
            older = CATALOGUE[said.about.type].versions[said.about.v]
            if canonical(msgspec.json.decode(corrected, type=older)) != bytes(corrected):
                raise Unsound("its corrected data is not canonical")
        return tags_of(said)
    except (msgspec.DecodeError, KeyError) as error:
        raise Unsound(f"what its bytes are about cannot be read: {str(error)[:200]}") from None


def strict_microseconds(text: str) -> int:
    """The instant of a canonical text; raises Unsound for any other form."""
    try:
        is_canonical = instant(text) == text
    except ValueError:
        is_canonical = False
    if not is_canonical:
        raise Unsound("its recorded_at is not written canonically")
    return microseconds(read_instant(text))
