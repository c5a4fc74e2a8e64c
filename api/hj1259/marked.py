"""A workbook as it was sent, with what is wrong at its cells: a red ground, and a note that says what to do."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from api.hj1259.problems import Problem

WRONG: Final = PatternFill("solid", start_color="FFF4C7C3", end_color="FFF4C7C3")
AUTHOR: Final = "闭环 Bihuan"


def marked(path: Path, problems: Iterable[Problem]) -> bytes:
    """The same file with its wrong cells marked; what is wrong with no cell stands in a sheet of its own."""
    book = load_workbook(path)
    notes: dict[tuple[str, str], list[str]] = {}
    rest: list[str] = []
    for problem in problems:
        sheet, _, cell = problem.place.rpartition("!")
        if sheet in book.sheetnames and cell[:1].isalpha():
            notes.setdefault((sheet, cell), []).append(f"{problem.zh} · {problem.en}")
        else:
            rest.append(str(problem))
    for (sheet, place), texts in notes.items():
        cell = book[sheet][place]
        if isinstance(cell, Cell):  # within merged cells only the first can carry a note
            cell.fill = WRONG
            cell.comment = Comment("\n".join(texts), AUTHOR)
        else:
            rest += [f"{sheet}!{place} {text}" for text in texts]
    if rest:
        told = book.create_sheet("须改正")
        for text in rest:
            told.append([text])
            told.cell(told.max_row, 1).data_type = "s"
    written = BytesIO()
    book.save(written)
    return written.getvalue()
