"""What is stored and hashed. Nothing here can change once the first event is stored.

F, the value of "fact", is canonical JSON made before the lock. Under the lock the recorder joins position,
recorded_at and seq on as bytes, and on the way out slices F back. The hash is over the stored bytes as they are,
never over something serialised again.
"""

import base64
import hashlib
import os
from typing import Any, Final

import msgspec

MAX_FACT_BYTES: Final = 48 * 1024
MAX_INTEGER: Final = 2**53
"""RFC 8785 writes numbers as JavaScript does; integers below 2^53 are exact there."""

_encoder = msgspec.json.Encoder(order="sorted")
_OPEN: Final = b'{"fact":'
_POSITION: Final = b',"position":'


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a value made of ASCII names, NFC text, integers, lists and mappings: no floats."""
    return _encoder.encode(value)


def join(fact: bytes, position: int, recorded_at: str, seq: int) -> bytes:
    """The stored bytes of a fact at its place in the log."""
    return b'{"fact":%b,"position":%d,"recorded_at":"%b","seq":%d}' % (
        fact,
        position,
        recorded_at.encode(),
        seq,
    )


def fact_in(stored: bytes) -> bytes:
    """F, sliced out of the stored bytes; what follows it holds no text of a poster."""
    return stored[len(_OPEN) : stored.rindex(_POSITION)]


def leaf_hash(stored: bytes) -> bytes:
    """SHA-256(0x00 ‖ stored bytes): the leaf hash of RFC 6962, 32 bytes."""
    return hashlib.sha256(b"\x00" + stored).digest()


def idempotency_key(stated_by: str, source: str, event_id: str) -> bytes:
    """16 bytes that identify an event for ever, by organisation, so that nobody squats another's ids."""
    return hashlib.sha256(canonical([stated_by, source, event_id])).digest()[:16]


def new_salt() -> str:
    """16 random bytes, base64url: without them a weighing could be guessed from its public hash."""
    return base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()


def version_in(stored: bytes) -> int:
    """The schema version of a stored fact: "v" is the last member of F, for names are sorted."""
    end = stored.rindex(_POSITION) - 1
    return int(stored[stored.rindex(b'"v":', 0, end) + 4 : end])
