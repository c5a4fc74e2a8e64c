"""途中 in a real browser: what is entered without a network waits on the phone, and is sent once, by its author."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Route, expect

from ledger.clock import instant
from ledger.fact import Recorded
from ledger.log import Ledger
from tests import spoil
from tests.browser.conftest import Watched
from tests.browser.test_flags import shot
from tests.browser.test_sign_in import sign_in
from tests.manifests import BARGEMAN, DRUMS, NUMBER, RECEIVER, THERE, TRUCKER, issued, org, received, registered
from tests.people import People
from tests.specification import PLANT, SITE, Scenario, generated, organisation, said, weighed

Watch = Callable[[], Watched]
LABEL = f"{PLANT}9004020620261102001"
OFFLINE = re.compile(r"net::ERR_INTERNET_DISCONNECTED$|net::ERR_FAILED$")


class OnTheRoad(Watched):
    """A phone, whose network may be away, and whose clock may be another."""

    examines = False

    def _said(self, message: ConsoleMessage) -> None:
        if not OFFLINE.search(message.text):
            super()._said(message)

    def kept(self) -> None:
        """Wait until the phone keeps the pages, and the worker stands between them and the network."""
        self.go("/road")
        expect(self.page.locator("[data-kept]")).to_be_visible(timeout=20_000)

    def network(self, *, there: bool) -> None:
        self.page.context.set_offline(not there)

    def step(self, **fields: str) -> None:
        """Answer one question and go on."""
        for name, value in fields.items():
            self.page.locator(f"[name={name}]:visible").first.wait_for()
            field = self.page.locator(f"[name={name}]")
            if field.first.get_attribute("type") == "radio":
                self.page.locator(f"[name={name}][value={value}]").check()
            else:
                field.fill(value)
        self.arrived()
        self.page.locator("#next").click()

    def record(self) -> None:
        """Just now, and that is right."""
        self.step(when="now")
        expect(self.page.locator("#summary")).to_be_visible()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="记下").click()


@pytest.fixture
def ledger(served: tuple[str, People]) -> Ledger:
    """A manifest of three drums, and a site that takes spoil."""
    ledger: Ledger = served[1].app.state.ledger
    Scenario(ledger).given(
        organisation(RECEIVER, "receiver", division="310117", name="示范焚烧厂"),
        organisation(TRUCKER, "carrier", name="示范运输"),
        registered(SITE, "310115", PLANT),
        registered(THERE, "310117", RECEIVER),
        *(generated(each, at="2026-11-02T08:00:00+08:00") for each in DRUMS),
        *(weighed(each, at="2026-11-02T08:30:00+08:00") for each in DRUMS),
        issued(at="2026-11-02T09:00:00+08:00"),
    )
    return ledger


@pytest.fixture
def phone(watch: Watch, served: tuple[str, People], ledger: Ledger) -> OnTheRoad:
    """A driver's, who is signed in."""
    people = served[1]
    people.add("driver", "driver", TRUCKER, shown_name="周师傅")
    return taken(watch(), people, "driver")


def taken(here: Watched, people: People, name: str, *, examines: bool = False) -> OnTheRoad:
    phone = OnTheRoad(here.page, here.address)
    phone.examines = examines
    here.page.remove_listener("console", here._said)
    sign_in(phone, name, people.passwords[name])
    return phone


def by_another() -> dict[str, Any]:
    """A leg of a carrier that is not the driver's."""
    return {"carrier": org(BARGEMAN), "mode": "road"}


def told(ledger: Ledger, fact_type: str) -> list[Recorded[Any]]:
    return ledger.recorded(types=[fact_type])


def collect(phone: OnTheRoad, manifest: str = NUMBER.partition(":")[2]) -> None:
    phone.page.get_by_role("link", name="司机").first.click()
    phone.step(doing="collected")
    phone.step(manifest=manifest)
    phone.step(plate="沪AB1234")
    phone.record()


def to_the_containers_without_a_network(taker: OnTheRoad) -> None:
    """A receiver at the gate, whose phone kept the pages: which containers came is asked next."""
    taker.kept()
    taker.network(there=False)
    taker.page.get_by_role("link", name="接收 危险废物").click()
    taker.step(manifest=NUMBER.partition(":")[2])
    taker.step(arrival="before")


