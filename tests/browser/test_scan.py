"""A code before the camera, in a real browser: read into the input, and where it cannot be read, why not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from ledger.log import Ledger
from tests.browser.conftest import Watched, served_log
from tests.browser.test_sign_in import sign_in
from tests.people import People
from tests.specification import PLANT, Scenario, drum, generated, said

Watch = Callable[[], Watched]
LABEL = f"{PLANT}9004020620261124001"
CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return window.seen ? [{ rawValue: window.seen }] : []; }
};
navigator.mediaDevices.getUserMedia = async () => {
  if (window.refused) throw new DOMException("no", "NotAllowedError");
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, canvas.width, canvas.height);
  window.stream = canvas.captureStream();
  return window.stream;
};
"""
"""Stands for a phone whose browser reads codes by itself: a Chromium on a desk does not."""

HEARS = """
const listen = EventSource.prototype.addEventListener;
EventSource.prototype.addEventListener = function (name, call) {
  listen.call(this, name, (event) => { call(event); document.documentElement.dataset.heard = "1"; });
};
"""
"""Tells the test that the page knows of the log's growing."""


def here(watch: Watch, people: People) -> Watched:
    if "plant" not in people.passwords:
        label = said("container.labelled", drum(1), {"label_code": LABEL})
        Scenario(people.app.state.ledger).given(generated(drum(1)), label)
        people.add("plant", "staff", PLANT)
    seen = watch()
    sign_in(seen, "plant", people.passwords["plant"])
    return seen


def test_a_label_before_the_camera_opens_its_life(watch: Watch, served: tuple[str, People]) -> None:
    it = here(watch, served[1])
    it.page.add_init_script(CAMERA)
    it.go("/")
    it.page.get_by_role("button", name="扫码").click()
    expect(it.page.get_by_text("请把二维码放进方框")).to_be_visible()
    expect(it.page.locator("video")).to_be_visible()
    it.check()
    it.page.get_by_role("button", name="停止扫码").click()
    expect(it.page.locator("video")).to_have_count(0)
    assert it.page.evaluate("window.stream.getTracks().every((track) => track.readyState === 'ended')")
    it.page.evaluate("window.refused = true")
    it.page.get_by_role("button", name="扫码").click()
    expect(it.page.get_by_text("未获允许使用相机")).to_be_visible()
    it.page.evaluate(f"window.refused = false; window.seen = 'https://plant.example/label?code={LABEL}'")
    fetched: list[str] = []
    it.page.on("request", lambda request: fetched.append(request.url))
    with it.page.expect_navigation():
        it.page.get_by_role("button", name="扫码").click()
    expect(it.page.locator("h1")).to_contain_text("容器 D-1")
    assert not [url for url in fetched if "qr_decode" in url], "this browser needs no other reader"
    it.check()


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("Object.defineProperty(window, 'isSecureContext', { value: false })", "未经 https 打开"),
        ("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })", "此浏览器不让网页用相机"),
    ],
)
def test_where_no_camera_may_be_used_the_number_is_typed(
    watch: Watch, served: tuple[str, People], without: str, told: str
) -> None:
    it = here(watch, served[1])
    it.page.add_init_script(without)
    it.go("/")
    expect(it.page.get_by_text(told)).to_be_visible()
    expect(it.page.get_by_role("button", name="扫码")).to_have_count(0)
    it.page.get_by_label("按编号打开").fill(LABEL)
    it.press("打开")
    expect(it.page.locator("h1")).to_contain_text("容器 D-1")


def test_a_device_without_a_camera_says_so(watch: Watch, served: tuple[str, People]) -> None:
    it = here(watch, served[1])
    it.go("/")
    it.page.get_by_role("button", name="扫码").click()
    expect(it.page.get_by_text("此设备没有相机")).to_be_visible()
    expect(it.page.locator(".scan-view")).to_have_count(0)
    it.check()


def test_a_page_is_not_shown_anew_while_it_scans_and_scans_when_it_was(
    chromium: Browser, sqlite_template: Path, tmp_path: Path
) -> None:
    with served_log(sqlite_template, tmp_path, simulated=True) as (address, people):
        ledger: Ledger = people.app.state.ledger
        Scenario(ledger).given(generated(drum(1)))
        it = Watched(chromium.new_page(locale="zh-CN"), address)
        anew: list[str] = []
        it.page.on("request", lambda request: anew.append(request.url) if "x-unattended" in request.headers else None)
        it.page.add_init_script(CAMERA + HEARS)
        it.page.clock.install()
        it.go("/")
        scan = it.page.get_by_role("button", name="扫码")
        scan.click()
        expect(it.page.locator(".scan-view")).to_be_visible()
        Scenario(ledger).given(generated(drum(2)))
        expect(it.page.locator("html[data-heard]")).to_have_count(1)
        it.page.clock.fast_forward(11_000)
        it.page.evaluate("fetch('/health/live')")
        assert anew == []
        it.page.get_by_role("button", name="停止扫码").click()
        it.page.clock.fast_forward(2_000)
        expect(it.page.locator("main")).to_contain_text("共 2 个容器")
        assert len(anew) == 1
        scan.click()
        expect(it.page.locator(".scan-view")).to_be_visible()
        it.check()
        it.page.close()
