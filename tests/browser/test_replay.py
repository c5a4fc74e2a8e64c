"""A case replayed in a real browser: back in time by a slider, each fact proven, a tampered one found out."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from ledger.clock import SimulatedClock
from ledger.log import Ledger
from ledger.posting import Posting
from tests.browser.conftest import Watched, served_log
from tests.browser.test_flags import shot
from tests.browser.test_sign_in import sign_in
from tests.people import People
from tests.specification import BUREAU, PLANT, SCALE, SITE, Scenario, drum, generated, kg, organisation, said, weighed

Watch = Callable[[], Watched]
CASE = f"/replay/{drum(1)}"
RIGHT = {"gross_kg": kg("221.4"), "tare_kg": kg("12.4"), "scale": SCALE}
PLACE = {"organisation": f"organisation:{PLANT}", "name": "东厂", "division": "310115", "place": {"address": "x"}}
ALL_PROVEN = "4 条事实全部证明在检查点之内，与页面所示一致。"


def on_the_day(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 24, hour - 8, minute, tzinfo=UTC)


@pytest.fixture
def served(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[str, People]]:
    """A drum that was weighed, corrected, and taken out without a label; recorded in the course of one morning."""
    clock = SimulatedClock(on_the_day(8))
    with served_log(sqlite_template, tmp_path, clock) as (address, people):
        ledger: Ledger = people.app.state.ledger
        log = Scenario(ledger)
        bureau = organisation(BUREAU, "authority", name="示范区生态环境局", competence=["ecology"], level="district")
        log.given(bureau, said("establishment.registered", SITE, PLACE))

        def at(hour: int, minute: int, fact: Posting) -> None:
            clock.set(on_the_day(hour, minute))
            log.given(fact)

        at(8, 30, generated(drum(1), at="2026-11-24T08:20:00+08:00"))
        at(9, 0, weighed(drum(1), at="2026-11-24T08:40:00+08:00"))
        about = {"position": ledger.head()[0], "data": RIGHT, "reason": "<script>抄录颠倒</script>"}
        at(10, 0, said("fact.corrected", drum(1), about, at="2026-11-24T09:50:00+08:00"))
        at(11, 0, said("container.withdrawn", drum(1), {"purpose": "transfer"}, at="2026-11-24T10:40:00+08:00"))
        clock.hand_over()
        people.app.state.publisher.covering(ledger.head()[0])
        people.add("inspector", "inspector", BUREAU, shown_name="赵科")
        yield address, people


@pytest.fixture
def here(watch: Watch, served: tuple[str, People]) -> Watched:
    """The inspector, with the case open."""
    opened = watch()
    sign_in(opened, "inspector", served[1].passwords["inspector"])
    opened.go(CASE)
    return opened


def rows(here: Watched, words: str = "") -> Locator:
    return here.page.locator("table.events tr[data-leaf]", has_text=words)


def test_the_case_goes_back_by_either_clock(here: Watched) -> None:
    page, flags = here.page, here.page.get_by_role("heading", name="异常标记（当时）")
    expect(rows(here)).to_have_count(4)
    expect(rows(here, "即称重").locator("s").first).to_have_text("即称重")
    expect(flags).to_be_visible()
    shot(here, "replay")

    known = page.get_by_role("slider", name="知悉截止")
    known.focus()
    for left in (4, 3):  # the withdrawal, then the correction had not been recorded
        known.press("ArrowLeft")
        expect(rows(here)).to_have_count(left)
    known.press("ArrowLeft")
    expect(rows(here)).to_have_count(2)
    expect(rows(here, "即称重").locator("s")).to_have_count(0)
    expect(flags).to_have_count(0)
    expect(page.locator("h1.answer")).to_contain_text("截至所选时刻：容器 D-1 自 2026-11-24 08:40 起已称重")
    expect(page.get_by_text("2026-11-24 09:00:00 · 第 2/4 个时刻")).to_be_visible()
    assert page.url.endswith("known_by=2026-11-24T09%3A00%3A00")
    expect(known).to_be_focused()
    here.check()
    shot(here, "replay-then")
    here.go(page.url.removeprefix(here.address))
    expect(rows(here)).to_have_count(2)

    page.keyboard.press("]")
    expect(rows(here)).to_have_count(3)
    expect(rows(here, "即称重").locator("s").first).to_have_text("即称重")
    expect(page.get_by_text("<script>抄录颠倒</script>")).to_be_visible()
    page.get_by_role("slider", name="发生截止").press("Home")
    expect(rows(here)).to_have_count(1)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="复制此刻的链接").click()
    expect(page.get_by_text("已复制此刻的链接")).to_be_visible()
    link: str = page.evaluate("navigator.clipboard.readText()")
    assert link == here.address + CASE + "?happened_by=2026-11-24T08%3A20%3A00&known_by=2026-11-24T10%3A00%3A00"
    page.get_by_role("button", name="播放").click()
    page.get_by_role("button", name="停止").click()
    expect(page.get_by_role("button", name="播放")).to_be_visible()
    here.press("回到现在")
    expect(rows(here)).to_have_count(4)


def test_each_fact_is_proven_in_the_page_and_what_was_changed_is_red(here: Watched) -> None:
    page = here.page
    page.get_by_role("button", name="全部核验").click()
    expect(page.get_by_text(ALL_PROVEN)).to_be_visible()
    expect(page.locator(".proof [data-status=proven]")).to_have_count(4)
    rows(here, "即产生").get_by_role("button").click()
    expect(page.locator(".why-proven:visible")).to_contain_text('"type":"container.generated"')
    here.examine()
    shot(here, "replay-proven")
    with page.expect_download() as got:
        page.get_by_role("link", name="下载证据包（zip）").click()
    assert got.value.suggested_filename == f"{drum(1).replace(':', '-')}.zip"
    page.get_by_role("slider", name="知悉截止").press("Home")
    expect(rows(here)).to_have_count(1)
    expect(page.locator(".proof [data-status=proven]")).to_have_count(1)

    here.go(CASE)
    stored = bytearray(page.request.get(here.address + rows(here).nth(1).get_attribute("data-leaf")).body())
    stored[stored.index(b"212400")] = ord("1")

    def lie(route: Route) -> None:
        route.fulfill(body=bytes(stored), content_type="application/json")

    page.route(f"**{rows(here).nth(1).get_attribute('data-leaf')}", lie)
    page.evaluate("document.querySelector('tr[data-leaf] time').textContent = '2026-11-24 08:21:00'")
    page.get_by_role("button", name="全部核验").click()
    expect(page.get_by_text("4 条中有 2 条不符。")).to_be_visible()
    expect(page.get_by_text("原文的散列不通向检查点的根")).to_be_visible()
    expect(page.get_by_text("发生时间：页面作“2026-11-24T00:20:00.000000Z / 2026-11-24 08:21:00”")).to_be_visible()
    expect(page.locator(".proof [data-status=differs]")).to_have_count(2)
    shot(here, "replay-tampered")
    here.check()


def test_a_sheet_of_paper_says_what_it_is(here: Watched) -> None:
    page = here.page
    page.emulate_media(media="print")
    expect(page.locator(".on-paper")).to_contain_text(drum(1))
    expect(page.locator("form.cuts")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    expect(page.locator("table.events thead th").first).to_be_visible()


def test_a_minute_in_an_address_holds_all_of_it_and_a_typed_one_its_first_second(here: Watched) -> None:
    page = here.page
    here.go(f"{CASE}?known_by=2026-11-24T09:00")
    expect(page.get_by_text("2026-11-24 09:00 · 第 2/4 个时刻")).to_be_visible()
    page.get_by_label("发生截止", exact=True).fill("2026-11-24T08:20:00")
    page.get_by_role("button", name="回放", exact=True).click()
    expect(rows(here)).to_have_count(1)
    assert page.url.endswith("known_by=2026-11-24T09%3A00&happened_by=2026-11-24T08%3A20%3A00")
