"""A code before the camera, in a real browser: read into the input, and where it cannot be read, why not."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.conftest import Watched
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
  canvas.getContext("2d");
  window.stream = canvas.captureStream();
  return window.stream;
};
"""
"""Stands for a phone that can: a Chromium on a desk has neither."""


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
    expect(it.page.get_by_text("请把标签上的二维码对准相机")).to_be_visible()
    expect(it.page.locator("video")).to_be_visible()
    it.check()
    it.page.get_by_role("button", name="停止扫码").click()
    expect(it.page.locator("video")).to_have_count(0)
    assert it.page.evaluate("window.stream.getTracks().every((track) => track.readyState === 'ended')")
    it.page.evaluate("window.refused = true")
    it.page.get_by_role("button", name="扫码").click()
    expect(it.page.get_by_text("相机不可用或未获允许")).to_be_visible()
    it.page.evaluate(f"window.refused = false; window.seen = 'https://plant.example/label?code={LABEL}'")
    with it.page.expect_navigation():
        it.page.get_by_role("button", name="扫码").click()
    expect(it.page.locator("h1")).to_contain_text("容器 D-1")
    it.check()


def test_where_no_code_can_be_read_the_number_is_typed(watch: Watch, served: tuple[str, People]) -> None:
    it = here(watch, served[1])
    it.go("/")
    expect(it.page.get_by_role("button", name="扫码")).to_have_count(0)
    expect(it.page.get_by_text("本浏览器不能扫码")).to_be_visible()
    it.page.get_by_label("按编号打开").fill(LABEL)
    it.press("打开")
    expect(it.page.locator("h1")).to_contain_text("容器 D-1")
