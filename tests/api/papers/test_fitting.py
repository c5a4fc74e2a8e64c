"""Text in a box: never over its edge, nothing left out unless it says so, no letter that cannot be seen."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from api.papers.fitting import LEADING, MORE, NOT_FIRST, Fitted, fit
from api.papers.lettering import BOLD, REGULAR, drawable, letters, width

WRITTEN = some.text(
    some.one_of(some.sampled_from("废有机溶剂，。、（）HW06 -900kg\n"), some.characters(exclude_categories=["Cs"])),
    max_size=600,
)
LENGTHS = some.floats(3, 120)
SIZES = some.tuples(some.floats(1, 12), some.floats(1, 12)).map(sorted)


@settings(deadline=None)
@given(WRITTEN, LENGTHS, LENGTHS, SIZES, some.sampled_from([REGULAR, BOLD]))
@example("危" * 600, 3.0, 3.0, [12.0, 12.0], BOLD)
@example("il，" * 9, 3.0, 30.0, [3.0, 3.0], REGULAR)
@example("x" * 300 + "，" * 30, 30.0, 20.0, [2.0, 6.0], REGULAR)
def test_nothing_reaches_over_the_edge_of_its_box(
    text: str, wide: float, high: float, sizes: list[float], weight: str
) -> None:
    smallest, largest = sizes
    fitted = fit(text, wide, high, largest, smallest, weight)
    assert fitted.size <= largest + 1e-9
    assert fitted.size >= min(smallest, high / LEADING, wide) - 1e-9
    assert max(width(line, fitted.size, weight) for line in fitted.lines) <= wide + 1e-6
    assert len(fitted.lines) * fitted.size * LEADING <= high + 1e-6


@settings(deadline=None)
@given(WRITTEN, LENGTHS, LENGTHS)
def test_all_of_it_is_written_or_it_says_that_it_is_not(text: str, wide: float, high: float) -> None:
    fitted = fit(text, wide, high, 6, 2)
    wanted, written = (re.sub(r"\s", "", each) for each in (drawable(text), "".join(fitted.lines)))
    if fitted.cut:
        assert written.endswith(MORE)
        assert wanted.startswith(written.removesuffix(MORE))
    else:
        assert written == wanted


@settings(deadline=None)
@given(some.text(some.sampled_from("废溶剂，。）"), max_size=80))
def test_no_line_begins_with_what_ends_a_clause(text: str) -> None:
    lines = fit(text, 30, 300, 5, 5).lines
    ordinary = re.search(r"[，。）]{2}", text) is None
    assert not ordinary or not any(line[0] in NOT_FIRST for line in lines[1:] if line)


def test_it_is_as_large_as_it_may_be_and_shrinks_before_it_is_cut() -> None:
    assert fit("废溶剂", 40, 10, 6, 3) == Fitted(("废溶剂",), 6, False)
    shrunk = fit("含有机溶剂的废涂料渣与清洗液", 40, 10, 6, 3)
    assert 3 < shrunk.size < 6
    assert not shrunk.cut
    cut = fit("含有机溶剂的废涂料渣与清洗液" * 9, 40, 10, 6, 3)
    assert cut.cut
    assert cut.size == 3


def test_latin_words_are_kept_together() -> None:
    assert fit("含 900-402-06 与 HW06", 22, 30, 4, 4).lines == ("含", "900-402-06", "与 HW06")


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("𠮷田", "□U+20BB7田"),
        ("a\u202eb\u200bc\td", "a b c d"),
        ("e\u0301", "é"),
        ("㐀 m³", "㐀 m³"),
        ("🚛", "□U+1F69B"),
        ("\U0001f100", "□U+1F100"),
    ],
)
def test_a_letter_that_the_typeface_lacks_stands_by_its_number(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@settings(deadline=None)
@given(WRITTEN)
def test_what_is_drawn_is_in_both_weights(text: str) -> None:
    for weight in (REGULAR, BOLD):
        assert {ord(c) for c in drawable(text)} <= letters(weight).face.charToGlyph.keys() | {10}
