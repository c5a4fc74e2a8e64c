"""A real Chromium against a real server on this machine, and what no page may do in it."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from api.app import create_app
from api.publishing import signing_of
from api.server import address_of, listen, serving
from api.settings import Settings
from ledger.clock import Clock
from ledger.log import Ledger
from tests.browser.axe import grave_findings
from tests.people import People
from tests.specification import OPERATOR, PLANT, Scenario, organisation

WIDTHS = {"desk": (1440, 900), "phone": (390, 844)}


NO_CAMERA = "--use-fake-device-for-media-stream=device-count=0"
"""Whatever camera the machine may have, no test looks through it."""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for the tests of a file.

    It ends with them: while it lives, an event loop runs in this thread, and no other test could run one of its own.
    """
    with opened(NO_CAMERA) as browser:
        yield browser


@contextmanager
def opened(*arguments: str) -> Iterator[Browser]:
    """The Chromium of this machine; without one its tests are skipped, but never where CI=true."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        assert os.environ.get("CI") != "true", "CI needs a chromium: .ci/run installs one"
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", *arguments])
        yield browser
        browser.close()


@contextmanager
def served_log(
    template: Path, folder: Path, clock: Clock | None = None, *, simulated: bool = False
) -> Iterator[tuple[str, People]]:
    """The address of a server that signs, over a plant's log, and its people."""
    path = folder / "served.db"
    shutil.copyfile(template, path)
    with Ledger(f"sqlite:///{path}", clock) as ledger, closing(listen("127.0.0.1", 0)) as listener:
        ledger.migrate(OPERATOR, "localhost/browser", simulated)
        Scenario(ledger).given(organisation(PLANT, "generator", name="上海示范电子有限公司"))
        settings = Settings(files=str(folder / "files"), log_format="none", log_key_file=str(folder / "log.key"))
        app = create_app(ledger, settings, signing_of(ledger, settings))
        with serving(app, listener):
            yield address_of(listener), People(app)


@pytest.fixture
def served(sqlite_template: Path, tmp_path: Path) -> Iterator[tuple[str, People]]:
    """A server whose clock is the wall's."""
    with served_log(sqlite_template, tmp_path) as opened:
        yield opened


class Watched:
    """A page that remembers what it must not do: log an error, ask another host, be too wide, or shut people out."""

    examines = True
    """Whether each page that is arrived at has to be usable by all; not where it would be in the way."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.wrong: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        page.on("request", lambda request: self._asked(request.url))

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.arrived()

    def press(self, words: str) -> None:
        """A button or a link by what stands on it, and wait for where it leads."""
        button = self.page.get_by_role("button", name=words, exact=True)
        target = button if button.count() else self.page.get_by_role("link", name=words, exact=True)
        if not target.count():
            self.open_menu()
        with self.page.expect_navigation():
            target.first.click()
        self.arrived()

    def open_menu(self) -> None:
        """What leads elsewhere is folded away on a phone."""
        self.page.locator("label.menu").click()

    def check(self) -> None:
        """What has to be so on every page."""
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the window"
        assert self.wrong == [], self.page.url

    def arrived(self) -> None:
        """What has to be so on a page that somebody came to."""
        if self.examines:
            self.examine()
        else:
            self.check()

    def examine(self) -> None:
        """The same, and that everybody can use it; for a page at rest, which leads nowhere by itself meanwhile."""
        self.check()
        assert grave_findings(self.page) == [], self.page.url

    def _said(self, message: ConsoleMessage) -> None:
        # that a status was 401 or 422 is said of a refused form, and is no fault of the page
        refused = message.text.startswith("Failed to load resource") and re.search(" (401|422) ", message.text)
        if message.type in {"error", "warning"} and not refused:
            self.wrong.append(message.text)

    def _asked(self, url: str) -> None:
        if not url.startswith(self.address + "/"):
            self.wrong.append(f"asked {url}")


@pytest.fixture(params=WIDTHS)
def watch(
    request: pytest.FixtureRequest, chromium: Browser, served: tuple[str, People]
) -> Iterator[Callable[[], Watched]]:
    """A new browser of somebody, at a desk and on a phone."""
    width, height = WIDTHS[request.param]
    contexts = []

    def open_one() -> Watched:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        contexts.append(context)
        return Watched(context.new_page(), served[0])

    yield open_one
    for context in contexts:
        context.close()
