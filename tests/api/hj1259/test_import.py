"""`bihuan import FILE.xlsx` through the real server: all of a file or nothing of it, and once."""

import re
from pathlib import Path

import pytest

from tests.api.hj1259.desk import NUMBER, Desk, workbook
from tests.api.hj1259.kept_books import TITLE, five_sheets, generated, heading, stored
from tests.specification import OTHER_PLANT, PLANT, Scenario, said
from tests.specification import generated as stated

ONE = [*TITLE, *heading("B.1"), generated()]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "台账.xlsx"


def cells(stderr: str) -> list[str]:
    """The cells that are named."""
    return re.findall(r"^✗ (\S+![A-Z]+[0-9]+) ", stderr, re.M)


def test_a_kept_ledger_is_imported_whole_and_once(desk: Desk, file: Path) -> None:
    workbook(file, **five_sheets())
    first = desk.imports(file)
    assert (first.returncode, "6 new, 0 recorded before" in first.stdout) == (0, True), first.stderr
    assert "! 封面" in first.stderr
    again = desk.imports(file)
    assert (again.returncode, "0 new, 6 recorded before" in again.stdout) == (0, True), again.stderr
    facts = desk.facts()
    assert [(type_, subject.partition(".")[2]) for type_, subject, _, _ in facts] == [
        ("container.generated", "D-1"),
        ("container.generated", "D-2"),
        ("container.stored", "D-1"),
        ("container.withdrawn", "D-1"),
        ("treatment.completed", "HWZXLY20261025001"),
        ("container.withdrawn", "D-1"),
    ]
    assert facts[0][2] == "2026-10-24T00:05:00.000000Z"
    assert facts[0][3].mass_g == 200_500


def test_one_bad_cell_keeps_the_whole_file_out(desk: Desk, file: Path) -> None:
    workbook(file, 产生=ONE, 入库=[*TITLE, *heading("B.2"), stored(), stored("D-2", 贮存部门经办人="张三")])
    refused = desk.imports(file)
    assert refused.returncode == 1
    assert cells(refused.stderr) == ["入库!P6"]
    assert "E1027" in refused.stderr
    assert "张三" not in refused.stderr
    assert desk.facts() == []


def test_what_the_ledger_refuses_is_named_by_its_cell_too(desk: Desk, file: Path) -> None:
    Scenario(desk.ledger).given(stated(f"container:{PLANT}.D-1", at="2026-10-01T08:00:00+08:00"))
    later = {"产生批次编码": "HWCS20991024002", "产生时间": "2099-10-24"}
    workbook(file, 产生=[*ONE, generated("D-2"), generated("D-3", **later)])
    refused = desk.imports(file)
    assert refused.returncode == 1
    assert cells(refused.stderr) == ["产生!J5", "产生!C7"]
    assert "[already_created]" in refused.stderr
    assert "[occurred_in_future]" in refused.stderr
    assert len(desk.facts()) == 1


def test_a_row_that_was_changed_after_its_import_is_a_conflict_and_no_second_fact(desk: Desk, file: Path) -> None:
    sheets = {"产生": ONE, "入库": [*TITLE, *heading("B.2"), stored(), stored("D-2")]}
    assert desk.imports(workbook(file, **sheets)).returncode == 0
    sheets["入库"][-1] = stored("D-2", 入库量=210)
    refused = desk.imports(workbook(file, **sheets))
    assert refused.returncode == 1
    assert cells(refused.stderr) == ["入库!K6"]
    assert "fact.corrected" in refused.stderr
    assert len(desk.facts()) == 3


def test_another_organisations_ledger_is_refused_in_one_line(desk: Desk, file: Path) -> None:
    rows = [*heading("B.1"), generated("D-1"), generated("D-2")]
    refused = desk.imports(workbook(file, 产生=rows), "--establishment", f"{OTHER_PLANT}001P")
    assert refused.returncode == 1
    assert "HTTP 403" in refused.stderr
    assert "台账" not in refused.stderr
    assert desk.facts() == []


def test_a_collector_imports_for_the_producer_that_delegated_to_it(desk: Desk, file: Path) -> None:
    delegation = f"delegation:{OTHER_PLANT}.1"
    granted = {
        "from": f"organisation:{OTHER_PLANT}",
        "to": f"organisation:{PLANT}",
        "establishments": [f"establishment:{OTHER_PLANT}001P"],
        "types": ["container.*"],
        "basis": "反向填写",
        "evidence": [{"sha256": "ab" * 32}],
    }
    when = "2026-10-01T08:00:00+08:00"
    Scenario(desk.ledger).given(
        said("delegation.granted", delegation, granted, by=OTHER_PLANT, at=when),
        said("delegation.accepted", delegation, at=when),
    )
    rows = [["生产经营场所编码", f"{OTHER_PLANT}001P"], *heading("B.1"), generated()]
    imported = desk.imports(workbook(file, 产生=rows), "--collector", PLANT)
    assert imported.returncode == 0, imported.stderr
    assert desk.facts()[-1][1] == f"container:{OTHER_PLANT}.D-1"
    assert desk.ledger.recorded(subject=f"container:{OTHER_PLANT}.D-1")[0].fact.on_behalf_of == OTHER_PLANT


def test_a_file_that_is_too_long_is_refused_before_anything_is_sent(desk: Desk, file: Path) -> None:
    rows = [["产生时间", "危险废物代码", "容器/包装编码", "产生量（吨）"]]
    rows += [["2026-10-24", "900-402-06", f"D-{n}", 0.1] for n in range(10_001)]
    refused = desk.imports(workbook(file, 产生=rows), "--establishment", NUMBER)
    assert refused.returncode == 1
    assert "10001 facts" in refused.stderr
    assert "split the file by months" in refused.stderr
    assert desk.facts() == []


@pytest.mark.parametrize(
    ("written", "then"),
    [(b"no workbook", "save it as .xlsx"), (None, "docs/hj1259.md")],
    ids=["no workbook", "no table"],
)
def test_what_holds_no_ledger_is_said_so(tmp_path: Path, written: bytes | None, then: str) -> None:
    file = workbook(tmp_path / "x.xlsx", 封面=[["台账"]])
    if written is not None:
        file.write_bytes(written)
    # nobody listens there: nothing is asked of a server either
    nowhere = Desk(None, f"sqlite:///{tmp_path}/none.db", "http://127.0.0.1:9", "k")  # type: ignore[arg-type]
    refused = nowhere.imports(file)
    assert refused.returncode == 1
    assert then in refused.stderr
    assert "Traceback" not in refused.stderr
