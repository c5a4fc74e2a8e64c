"""The letters of paper: how wide a text is, what the typeface can draw, and what stands for what it cannot.

Lengths are millimetres, as everywhere on paper; a size is the side of the square in which a Chinese character stands.
"""

import re
import unicodedata
from functools import cache
from typing import Final

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from api.typeface import for_paper

REGULAR: Final = "regular"
BOLD: Final = "bold"
GLYPH_OF_EM: Final = 0.92
"""How much of its square a Chinese character of this typeface fills from top to bottom; measured on 国危物废."""
LAST: Final = "\uffff"
ASCENT: Final = 0.88
"""How far the square reaches above the line on which letters stand, of its side."""
_UNSEEN: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
"""What moves or joins letters and is none itself; a line feed stays."""


@cache
def letters(weight: str) -> TTFont:
    """The typeface in a weight, read once in a process; raises NotInstalledError where nobody laid it."""
    font = TTFont(f"paper-{weight}", str(for_paper(weight)), shapable=False)
    registerFont(font)
    return font


def drawable(text: str) -> str:
    """The text as it can be drawn: a letter that the typeface lacks, as in rare names, stands as □U+20BB7."""
    known = letters(REGULAR).face.charToGlyph
    composed = _UNSEEN.sub(" ", unicodedata.normalize("NFC", text))
    # what lies beyond U+FFFF the library embeds in a way in which it cannot be copied out again
    return "".join(c if c == "\n" or (c <= LAST and ord(c) in known) else f"□U+{ord(c):04X}" for c in composed)


def width(text: str, size: float, weight: str = REGULAR) -> float:
    """How wide a drawable text is on one line."""
    return float(letters(weight).stringWidth(text, size))
