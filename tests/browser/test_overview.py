"""The overview in a real browser, at a desk and on a phone: from the city to a district, its flags and an account."""

from collections.abc import Callable

from playwright.sync_api import expect

from ledger.log import Ledger
from tests.browser.conftest import Watched
from tests.browser.test_flags import shot
from tests.browser.test_sign_in import sign_in
from tests.manifests import DRUMS, RECEIVER, THERE, TRUCKER, issued, of_manifest, registered
from tests.people import People
from tests.specification import PLANT, SITE, Scenario, generated, organisation, uscc, weighed

Watch = Callable[[], Watched]
CITY = uscc("11310000MB1A2B3C4")


def test_from_the_city_to_a_district_its_flags_and_an_account(watch: Watch, served: tuple[str, People]) -> None:
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    Scenario(ledger).given(
        organisation(RECEIVER, "receiver", division="310117", name="示范焚烧厂"),
        organisation(TRUCKER, "carrier", name="示范运输"),
        organisation(CITY, "authority", competence=["ecology"], division="310000", name="示范市生态环境局"),
        registered(SITE, "310115", PLANT),
        registered(THERE, "310117", RECEIVER),
        *(generated(each, at="2026-11-02T08:00:00+08:00") for each in DRUMS),
        *(weighed(each, at="2026-11-02T08:30:00+08:00") for each in DRUMS),
        issued(at="2026-11-02T09:00:00+08:00"),
        of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}, at="2026-11-02T10:00:00+08:00"),
        of_manifest("arrived", RECEIVER, at="2026-11-02T12:00:00+08:00"),
    )
    people.add("city", "viewer", CITY, shown_name="钱处")
    here = watch()
    sign_in(here, "city", people.passwords["city"])
    here.press("总览")
    expect(here.page.locator("h1")).to_contain_text("闭环率")
    shot(here, "overview")
    here.page.get_by_role("link", name="浦东").click()
    here.check()
    expect(here.page.locator("h1")).to_contain_text("浦东新区：闭环率")
    expect(here.page.locator("td.chosen")).to_contain_text("浦东")
    here.page.locator(".figures").get_by_role("link").nth(1).click()
    here.check()
    expect(here.page.locator("h1")).to_contain_text("异常标记")
    assert "division=310115" in here.page.url
    here.press("建筑垃圾")
    expect(here.page.locator("h1")).to_contain_text("处置证 0 张")
    here.go(f"/mass-balance?establishment={SITE}&waste_code=900-402-06&month=2026-11")
    expect(here.page.locator("h1")).to_contain_text("没有盘点，不作判断")
    here.page.get_by_text("笔").first.click()
    shot(here, "mass-balance")
    here.press("跨省转移")
    expect(here.page.locator("h1")).to_contain_text("跨省转移 0 项")
    here.press("物料平衡")
    here.go(f"/mass-balance?establishment={SITE}&waste_code=900-402-06&month=2026-11")
    here.press("English")
    expect(here.page.locator("h1")).to_contain_text("not judged")
