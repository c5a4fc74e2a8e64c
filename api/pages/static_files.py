"""`/static/…`: the one style sheet and the mark of the site, kept by browsers until the next release."""

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

from api.pages.page import STATIC

router = APIRouter(include_in_schema=False)

MEDIA_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}
HEADERS = {
    # every page names the file with its version, so that this may be kept for ever
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}


@router.get("/static/{name}")
def read_static(name: str) -> Response:
    """A file that the pages use."""
    content = STATIC.get(name)
    if content is None:
        raise HTTPException(404, "no such file")
    return Response(content, headers=HEADERS, media_type=MEDIA_TYPES[name.rpartition(".")[2]])
