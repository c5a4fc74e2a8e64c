"""How bytes and numbers stand in the texts of C2SP: each value has one spelling, and any other is refused."""

import base64
import binascii
import re
from typing import Final

HASH_BYTES: Final = 32
_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,19}")


def write_base64(value: bytes) -> str:
    """Standard Base 64 with padding (RFC 4648 §4)."""
    return binascii.b2a_base64(value, newline=False).decode("ascii")


def read_base64(text: str) -> bytes | None:
    """The bytes, or None where the text is not what `write_base64` gives: stray bits at the end hide a change."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        return None
    return value if write_base64(value) == text else None


def read_hash(text: str) -> bytes | None:
    """A SHA-256 hash in base64, or None."""
    value = read_base64(text)
    return value if value is not None and len(value) == HASH_BYTES else None


def read_decimal(text: str) -> int | None:
    """An ASCII decimal without leading zeros and of no more digits than 2^64 has, or None."""
    return int(text) if _DECIMAL.fullmatch(text) else None
