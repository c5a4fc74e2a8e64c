"""A paper as it is drawn: boxes in millimetres from the top left corner, and bytes that hang on nothing else.

No clock and no chance is in them: dates and number of the document are those of the library's `invariant`, the parts
of the typeface are named by the order in which letters are used.
"""

from functools import lru_cache
from io import BytesIO
from threading import Lock
from typing import Any, Final, Literal, NamedTuple

import segno
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from api.papers.fitting import LEADING, fit
from api.papers.lettering import ASCENT, REGULAR, letters, width

MEDIA_TYPE: Final = "application/pdf"
QUIET: Final = 4
"""Modules that stay blank around a QR code (ISO/IEC 18004)."""
Align = Literal["left", "centre"]
Recovery = Literal["L", "M", "Q", "H"]
"""How much of a QR code may be lost: 7, 15, 25 or 30 %."""
ONE_AT_A_TIME: Final = Lock()
"""The typeface is read by one document at a time, says its library."""


class Box(NamedTuple):
    """Where something stands on its page."""

    left: float
    top: float
    wide: float
    high: float

    def inset(self, by: float) -> "Box":
        """The box within, so far from each edge."""
        return Box(self.left + by, self.top + by, self.wide - 2 * by, self.high - 2 * by)


class Lettering(NamedTuple):
    """How a text is written: sizes in millimetres, from the largest to the smallest that will do."""

    largest: float
    smallest: float
    weight: str = REGULAR
    align: Align = "left"


class Drawing:
    """One document, page after page."""

    def __init__(self, title: str) -> None:
        self._bytes = BytesIO()
        first: Any = letters(REGULAR).fontName  # else the library names a typeface that nobody embeds
        self._canvas = Canvas(self._bytes, pageCompression=1, invariant=1, lang="zh-CN", initialFontName=first)
        self._canvas.setTitle(title)
        self._canvas.setAuthor("闭环 Bihuan")
        self._canvas.setCreator("闭环 Bihuan")
        self._high = 0.0
        self._begun = False

    def page(self, wide: float, high: float) -> None:
        """Begin a page of this size."""
        if self._begun:
            self._canvas.showPage()
        self._begun = True
        self._high = high
        self._canvas.setPageSize((wide * mm, high * mm))

    def fill(self, box: Box, rgb: tuple[int, int, int]) -> None:
        """Colour a box."""
        self._canvas.setFillColorRGB(*(each / 255 for each in rgb))
        self._rectangle(box, stroke=0, fill=1)
        self._canvas.setFillColorRGB(0, 0, 0)

    def frame(self, box: Box, thick: float) -> None:
        """Draw the border of a box, within it."""
        self._canvas.setLineWidth(thick * mm)
        self._rectangle(box.inset(thick / 2), stroke=1, fill=0)

    def line(self, left: float, top: float, right: float, bottom: float, thick: float = 0.2) -> None:
        """Draw a straight line."""
        self._canvas.setLineWidth(thick * mm)
        self._canvas.line(left * mm, self._up(top), right * mm, self._up(bottom))

    def ruled(self, box: Box, pitch: float) -> None:
        """Lines to write on by hand, so far from one another."""
        for number in range(1, max(1, int(box.high / pitch + 1e-9)) + 1):
            at = box.top + (number - 0.12) * min(pitch, box.high)
            self.line(box.left, at, box.left + box.wide, at)

    def write(self, box: Box, text: str, how: Lettering) -> bool:
        """Write a text into a box, from its top; whether some of it had to be left out."""
        fitted = fit(text, box.wide, box.high, how.largest, how.smallest, how.weight)
        font, size = letters(how.weight).fontName, fitted.size
        self._canvas.setFont(font, size * mm)
        for number, line in enumerate(fitted.lines):
            base = box.top + size * (LEADING * number + (LEADING - 1) / 2 + ASCENT)
            spare = box.wide - width(line, size, how.weight)
            left = box.left + (spare / 2 if how.align == "centre" else 0)
            if line:
                self._canvas.drawString(left * mm, self._up(base), line)
        return fitted.cut

    def code(self, box: Box, text: str, recovery: Recovery) -> None:
        """Draw a QR code with its blank margin into the square at the top left of a box."""
        matrix = _matrix(text, recovery)
        side = min(box.wide, box.high)
        module = side / (len(matrix) + 2 * QUIET)
        self.fill(Box(box.left, box.top, side, side), (255, 255, 255))
        path = self._canvas.beginPath()
        for down, row in enumerate(matrix):
            for along, length in _runs(row):
                left, bottom = box.left + (QUIET + along) * module, box.top + (QUIET + down + 1) * module
                path.rect(left * mm, self._up(bottom), length * module * mm, module * mm)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def done(self) -> bytes:
        """The document."""
        self._canvas.save()
        return self._bytes.getvalue()

    def _rectangle(self, box: Box, stroke: int, fill: int) -> None:
        self._canvas.rect(
            box.left * mm, self._up(box.top + box.high), box.wide * mm, box.high * mm, stroke=stroke, fill=fill
        )

    def _up(self, top: float) -> float:
        return (self._high - top) * mm


@lru_cache(maxsize=64)
def _matrix(text: str, recovery: Recovery) -> tuple[bytearray, ...]:
    """The modules of a QR code, row by row; the level asked for is the level used."""
    return segno.make_qr(text, error=recovery, boost_error=False).matrix


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many stand side by side."""
    runs: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and at and row[at - 1]:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((at, 1))
    return runs
