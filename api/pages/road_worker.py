"""`/worker.js` and `/road.webmanifest`: what a phone keeps of the pages of 途中, and what its home screen shows."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

from api.answers import encode
from api.pages.page import HEADERS, STATIC, VERSION
from api.pages.road_page import SHELLS, WAYS
from api.pages.static_files import MEDIA_TYPES
from api.qr_reader import NAMES
from api.typeface import FACES

router = APIRouter(include_in_schema=False)

SCRIPTS = (
    *(f"{script}.js" for script in ("road", *WAYS)),
    *("keeping.js", "labels.js", "leaving.js", "live.js", "numbers.js", "parts.js"),
    *("queue.js", "reader.js", "scan.js", "sending.js", "steps.js", "words.js"),
)
STYLES = ("bihuan.css", "road.css", "scan.css", "bihuan.svg")
TEMPLATES = ("frame", "leaving", "road_frame", "road", "scanning", "steps", *(f"road_{way}" for way in WAYS))
"""Whose characters decide which slices of the typeface are kept."""
_FACE = re.compile(r"url\(([^)]+)\)[^}]*unicode-range: ([^;]+);", re.S)


@router.get("/worker.js")
def worker() -> Response:
    """What keeps the shells of 途中 on a phone; asked for anew with each visit, so that a release replaces it."""
    kept = {"release": VERSION, "shells": [*SHELLS, *(f"{shell}?lang=en" for shell in SHELLS)], "files": _files()}
    script = b"const KEPT = " + encode(kept) + b";\n" + STATIC["worker.js"]
    return Response(script, headers=HEADERS, media_type=MEDIA_TYPES["js"])


@router.get("/road.webmanifest")
def web_manifest() -> Response:
    """What the home screen of a phone shows."""
    icon = {"src": f"/static/{VERSION}/bihuan.svg", "type": "image/svg+xml", "sizes": "any", "purpose": "any"}
    told = {
        "name": "闭环 · 途中",
        "short_name": "闭环途中",
        "lang": "zh-CN",
        "id": "/road",
        "start_url": "/road",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#14508c",
        "icons": [icon],
    }
    return Response(encode(told), headers=HEADERS, media_type="application/manifest+json")


@cache
def _files() -> list[str]:
    """The addresses of all that the shells are made of, and of what reads codes once their camera is used."""
    reading = [name for name in NAMES.values() if name in STATIC]
    return [f"/static/{VERSION}/{name}" for name in (*STYLES, *SCRIPTS, *reading, *_typeface())]


def _typeface() -> Iterator[str]:
    """The sheet of the typeface and the slices whose characters stand in the shells; nothing where none is laid."""
    if FACES not in STATIC:
        return
    yield FACES
    folder = files("api.pages") / "templates"
    characters = {ord(each) for name in TEMPLATES for each in (folder / f"{name}.html").read_text(encoding="utf-8")}
    for name, ranges in _FACE.findall(STATIC[FACES].decode()):
        if any(characters & _points(each) for each in ranges.split(",")):
            yield name


def _points(text: str) -> set[int]:
    first, _, last = text.strip().removeprefix("U+").partition("-")
    return set(range(int(first, 16), int(last or first, 16) + 1))
