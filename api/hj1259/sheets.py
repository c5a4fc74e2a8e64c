"""A workbook as producers keep it: which rows are the records of which table, and in which cell each column stands.

One workbook with five sheets, or one sheet with one table or several below each other; a title above, headings of one
row or of two, merged or not, in any order; empty rows, totals, and notes at the end.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from api.hj1259.columns import Column, Table
from api.hj1259.headings import Heading, heading_at, may_be_heading
from api.hj1259.problems import NotAWorkbookError, Problem
from ledger.identifiers import ESTABLISHMENT_PATTERN

COLUMNS_MAX = 200
TOTALS = re.compile(r"(本页|本月|本年)?(合计|总计|小计|累计)")
NOTES = re.compile(r"注[:：]|备注|说明|填表|制表|审核|负责人|经办|单位[（(]盖章|附?表|生产经营场所")


class Cell(NamedTuple):
    """A value and where it stands."""

    place: str
    value: Any


@dataclass
class Row:
    """One record of a table: the cell of each of its columns, None in those that the file does not have."""

    table: Table
    sheet: str
    number: int
    establishment: str | None
    """The establishment that is named above the table, if one is."""
    unit: Any
    """The unit that the heading of the mass says, for rows that say none."""
    cells: dict[Column, Cell]
    wrong: list[Problem] = field(default_factory=list)


@dataclass
class Workbook:
    """The records of a file, what is wrong with its form, and what of it is not read."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)


def read_workbook(path: Path) -> Workbook:
    """Every record of every sheet; raises NotAWorkbookError when the file is no workbook."""
    written = _open(path, data_only=False)
    formulas = any(c.data_type == "f" for sheet in written.worksheets for row in sheet.iter_rows() for c in row)
    # a formula is what was last computed of it, which stands in the file beside it
    values = _open(path, data_only=True) if formulas else written
    found = Workbook()
    for sheet in values.worksheets:
        _Sheet(sheet, written[sheet.title], found).read()
    return found


def _open(path: Path, *, data_only: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that are not read: styles, validations
            return load_workbook(path, data_only=data_only)
    except Exception as error:  # the library raises whatever a damaged part of the file makes it raise
        raise NotAWorkbookError(f"{path.name}: {type(error).__name__}") from None


class _Sheet:
    """One sheet, read from top to bottom."""

    def __init__(self, sheet: Worksheet, written: Worksheet, found: Workbook) -> None:
        self.sheet, self.written, self.found = sheet, written, found
        self.merged: dict[tuple[int, int], tuple[int, int, int]] = {}
        for each in sheet.merged_cells.ranges:
            for row in range(each.min_row, each.max_row + 1):
                for column in range(each.min_col, each.max_col + 1):
                    self.merged[row, column] = (each.min_row, each.min_col, each.max_row)
        self.heading: Heading | None = None
        self.establishment: str | None = None
        self.last = 0

    def read(self) -> None:
        """Add its records to what was found."""
        begins, width = len(self.found.rows), min(self.sheet.max_column, COLUMNS_MAX)
        for number in range(1, self.sheet.max_row + 1):
            values = [self._value(number, column) for column in range(1, width + 1)]
            if number <= self.last or all(_is_blank(value) for value in values):
                continue
            if may_be_heading(values) and self._takes_heading(number, width):
                continue
            self._look_at(number, values)
        if self.heading is None and any(True for _ in self._texts()):
            self._leave_out(
                f"{self.sheet.title}", "没有 B.1–B.5 的表头，未读", "has no heading of B.1 to B.5, not read"
            )
        elif self.heading is not None and len(self.found.rows) == begins:
            self._leave_out(self.sheet.title, "表头下没有记录", "has no records below its heading")

    def _takes_heading(self, number: int, width: int) -> bool:
        first, second = (
            [self._value(row, column, across=across) for column in range(1, width + 1)]
            for row, across in ((number, True), (number + 1, False))
        )
        heading = heading_at(first, second)
        if heading is None:
            return False
        self.heading, self.last = heading, number + heading.rows - 1
        for column in heading.unknown:
            name = first[column] or second[column]
            self._leave_out(
                self._place(number, column + 1), f"列「{name}」不在标准中，未读", "no column of the standard"
            )
        for missing in heading.missing:
            self.found.problems.append(
                Problem(
                    self._place(number, 1),
                    f"{heading.table.number} 缺少「{missing.name}」一列：补上表头",
                    f"{heading.table.number} wants a column {missing.name} ({missing.english}): add its heading",
                )
            )
        return True

    def _look_at(self, number: int, values: list[Any]) -> None:
        if self.heading is None:
            self._find_establishment(values)
            return
        table, at = self.heading.table, self.heading.at
        told = {column: values[index] for column, index in at.items()}
        filled = [value for column, value in told.items() if column.form != "order" and not _is_blank(value)]
        texts = [value.strip() for value in values if isinstance(value, str) and value.strip()]
        if any(TOTALS.match("".join(text.split())) for text in texts) and _is_blank(told.get(table.time)):
            return
        if len(texts) == 1 and NOTES.match(texts[0]) and len([v for v in values if not _is_blank(v)]) == 1:
            self._find_establishment(values)
            return
        if not filled:
            if any(not text.isdigit() for text in texts):
                self._leave_out(self._place(number, 1), "这一行不是记录，未读", "this row is no record, not read")
            return
        cells = {column: Cell(self._place(number, index + 1), told[column]) for column, index in at.items()}
        row = Row(table, self.sheet.title, number, self.establishment, self.heading.unit, cells)
        row.wrong = list(self._wrong_in(number, at))
        self.found.rows.append(row)

    def _find_establishment(self, values: list[Any]) -> None:
        for value in values:
            named = re.search(ESTABLISHMENT_PATTERN, str(value))
            self.establishment = named[0] if named else self.establishment

    def _wrong_in(self, number: int, at: dict[Column, int]) -> Iterator[Problem]:
        """What is wrong with a cell as such, whatever its column holds."""
        for column, index in at.items():
            place, cell = self._place(number, index + 1), self.sheet.cell(number, index + 1)
            top, _, bottom = self.merged.get((number, index + 1), (number, 0, number))
            if cell.data_type == "e":
                yield Problem(place, f"单元格是错误值 {cell.value}：改正", f"holds the error {cell.value}: mend it")
            elif cell.value is None and self.written.cell(number, index + 1).data_type == "f":
                yield Problem(
                    place,
                    "公式没有算出的值：用表格软件打开并保存，或改写为数值",
                    "the formula has no stored value: open and save the file, or write the value itself",
                )
            elif column.form in {"quantity", "count"} and bottom > top and self._value(number, index + 1) is not None:
                yield Problem(
                    place,
                    "几行合并成一个数：取消合并，每行写各自的数",
                    "one number for several rows: unmerge it and give each row its own",
                )

    def _value(self, row: int, column: int, *, across: bool = False) -> Any:
        """The value of a cell; of merged cells the one they share, down the column or also across."""
        if (row, column) in self.merged:
            top, left, _ = self.merged[row, column]
            return self.sheet.cell(top, left).value if left == column or across else None
        return self.sheet.cell(row, column).value

    def _texts(self) -> Iterator[str]:
        for row in self.sheet.iter_rows(values_only=True):
            yield from (str(value) for value in row if not _is_blank(value))

    def _place(self, row: int, column: int) -> str:
        return f"{self.sheet.title}!{get_column_letter(column)}{row}"

    def _leave_out(self, place: str, zh: str, en: str) -> None:
        self.found.left_out.append(Problem(place, zh, en))


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
