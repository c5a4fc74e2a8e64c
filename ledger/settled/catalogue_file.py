"""A waste catalogue as a file that somebody brings: CSV in UTF-8, with a mark or without, or in GB18030.

The official text is not part of this project. The file is read whole, and either all of it is sound or every line
that is not is named.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator

from ledger.errors import Finding, InvalidError
from ledger.waste_codes import CATEGORIES, Entry, category_of, is_well_written

COLUMNS = {
    "waste_code": "code",
    "category_code": "category",
    "category_name": "category_name",
    "industry": "industry",
    "description": "description",
    "hazard": "hazards",
}
"""Column of the file → what it is called here."""

CELL_MAX = 2_000
_HAZARD = "(?:T|C|I|R|In)"
_HAZARDS = re.compile(f"{_HAZARD}(?:[,/]{_HAZARD}){{0,4}}")


def read_catalogue(data: bytes) -> list[Entry]:
    """The entries in the order of the file; raises InvalidError naming every line that cannot be one."""
    lines = _lines(_text(data))
    _, header = next(lines, (1, []))
    _check_header(header)
    findings: list[Finding] = []
    first_seen: dict[str, int] = {}
    entries = []
    for number, cells in lines:
        wrong = list(_wrong_with(header, cells))
        if not wrong:
            named = {COLUMNS[name]: cell.strip() for name, cell in zip(header, cells, strict=True)}
            entries.append(Entry(**named))
            before = first_seen.setdefault(entries[-1].code, number)
            if before != number:
                wrong.append(f"{entries[-1].code} 已在第 {before} 行 · stands in line {before} already")
        findings.extend(Finding("catalogue_row", why, f"第 {number} 行 · line {number}") for why in wrong)
    if not entries and not findings:
        raise InvalidError.because("catalogue_file", "文件没有条目 · the file has no entries below its header")
    if findings:
        raise InvalidError(*findings)
    return entries


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InvalidError.because(
        "catalogue_file", "既不是 UTF-8 也不是 GB18030 · neither UTF-8 nor GB18030; save it as CSV UTF-8"
    )


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line on which it begins; empty lines are no rows."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InvalidError(
            Finding("catalogue_row", f"不是 CSV · not CSV: {error}", f"第 {begins} 行 · line {begins}")
        ) from None


def _check_header(header: list[str]) -> None:
    header[:] = [name.strip() for name in header]
    if sorted(header) != sorted(COLUMNS):
        raise InvalidError.because(
            "catalogue_file",
            f"首行须是各列之名，顺序不限 · the first line names the columns, in any order: {','.join(COLUMNS)}",
        )


def _wrong_with(header: list[str], cells: list[str]) -> Iterator[str]:
    if len(cells) != len(header):
        yield f"{len(cells)} 列，应为 {len(header)} 列 · {len(cells)} cells, {len(header)} are wanted"
        return
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    for name, cell in row.items():
        if not 0 < len(cell) <= CELL_MAX:
            yield f"{name}: 1–{CELL_MAX} 字 · 1 to {CELL_MAX} characters"
        if any(unicodedata.category(character) == "Cc" for character in cell):
            yield f"{name}: 含控制字符 · holds a control character or a line break"
    code, category = row["waste_code"], row["category_code"]
    if not is_well_written(code):
        yield f"waste_code: {code[:40]!r} 应写作 900-402-06 · is written like 900-402-06"
    elif category != category_of(code):
        yield f"category_code: {category[:40]!r} 与代码 {code} 不符 · does not fit the code {code}"
    if category not in CATEGORIES:
        yield f"category_code: {category[:40]!r} 不是 HW01–HW50 之一 · is not a category of the catalogue"
    if not _HAZARDS.fullmatch(row["hazard"]):
        yield f"hazard: {row['hazard'][:40]!r} 应由 T、C、I、R、In 组成 · is made of T, C, I, R, In with , or /"
