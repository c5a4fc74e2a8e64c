"""A flag from the queue to its decision, in a real browser: the receiver explains it, the bureau confirms it."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from ledger.log import Ledger
from tests.browser.conftest import Watched
from tests.browser.test_sign_in import sign_in
from tests.manifests import DRUMS, RECEIVER, THERE, TRUCKER, issued, of_manifest, registered
from tests.people import People
from tests.specification import PLANT, SITE, Scenario, generated, organisation, uscc

Watch = Callable[[], Watched]
SHOTS = os.environ.get("BIHUAN_SHOTS")
BUREAU_THERE = uscc("11310117MB1A2B3C4")
RULE = "接受后未确认联单"


@pytest.fixture
def waiting(served: tuple[str, People]) -> People:
    """A load that came three weeks ago and that nobody confirmed; somebody of the receiver, and of its bureau."""
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    Scenario(ledger).given(
        organisation(RECEIVER, "receiver", division="310117", name="示范焚烧厂"),
        organisation(TRUCKER, "carrier", name="示范运输"),
        organisation(BUREAU_THERE, "authority", competence=["ecology"], division="310117", name="示范区生态环境局"),
        registered(SITE, "310115", PLANT),
        registered(THERE, "310117", RECEIVER),
        *(generated(each, at="2026-11-02T08:00:00+08:00") for each in DRUMS),
        issued(at="2026-11-02T09:00:00+08:00"),
        of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}, at="2026-11-02T10:00:00+08:00"),
        of_manifest("arrived", RECEIVER, at="2026-11-02T12:00:00+08:00"),
    )
    people.add("taker", "staff", RECEIVER, shown_name="李工")
    people.add("bureau", "inspector", BUREAU_THERE, shown_name="赵科")
    return people


def opened(here: Watched) -> None:
    """The flag, from the list."""
    here.go("/flags?rule=manifest_unconfirmed")
    here.press(RULE)


def shot(here: Watched, name: str) -> None:
    if SHOTS:
        width = here.page.viewport_size["width"] if here.page.viewport_size else 0
        here.page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)


def test_from_the_queue_over_an_explanation_to_a_decision(watch: Watch, waiting: People) -> None:
    taker, bureau = watch(), watch()
    sign_in(taker, "taker", waiting.passwords["taker"])
    opened(taker)
    expect(taker.page.locator("h1")).to_contain_text("未确认接受")
    expect(taker.page.get_by_text("这一情形在该日没有罚则")).to_be_visible()
    taker.page.get_by_label("本单位的说明（申辩）").fill("<script>停电</script>三日，恢复后补录")
    shot(taker, "flag-explain")
    taker.press("提交说明")
    expect(taker.page.get_by_role("status")).to_contain_text("说明已记录为事实")
    sign_in(bureau, "bureau", waiting.passwords["bureau"])
    opened(bureau)
    expect(bureau.page.get_by_text("<script>停电</script>三日")).to_be_visible()
    bureau.page.get_by_label("认定属实的理由").fill("现场核实")
    bureau.press("认定属实")
    expect(bureau.page.get_by_role("status")).to_contain_text("已认定属实")
    bureau.press("异常标记")
    shot(bureau, "flags")
    bureau.press("English")
    expect(bureau.page.locator("h1")).to_contain_text("flag")
