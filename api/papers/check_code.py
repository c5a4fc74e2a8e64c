"""查验码: the short text in the QR code of a paper that names one fact of one log, for anybody to look up.

    BIHUAN1 <origin> <position> <leaf hash>

`origin` is the log's name as its checkpoints have it, `position` a whole number from 1 on, the leaf hash 64
hexadecimal digits in lower case (RFC 6962, over the stored bytes). It tells nothing of what the fact says, and leads
nowhere: who reads it asks the log that it trusts.
"""

import re
from typing import Final, NamedTuple

FORM: Final = "BIHUAN1"
_TEXT: Final = re.compile(rf"{FORM} ([A-Za-z0-9._/-]{{1,100}}) ([1-9][0-9]{{0,15}}) ([0-9a-fA-F]{{64}})", re.A)


class CheckCode(NamedTuple):
    """A fact by the log that holds it, where in it, and the hash of its leaf."""

    origin: str
    position: int
    leaf_hash: str
    """64 hexadecimal digits, lower case."""

    def __str__(self) -> str:
        return f"{FORM} {self.origin} {self.position} {self.leaf_hash}"


def read_check_code(text: str) -> CheckCode | None:
    """What a scanned or typed text names; None for any other text. Blanks around and between may be more than one."""
    found = _TEXT.fullmatch(" ".join(text.split()))
    return None if found is None else CheckCode(found[1], int(found[2]), found[3].lower())
