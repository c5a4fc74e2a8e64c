"""The ledgers of HJ 1259 on a page: out for some days, in whole or not at all, each error at its cell."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.people import upload
from api.spreadsheet import MEDIA_TYPE
from tests.api.hj1259.desk import workbook
from tests.api.hj1259.kept_books import TITLE, five_sheets, heading, stored
from tests.api.hj1259.kept_books import generated as row
from tests.api.people.work_scene import FOUNDED
from tests.people import OWN, Browser, People, sheet_of, text_of
from tests.specification import OTHER_PLANT, PLANT, SITE, Scenario, generated, organisation

ONE = [*TITLE, *heading("B.1"), row()]


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A plant and whoever works there."""
    scenario.given(organisation(PLANT, "generator", name="示范电子厂"), organisation(OTHER_PLANT, "receiver"))
    scenario.given(*FOUNDED)
    here = People(client.app)
    for name, role, whose in (
        ("worker", "staff", PLANT),
        ("watcher", "viewer", PLANT),
        ("other", "staff", OTHER_PLANT),
    ):
        here.add(name, role, whose)
    return here


def send(browser: Browser, content: bytes, wish: str = "check", establishment: str = "", **headers: str) -> Any:
    said = {**OWN, "Content-Type": MEDIA_TYPE, "X-Form-Token": browser.token()}
    path = f"/work/ledger?wish={wish}&establishment={establishment}"
    return browser.client.post(path, content=content, headers=said | headers)


def sent(tmp_path: Path, **sheets: Any) -> bytes:
    return workbook(tmp_path / "台账.xlsx", **sheets).read_bytes()


def types(people: People) -> list[str]:
    ledger: Any = people.app.state.ledger
    return [each.fact.type for each in ledger.recorded() if each.fact.source.endswith(":hj1259")]


def test_a_file_is_tried_then_imported_and_once(people: People, tmp_path: Path) -> None:
    browser, file = people.browser("worker"), sent(tmp_path, **five_sheets())
    tried = send(browser, file)
    assert tried.status_code == 200, tried.text
    assert "6 条可以导入，其中 0 条此前已记录" in text_of(tried.text)
    assert types(people) == []
    assert "已导入：6 条新记录，0 条此前已记录" in text_of(send(browser, file, "import").text)
    assert len(types(people)) == 6
    assert "6 条可以导入，其中 6 条此前已记录" in text_of(send(browser, file).text)
    assert "已导入：0 条新记录，6 条此前已记录" in text_of(send(browser, file, "import").text)
    assert len(types(people)) == 6


def test_one_bad_cell_keeps_the_whole_file_out_and_is_named(people: People, tmp_path: Path) -> None:
    file = sent(tmp_path, 产生=ONE, 入库=[*TITLE, *heading("B.2"), stored(), stored("D-2", 贮存部门经办人="张三")])
    refused = send(people.browser("worker"), file, "import")
    assert refused.status_code == 422
    assert "有 1 处须改正" in text_of(refused.text)
    assert "入库!P6" in refused.text
    assert "张三" not in refused.text
    assert types(people) == []


def test_the_file_comes_back_with_its_wrong_cells_marked(people: People, tmp_path: Path) -> None:
    file = sent(tmp_path, 产生=[*TITLE, *heading("B.1"), row(产生量="=1+", 危险废物代码="900")])
    back = send(people.browser("worker"), file, "mark")
    assert (back.status_code, back.headers["content-type"]) == (200, MEDIA_TYPE)
    sheet = load_workbook(BytesIO(back.content))["产生"]
    marked = {cell.coordinate: cell.comment.text for line in sheet.iter_rows() for cell in line if cell.comment}
    assert "G5" in marked or any("900-402-06" in text for text in marked.values()), marked
    assert all(sheet[place].fill.fgColor.rgb == "FFF4C7C3" for place in marked)


def test_what_contradicts_the_log_is_found_without_importing_and_marked_at_its_cell(
    people: People, scenario: Scenario, tmp_path: Path
) -> None:
    scenario.given(generated(f"container:{PLANT}.D-1", at="2026-10-01T08:00:00+08:00"))
    browser, file = people.browser("worker"), sent(tmp_path, 产生=ONE)
    before = scenario.ledger.head()
    for wish in ("check", "import"):
        refused = send(browser, file, wish)
        assert refused.status_code == 422
        assert "产生!J5" in refused.text
        assert "already_created" in refused.text
        assert "下载标出错误的文件" in refused.text
    assert red_cells(send(browser, file, "mark")) == {("产生", "J5"): "already_created"}
    assert scenario.ledger.head() == before, "trying and marking state nothing"


