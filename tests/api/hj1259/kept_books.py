"""Ledgers as a plant keeps them: titles, headings, pre-numbered rows, totals, notes, and a day's mistakes."""

from typing import Any

from api.hj1259.columns import TABLES
from tests.api.hj1259.desk import NUMBER

Rows = list[list[Any]]


def heading(table: str) -> Rows:
    """The heading of a table, of one row or of two."""
    names = [column.name.partition(":") for column in TABLES[table].columns]
    groups = [group for group, _, _ in names]
    return [groups, [sub or None for _, _, sub in names]] if any(sub for _, _, sub in names) else [groups]


def row(table: str, **cells: Any) -> list[Any]:
    """A row of a table by the names of its columns, in which `_` stands for a slash."""
    named = {name.replace("_", "/"): value for name, value in cells.items()}
    columns = [column.name for column in TABLES[table].columns]
    assert named.keys() <= set(columns), named.keys() - set(columns)
    return [named.get(name) for name in columns]


def generated(container: Any = "D-1", **more: Any) -> list[Any]:
    """A sound row of B.1."""
    cells = {
        "产生批次编码": "HWCS20261024001",
        "产生时间": "2026-10-24 08:05",
        "行业俗称_单位内部名称": "废溶剂",
        "危险废物类别": "HW06",
        "危险废物代码": "900-402-06",
        "产生量": 0.2005,
        "计量单位": "吨",
        "容器_包装编码": container,
        "容器_包装类型": "200L铁桶",
        "产生部门经办人": "E1027",
    }
    return row("B.1", **{**cells, **more})


def stored(container: Any = "D-1", **more: Any) -> list[Any]:
    """A sound row of B.2."""
    cells = {
        "入库批次编码": "HWRK20261024001",
        "入库时间": "2026-10-24 10:00",
        "容器_包装编码": container,
        "危险废物代码": "900-402-06",
        "入库量": "200.5",
        "计量单位": "千克",
        "贮存设施编码": "TS001",
        "产生批次编码": "HWCS20261024001",
    }
    return row("B.2", **{**cells, **more})


def withdrawn(container: Any = "D-1", **more: Any) -> list[Any]:
    """A sound row of B.3."""
    cells = {
        "出库批次编码": "HWCK20261025001",
        "出库时间": "2026-10-25 08:00",
        "容器_包装编码": container,
        "出库量": 200.5,
        "计量单位": "kg",
        "去向": "委外利用",
    }
    return row("B.3", **{**cells, **more})


def treated(container: Any = "D-2", **more: Any) -> list[Any]:
    """A sound row of B.4."""
    cells = {
        "自行利用_处置批次编码": "HWZXLY20261025001",
        "自行利用_处置时间": "2026-10-25 08:00",
        "容器_包装编码": container,
        "自行利用_处置量": 100,
        "计量单位": "kg",
        "自行利用_处置设施编码": "TS009",
        "自行利用_处置方式": "R2",
        "自行利用_处置完毕时间": "2026-10-25 18:00",
    }
    return row("B.4", **{**cells, **more})


def sent_out(container: Any = "D-1", **more: Any) -> list[Any]:
    """A sound row of B.5."""
    cells = {
        "委外利用_处置批次编码": "HWWWLY20261025001",
        "出厂时间": "2026-10-25 09:00",
        "容器_包装编码": container,
        "委外利用_处置量": 0.2005,
        "计量单位": "吨",
        "利用_处置方式": "R2",
        "危险废物经营许可证持有单位:单位名称": "示范再生有限公司",
        "危险废物经营许可证持有单位:许可证编码": "沪环保许防〔2026〕17号",
        "产生批次编码_出库批次编码": "HWCK20261025001",
    }
    return row("B.5", **{**cells, **more})


TITLE: Rows = [["危险废物管理台账"], [f"生产经营场所编码：{NUMBER}"], []]


def five_sheets() -> dict[str, Rows]:
    """A workbook as a plant keeps it, without a mistake."""
    second = {"产生批次编码": "HWCS20261024002", "产生量": "180 kg", "计量单位": None, "容器_包装类型": "吨桶"}
    return {
        "封面": [["2026年危险废物管理台账"], ["示范电子厂"]],
        "产生": [
            *TITLE,
            *heading("B.1"),
            generated(),
            [],
            generated("D-2", **second),
            ["合计", None, None, 0.3805],
            [3],
        ],
        "入库": [*TITLE, *heading("B.2"), stored(), [None, "注：以磅单为准"]],
        "出库": [*TITLE, *heading("B.3"), withdrawn()],
        "自行处置": [
            *TITLE,
            *heading("B.4"),
            treated(),
            treated("D-3", 危险废物代码="900-402-06"),
            ["填表人：某某"],
        ],
        "委外": [*TITLE, *heading("B.5"), sent_out()],
    }
