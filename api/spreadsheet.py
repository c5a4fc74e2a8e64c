"""Tables as `.xlsx`, for who goes on working with them: numbers are numbers, times are Shanghai times, text is text.

No text can become a formula: a cell that begins with = + - @ is written as text, and is marked as text for whoever
edits it in a spreadsheet.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ledger.clock import SHANGHAI, read_instant

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TIME: Final = "yyyy-mm-dd hh:mm:ss"
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")
ROWS_MAX: Final = 10_000
"""How many rows a page gives as a table at most; the API gives any number."""
WIDTH_MIN, WIDTH_MAX = 10, 60

Value = str | int | Decimal | datetime | None


def fill(cell: Cell, value: Value) -> None:
    """Put a value into a cell, as what it is."""
    cell.value = value
    if isinstance(value, datetime):
        cell.number_format = TIME
    elif isinstance(value, str):
        cell.data_type = "s"  # the library takes what begins with = for a formula
        cell.quotePrefix = value.startswith(FORMULA_SIGNS)
        cell.number_format = "@"


def local(instant: str) -> datetime:
    """An instant as a cell tells it: Shanghai time, for a spreadsheet knows no zones."""
    return read_instant(instant).astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)


def tonnes(grams: int) -> Decimal:
    """A mass for a cell; to the gram."""
    return Decimal(grams) / 1_000_000


Table = tuple[str, Sequence[str], Iterable[Sequence[Value]]]
"""The title of a sheet, its headings and its rows."""


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with one table."""
    return tables([(title, headings, rows)])


def tables(sheets: Iterable[Table]) -> bytes:
    """A sheet for each table, its heading kept in sight, each column as wide as what stands in it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, headings, rows in sheets:
        _lay(book.create_sheet(title), headings, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _lay(sheet: Worksheet, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    widths = [WIDTH_MIN] * len(headings)
    for number, row in enumerate([headings, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            assert isinstance(cell, Cell)  # nothing is merged
            fill(cell, value)
            if number == 1:
                cell.font, cell.alignment = Font(bold=True), Alignment(vertical="center")
            shown = len(TIME) if isinstance(value, datetime) else sum(1 + (ord(c) > 0x2E7F) for c in str(value or ""))
            widths[column - 1] = min(WIDTH_MAX, max(widths[column - 1], shown + 2))
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
