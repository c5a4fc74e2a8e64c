"""The producer's counter in a real browser, at a desk and on a phone: from the to-do list to a manifest."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from ledger.log import Ledger
from tests.api.people.work_scene import FOUNDED
from tests.browser.conftest import Watched
from tests.browser.test_flags import shot
from tests.browser.test_sign_in import sign_in
from tests.manifests import DRUMS, RECEIVER, THERE, TRUCKER, issued, received, registered
from tests.people import People
from tests.specification import PLANT, Scenario, generated, organisation, said, weighed

Watch = Callable[[], Watched]


@pytest.fixture
def plant(served: tuple[str, People]) -> People:
    """A plant with a waste, a scale and a bay, and one of its staff."""
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    Scenario(ledger).given(*FOUNDED)
    Scenario(ledger).given(
        organisation(RECEIVER, "receiver", division="310117", name="示范焚烧厂"),
        organisation(TRUCKER, "carrier", name="示范运输"),
        registered(THERE, "310117", RECEIVER),
    )
    people.add("worker", "staff", PLANT, shown_name="孙工")
    return people


def targets_are_large(here: Watched) -> None:
    """Everything that is pressed in a form of this page is large enough for a glove."""
    for each in here.page.locator("main ul.big a, main form button").all():
        box = each.bounding_box()
        assert box is None or box["height"] >= 44, each.inner_text()


def test_from_the_to_do_list_over_five_taps_to_a_manifest_that_awaits_its_collection(
    watch: Watch, plant: People
) -> None:
    here = watch()
    sign_in(here, "worker", plant.passwords["worker"])
    assert here.page.url.endswith("/work")
    here.press("一桶五步")
    targets_are_large(here)
    here.page.get_by_role("link", name="废溶剂").click()
    expect(here.page.locator("h1")).to_contain_text("装在什么容器里")
    here.check()
    targets_are_large(here)
    shot(here, "work-package")
    here.page.get_by_role("button", name="200 L 钢桶").click()
    expect(here.page.locator("h1")).to_contain_text("秤上读数是多少")
    here.go("/work")
    expect(here.page.locator("h1")).to_contain_text("1 桶未入库")
    here.press("去称重")
    here.page.get_by_label("毛重（kg）").fill("212.4")
    here.page.get_by_label("皮重（kg）").fill("十二")
    here.page.get_by_role("button", name="记下重量").click()
    expect(here.page.get_by_role("alert")).to_contain_text("这不是重量")
    here.page.get_by_label("皮重（kg）").fill("12.4")
    shot(here, "work-weigh")
    here.page.get_by_role("button", name="记下重量").click()
    expect(here.page.locator("h1")).to_contain_text("净重 200 kg")
    here.check()
    targets_are_large(here)
    here.page.get_by_role("button", name="用此码打码").click()
    expect(here.page.locator("h1")).to_contain_text("放在哪里")
    shot(here, "work-store")
    here.page.get_by_role("button", name="A区").click()
    expect(here.page.locator("h1")).to_contain_text("已入库")
    here.check()
    here.page.go_back()
    expect(here.page.locator("h1")).to_contain_text("已入库")
    here.press("看这一桶的全过程")
    expect(here.page.locator("h1")).to_contain_text("D-")
    here.go("/work")
    expect(here.page.locator("h1")).to_contain_text("今天没有待办")
    here.press("开联单")
    here.page.get_by_label("D-").check()
    expect(here.page.locator("[data-sum]")).to_have_text("已选 1 件，200 kg")
    here.page.get_by_label("利用处置方式：废溶剂").select_option("R2")
    here.page.get_by_label("接受人的生产经营场所编码").fill(THERE.partition(":")[2])
    here.page.get_by_label("承运人统一社会信用代码").first.fill(TRUCKER)
    here.page.get_by_label("车牌或船舶 MMSI").first.fill("沪AB1234")
    shot(here, "work-manifest")
    targets_are_large(here)
    here.press("签发联单")
    expect(here.page.locator("h1")).to_contain_text("已签发：1 件，等待起运")
    here.press("回到待办")
    expect(here.page.locator("h1")).to_contain_text("1 份联单待办")
    expect(here.page.get_by_text("等待装载、起运")).to_be_visible()
    shot(here, "work")


def test_a_correction_is_confirmed_by_who_relied_on_what_it_corrects(watch: Watch, plant: People) -> None:
    ledger: Ledger = plant.app.state.ledger
    scenario, one = Scenario(ledger), DRUMS[0]
    (weighing,) = scenario.given(*(generated(each) for each in DRUMS)).when(weighed(one))
    scenario.given(issued(), received([one], at="2026-11-24T11:00:00+08:00"))
    wrong = {"position": weighing.position, "data": weighed(one, "202.4").data, "reason": "读错"}
    scenario.given(said("fact.corrected", one, wrong, at="2026-11-24T11:30:00+08:00"))
    plant.add("taker", "staff", RECEIVER)
    here = watch()
    sign_in(here, "taker", plant.passwords["taker"])
    expect(here.page.locator("ul.corrections s")).to_have_text("212.4 kg")
    expect(here.page.locator("ul.corrections dd strong")).to_have_text("202.4 kg")
    here.check()
    targets_are_large(here)
    shot(here, "work-correction")
    here.page.get_by_role("button", name="确认", exact=True).click()
    expect(here.page.get_by_role("status")).to_contain_text("已确认更正")
    expect(here.page.locator("ul.corrections")).to_have_count(0)
    here.check()
