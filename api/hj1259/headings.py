"""Headings: which table a row of a sheet begins, and in which column of the sheet each of its columns stands."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from api.hj1259.cells import UNITS
from api.hj1259.columns import TABLES, Column, Table

ALIASES = {
    "单位": "计量单位",
    "俗称": "行业俗称/单位内部名称",
    "行业俗称": "行业俗称/单位内部名称",
    "废物名称": "行业俗称/单位内部名称",
    "名录名称": "国家危险废物名录名称",
    "废物类别": "危险废物类别",
    "废物代码": "危险废物代码",
    "容器编码": "容器/包装编码",
    "包装编码": "容器/包装编码",
    "容器类型": "容器/包装类型",
    "包装类型": "容器/包装类型",
    "容器数量": "容器/包装数量",
    "包装数量": "容器/包装数量",
    "产生设施编码": "产生危险废物设施编码",
    "产生批次编码": "产生批次编码/出库批次编码",
    "出库批次编码": "产生批次编码/出库批次编码",
    "产生/出库批次编码": "产生批次编码/出库批次编码",
    "许可证编码": "危险废物经营许可证持有单位:许可证编码",
    "出口核准通知单编号": "境外危险废物利用处置单位:出口核准通知单编号",
}
"""What producers write → what the standard calls it."""
ENOUGH = 4
"""So many columns make a heading."""


class Heading(NamedTuple):
    """A heading: of how many rows it is, where each column stands, which are missing or not of the standard."""

    table: Table
    rows: int
    at: dict[Column, int]
    unit: str | None
    unknown: list[int]
    missing: list[Column]


def may_be_heading(values: Sequence[Any]) -> bool:
    """Whether a row names what tells the tables apart, before anybody looks closely."""
    return any(isinstance(value, str) and _name(value)[0] in _TELLING for value in values)


def heading_at(first: Sequence[Any], second: Sequence[Any]) -> Heading | None:
    """The heading that a row begins, alone or with the row below; None where it begins none."""
    alone = [_name(value) for value in first]
    below = [_name(value) for value in second]
    both = [_joined(group, sub) for group, sub in zip(alone, below, strict=True)]
    candidates = [
        heading
        for rows, names in ((2, both), (1, alone))
        for table in TABLES.values()
        if (heading := _of(table, rows, names)) is not None
    ]
    # what belongs to more columns is meant; one row where the second adds nothing
    return max(candidates, key=lambda h: (len(h.at), -h.rows, -len(h.table.columns)), default=None)


def _of(table: Table, rows: int, names: list[tuple[str, str | None]]) -> Heading | None:
    columns = {_plain(column.name): column for column in table.columns}
    at: dict[Column, int] = {}
    unit, unknown = None, []
    for index, (name, said) in enumerate(names):
        column = columns.get(name) or columns.get(_plain(ALIASES.get(name, "")))
        if column is None or column in at:
            unknown += [index] if name else []
            continue
        at[column] = index
        if column.form == "quantity":
            unit = said
    if len(at) < ENOUGH or not {table.time, table.batch} & at.keys():
        return None
    missing = [column for column in table.columns if column.needed and column not in at]
    return Heading(table, rows, at, unit, unknown, missing)


def _joined(group: tuple[str, str | None], sub: tuple[str, str | None]) -> tuple[str, str | None]:
    if not sub[0] or sub[0] == group[0]:
        return group
    return (f"{group[0]}:{sub[0]}", sub[1]) if group[0] else sub


def _plain(text: str) -> str:
    """A heading without blanks, breaks and marks, its signs of the usual width."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*")


def _name(value: Any) -> tuple[str, str | None]:
    """A heading, and the unit that it says in brackets; other words in brackets are notes."""
    if not isinstance(value, str):
        return "", None
    text = _plain(value)
    found = re.fullmatch(r"(.*?)\((.*)\)", text)
    if found is None:
        return text, None
    return found[1], found[2].lower() if found[2].lower() in UNITS else None


def _telling() -> Iterator[str]:
    for table in TABLES.values():
        yield from (_plain(table.time.name), _plain(table.batch.name))


_TELLING = frozenset(_telling())