def test_a_record_that_was_changed_since_it_was_imported_is_marked_where_it_differs(
    people: People, tmp_path: Path
) -> None:
    browser = people.browser("worker")
    assert send(browser, sent(tmp_path, 产生=ONE), "import").status_code == 200
    changed = sent(tmp_path, 产生=[*TITLE, *heading("B.1"), row(产生量="0.3")])
    assert red_cells(send(browser, changed, "mark")) == {("产生", "H5"): "此前导入时内容不同"}
    assert len(types(people)) == 1


def test_what_is_wrong_in_the_file_and_what_contradicts_the_log_are_told_at_once(
    people: People, scenario: Scenario, tmp_path: Path
) -> None:
    scenario.given(generated(f"container:{PLANT}.D-1", at="2026-10-01T08:00:00+08:00"))
    wrong = [*TITLE, *heading("B.2"), stored("D-2", 贮存部门经办人="张三")]
    marked = red_cells(send(people.browser("worker"), sent(tmp_path, 产生=ONE, 入库=wrong), "mark"))
    assert {place: marked[place] for place in marked if place[0] == "产生"} == {("产生", "J5"): "already_created"}
    assert {place for place in marked if place[0] == "入库"} == {("入库", "P5")}


def red_cells(back: Any) -> dict[tuple[str, str], str]:
    """Sheet and cell → the code in its note, or how the note begins."""
    assert (back.status_code, back.headers["content-type"]) == (200, MEDIA_TYPE)
    found = {}
    for sheet in load_workbook(BytesIO(back.content)).worksheets:
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.comment):
            assert cell.fill.fgColor.rgb == "FFF4C7C3"
            found[sheet.title, cell.coordinate] = re.split(r"[\]：]", cell.comment.text.removeprefix("["))[0]
    return found


def test_a_time_to_come_is_found_without_importing(people: People, tmp_path: Path) -> None:
    later = row(产生批次编码="HWCS20991024002", 产生时间="2099-10-24")
    refused = send(people.browser("worker"), sent(tmp_path, 产生=[*TITLE, *heading("B.1"), later]))
    assert refused.status_code == 422
    assert "产生!C5" in refused.text


def test_what_is_written_can_be_read_again(people: People, tmp_path: Path) -> None:
    browser = people.browser("worker")
    send(browser, sent(tmp_path, **five_sheets()), "import")
    out = browser.get(f"/work/ledger.xlsx?establishment={SITE}&since=2026-10-01&until=2026-10-31")
    assert sheet_of(out)[0][0] == "表 B.1 危险废物产生环节记录表" or "B.1" in str(sheet_of(out)[0][0])
    again = red_cells(send(browser, out.content, "mark"))
    assert set(again.values()) == {"此前导入时内容不同"}, "it is read whole; what was filled in was not imported so"
    none = browser.get(f"/work/ledger.xlsx?establishment={SITE}&since=2020-01-01&until=2020-01-31")
    assert "没有记录" in text_of(send(browser, none.content).text)


def test_it_is_for_who_works_at_the_counter_and_of_ones_own(people: People, tmp_path: Path) -> None:
    file = sent(tmp_path, 产生=ONE)
    assert send(people.browser("watcher"), file).status_code == 403
    assert people.browser("watcher").get("/work/ledger").status_code == 200
    assert people.browser("other").get(f"/work/ledger.xlsx?establishment={SITE}").status_code == 404
    assert send(people.browser("other"), file, "import", **{"X-Form-Token": "x"}).status_code == 403
    foreign = send(people.browser("other"), file, "import")
    assert foreign.status_code == 422, "a delegation would be wanted"
    assert types(people) == []


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"<html>"])
def test_what_is_no_workbook_is_told_so(people: People, content: bytes) -> None:
    answer = send(people.browser("worker"), content)
    assert answer.status_code == 422
    assert "这不是可读的 .xlsx 文件" in answer.text
    assert send(people.browser("worker"), content, "mark").status_code == 422
    assert send(people.browser("worker"), content, **{"Content-Type": "text/plain"}).status_code == 415


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "UNPACKED_MAX", 10_000)
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 20_000)
    assert send(people.browser("worker"), bomb.getvalue()).status_code == 413


def test_in_english(people: People) -> None:
    assert "Ledgers of HJ 1259" in people.browser("worker").get("/work/ledger?lang=en").text
