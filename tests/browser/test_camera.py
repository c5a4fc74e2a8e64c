"""Codes before a camera that gives pictures, read in a browser that has no BarcodeDetector: the decoder itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PIL.Image import Image
from playwright.sync_api import Browser, Page, expect

from ledger.log import Ledger
from tests.browser import film
from tests.browser.conftest import Watched, opened
from tests.browser.test_flags import shot
from tests.browser.test_road import taken, to_the_containers_without_a_network
from tests.browser.test_sign_in import sign_in
from tests.manifests import DRUMS, NUMBER, RECEIVER, THERE, TRUCKER, issued, registered
from tests.people import People
from tests.specification import BAY, BUREAU, PLANT, SITE, Scenario, generated, organisation, said

Watch = Callable[[], Watched]
LABELS: Final = [f"{PLANT}900402062026112400{n}" for n in (1, 2, 3)]
DECODER: Final = "qr_decode.js"


@pytest.fixture(scope="module")
def before_it(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is before the camera."""
    path = tmp_path_factory.mktemp("camera") / "film.mjpeg"
    film.write(path, film.nothing())
    return path


@pytest.fixture(scope="module")
def chromium(before_it: Path) -> Iterator[Browser]:
    """A browser with a camera."""
    film_of = f"--use-file-for-fake-video-capture={before_it}"
    with opened("--use-fake-device-for-media-stream", film_of) as browser:
        yield browser


@pytest.fixture
def watch(watch: Watch) -> Watch:
    """Somebody who lets this site use the camera."""

    def open_one() -> Watched:
        it = watch()
        it.page.context.grant_permissions(["camera"])
        return it

    return open_one


@pytest.fixture
def people(served: tuple[str, People]) -> People:
    """Three labelled drums in a store, on a manifest; an inspector, a driver and who receives."""
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    Scenario(ledger).given(
        organisation(BUREAU, "authority", competence=["ecology"], name="示范区生态环境局"),
        organisation(RECEIVER, "receiver", division="310117", name="示范焚烧厂"),
        organisation(TRUCKER, "carrier", name="示范运输"),
        registered(SITE, "310115", PLANT),
        registered(THERE, "310117", RECEIVER),
        said("facility.registered", BAY, {"establishment": SITE, "kind": "storage_house", "name": "一号库"}),
        *(generated(each, at="2026-11-24T08:00:00+08:00") for each in DRUMS),
        *(
            said("container.labelled", each, {"label_code": label}, at="2026-11-24T08:10:00+08:00")
            for each, label in zip(DRUMS, LABELS, strict=True)
        ),
        *(said("container.stored", each, {"facility": BAY}, at="2026-11-24T09:00:00+08:00") for each in DRUMS),
        issued(at="2026-11-25T09:00:00+08:00"),
    )
    people.add("plant", "staff", PLANT)
    people.add("inspector", "inspector", BUREAU)
    people.add("driver", "driver", TRUCKER)
    people.add("taker", "staff", RECEIVER)
    return people


def label_of(people: People, container: str) -> Iterator[Image]:
    """What a camera sees of the label of a container, as its plant prints it."""
    paper = people.browser("plant").get(f"/labels.pdf?container={container}")
    assert paper.status_code == 200
    picture = film.page(paper.content)
    return film.seen(picture, (0.845 * picture.width, 0.762 * picture.height), 0.9 * picture.width)


