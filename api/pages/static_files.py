"""`/static/VERSION/…`: styles, scripts and the typeface, kept by browsers until the next release."""

import gzip
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Header, Response
from starlette.exceptions import HTTPException

from api.pages.page import STATIC, VERSION

router = APIRouter(include_in_schema=False)

MEDIA_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
}
SMALL_ALREADY = frozenset({"woff2"})
FOR_EVER = "public, max-age=31536000, immutable"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}


@router.get("/static/{version}/{name}")
def read_static(version: str, name: str, accept_encoding: Annotated[str, Header()] = "") -> Response:
    """A file that the pages use; under the version of another release it is today's, and is asked for again."""
    content = STATIC.get(name)
    if content is None:
        raise HTTPException(404, "no such file")
    ending = name.rpartition(".")[2]
    headers = HEADERS | {"Cache-Control": FOR_EVER if version == VERSION else "no-cache"}
    if ending not in SMALL_ALREADY and "gzip" in accept_encoding:
        content = _gzipped(name)
        headers["Content-Encoding"] = "gzip"
    return Response(content, headers=headers, media_type=MEDIA_TYPES[ending])


@cache
def _gzipped(name: str) -> bytes:
    """Pages themselves are not: beside somebody else's text they hold secrets, which a length could give away."""
    return gzip.compress(STATIC[name], mtime=0)
