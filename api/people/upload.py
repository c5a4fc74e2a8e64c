"""A file that a page of ours sends: within bounds, of this session, and no larger unpacked than is read here."""

import zipfile
from io import BytesIO
from typing import Annotated, Final

from fastapi import Depends, Request

from api.body import read_in_bounds
from api.people.said_once import at_the_desk
from api.people.stating import Stating
from api.settings import Settings
from api.spreadsheet import MEDIA_TYPE
from ledger.errors import TooLargeError, UnsupportedError

UNPACKED_MAX: Final = 200 * 1024 * 1024
"""Bytes of a workbook unpacked; a hostile one can hold a thousand times what it weighs."""


async def workbook_of(request: Request, session: Stating) -> bytes:
    """The bytes of a workbook of who works at the counter.

    Raises NotAllowedError for who does not, UnsupportedError for another media type, TooLargeError for too much.
    """
    at_the_desk(session)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != MEDIA_TYPE:
        shown = media_type[:80]
        raise UnsupportedError.because(
            "media_type", f"{shown} is not {MEDIA_TYPE}", values={"media_type": shown, "known": MEDIA_TYPE}
        )
    settings: Settings = request.app.state.settings
    body = await read_in_bounds(request, settings.max_body_bytes)
    if _unpacked(body) > UNPACKED_MAX:
        raise TooLargeError.because(
            "body_too_large", f"unpacked it is larger than {UNPACKED_MAX} bytes", values={"most": UNPACKED_MAX}
        )
    return body


def _unpacked(body: bytes) -> int:
    """As its directory says, beyond which nothing is read; 0 for what is no zip, which its reader tells."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return 0


Workbook = Annotated[bytes, Depends(workbook_of)]