def test_without_a_network_it_waits_and_is_then_sent_once_though_the_answer_is_lost(
    phone: OnTheRoad, ledger: Ledger
) -> None:
    phone.kept()
    phone.network(there=False)
    phone.page.reload()
    expect(phone.page.locator("#no-network")).to_be_visible()
    before = phone.page.evaluate("new Date().toISOString()")
    collect(phone)
    after = phone.page.evaluate("new Date().toISOString()")
    expect(phone.page.locator("#waiting > li")).to_have_count(1)
    shot(phone, "road-waiting")
    phone.page.reload()
    expect(phone.page.locator("#waiting > li")).to_have_count(1)
    expect(phone.page.locator("#outcome")).to_contain_text("没有网络")  # the attempt of a page that opens is over
    assert told(ledger, "manifest.collected") == []

    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    phone.page.route("**/me/events*", lose, times=1)
    phone.network(there=True)
    expect(phone.page.locator("#waiting > li")).to_contain_text("未收到回答")
    assert len(lost) == 1
    assert len(told(ledger, "manifest.collected")) == 1, "the ledger got it, though nobody here knows"
    phone.page.get_by_role("button", name="现在发送").click()
    expect(phone.page.locator("#recorded > li")).to_have_count(1)
    expect(phone.page.locator("#waiting > li")).to_have_count(0)
    (fact,) = told(ledger, "manifest.collected")
    assert before[:23] <= fact.fact.occurred_at[:23] <= after[:23]
    assert fact.fact.data.recorded_offline is True
    assert f"第 {fact.position} 号记录" in phone.page.locator("#recorded").inner_text()
    shot(phone, "road-recorded")


def test_what_a_list_that_led_here_knows_is_filled_in_even_without_a_network(phone: OnTheRoad) -> None:
    phone.kept()
    phone.network(there=False)
    phone.go(f"/road/collect?manifest={NUMBER.partition(':')[2]}&plate=X")
    phone.step(doing="collected")
    assert phone.page.locator("#manifest").input_value() == NUMBER.partition(":")[2]
    phone.step()
    assert phone.page.locator("#plate").input_value() == "", "no link fills in what a person has to look at"


