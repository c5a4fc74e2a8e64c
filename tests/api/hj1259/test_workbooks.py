"""A workbook is read as producers keep it, and whatever is wrong is named by its cell."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.hj1259.facts_of_rows import Reading, facts_of
from api.hj1259.problems import NotAWorkbookError
from api.hj1259.sheets import read_workbook
from tests.api.hj1259.desk import NUMBER, workbook
from tests.api.hj1259.kept_books import (
    TITLE,
    five_sheets,
    generated,
    heading,
    sent_out,
    stored,
    treated,
    withdrawn,
)
from tests.specification import PLANT

B1 = [*TITLE, *heading("B.1")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def read(file: Path, establishment: str | None = None, **sheets: Any) -> Reading:
    return facts_of(read_workbook(workbook(file, **sheets)), establishment)


def told(reading: Reading) -> dict[str, str]:
    """The problems by cell."""
    return {problem.place: problem.zh for problem in reading.problems}


def test_five_sheets_are_read_to_the_facts_that_they_tell(file: Path) -> None:
    reading = read(file, **five_sheets())
    assert told(reading) == {}
    said = [(e.posted["type"], e.posted["subject"].partition(".")[2], e.posted["time"][:16]) for e in reading.events]
    assert said == [
        ("container.generated", "D-1", "2026-10-24T08:05"),
        ("container.generated", "D-2", "2026-10-24T08:05"),
        ("container.stored", "D-1", "2026-10-24T10:00"),
        ("container.withdrawn", "D-1", "2026-10-25T08:00"),
        ("treatment.completed", "HWZXLY20261025001", "2026-10-25T18:00"),
        ("container.withdrawn", "D-1", "2026-10-25T09:00"),
    ]
    first, second, into, _, run, away = (event.posted["data"] for event in reading.events)
    assert (first["mass_kg"], first["kind"], first["packaging"]) == (200.5, "drum", "200L铁桶")
    assert (second["mass_kg"], second["kind"], second.get("packaging")) == (180, "ibc", None)
    assert (into["mass_kg"], into["facility"]) == (200.5, f"facility:{NUMBER}.TS001")
    assert [each["container"].partition(".")[2] for each in run["inputs"]] == ["D-2", "D-3"]
    assert (run["kind"], run["facility"]) == ("recovered", f"facility:{NUMBER}.TS009")
    assert away["recipient"] == {
        "kind": "licensed",
        "name": "示范再生有限公司",
        "licence_number": "沪环保许防〔2026〕17号",
    }


def test_a_cover_and_a_column_of_no_table_are_said_not_to_be_read(file: Path) -> None:
    sheets = five_sheets()
    for place, line in enumerate(sheets["产生"][3:5]):
        line.append("备注" if place == 0 else "满")
    left_out = [str(each) for each in read_workbook(workbook(file, **sheets)).left_out]
    assert [each.partition(" ")[0] for each in left_out] == ["封面", "产生!P4"]


def test_tables_may_stand_below_each_other_on_one_sheet(file: Path) -> None:
    rows = [*B1, generated(), ["合计"], [], ["表 B.2"], *heading("B.2"), stored(), *heading("B.5"), sent_out()]
    reading = read(file, 台账=rows)
    assert told(reading) == {}
    assert [e.posted["type"] for e in reading.events] == [
        "container.generated",
        "container.stored",
        "container.withdrawn",
    ]


def test_columns_stand_in_any_order_and_by_the_names_that_producers_use(file: Path) -> None:
    rows = [
        ["废物代码", "产生时间", "产生量（千克）", "容器编码", "*容器\n类型"],
        ["900-402-06", "2026-10-24", 200.5, "D-1", "铁桶"],
    ]
    reading = read(file, NUMBER, 台账=rows)
    assert told(reading) == {}
    assert reading.events[0].posted["data"] == {
        "establishment": f"establishment:{NUMBER}",
        "waste_code": "900-402-06",
        "mass_kg": 200.5,
        "kind": "drum",
        "packaging": "铁桶",
    }


def test_a_merged_heading_of_two_rows_and_merged_codes_are_read_for_each_row(file: Path) -> None:
    rows = [*TITLE, *heading("B.5"), sent_out("D-1"), sent_out("D-2", 委外利用_处置批次编码=None)]
    workbook(file, 委外=rows)
    book = load_workbook(file)
    sheet = book["委外"]
    sheet["P4"], sheet["S4"] = None, None
    for cells in ("O4:P4", "R4:S4", "A4:A5", "B4:B5", "B6:B7", "C4:C5"):
        sheet.merge_cells(cells)
    book.save(file)
    reading = facts_of(read_workbook(file), None)
    assert told(reading) == {}
    assert [e.posted["data"]["batch_code"] for e in reading.events] == ["HWWWLY20261025001"] * 2
    assert reading.events[1].posted["data"]["recipient"]["licence_number"] == "沪环保许防〔2026〕17号"


def test_one_mass_for_several_rows_is_refused(file: Path) -> None:
    workbook(file, 产生=[*B1, generated("D-1"), generated("D-2", 产生量=None)])
    book = load_workbook(file)
    book["产生"].merge_cells("H5:H6")
    book.save(file)
    assert told(facts_of(read_workbook(file), None)).keys() == {"产生!H5", "产生!H6"}


def test_a_formula_counts_as_its_stored_value_and_one_without_is_named(file: Path) -> None:
    reading = read(file, 产生=[*B1, generated(产生量="=0.1+0.2")])
    assert "公式" in told(reading)["产生!H5"]


def test_a_mass_without_a_unit_or_beyond_the_gram_is_named(file: Path) -> None:
    rows = [
        generated("D-1", 计量单位=None),
        generated("D-2", 产生量=0.20050001),
        generated("D-3", 产生量="200kg"),
        generated("D-4", 产生量=10_001),
    ]
    assert told(read(file, 产生=[*B1, *rows])).keys() == {"产生!I5", "产生!H6", "产生!H7", "产生!H8"}


def test_every_bad_cell_of_every_row_is_named(file: Path) -> None:
    sheets = {
        "产生": [
            *B1,
            generated("D 1,D 2", 产生时间="昨天", 危险废物类别="HW08", 产生部门经办人="张三"),
            generated(None),
        ],
        "入库": [*TITLE, *heading("B.2"), stored(贮存设施编码=None), stored("D-9", 入库时间=None)],
        "出库": [*TITLE, *heading("B.3"), withdrawn(入库批次编码="HWCS20261024001")],
        "自行": [*TITLE, *heading("B.4"), treated(自行利用_处置方式="蒸馏"), treated("D-7", 自行利用_处置量=None)],
        "委外": [
            *TITLE,
            *heading("B.5"),
            sent_out(接收单位类型="豁免单位"),
            sent_out(
                "D-3",
                **{
                    "委外利用_处置批次编码": None,
                    "危险废物经营许可证持有单位:单位名称": None,
                    "危险废物经营许可证持有单位:许可证编码": None,
                },
            ),
        ],
    }
    problems = told(read(file, **sheets))
    assert problems.keys() == {
        "产生!C5", "产生!F5", "产生!J5", "产生!N5",
        "入库!M5", "入库!C6",
        "出库!Q5",
        "自行!N5", "自行!K6",
        "委外!N6", "委外!N7",
    }  # fmt: skip
    assert "张三" not in "".join(problems.values())


def test_where_nothing_holds_the_waste_its_batch_is_its_container(file: Path) -> None:
    rows = [generated(None, 容器_包装类型="管道"), generated(None, 产生批次编码=None, 容器_包装类型="管道")]
    reading = read(file, 产生=[*B1, *rows], 入库=[*TITLE, *heading("B.2"), stored(None)])
    assert told(reading).keys() == {"产生!J6"}
    assert {e.posted["subject"] for e in reading.events if e.posted["subject"]} == {
        f"container:{PLANT}.HWCS20261024001"
    }


def test_a_container_of_two_wastes_is_named_at_the_later_row(file: Path) -> None:
    reading = read(file, 产生=[*B1, generated()], 入库=[*TITLE, *heading("B.2"), stored(危险废物代码="900-249-08")])
    assert "产生!G5" in told(reading)["入库!J5"]


def test_a_record_that_stands_twice_is_named(file: Path) -> None:
    sheets = {
        "产生": [*B1, generated(), generated(产生批次编码="HWCS20261024002")],
        "入库": [*TITLE, *heading("B.2"), stored(), stored(入库批次编码="HWRK20261024002"), stored(入库量=1)],
    }
    assert told(read(file, **sheets)).keys() == {"产生!J6", "入库!D7"}


def test_rows_of_one_run_that_disagree_are_named(file: Path) -> None:
    reading = read(file, 自行=[*TITLE, *heading("B.4"), treated(), treated("D-3", 自行利用_处置方式="R3")])
    assert "自行!N5" in told(reading)["自行!N6"]


def test_rows_without_a_batch_code_are_runs_by_what_they_share(file: Path) -> None:
    rows = [
        treated("D-1", 自行利用_处置批次编码=None),
        treated("D-2", 自行利用_处置批次编码=None),
        treated("D-3", 自行利用_处置批次编码=None, 自行利用_处置方式="D10"),
        treated("D-4", 自行利用_处置批次编码=None, 自行利用_处置方式="C1"),
    ]
    reading = read(file, 自行=[*TITLE, *heading("B.4"), *rows])
    assert told(reading).keys() == {"自行!N8"}
    assert sorted(len(e.posted["data"]["inputs"]) for e in reading.events) == [1, 1, 2]


def test_a_run_that_is_too_long_for_one_fact_is_told_in_several(file: Path) -> None:
    rows = [treated(f"D-{n}", 国家危险废物名录名称="名" * 400, 自行利用_处置量=1) for n in range(100)]
    reading = read(file, 自行=[*TITLE, *heading("B.4"), *rows])
    assert told(reading) == {}
    assert sum(len(e.posted["data"]["inputs"]) for e in reading.events) == 100
    assert len({e.posted["subject"] for e in reading.events}) == len({e.posted["id"] for e in reading.events}) > 1


def test_an_establishment_is_named_above_the_table_or_given(file: Path) -> None:
    unnamed = {"产生": [*heading("B.1"), generated()]}
    assert "--establishment" in told(read(file, **unnamed))["产生!2"]
    assert told(read(file, NUMBER, **unnamed)) == {}
    named = {"产生": [*B1, generated()]}
    assert told(read(file, f"{PLANT}002P", **named)).keys() == {"产生!5"}


def test_a_heading_without_a_column_that_is_needed_is_named(file: Path) -> None:
    rows = [[name for name in heading("B.1")[0] if name != "危险废物代码"]]
    assert "危险废物代码" in told(read(file, NUMBER, 产生=rows))["产生!A1"]


def test_the_same_record_has_the_same_id_wherever_it_stands(file: Path) -> None:
    once = read(file, 产生=[*B1, generated("D-1"), generated("D-2")])
    again = read(file, 产生=[*B1, [], generated("D-2"), generated("D-1", 产生量=9)])
    assert {e.posted["subject"]: e.posted["id"] for e in once.events} == {
        e.posted["subject"]: e.posted["id"] for e in again.events
    }


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", "序号,产生时间".encode()])
def test_what_is_no_workbook_is_said_so(file: Path, data: bytes) -> None:
    file.write_bytes(data)
    with pytest.raises(NotAWorkbookError):
        read_workbook(file)
