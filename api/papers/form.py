"""A form of named fields and tables over as many pages as it takes, each with a foot that says what it rests on."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from api.papers.check_code import CheckCode
from api.papers.drawing import ONE_AT_A_TIME, Box, Drawing, Lettering
from api.papers.fitting import LEADING, fit
from api.papers.lettering import BOLD

A4: Final = (210.0, 297.0)
A5: Final = (148.0, 210.0)
CAPTIONS: Final = {A4: 23.0, A5: 20.0}
"""How wide the names of fields are on a sheet."""
EDGE: Final = 10.0
PAD: Final = 1.2
TEXT: Final = Lettering(3.3, 2.2)
CAPTION: Final = Lettering(3.0, 2.0)
NOTE: Final = Lettering(2.7, 1.9)
TALLEST: Final = 40.0
"""No row is higher; what does not fit is written smaller, and at last cut."""
FOOT: Final = 30.0
HAIR: Final = 0.2
GREY: Final = (238, 240, 243)
NOT_TOLD: Final = "未填"
"""What stands in a field of which nobody has said anything so far."""
CHECKED: Final = "查验：扫码得查验码，在本账本网站的 /check 核对；或取证据包，用 bihuan verify 离线核验。"


class Cell(NamedTuple):
    """A field: its name, what it says, and how much of its row it takes beside the others."""

    caption: str
    value: str | None
    share: float = 1


class Table(NamedTuple):
    """Columns, each with its share of the width, and what stands in them."""

    headings: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[str | None]]


Block = str | Table | Sequence[Cell]
"""The heading of a part, a table, or a row of fields."""


class Foot(NamedTuple):
    """What a paper rests on: its last fact, the last position that was read for it, and what else is to be said."""

    fact: CheckCode
    reflects: int
    notes: Sequence[str] = ()


class Form:
    """One document, filled in from the top."""

    def __init__(self, drawing: Drawing, sheet: tuple[float, float], foot: Foot, heading: str, pages: int) -> None:
        self._drawing = drawing
        self._wide, self._high = sheet
        self._foot = foot
        self._heading = heading
        self._pages = pages
        self.page = 0
        self._top = 0.0
        self._turn()

    def title(self, text: str, number: str, code: str | None = None) -> None:
        """What this is, its number, and the number as a QR code where there is one."""
        side = 22.0 if code is not None else 0.0
        box = Box(EDGE, self._top, self._wide - 2 * EDGE - side - 2, 9)
        self._drawing.write(box, text, Lettering(6, 3, BOLD))
        beneath = box._replace(top=self._top + 11, high=9)
        self._drawing.write(beneath, number, Lettering(4.2, 2.2))
        if code is not None:
            self._drawing.code(Box(self._wide - EDGE - side, self._top - 2, side, side), code, "M")
        self._top += 21

    def section(self, text: str) -> None:
        """The heading of a part."""
        self._room(26)  # with what stands under it
        self._drawing.write(Box(EDGE, self._top + 1.5, self._within, 5), text, Lettering(3.6, 2.5, BOLD))
        self._top += 7

    def row(self, *cells: Cell) -> None:
        """Fields side by side, each with its name before it; as high as the longest wants."""
        caption = CAPTIONS[self._wide, self._high]
        unit = self._within / sum(cell.share for cell in cells)
        wides = [unit * cell.share for cell in cells]
        told = [cell.value if cell.value else NOT_TOLD for cell in cells]
        texts = [(text, wide - caption - 2 * PAD, TEXT) for text, wide in zip(told, wides, strict=True)]
        names = [(cell.caption, caption - 2 * PAD, CAPTION) for cell in cells]
        high = self._fitting([*texts, *names])
        self._room(high)
        left = EDGE
        for cell, wide, text in zip(cells, wides, told, strict=True):
            self._cell(Box(left, self._top, caption, high), cell.caption, CAPTION, grey=True)
            self._cell(Box(left + caption, self._top, wide - caption, high), text, TEXT)
            left += wide
        self._top += high

    def table(self, headings: Sequence[tuple[str, float]], rows: Iterable[Sequence[str | None]]) -> None:
        """A table; its headings stand again on each page."""
        unit = self._within / sum(share for _, share in headings)
        wides, names = [unit * share for _, share in headings], [name for name, _ in headings]
        page = None
        for row in rows:
            told = [text if text else NOT_TOLD for text in row]
            high = self._high_of(told, wides, TEXT)
            self._room(high if page == self.page else high + self._high_of(names, wides, CAPTION))
            if self.page != page:
                self._line(names, wides, CAPTION, grey=True)
            page = self.page
            self._line(told, wides, TEXT)

    def draw(self, blocks: Iterable[Block]) -> None:
        """One after the other."""
        for block in blocks:
            match block:
                case str():
                    self.section(block)
                case Table():
                    self.table(block.headings, block.rows)
                case _:
                    self.row(*block)

    @property
    def _within(self) -> float:
        return self._wide - 2 * EDGE

    def _line(self, texts: Sequence[str], wides: Sequence[float], how: Lettering, *, grey: bool = False) -> None:
        high = self._high_of(texts, wides, how)
        left = EDGE
        for text, wide in zip(texts, wides, strict=True):
            self._cell(Box(left, self._top, wide, high), text, how, grey=grey)
            left += wide
        self._top += high

    def _cell(self, box: Box, text: str, how: Lettering, *, grey: bool = False) -> None:
        if grey:
            self._drawing.fill(box, GREY)
        self._drawing.frame(box.inset(-HAIR / 2), HAIR)  # neighbours share the line between them
        self._drawing.write(box.inset(PAD), text, how)

    def _high_of(self, texts: Sequence[str], wides: Sequence[float], how: Lettering) -> float:
        return self._fitting([(text, wide - 2 * PAD, how) for text, wide in zip(texts, wides, strict=True)])

    @staticmethod
    def _fitting(texts: Iterable[tuple[str, float, Lettering]]) -> float:
        """How high a row must be for these texts in these widths."""
        fitted = (fit(text, wide, TALLEST, how.largest, how.smallest, how.weight) for text, wide, how in texts)
        return max(len(each.lines) * each.size * LEADING for each in fitted) + 2 * PAD + 0.01

    def _room(self, high: float) -> None:
        if self._top + high > self._high - EDGE - FOOT:
            self._turn()

    def _turn(self) -> None:
        """A new page, with its head and foot."""
        self.page += 1
        self._drawing.page(self._wide, self._high)
        self._top = EDGE
        if self.page > 1:
            self._drawing.write(Box(EDGE, EDGE, self._within, 4), self._heading, NOTE)
            self._top += 6
        self._draw_foot()

    def _draw_foot(self) -> None:
        foot, side = self._foot, FOOT - 2
        top = self._high - EDGE - side
        self._drawing.line(EDGE, top - 1, self._wide - EDGE, top - 1)
        self._drawing.code(Box(self._wide - EDGE - side, top, side, side), str(foot.fact), "M")
        said = [
            "打印件不代替账本；此后更正的事实以账本为准。",
            f"账本 {foot.fact.origin}，反映至位置 #{foot.reflects}；所据最后一条事实 #{foot.fact.position}。",
            f"叶散列 {foot.fact.leaf_hash}",
            *foot.notes,
            CHECKED,
            f"第 {self.page} 页，共 {self._pages} 页",
        ]
        self._drawing.write(Box(EDGE, top, self._within - side - 2, side), "\n".join(said), NOTE)


class Part(NamedTuple):
    """One paper of a document, on pages of its own: the head of its further pages, its foot, its content."""

    heading: str
    foot: Foot
    fill: Callable[[Form], None]


def print_forms(sheet: tuple[float, float], title: str, parts: Iterable[Part]) -> bytes:
    """Papers one after the other; each is filled in twice, for each of its pages says how many there are."""
    with ONE_AT_A_TIME:
        drawing = Drawing(title)
        for part in parts:
            counted = Form(Drawing(title), sheet, part.foot, part.heading, 0)
            part.fill(counted)
            part.fill(Form(drawing, sheet, part.foot, part.heading, counted.page))
        return drawing.done()
