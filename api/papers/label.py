"""The hazardous waste label 危险废物标签 (HJ 1276-2022), one a page at its own size, a batch of containers at once.

What the ledger does not know is a ruled field to be filled by hand. What is longer than its field ends with …, and
the remarks say so: text is never smaller than the least height of the container's size.
"""

from collections.abc import Iterable
from typing import Final

from api.papers.drawing import ONE_AT_A_TIME, Box, Drawing, Lettering
from api.papers.label_facts import LabelFacts
from api.papers.lettering import BOLD, GLYPH_OF_EM, REGULAR, width
from ledger.errors import InvalidError
from ledger.regulation.waste_label import (
    BACKGROUND_RGB,
    BORDER_MM,
    BOTH_SIDES_ABOVE_ML,
    LABEL_STANDARD,
    MARGIN_MM,
    SIZES,
    LabelSize,
    SizeName,
    least_size,
)

MOST: Final = 200
"""How many containers are labelled at once."""
GRID: Final = 100
"""A label is laid out on a grid of so many units each way, whatever its size."""
LEFT, RIGHT = 5.0, 95.0
ASIDE: Final = 71.0
"""Where the column of the hazards and of the QR code begins."""
FIRST: Final = 12.1
"""Where the rows begin, under the title."""
ROW: Final = 4.36
RULED: Final = (0, 8, 12)
"""Rows that have a rule above them."""
GAP: Final = 0.28
TEXT: Final = 3.62
"""The size of most text, in units: that of the middle label at its least height, the tightest of the three."""
TITLE: Final = 6.2
COLON: Final = 0.6
"""How much of the square of ： is not blank."""
CUT: Final = "…处未印全，以账本为准"


def print_labels(labels: Iterable[LabelFacts], size: SizeName | None) -> bytes:
    """The labels in the order asked for, each at this size or at the least that its container may carry.

    A container that is to be labelled on two sides has two pages. Raises InvalidError where a size is too small.
    """
    chosen = [(each, _size(each, size)) for each in labels]
    with ONE_AT_A_TIME:
        drawing = Drawing("危险废物标签")
        for each, its_size in chosen:
            for _ in range(1 + ((each.volume_ml or 0) > BOTH_SIDES_ABOVE_ML)):
                _Label(drawing, each, its_size).draw()
        return drawing.done()


def _size(label: LabelFacts, size: SizeName | None) -> LabelSize:
    least = least_size(label.volume_ml)
    wanted = SIZES[size] if size is not None else least
    if label.volume_ml is not None and wanted.side_mm < least.side_mm:
        values = {"subject": label.subject, "least": least.name, "side_mm": least.side_mm, "basis": LABEL_STANDARD}
        raise InvalidError.because(
            "label_too_small", f"{label.subject} wants size {least.name} at least", "?size", values
        )
    return wanted


