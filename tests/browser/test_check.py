"""Somebody without an account checks a receipt: the browser proves what the server said, or that it lied."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from api.papers.check_code import CheckCode
from ledger.leaf import leaf_hash
from ledger.log import Ledger
from ledger.transparency.receipt import receipts_for
from tests.browser.conftest import Watched
from tests.browser.test_flags import shot
from tests.people import People
from tests.specification import Scenario, drum, generated, weighed

Watch = Callable[[], Watched]
POSITION = 4


@pytest.fixture
def receipt(served: tuple[str, People]) -> dict[str, Any]:
    """Of a fact that is published: what the API gave whoever stated it."""
    state = served[1].app.state
    ledger: Ledger = state.ledger
    Scenario(ledger).given(*(generated(drum(each)) for each in range(3)), weighed(drum(0)))
    state.publisher.covering(ledger.head()[0])
    stored = ledger.stored(POSITION)
    assert stored
    leaf = leaf_hash(stored[1])
    promise = receipts_for(state.publisher.receipt_key, [leaf])[0].decode()
    return {"position": POSITION, "leaf_hash": leaf.hex(), "receipt": promise, "origin": ledger.opened.origin}


def check(here: Watched, text: str) -> None:
    here.go("/check")
    here.page.locator("#code").fill(text)
    here.press("查验")


def test_a_receipt_is_proven_by_who_has_it(watch: Watch, receipt: dict[str, Any]) -> None:
    here = watch()
    check(here, str(CheckCode(receipt["origin"], receipt["position"], receipt["leaf_hash"])))
    expect(here.page.locator("h1")).to_contain_text("凭证属实")
    expect(here.page.locator(".proving")).to_have_attribute("data-proven", "yes")
    expect(here.page.locator(".steps .holds")).to_have_count(2)
    shot(here, "check")
    check(here, json.dumps({"receipts": [receipt]}))
    expect(here.page.locator(".proving")).to_have_attribute("data-proven", "yes")
    expect(here.page.locator(".steps .holds")).to_have_count(3)


def test_a_server_that_lies_is_found_out(watch: Watch, receipt: dict[str, Any]) -> None:
    here = watch()

    def lie(route: Route) -> None:
        answer = route.fetch()
        html = answer.text().replace("凭证不符", "凭证属实")
        route.fulfill(response=answer, body=html)

    here.page.route("**/check?*", lie)
    check(here, str(CheckCode(receipt["origin"], receipt["position"] + 1, receipt["leaf_hash"])))
    expect(here.page.locator("h1")).to_contain_text("凭证属实")
    expect(here.page.locator(".proving")).to_have_attribute("data-proven", "no")
    expect(here.page.locator(".steps .fails")).to_have_count(1)


def test_a_promise_of_somebody_else_is_found_out(watch: Watch, receipt: dict[str, Any]) -> None:
    here = watch()
    signature = receipt["receipt"].rindex(" ") + 8
    changed = "A" if receipt["receipt"][signature] != "A" else "B"
    promise = receipt["receipt"][:signature] + changed + receipt["receipt"][signature + 1 :]
    check(here, json.dumps(receipt | {"receipt": promise}))
    expect(here.page.locator(".proving")).to_have_attribute("data-proven", "no")
