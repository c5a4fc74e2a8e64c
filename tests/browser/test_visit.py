"""A visit in a real browser: from the list of organisations to a dossier, its store, and drums ticked off there."""

from collections.abc import Callable

from playwright.sync_api import expect

from ledger.log import Ledger
from tests.browser.conftest import Watched
from tests.browser.test_flags import shot
from tests.browser.test_scan import CAMERA
from tests.browser.test_sign_in import sign_in
from tests.manifests import registered
from tests.people import People
from tests.specification import BAY, BUREAU, PLANT, SITE, Scenario, drum, generated, organisation, said

Watch = Callable[[], Watched]


def test_from_the_list_to_the_shelf_and_every_drum_ticked(watch: Watch, served: tuple[str, People]) -> None:
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    Scenario(ledger).given(
        organisation(BUREAU, "authority", competence=["ecology"], name="示范区生态环境局"),
        registered(SITE, "310115", PLANT),
        said("facility.registered", BAY, {"establishment": SITE, "kind": "storage_house", "name": "一号库"}),
        said("supervision_class.assigned", SITE, {"class": "key", "year": 2026, "source": "名录"}, by=BUREAU),
        *(generated(drum(n)) for n in (1, 2, 3)),
        *(said("container.stored", drum(n), {"facility": BAY}, at="2026-11-24T09:00:00+08:00") for n in (1, 2, 3)),
    )
    people.add("inspector", "inspector", BUREAU, shown_name="周队")
    it = watch()
    it.page.add_init_script(CAMERA)
    sign_in(it, "inspector", people.passwords["inspector"])
    it.press("单位")
    it.page.get_by_label("名称或代码").fill("电子")
    it.press("查找")
    shot(it, "organisations")
    it.press("上海示范电子有限公司")
    expect(it.page.locator("h1")).to_contain_text("在进行中 3 个")
    shot(it, "dossier")
    it.press("一号库")
    expect(it.page.get_by_text("已点验 0/3")).to_be_visible()
    it.page.get_by_label("点验 D-2").check()
    expect(it.page.get_by_text("已点验 1/3")).to_be_visible()
    it.page.get_by_label("点验编号").fill("D-3")
    it.page.get_by_role("button", name="点验", exact=True).click()
    expect(it.page.get_by_text("已点验 2/3")).to_be_visible()
    it.page.get_by_label("点验编号").fill("D-9")
    it.page.get_by_role("button", name="点验", exact=True).click()
    expect(it.page.get_by_text("不在此列：D-9")).to_be_visible()
    it.page.get_by_text("未找到的容器").click()
    expect(it.page.locator(".tick-missing li")).to_have_text(["D-1"])
    shot(it, "storage")
    it.page.reload()
    expect(it.page.get_by_text("已点验 2/3")).to_be_visible()
    it.page.evaluate(f"window.seen = '{drum(1)}'")
    it.page.locator(".ticking").get_by_role("button", name="扫码").click()
    expect(it.page.get_by_text("已点验 3/3")).to_be_visible()
    it.page.locator(".ticking").get_by_role("button", name="停止扫码").click()
    it.page.get_by_role("button", name="重新点验").click()
    expect(it.page.get_by_text("已点验 0/3")).to_be_visible()
    it.check()
    it.go("/supervision")
    expect(it.page.locator("h1")).to_contain_text("重点监管 1 条")
    shot(it, "supervision")
    it.press("English")
    expect(it.page.locator("h1")).to_contain_text("entries under supervision")
