"""An open page is shown anew as the log grows, and never under the hands of who types in it."""

from collections.abc import Callable

from playwright.sync_api import expect

from ledger.log import Ledger
from tests.browser.conftest import Watched
from tests.browser.test_sign_in import sign_in
from tests.people import People
from tests.specification import PLANT, Scenario, drum, generated

Watch = Callable[[], Watched]


def test_the_overview_follows_the_log(watch: Watch, served: tuple[str, People]) -> None:
    people = served[1]
    ledger: Ledger = people.app.state.ledger
    people.add("worker", "viewer", PLANT)
    here = watch()
    sign_in(here, "worker", people.passwords["worker"])
    here.page.clock.install()
    here.press("总览")
    expect(here.page.locator("h1")).to_contain_text("还没有应闭合的环")
    Scenario(ledger).given(generated(drum(1)))
    here.page.clock.fast_forward(11_000)
    expect(here.page.locator("h1")).to_contain_text("个应闭合的环中")
    here.check()