class _Label:
    """One page."""

    def __init__(self, drawing: Drawing, facts: LabelFacts, size: LabelSize) -> None:
        self._drawing = drawing
        self._facts = facts
        self._unit = size.side_mm / GRID
        self._side = size.side_mm
        smallest = min(least_size(facts.volume_ml).text_mm, size.text_mm) / GLYPH_OF_EM
        self._plain = Lettering(max(TEXT * self._unit, smallest), smallest)
        self._cut = False

    def draw(self) -> None:
        """Everything, from the top."""
        facts, drawing = self._facts, self._drawing
        drawing.page(self._side, self._side)
        border = Box(MARGIN_MM, MARGIN_MM, self._side - 2 * MARGIN_MM, self._side - 2 * MARGIN_MM)
        drawing.fill(border, BACKGROUND_RGB)
        drawing.frame(border, max(BORDER_MM, self._unit))
        title = Lettering(TITLE * self._unit, TITLE * self._unit, BOLD, "centre")
        drawing.write(self._box(LEFT, 4.2, RIGHT, 11.9), "危险废物", title)
        for row in RULED:
            self._rule(row)
        self._field("废物名称", facts.waste_name, (0, 2), weight=BOLD)
        self._field("废物类别", facts.category, (2, 2))
        self._field("废物代码", facts.waste_code, (4, 1), right=42)
        self._field("废物形态", facts.form, (4, 1), left=42.5)
        self._field("主要成分", facts.components, (5, 2))
        self._field("有害成分", None, (7, 1))
        self._hazards(8)
        self._field("注意事项", facts.precautions, (8, 2), right=RIGHT)
        self._field("数字识别码", facts.label_code, (10, 2), right=RIGHT)
        self._field("产生/收集单位", facts.unit, (12, 2))
        self._field("联系人和联系方式", None, (14, 1))
        self._field("产生日期", facts.produced_on, (15, 1))
        self._field("废物重量", facts.mass, (16, 1))
        self._code(12, 5)
        told = [*([CUT] if self._cut else []), facts.remarks]
        self._field("备注", "；".join(told), (17, 2), right=RIGHT)

    def _hazards(self, rows: int) -> None:
        facts, unit = self._facts, self._unit
        at = (ASIDE + 0.7) * unit
        self._drawing.line(at, (self._down(0) - GAP / 2) * unit, at, (self._down(rows) - GAP / 2) * unit)
        self._drawing.write(self._box(ASIDE + 2, self._down(0), RIGHT, self._down(1)), "危险特性：", self._plain)
        within = self._box(ASIDE + 2, self._down(1), RIGHT, self._down(rows) - GAP)
        if facts.hazards:
            self._cut |= self._drawing.write(within, "\n".join(facts.hazards), self._plain._replace(weight=BOLD))
        else:
            self._drawing.ruled(within, (rows - 1) / 4 * ROW * unit)

    def _code(self, row: int, rows: int) -> None:
        """The QR code holds the 数字识别码 and nothing else, so that any scanner of the trade reads it; level H."""
        side = (rows * ROW - 0.6) * self._unit
        square = Box(RIGHT * self._unit - side, (self._down(row) + 0.4) * self._unit, side, side)
        if self._facts.label_code is not None:
            self._drawing.code(square, self._facts.label_code, "H")
            return
        self._drawing.frame(square, 0.2)
        told = Lettering(self._plain.smallest, self._plain.smallest, REGULAR, "centre")
        self._drawing.write(square.inset(side / 8), "二维码\n尚未打码", told)

    def _field(
        self,
        name: str,
        value: str | None,
        rows: tuple[int, int],
        *,
        left: float = LEFT,
        right: float = ASIDE,
        weight: str = REGULAR,
    ) -> None:
        """The name of a field and what it says, or lines to write on; `rows` are its first and how many it has."""
        first, many = rows
        begins = left + (width(name, self._plain.largest) + COLON * self._plain.largest) / self._unit
        top, bottom = self._down(first), self._down(first) + many * ROW
        named = self._box(left, top, begins + 1, top + ROW)
        self._drawing.write(named._replace(wide=named.wide + self._plain.largest), f"{name}：", self._plain)
        within = self._box(begins, top, right, bottom)
        if value is None:
            self._drawing.ruled(within, ROW * self._unit)
        else:
            self._cut |= self._drawing.write(within, value, self._plain._replace(weight=weight))

    def _rule(self, row: int) -> None:
        at = (self._down(row) - GAP / 2) * self._unit
        self._drawing.line(MARGIN_MM, at, self._side - MARGIN_MM, at)

    @staticmethod
    def _down(row: int) -> float:
        """Where a row begins; a little is left blank under each rule."""
        return FIRST + row * ROW + GAP * sum(row >= ruled for ruled in RULED)

    def _box(self, left: float, top: float, right: float, bottom: float) -> Box:
        unit = self._unit
        return Box(left * unit, top * unit, (right - left) * unit, (bottom - top) * unit)
