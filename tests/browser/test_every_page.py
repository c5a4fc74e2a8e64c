"""What has to be so on every page with an address of its own: usable by all, light, in a typeface that it brings."""

import gzip
import re
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Response

from api.pages.road_page import SHELLS
from api.permissions import every_route
from ledger.log import Ledger
from tests.browser.axe import grave_findings
from tests.browser.conftest import Watched
from tests.browser.test_sign_in import sign_in
from tests.manifests import DRUMS, RECEIVER, THERE, TRUCKER, issued, of_manifest, registered
from tests.people import People
from tests.specification import PLANT, SITE, Scenario, generated, organisation, weighed

Watch = Callable[[], Watched]
FIRST_LOAD_MAX: Final = 400_000
"""Bytes of a first visit as they travel, without those of the typeface."""
NO_PAGE: Final = re.compile(
    r"/v1/|/health/|/me/session|/live|/checkpoint|/log-key|/metrics|.*\.(?:xlsx|py|json|pdf|js|zip|webmanifest)|.*\{"
)
PAGES: Final = sorted(
    route.path for route in every_route() if "GET" in (route.methods or ()) and not NO_PAGE.match(route.path)
)


@pytest.fixture
def here(watch: Watch, served: tuple[str, People]) -> Watched:
    """Somebody who administers a plant that has something of everything to show."""
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    Scenario(ledger).given(
        organisation(RECEIVER, "receiver", division="310117", name="示范焚烧厂"),
        organisation(TRUCKER, "carrier", name="示范运输"),
        registered(SITE, "310115", PLANT),
        registered(THERE, "310117", RECEIVER),
        *(generated(each, at="2026-11-02T08:00:00+08:00") for each in DRUMS),
        *(weighed(each, at="2026-11-02T08:30:00+08:00") for each in DRUMS),
        issued(at="2026-11-02T09:00:00+08:00"),
        of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}, at="2026-11-02T10:00:00+08:00"),
        of_manifest("arrived", RECEIVER, at="2026-11-02T12:00:00+08:00"),
    )
    people.add("boss", "administrator", PLANT, shown_name="王工")
    opened = watch()
    sign_in(opened, "boss", people.passwords["boss"])
    return opened


def test_every_page_can_be_used_by_all(here: Watched) -> None:
    assert {"/", "/overview", "/flags", "/haulage", "/me", "/docs", "/users"} < set(PAGES)
    found = {}
    for path in [*PAGES, *SHELLS, f"/replay/{DRUMS[0]}", "/nowhere/at/all"]:
        here.page.goto(here.address + path)
        wide = here.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if grave := grave_findings(here.page) + ([f"{wide} px too wide"] if wide > 0 else []):
            found[path] = grave
    assert found == {}


def test_a_first_visit_is_light_and_brings_its_typeface(here: Watched) -> None:
    answers: list[Response] = []
    here.page.goto("about:blank")  # nothing that the page before still asks for is counted
    here.page.context.clear_cookies()
    here.page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108
    here.go("/docs")
    here.page.evaluate("document.fonts.ready")
    slices = [each for each in answers if each.url.endswith(".woff2")]
    assert slices
    assert all(each.ok for each in answers)
    rest = [each for each in answers if each not in slices and "/live" not in each.url]
    assert sum(len(gzip.compress(each.body())) for each in rest) <= FIRST_LOAD_MAX
    session = here.page.context.new_cdp_session(here.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    heading = session.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": heading})["fonts"]
    assert used
    assert all(each["isCustomFont"] for each in used), used
