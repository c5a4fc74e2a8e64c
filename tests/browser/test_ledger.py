"""A producer brings a month's ledger as Excel: tried, mended by its marked cells, imported."""

from collections.abc import Callable
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from ledger.log import Ledger
from tests.api.hj1259.desk import workbook
from tests.api.hj1259.kept_books import TITLE, heading
from tests.api.hj1259.kept_books import generated as row
from tests.api.people.work_scene import FOUNDED
from tests.browser.conftest import Watched
from tests.browser.test_flags import shot
from tests.browser.test_sign_in import sign_in
from tests.people import People
from tests.specification import PLANT, Scenario

Watch = Callable[[], Watched]


def test_a_ledger_is_tried_mended_and_imported(watch: Watch, served: tuple[str, People], tmp_path: Path) -> None:
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    Scenario(ledger).given(*FOUNDED)
    people.add("worker", "staff", PLANT)
    here = watch()
    sign_in(here, "worker", people.passwords["worker"])
    here.press("台账 Excel")
    chosen, outcome = here.page.locator("#file"), here.page.locator("#outcome")
    sheet = [*TITLE, *heading("B.1"), row(), row("D-2", 产生批次编码="HWCS20261024002", 危险废物代码="900")]
    chosen.set_input_files(workbook(tmp_path / "错.xlsx", 产生=sheet))
    here.page.get_by_role("button", name="核对").click()
    expect(outcome).to_contain_text("处须改正")
    assert [each for each in here.wrong if "422" not in each] == []
    here.wrong.clear()  # that it was refused is said by the browser too, and is no fault of the page
    shot(here, "ledger")
    with here.page.expect_download() as download:
        here.page.get_by_role("button", name="下载标出错误的文件").click()
    download.value.save_as(tmp_path / "标.xlsx")
    marked = load_workbook(tmp_path / "标.xlsx")["产生"]
    assert any(cell.comment for line in marked.iter_rows() for cell in line)
    sheet[-1] = row("D-2", 产生批次编码="HWCS20261024002")
    chosen.set_input_files(workbook(tmp_path / "对.xlsx", 产生=sheet))
    here.page.get_by_role("button", name="核对").click()
    expect(outcome).to_contain_text("2 条可以导入")
    here.page.get_by_role("button", name="导入", exact=True).click()
    expect(outcome).to_contain_text("已导入：2 条新记录")
    here.check()
    assert len(ledger.recorded(types=["container.generated"])) == 2