def asks_for(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    return asked


def test_an_inspector_scans_a_label_and_sees_its_life(watch: Watch, people: People, before_it: Path) -> None:
    film.write(before_it, film.nothing(), label_of(people, DRUMS[1]))
    it = watch()
    sign_in(it, "inspector", people.passwords["inspector"])
    asked = asks_for(it.page)
    it.go(f"/storage/{BAY}")
    assert it.page.evaluate("'BarcodeDetector' in window") is False
    assert DECODER not in asked, "it is fetched for who scans, not for who looks"
    with it.page.expect_navigation():
        it.page.locator("#find").get_by_role("button", name="扫码").click()
    expect(it.page.locator("h1")).to_contain_text("容器 D-2")
    assert DECODER in asked
    it.check()


def test_drum_after_drum_is_ticked_off_with_the_camera(watch: Watch, people: People, before_it: Path) -> None:
    film.write(before_it, *(label_of(people, each) for each in DRUMS[:2]))
    it = watch()
    sign_in(it, "inspector", people.passwords["inspector"])
    it.go(f"/storage/{BAY}")
    it.page.locator(".ticking").get_by_role("button", name="扫码").click()
    expect(it.page.get_by_text("已点验 2/3")).to_be_visible()
    expect(it.page.locator(".scan-view video")).to_be_visible()
    shot(it, "scanning")
    it.page.locator("#find").get_by_role("button", name="扫码").click()
    expect(it.page.locator(".scan-view")).to_have_count(1)
    expect(it.page.locator(".ticking").get_by_role("button", name="扫码")).to_be_visible()
    it.check()


def test_a_driver_scans_the_number_of_a_manifest(watch: Watch, people: People, before_it: Path) -> None:
    number = NUMBER.partition(":")[2]
    picture = film.code(number)
    film.write(before_it, film.seen(picture, (picture.width / 2, picture.height / 2), 3 * picture.width))
    driver = taken(watch(), people, "driver")
    driver.go("/road")
    driver.page.get_by_role("link", name="司机").first.click()
    driver.step(doing="collected")
    driver.page.get_by_role("button", name="扫码").click()
    expect(driver.page.locator("#manifest")).to_have_value(number)
    expect(driver.page.locator("#manifest-scan")).to_have_text(f"已读出 {number}")
    expect(driver.page.locator(".scan-view")).to_have_count(0)
    driver.check()


def test_without_a_network_a_receiver_scans_the_labels_of_a_load(
    watch: Watch, people: People, before_it: Path
) -> None:
    film.write(before_it, label_of(people, DRUMS[2]))
    taker = taken(watch(), people, "taker")
    to_the_containers_without_a_network(taker)
    taker.page.get_by_role("button", name="扫码").click()
    row = taker.page.locator("#parts > li")
    expect(row).to_contain_text(LABELS[2])
    expect(row.locator("input[value=accepted]")).to_be_checked()
    shot(taker, "road-scanned")
    row.locator("[data-part=mass]").fill("200")
    taker.step()
    expect(taker.page.locator(".scan-view")).to_have_count(0)
    taker.step()
    taker.record()
    taker.network(there=True)
    expect(taker.page.locator("#recorded > li")).to_have_count(1)
    ledger: Ledger = people.app.state.ledger
    (received,) = ledger.recorded(types=["manifest.received"])
    assert [each.container for each in received.fact.data.accepted] == [DRUMS[2]]


def test_what_keeps_a_camera_from_reading_is_said(watch: Watch, people: People, before_it: Path) -> None:
    film.write(before_it, label_of(people, DRUMS[0]))
    it = watch()
    it.page.remove_listener("console", it._said)  # the browser says of what is not fetched that it was not
    sign_in(it, "plant", people.passwords["plant"])
    it.go("/")
    scan = it.page.get_by_role("button", name="扫码")
    it.page.context.clear_permissions()
    scan.click()
    expect(it.page.get_by_text("未获允许使用相机")).to_be_visible()
    it.page.context.grant_permissions(["camera"])
    it.page.route(f"**/{DECODER}", lambda route: route.abort(), times=1)
    scan.click()
    expect(it.page.get_by_text("读码的程序未能取得")).to_be_visible()
    expect(it.page.locator(".scan-view")).to_have_count(0)
    it.page.reload()
    with it.page.expect_navigation():
        scan.click()
    expect(it.page.locator("h1")).to_contain_text("容器 D-1")


def test_a_detector_that_a_device_does_not_serve_is_replaced(watch: Watch, people: People, before_it: Path) -> None:
    film.write(before_it, label_of(people, DRUMS[0]))
    it = watch()
    it.page.add_init_script("""
        window.BarcodeDetector = class {
          static async getSupportedFormats() { return ["qr_code"]; }
          async detect() { throw new DOMException("Barcode detection service unavailable.", "NotSupportedError"); }
        };
    """)
    sign_in(it, "plant", people.passwords["plant"])
    it.go("/")
    with it.page.expect_navigation():
        it.page.get_by_role("button", name="扫码").click()
    expect(it.page.locator("h1")).to_contain_text("容器 D-1")
    it.check()
