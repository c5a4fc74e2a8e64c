"""A workbook with the ledgers of one establishment, in the form of HJ 1259-2022 Annex B.

No text can become a formula (`api/spreadsheet.py`).
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.hj1259.columns import TABLES, Table
from api.hj1259.rows_of_facts import Line, Value
from api.spreadsheet import fill

WIDTH = 18


def write_workbook(path: Path, establishment: str, lines: Sequence[Line], tables: Iterable[str]) -> None:
    """Write the tables, each on its sheet, over what stands at the path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number in tables:
        table = TABLES[number]
        sheet = book.create_sheet(f"{number} {table.step}".replace("/", ""))
        _head(sheet, table, establishment)
        below = sheet.max_row
        for place, line in enumerate((line for line in lines if line.table == number), start=1):
            _write(sheet, below + place, table, place, line)
    beside = path.with_name(f".{path.name}.part")
    try:
        book.save(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _head(sheet: Worksheet, table: Table, establishment: str) -> None:
    sheet.append([f"表 {table.number} {table.title}"])
    sheet.append([f"生产经营场所编码：{establishment}"])
    parts = [column.name.partition(":")[::2] for column in table.columns]
    two = any(sub for _, sub in parts)
    sheet.append([group for group, _ in parts])
    if two:
        sheet.append([sub or None for _, sub in parts])
    for number, (group, sub) in enumerate(parts, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH
        first = sub and (number == 1 or parts[number - 2][0] != group)
        last = max(n for n, (name, _) in enumerate(parts, start=1) if name == group)
        if two and not sub:
            sheet.merge_cells(start_row=3, end_row=4, start_column=number, end_column=number)
        elif first and last > number:
            sheet.merge_cells(start_row=3, end_row=3, start_column=number, end_column=last)
    for at in range(1, sheet.max_row + 1):
        for cell in sheet[at]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=at > 2, vertical="center")
    sheet.freeze_panes = "D5" if two else "D4"


def _write(sheet: Worksheet, row: int, table: Table, place: int, line: Line) -> None:
    for number, column in enumerate(table.columns, start=1):
        value: Value = place if column.form == "order" else line.values.get(column.name)
        if value is not None:
            cell = sheet.cell(row, number)
            assert isinstance(cell, Cell)  # nothing below the heading is merged
            fill(cell, value)