def test_a_load_is_loaded_and_what_is_refused_of_it_goes_back(
    watch: Watch, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    for name, whose in (("sender", PLANT), ("taker", RECEIVER)):
        people.add(name, "staff", whose)
    sender, taker = taken(watch(), people, "sender", examines=True), taken(watch(), people, "taker", examines=True)
    number = NUMBER.partition(":")[2]
    sender.go(f"/road/load?manifest={number}")
    sender.step()
    expect(sender.page.locator("#load")).to_contain_text("3 个容器，称重合计 600 kg")
    shot(sender, "road-load")
    sender.step(what="listed")
    expect(sender.page.locator("#mass")).to_have_value("600")
    sender.step(scale="S-1")
    sender.record()
    expect(sender.page.locator("#recorded > li")).to_have_count(1)
    Scenario(ledger).given(received(DRUMS[:2], DRUMS[2:]))
    taker.go(f"/road/return?manifest={number}&doing=dispatched")
    taker.step()
    taker.step()
    taker.step(to="back", plate="沪AB1234", carrier=TRUCKER)
    shot(taker, "road-return")
    taker.step()
    taker.record()
    expect(taker.page.locator("#recorded > li")).to_have_count(1)
    sender.go(f"/road/return?manifest={number}&doing=returned")
    sender.step()
    sender.step()
    sender.step(mass="199")
    sender.record()
    expect(sender.page.locator("#recorded > li")).to_have_count(2)
    (loaded,), (back,) = told(ledger, "manifest.loaded"), told(ledger, "manifest.returned")
    (away,) = told(ledger, "manifest.return_dispatched")
    assert (loaded.fact.data.containers, loaded.fact.data.mass_g) == (DRUMS, 600_000)
    assert (away.fact.data.carrier, away.fact.data.conveyance) == (org(TRUCKER), "vehicle:沪AB1234")
    assert (back.fact.stated_by, back.fact.data.mass_g) == (PLANT, 199_000)


def test_a_trip_goes_elsewhere_over_into_a_barge_and_back(
    watch: Watch, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    spoil.ready(spoil.founded(Scenario(ledger)))
    people.add("trucker", "driver", spoil.CARRIER)
    driver = taken(watch(), people, "trucker", examines=True)
    driver.go("/road/reroute?trip=T-1")
    driver.step()
    driver.step(doing="diverted")
    driver.step(to_site="310100.LG-01", reason="满库")
    driver.record()
    driver.go("/road/reroute?trip=T-1")
    driver.step()
    driver.step(doing="transloaded")
    driver.step(site="310115.W-01", into="trip", onward="B-1")
    driver.step(by="rest")
    expect(driver.page.get_by_role("alert")).to_contain_text("写明转过去多少")
    driver.step(by="weight", mass="16000")
    driver.step(when="now")
    expect(driver.page.locator("#summary dd").first).to_have_text("T-1")
    with driver.page.expect_navigation():
        driver.page.get_by_role("button", name="记下").click()
    driver.go("/road/reroute?trip=T-2")
    driver.step()
    driver.step(doing="returned")
    driver.step()
    shot(driver, "road-reroute")
    driver.step(by="rest")
    driver.record()
    expect(driver.page.locator("#recorded > li")).to_have_count(3)
    (diverted,), (over,), (back,) = (told(ledger, f"trip.{name}") for name in ("diverted", "transloaded", "returned"))
    assert (diverted.fact.data.to_site, diverted.fact.data.decided_by) == (spoil.CITY_SITE, spoil.org(spoil.CARRIER))
    assert (over.fact.data.into, over.fact.data.told_g) == (f"trip:{spoil.CARRIER}.B-1", 16_000_000)
    assert (back.fact.subject, back.fact.data.told_g) == (f"trip:{spoil.CARRIER}.T-2", None)


def test_what_is_refused_says_why_and_is_mended(phone: OnTheRoad, ledger: Ledger) -> None:
    phone.kept()
    collect(phone, "20263101999999")
    expect(phone.page.locator("#recorded > li")).to_have_count(1)  # nobody issued it: a carrier's word is taken
    Scenario(ledger).given(issued("manifest:20263101000077", containers=[], legs=[by_another()]))
    collect(phone, "20263101000077")
    refused = phone.page.locator("#refused > li")
    expect(refused).to_contain_text("不由贵单位陈述")
    expect(phone.page.locator("h1")).to_have_text("1 条需处理。")
    shot(phone, "road-refused")
    refused.get_by_role("link", name="修改").click()
    expect(phone.page.locator("#problem")).to_contain_text("不由贵单位陈述")
    phone.step(doing="collected")
    assert phone.page.locator("#manifest").input_value() == "20263101000077"
    phone.step(manifest=NUMBER.partition(":")[2])
    phone.step(plate="沪AB1234")
    phone.step(when="then")
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="记下").click()
    expect(phone.page.locator("#recorded > li")).to_have_count(2)
    expect(phone.page.locator("#refused > li")).to_have_count(0)
    assert [fact.fact.subject for fact in told(ledger, "manifest.collected")][-1] == NUMBER


def test_nobody_sends_what_another_entered_and_a_sign_out_says_what_waits(
    phone: OnTheRoad, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    people.add("other", "staff", TRUCKER, shown_name="吴师傅")
    phone.kept()
    phone.page.route("**/me/events*", lambda route: route.abort())
    collect(phone)
    expect(phone.page.locator("#waiting > li")).to_have_count(1)
    phone.go("/me")
    phone.page.get_by_role("button", name="退出").click()
    expect(phone.page.get_by_role("alert")).to_contain_text("还有 1 条未进账本")
    phone.press("仍然退出")
    assert phone.page.evaluate("caches.keys()") == []
    phone.page.unroute("**/me/events*")
    phone.go("/road")
    expect(phone.page.locator("#person")).to_contain_text("尚无人")
    sign_in(phone, "other", people.passwords["other"])
    phone.go("/road")
    expect(phone.page.locator("#person")).to_contain_text("吴师傅")
    expect(phone.page.locator("#others")).to_contain_text("另有 1 条")
    expect(phone.page.locator("#waiting > li")).to_have_count(0)
    assert told(ledger, "manifest.collected") == []
    phone.page.locator("#sign-out button").click()
    phone.page.wait_for_url("**/sign-in")
    sign_in(phone, "driver", people.passwords["driver"])
    phone.go("/road")
    expect(phone.page.locator("#recorded > li")).to_have_count(1)
    assert len(told(ledger, "manifest.collected")) == 1


def test_a_load_leaves_by_a_gate_and_a_site_takes_it_with_a_receipt(
    watch: Watch, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    spoil.ready(spoil.founded(Scenario(ledger)))
    people.add("gate", "driver", spoil.CARRIER, shown_name="门岗甲")
    people.add("site", "staff", spoil.OPERATOR_OF_SITE, shown_name="场地乙")
    gate, site = taken(watch(), people, "gate", examines=True), taken(watch(), people, "site", examines=True)
    gate.go("/road")
    gate.page.get_by_role("link", name="门岗").click()
    gate.step(trip="T-1130-07")
    gate.step(plate="沪AB1234", carrier=spoil.CARRIER)
    gate.step(gate=spoil.GATE, permit="沪浦渣〔2026〕0417号", site="310115.S-03")
    gate.step(waste_class="spoil")
    gate.step(by="weight", gross="30000", tare="13000")
    shot(gate, "road-when")
    gate.record()
    expect(gate.page.locator("#recorded > li")).to_have_count(1)
    site.go("/road")
    site.page.get_by_role("link", name="消纳场所").click()
    site.step(trip=f"{spoil.CARRIER}.T-1130-07")
    site.step(site="310115.S-03")
    site.step(arrival="weighed", gross="29900", tare="13000")
    site.step(doing="accepted")
    site.step(receipt="R-1130-07", more="no")
    expect(site.page.locator("#accepted")).to_have_value("16900")
    site.step(by="volume", volume="10.5", density="1.6")
    shot(site, "road-site")
    site.record()
    expect(site.page.locator("#recorded > li")).to_have_count(2)
    (departed,), (accepted,) = told(ledger, "trip.departed"), told(ledger, "trip.accepted")
    (arrived,) = told(ledger, "trip.arrived")
    assert (arrived.fact.data.site, arrived.fact.data.net_g) == (spoil.SITE, 16_900_000)
    assert arrived.fact.occurred_at == accepted.fact.occurred_at
    assert (departed.fact.subject, departed.fact.data.net_g) == (f"trip:{spoil.CARRIER}.T-1130-07", 17_000_000)
    assert (accepted.fact.data.receipt, accepted.fact.data.told_g) == ("R-1130-07", 16_800_000)
    assert accepted.fact.data.recorded_offline is None
    site.page.get_by_role("link", name="消纳场所").click()
    site.step(trip=f"{spoil.CARRIER}.T-1130-08")
    site.step()
    site.step(arrival="before")
    site.step(doing="later")
    expect(site.page.get_by_role("alert")).to_contain_text("请选接收或拒收")
    site.step(doing="refused")
    site.step(reason="夹带生活垃圾")
    site.record()
    expect(site.page.locator("#recorded > li")).to_have_count(3)
    (refused,) = told(ledger, "trip.refused")
    assert refused.fact.data.reason == "夹带生活垃圾"
    site.go(f"/road/accept?trip={spoil.CARRIER}.T-1130-09&site=310100.LG-01")
    site.step()
    site.step()
    site.step(arrival="arrived")
    site.step(doing="later")
    site.record()
    expect(site.page.locator("#refused > li")).to_have_count(1)
    site.page.get_by_role("link", name="修改").click()
    site.step()
    site.step()
    site.step(arrival="before")
    site.step(doing="refused")
    site.step(reason="满库")
    site.step()
    site.page.get_by_role("button", name="记下").click()
    expect(site.page.get_by_role("alert")).to_contain_text("没有可记的了")
    site.go("/road")
    expect(site.page.locator("#refused > li")).to_have_count(1)


def test_a_receiver_weighs_in_and_refuses_one_of_three_drums(
    watch: Watch, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    people.add("taker", "staff", RECEIVER, shown_name="李工")
    taker = taken(watch(), people, "taker", examines=True)
    taker.kept()
    taker.page.get_by_role("link", name="接收 危险废物").click()
    taker.step(manifest=NUMBER.partition(":")[2])
    taker.step(arrival="weighed", gross="12600", tare="12000")
    rows = taker.page.locator("#parts > li")
    expect(rows).to_have_count(3)
    expect(taker.page.locator("#load")).to_contain_text("3 个容器")
    for n in (0, 1):
        rows.nth(n).get_by_text("接受").click()
    rows.nth(2).get_by_text("拒收", exact=True).click()
    rows.nth(1).locator("[data-part=mass]").fill("199.5")
    expect(rows.nth(1).locator("[data-part=reason]")).to_be_hidden()
    taker.step()
    expect(taker.page.get_by_role("alert")).to_contain_text("请写拒收理由")
    rows.nth(2).locator("[data-part=reason]").fill("桶体渗漏")
    shot(taker, "road-receive")
    taker.network(there=False)
    taker.step()
    taker.step(method="R2")
    taker.record()
    expect(taker.page.locator("#waiting > li")).to_have_count(2)
    taker.network(there=True)
    expect(taker.page.locator("#recorded > li")).to_have_count(2)
    (arrived,), (received,) = told(ledger, "manifest.arrived"), told(ledger, "manifest.received")
    assert (arrived.fact.data.gross_g, arrived.fact.data.tare_g) == (12_600_000, 12_000_000)
    accepted, refused = received.fact.data.accepted, received.fact.data.refused
    assert [(each.container, each.mass_g) for each in accepted] == [(DRUMS[0], 200_000), (DRUMS[1], 199_500)]
    assert [(each.container, each.mass_g, each.reason) for each in refused] == [(DRUMS[2], 200_000, "桶体渗漏")]


def test_without_a_network_a_receiver_types_the_containers(
    watch: Watch, served: tuple[str, People], ledger: Ledger
) -> None:
    people = served[1]
    people.add("taker", "staff", RECEIVER, shown_name="李工")
    taker = taken(watch(), people, "taker")
    to_the_containers_without_a_network(taker)
    expect(taker.page.locator("#load")).to_contain_text("未取得联单清单")
    taker.step()
    expect(taker.page.get_by_role("alert")).to_contain_text("至少选定一个容器")
    taker.page.locator("#found").fill("D-1")
    taker.page.get_by_role("button", name="添加容器").click()
    expect(taker.page.get_by_role("alert")).to_contain_text("D-1 不是容器编号")
    taker.page.locator("#found").fill(DRUMS[0].partition(":")[2])
    taker.page.get_by_role("button", name="添加容器").click()
    taker.page.locator("#parts [data-part=mass]").fill("200")
    taker.page.locator("#found").fill(LABEL)
    taker.page.get_by_role("button", name="添加容器").click()
    expect(taker.page.locator("#parts > li").nth(1)).to_contain_text("发送时在联单清单上查对")
    taker.page.locator("#parts > li").nth(1).locator("[data-part=mass]").fill("201")
    taker.step()
    taker.step()
    taker.record()
    taker.network(there=True)
    expect(taker.page.locator("#refused > li")).to_contain_text(f"标签 {LABEL} 不在联单清单上")
    assert told(ledger, "manifest.received") == []
    Scenario(ledger).given(
        said("container.labelled", DRUMS[1], {"label_code": LABEL}, at="2026-11-02T08:40:00+08:00")
    )
    taker.page.get_by_role("link", name="修改").click()
    taker.step()
    taker.step()
    taker.step()
    taker.step()
    time = taker.page.locator("#time").input_value()
    taker.step()
    with taker.page.expect_navigation():
        taker.page.get_by_role("button", name="记下").click()
    expect(taker.page.locator("#recorded > li")).to_have_count(1)
    (received,) = told(ledger, "manifest.received")
    assert [(each.container, each.mass_g) for each in received.fact.data.accepted] == [
        (DRUMS[0], 200_000),
        (DRUMS[1], 201_000),
    ]
    assert instant(f"{time}+08:00") == received.fact.occurred_at, "mended, and as true as before"


@pytest.mark.parametrize("status", [401, 403, 429, 503])
def test_an_answer_that_is_none_about_the_entry_leaves_it_waiting(
    phone: OnTheRoad, ledger: Ledger, status: int
) -> None:
    phone.page.remove_listener("console", phone._said)  # the browser says of each such answer that it was one
    phone.go("/road")
    phone.page.route("**/me/events*", lambda route: route.fulfill(status=status, body="{}"))
    collect(phone)
    expect(phone.page.locator("#outcome")).to_contain_text("登录后再发" if status == 401 else "稍后自动再发")
    expect(phone.page.locator("#waiting > li")).to_have_count(1)
    phone.page.unroute("**/me/events*")
    phone.page.get_by_role("button", name="现在发送").click()
    expect(phone.page.locator("#recorded > li")).to_have_count(1)
    assert len(told(ledger, "manifest.collected")) == 1
