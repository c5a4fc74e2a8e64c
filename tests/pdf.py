"""A PDF as our papers are written, read back: its pages, what is written where, and the letters that it carries."""

import re
import zlib
from base64 import a85decode
from typing import NamedTuple

MM = 72 / 25.4
_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.S)
_PART = re.compile(rb"/(\S+) ([\d.]+) Tf|\(((?:\\.|[^\\)])*)\) Tj", re.S)


class Shown(NamedTuple):
    """One stretch of text: where its line begins, from the bottom left in millimetres, its size, and what it says."""

    left: float
    base: float
    size: float
    font: str
    weight: str
    text: str


class Page(NamedTuple):
    """A page: its size in millimetres, and what is written on it in the order of drawing."""

    wide: float
    high: float
    shown: list[Shown]

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.shown)


class Pdf:
    """A document."""

    def __init__(self, content: bytes) -> None:
        assert content.startswith(b"%PDF-")
        self.objects = {int(number): body for number, body in _OBJECT.findall(content)}
        self.weights = {font: "bold" if b"-Bold" in body else "regular" for font, body in self._fonts()}
        self.fonts = {font: self._letters(body) for font, body in self._fonts()}
        self.pages = [self._page(body) for body in self.objects.values() if b"/Type /Page\n" in body + b"\n"]

    @property
    def text(self) -> str:
        """All that is written, page after page."""
        return "\n".join(page.text for page in self.pages)

    @property
    def embedded(self) -> bool:
        """Whether each font that is used comes with its letters, and no letter is the empty box of a missing one."""
        used = {each.font for page in self.pages for each in page.shown}
        return bool(used) and used <= self.fonts.keys() and "\0" not in self.text

    def content(self, page: int) -> str:
        """How a page is drawn, in the words of the format."""
        bodies = [body for body in self.objects.values() if b"/Type /Page\n" in body + b"\n"]
        return self.stream(_reference(bodies[page], b"Contents")).decode("latin-1")

    def stream(self, number: int) -> bytes:
        body = self.objects[number]
        head, _, rest = body.partition(b"stream\n")
        length = re.search(rb"/Length (\d+)", head)
        assert length
        raw = rest[: int(length[1])].rstrip(b"\n") if b"/ASCII85" in head else rest[: int(length[1])]
        if b"/ASCII85Decode" in head:
            raw = a85decode(raw.removesuffix(b"~>"))
        return zlib.decompress(raw) if b"/FlateDecode" in head else raw

    def _fonts(self) -> list[tuple[str, bytes]]:
        return [
            (name[1].decode(), body)
            for body in self.objects.values()
            if b"/Subtype /TrueType" in body and (name := re.search(rb"/Name /(\S+)", body))
        ]

    def _letters(self, font: bytes) -> dict[int, str]:
        """Byte → letter, by the map that lets a reader copy text; the descriptor has to carry the letters."""
        descriptor = self.objects[_reference(font, b"FontDescriptor")]
        assert len(self.stream(_reference(descriptor, b"FontFile2"))) > 1000
        cmap = self.stream(_reference(font, b"ToUnicode")).decode()
        pairs = re.findall(r"^<(\w+)> <(\w+)>$", cmap.partition("beginbfchar")[2], re.M)
        return {int(code, 16): bytes.fromhex(letter).decode("utf-16-be") for code, letter in pairs}

    def _page(self, body: bytes) -> Page:
        box = re.search(rb"/MediaBox \[ *[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)", body)
        assert box
        content = self.stream(_reference(body, b"Contents"))
        shown, font, size = [], "", 0.0
        for inner in re.findall(rb"BT (.*?) ET", content, re.S):
            at = re.search(rb"1 0 0 1 ([\d.-]+) ([\d.-]+) Tm", inner)
            text = ""
            for piece in _PART.finditer(inner):
                if piece[1]:
                    font, size = piece[1].decode(), float(piece[2]) / MM
                else:
                    text += "".join(self.fonts[font][code] for code in _bytes(piece[3]))
            if at and text:
                shown.append(Shown(float(at[1]) / MM, float(at[2]) / MM, size, font, self.weights[font], text))
        return Page(float(box[1]) / MM, float(box[2]) / MM, shown)


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found, (name, body[:300])
    return int(found[1])


def _bytes(literal: bytes) -> bytes:
    """A PDF string without its escapes."""
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def unescaped(found: re.Match[bytes]) -> bytes:
        what = found[1]
        return bytes([int(what, 8)]) if what.isdigit() else plain.get(what, what)

    return re.sub(rb"\\([0-7]{1,3}|.)", unescaped, literal, flags=re.S)
