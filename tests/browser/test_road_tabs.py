"""途中 in two tabs of one phone: what waits is sent once and shown in both, and who signed out is gone from both."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Request, Route, expect

from ledger.log import Ledger
from tests.browser.conftest import Watched
from tests.browser.test_road import (
    LABEL,
    OnTheRoad,
    collect,
    ledger,
    phone,
    taken,
    to_the_containers_without_a_network,
    told,
)
from tests.browser.test_sign_in import sign_in
from tests.manifests import RECEIVER, TRUCKER
from tests.people import People

__all__ = ["ledger", "phone"]
Watch = Callable[[], Watched]
ENTERED_IN_THE_OTHER = "20263101000077"


@pytest.fixture
def other(phone: OnTheRoad) -> OnTheRoad:
    """A second tab of the same phone, open at the same page."""
    phone.kept()
    tab = OnTheRoad(phone.page.context.new_page(), phone.address)
    tab.go("/road")
    expect(tab.page.locator("#person")).to_contain_text("周师傅")
    return tab


def sent(request: Request) -> list[str]:
    return [each["id"] for each in json.loads(request.post_data or "[]")]


def lists(tab: OnTheRoad, *, waiting: int, recorded: int) -> None:
    expect(tab.page.locator("#waiting > li")).to_have_count(waiting)
    expect(tab.page.locator("#recorded > li")).to_have_count(recorded)


def test_each_entry_is_sent_by_one_tab_and_both_show_it_recorded(
    phone: OnTheRoad, other: OnTheRoad, ledger: Ledger
) -> None:
    phone.network(there=False)
    collect(phone)
    collect(other, ENTERED_IN_THE_OTHER)
    for tab in (phone, other):
        lists(tab, waiting=2, recorded=0)
        expect(tab.page.locator("#no-network")).to_be_visible()
    held: list[Route] = []
    phone.page.context.route("**/me/events*", lambda route: held.append(route))  # noqa: PLW0108
    phone.network(there=True)
    for tab in (phone, other):
        tab.page.get_by_role("button", name="现在发送").click()
        tab.page.evaluate("fetch('/health/live')")
    assert len(held) == 1, "while one tab sends, the other waits for it"
    ids = sent(held[0].request)
    assert len(set(ids)) == 2
    held[0].continue_()
    for tab in (phone, other):
        lists(tab, waiting=0, recorded=2)
        expect(tab.page.locator("#no-network")).to_be_hidden()
        expect(tab.page.locator("h1")).to_have_text("要记什么？")
        tab.check()
    assert len(held) == 1
    assert sorted(each.fact.id for each in told(ledger, "manifest.collected")) == sorted(ids)


def test_who_signs_out_in_one_tab_is_gone_from_the_other_and_nothing_of_theirs_is_sent(
    phone: OnTheRoad, other: OnTheRoad, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    people.add("next", "staff", TRUCKER, shown_name="吴师傅")
    posted: list[str] = []
    phone.page.context.on(
        "request", lambda request: posted.append(request.url) if "/me/events" in request.url else None
    )
    phone.network(there=False)
    collect(phone)
    lists(other, waiting=1, recorded=0)
    other.page.route("**/me/session", lambda route: route.abort())  # so that this tab does not send it yet
    phone.page.route("**/me/session", lambda route: route.abort())
    phone.network(there=True)
    other.go("/me")
    other.page.get_by_role("button", name="退出").click()
    expect(other.page.get_by_role("alert")).to_contain_text("还有 1 条未进账本")
    other.press("仍然退出")
    expect(phone.page.locator("#person")).to_contain_text("尚无人")
    lists(phone, waiting=0, recorded=0)
    expect(phone.page.locator("#others")).to_contain_text("另有 1 条")
    for tab in (phone, other):
        tab.page.unroute("**/me/session")
    sign_in(other, "next", people.passwords["next"])
    other.go("/road")
    expect(phone.page.locator("#person")).to_contain_text("吴师傅")
    lists(phone, waiting=0, recorded=0)
    phone.network(there=False)
    phone.network(there=True)  # both attempt to send
    for tab in (phone, other):
        tab.page.evaluate("fetch('/health/live')")
        expect(tab.page.locator("#others")).to_contain_text("另有 1 条")
    assert (posted, told(ledger, "manifest.collected")) == ([], [])
    other.page.locator("#sign-out button").click()
    other.page.wait_for_url("**/sign-in")
    sign_in(other, "driver", people.passwords["driver"])
    other.go("/road")
    for tab in (phone, other):
        expect(tab.page.locator("#person")).to_contain_text("周师傅")
        lists(tab, waiting=0, recorded=1)
    assert len(told(ledger, "manifest.collected")) == 1


def test_a_tab_that_sleeps_while_it_sends_holds_nothing_up_for_ever(
    phone: OnTheRoad, other: OnTheRoad, ledger: Ledger
) -> None:
    phone.page.clock.install()
    phone.go("/road")
    other.page.evaluate("() => { navigator.locks.request('bihuan-sending', () => new Promise(() => {})); }")
    collect(phone)
    lists(phone, waiting=1, recorded=0)
    phone.page.clock.fast_forward(130_000)
    lists(phone, waiting=0, recorded=1)
    assert len(told(ledger, "manifest.collected")) == 1


def test_a_label_that_was_looked_up_after_the_person_had_gone_is_not_refused(
    watch: Watch, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    people.add("taker", "staff", RECEIVER, shown_name="李工")
    taker = taken(watch(), people, "taker")
    to_the_containers_without_a_network(taker)
    taker.page.locator("#found").fill(LABEL)
    taker.page.get_by_role("button", name="添加容器").click()
    taker.page.locator("#parts [data-part=mass]").fill("200")
    taker.step()
    taker.step()
    taker.record()
    taker.page.remove_listener("console", taker._said)  # the browser says that there is no list

    def ended(route: Route) -> None:
        taker.page.context.clear_cookies()
        route.fulfill(status=404, body="{}")

    taker.page.route("**/me/loads/*", ended)
    taker.network(there=True)
    expect(taker.page.locator("#sign-in")).to_be_visible()
    lists(taker, waiting=1, recorded=0)
    expect(taker.page.locator("#refused > li")).to_have_count(0)
