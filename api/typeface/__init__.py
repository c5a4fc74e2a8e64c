"""The one typeface, Noto Sans SC (OFL-1.1), in pages and on paper; `make setup` brings it, and it is not kept here.

Without it pages use what the reader's machine has, and nothing can be printed.
"""

from functools import cache
from pathlib import Path
from typing import Final

from ledger.errors import NotInstalledError

FOLDER: Final = Path(__file__).parent / "files"
FACES: Final = "faces.css"
"""Which slice of the typeface holds which characters: a browser asks only for those that a page needs."""
WEIGHTS: Final = {"regular": "NotoSansSC-Regular.ttf", "bold": "NotoSansSC-Bold.ttf"}


@cache
def for_pages() -> dict[str, bytes]:
    """The slices that browsers ask for and the sheet that names them, by file name; empty where nobody laid them."""
    return {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*")) if path.suffix in {".woff2", ".css"}}


def for_paper(weight: str) -> Path:
    """The TrueType file of a weight, `regular` or `bold`; raises NotInstalledError where nobody laid it."""
    path = FOLDER / WEIGHTS[weight]
    if not path.exists():
        raise NotInstalledError.because("no_typeface", "no typeface to print with is installed; run `make setup`")
    return path
