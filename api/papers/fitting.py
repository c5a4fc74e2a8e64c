"""Text into a box: wrapped as Chinese is, shrunk as far as it may be, and cut with … where neither helps.

Nothing ever reaches over the edge of its box.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from api.papers.lettering import REGULAR, drawable, width

LEADING: Final = 1.2
"""From one line to the next, in sizes."""
STEP: Final = 0.97
"""By how much a text that does not fit is shrunk at a time."""
MORE: Final = "…"
SLACK: Final = 1e-9
"""Millimetres that are none: sums of widths are not exact."""
_WORDS: Final = re.compile(r"\n|[^\S\n]|[!-~]+|.")
NOT_FIRST: Final = frozenset("，。、；：？！）》〉」』】〕”’…%,.;:?!)")
"""What no line begins with."""

NOT_LAST: Final = frozenset("（《〈「『【〔“‘([")
"""What no line ends with."""


class Fitted(NamedTuple):
    """How a text is written: its lines from the top, their size, and whether some of it was left out."""

    lines: tuple[str, ...]
    size: float
    cut: bool


def fit(text: str, wide: float, high: float, largest: float, smallest: float, weight: str = REGULAR) -> Fitted:
    """The text as large as it fits, from `largest` down to `smallest`; no size is larger than the box itself."""
    text = drawable(text).strip()
    floor = min(smallest, high / LEADING, wide)
    size = max(min(largest, high / LEADING, wide), floor)
    while True:
        lines, room = _wrapped(text, size, wide, weight), _lines_in(high, size)
        if len(lines) <= room:
            return Fitted(tuple(lines), size, False)
        if size <= floor:
            return Fitted((*lines[: room - 1], _ended(lines[room - 1], size, wide, weight)), size, True)
        size = max(size * STEP, floor)


def _lines_in(high: float, size: float) -> int:
    return max(1, int(high / (size * LEADING) + 1e-9))


def _ended(line: str, size: float, wide: float, weight: str) -> str:
    while line and width(line + MORE, size, weight) > wide:
        line = line[:-1]
    return line + MORE


def _wrapped(text: str, size: float, wide: float, weight: str) -> list[str]:
    """The lines of a text; words of Latin letters are kept together where a line can hold them."""
    lines, line, used = [], "", 0.0
    for word, long in _pieces(text, size, wide, weight):
        if word != "\n" and used + long <= wide + SLACK:
            line, used = line + word, used + long
            continue
        carried, begun = "", 0.0
        if len(line) > 1 and (word in NOT_FIRST or line[-1] in NOT_LAST):
            last = width(line[-1], size, weight)
            if last + long <= wide:
                line, carried, begun = line[:-1], line[-1], last
        lines.append(line.rstrip())
        line, used = carried + word.strip(), begun + (long if word.strip() else 0)
    return [*lines, line.rstrip()]


def _pieces(text: str, size: float, wide: float, weight: str) -> Iterator[tuple[str, float]]:
    """What a line may end behind: a Chinese character, a word, a letter of too long a word; and how wide it is."""
    for word in _WORDS.findall(text):
        long = width(word, size, weight)
        yield from [(word, long)] if long <= wide + SLACK else ((each, width(each, size, weight)) for each in word)
