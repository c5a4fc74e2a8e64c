"""What a camera sees of a paper: the page as it is drawn, aslant, unsteady, out of focus and in poor light."""

import random
import re
from collections.abc import Iterable, Iterator
from math import cos, radians, sin
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from api.papers.drawing import QUIET
from api.typeface import for_paper
from tests.pdf import MM, Pdf

SIZE = (1280, 720)
DENSE = 4
"""Pixels of a picture to a point of paper."""
_FILL = re.compile(r"([\d.]+) ([\d.]+) ([\d.]+) rg|([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re\b|\b(f\*?|S)\s")


def page(paper: bytes) -> Image.Image:
    """The first page of one of our papers: what is filled, the QR code among it, and what is written."""
    pdf = Pdf(paper)
    shown = pdf.pages[0]
    picture = Image.new("RGB", [round(side * MM * DENSE) for side in (shown.wide, shown.high)], "white")
    draw, colour, open_ones = ImageDraw.Draw(picture), (0, 0, 0), []
    for red, green, blue, left, bottom, wide, high, done in _FILL.findall(pdf.content(0)):
        if red:
            colour = tuple(round(255 * float(part)) for part in (red, green, blue))
        elif left:
            x, y = float(left) * DENSE, picture.height - float(bottom) * DENSE
            open_ones.append((x, y - float(high) * DENSE, x + float(wide) * DENSE, y))
        else:
            for box in open_ones if done != "S" else ():
                draw.rectangle(box, fill=colour)
            open_ones = []
    for each in shown.shown:
        font = ImageFont.truetype(for_paper(each.weight), each.size * MM * DENSE)
        at = (each.left * MM * DENSE, picture.height - each.base * MM * DENSE)
        draw.text(at, each.text, "black", font, anchor="ls")
    return picture


def code(text: str) -> Image.Image:
    """A code alone on its paper."""
    modules = segno.make_qr(text, error="M").matrix
    small = Image.new("L", [len(modules) + 2 * QUIET] * 2, 255)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            small.putpixel((x + QUIET, y + QUIET), 0 if dark else 255)
    return small.resize([8 * small.width] * 2, Image.Resampling.NEAREST).convert("RGB")


def seen(picture: Image.Image, about: tuple[float, float], wide: float) -> Iterator[Image.Image]:
    """A second of a hand that holds a camera over a picture, about a point of it; so wide is what the camera sees."""
    chance = random.Random(1276)
    for frame in range(6):
        turned, across = radians(14 + 2 * frame), wide / SIZE[0]
        rows = [
            [across * cos(turned), across * sin(turned), about[0] + chance.uniform(-4, 4)],
            [-across * sin(turned), across * cos(turned), about[1] + chance.uniform(-4, 4)],
            [1.5e-4, -1e-4, 1.0],  # held aslant: what is farther away is smaller
        ]
        for row in rows:  # from the middle of what is seen
            row[2] -= row[0] * SIZE[0] / 2 + row[1] * SIZE[1] / 2
        scale = rows[2][2]
        flat = [part / scale for row in rows for part in row][:8]
        view = picture.transform(
            SIZE, Image.Transform.PERSPECTIVE, flat, Image.Resampling.BICUBIC, fillcolor="#6b6459"
        )
        view = ImageEnhance.Brightness(view.filter(ImageFilter.GaussianBlur(1.2))).enhance(0.55)
        yield Image.blend(view, Image.effect_noise(SIZE, 60).convert("RGB"), 0.06)


def nothing() -> Iterator[Image.Image]:
    """A dark floor, before anything is held before the camera."""
    for _ in range(4):
        yield Image.blend(Image.new("RGB", SIZE, "#6b6459"), Image.effect_noise(SIZE, 60).convert("RGB"), 0.06)


def write(path: Path, *parts: Iterable[Image.Image]) -> None:
    """A film that Chromium plays over and over as if a camera gave it."""
    with path.open("wb") as film:
        for part in parts:
            for picture in part:
                picture.save(film, "JPEG", quality=70)
