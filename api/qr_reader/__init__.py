"""What reads QR codes in browsers that cannot by themselves: `qr` (MIT OR Apache-2.0); `make setup` brings it.

It is not kept here. Without it such browsers say that they cannot read codes, and the rest is as it was.
"""

from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "files"
NAMES: Final = {"decode.js": "qr_decode.js", "index.js": "qr.js"}
"""The modules of the package that are used, and under which names pages find them."""


@cache
def for_pages() -> dict[str, bytes]:
    """The modules by file name; empty where nobody laid them."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.js"))}
