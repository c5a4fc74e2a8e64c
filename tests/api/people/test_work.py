"""The to-do list: what waits for an organisation, since when, until when, and what to do next."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.pages.work import todo
from ledger.clock import SimulatedClock
from tests import spoil
from tests.api.people.work_scene import FOUNDED, bay
from tests.manifests import DRUMS, NUMBER, RECEIVER, THERE, TRADE, TRUCKER, issued, of_manifest, received, registered
from tests.people import People, answer_of, text_of
from tests.specification import BUREAU, PLANT, Scenario, drum, generated, organisation, said, weighed

HALF_DONE = drum("H-1")


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A load that was issued, a drum that was weighed, and somebody of each who may look."""
    scenario.given(*TRADE, *FOUNDED, registered(THERE, "310117", RECEIVER))
    scenario.given(*(generated(each) for each in DRUMS))
    for each in DRUMS:
        scenario.given(said("container.stored", each, {"facility": bay().subject}, at="2026-11-24T09:00:00+08:00"))
    scenario.given(issued(), generated(HALF_DONE), weighed(HALF_DONE))
    scenario.given(organisation(BUREAU, "authority", competence=["ecology"]))
    here = People(client.app)
    for name, role, whose in (
        ("sender", "staff", PLANT),
        ("watcher", "viewer", PLANT),
        ("taker", "staff", RECEIVER),
        ("carrier", "staff", TRUCKER),
        ("bureau", "inspector", BUREAU),
    ):
        here.add(name, role, whose)
    return here


def list_of(people: People, who: str, query: str = "") -> str:
    return people.browser(who).get(f"/work{query}").text


def test_it_opens_with_what_waits_kind_by_kind(people: People) -> None:
    html = list_of(people, "sender")
    assert answer_of(html).startswith("今天 2 件事：1 桶未入库，1 份联单待办。")
    assert 'href="/work/drum/D-H-1"' in html, "with its next step as a button"
    assert "去包装" in html
    assert "等待装载、起运" in text_of(html)
    assert "内部阈值" in text_of(html), "the seven days until the departure are ours"
    assert NUMBER.partition(":")[2] in html
    assert answer_of(list_of(people, "sender", "?lang=en")).startswith("2 things to do today: 1 drum not stored, ")


def test_each_organisation_has_its_own_list(people: People, scenario: Scenario) -> None:
    assert answer_of(list_of(people, "taker")) == "今天没有待办。", "it is not there yet"
    assert "等待本单位起运" in text_of(list_of(people, "carrier"))
    assert "D-H-1" not in list_of(people, "carrier")
    scenario.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}))
    assert "在途，等待运抵" in text_of(list_of(people, "taker")), "nobody else says that it arrived"
    scenario.given(of_manifest("arrived", RECEIVER))
    taker = text_of(list_of(people, "taker"))
    assert "已运抵，等待接受确认" in taker
    assert "危险废物转移管理办法 18" in taker, "five working days"
    assert "等待装载、起运" not in text_of(list_of(people, "sender"))


@pytest.mark.parametrize(
    ("who", "form", "words"),
    [("carrier", "/road/collect", ("去起运", "Collect it")), ("taker", "/road/receive", ("去接收", "Receive it"))],
)
def test_a_button_leads_to_the_form_filled_in_and_who_only_looks_to_the_manifest(
    people: People, scenario: Scenario, who: str, form: str, words: tuple[str, str]
) -> None:
    if who == "taker":
        scenario.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}))
    people.add("only-looks", "viewer", {"carrier": TRUCKER, "taker": RECEIVER}[who])
    number = NUMBER.partition(":")[2]
    assert f'<a href="{form}?manifest={number}">{words[0]}</a>' in list_of(people, who)
    assert f'<a href="{form}?manifest={number}&amp;lang=en">{words[1]}</a>' in list_of(people, who, "?lang=en")
    assert (
        people.browser(who).get(f"{form}?manifest={number}").text
        == people.browser().get(f"{form}?manifest={number}").text
    ), "the shell is the same for everybody"
    looks = list_of(people, "only-looks")
    assert (form in looks, f'<a href="/replay/{NUMBER}">看联单</a>' in looks) == (False, True)


def test_loads_on_the_way_crowd_out_none_that_has_arrived(
    people: People, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = "manifest:20263101009999"
    scenario.given(issued(later, containers=[]))
    for number in (NUMBER, later):
        scenario.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}, number))
    scenario.given(of_manifest("arrived", RECEIVER, None, later))
    monkeypatch.setattr(todo, "AT_MOST", 1)
    html = list_of(people, "taker")
    assert ("已运抵，等待接受确认" in text_of(html), NUMBER.partition(":")[2] in html) == (True, False)


def test_what_was_refused_is_sent_back_by_one_and_taken_back_by_the_other(people: People, scenario: Scenario) -> None:
    number = NUMBER.partition(":")[2]
    assert f'href="/road/load?manifest={number}">去装载</a>' in list_of(people, "sender")
    scenario.given(received(DRUMS[:1], DRUMS[2:]))
    assert "部分尚未接受确认" in text_of(list_of(people, "taker")), "before anything goes back, the rest is told"
    scenario.given(received(DRUMS[1:2]))
    back = f'href="/road/return?manifest={number}&amp;doing='
    assert f'{back}dispatched">去退运</a>' in list_of(people, "taker")
    assert f'{back}returned">去收回</a>' in list_of(people, "sender")
    scenario.given(of_manifest("return_dispatched", RECEIVER))
    assert "联单待办" not in answer_of(list_of(people, "taker"))
    assert "退运途中，等待退回收讫" in text_of(list_of(people, "sender"))
    scenario.given(of_manifest("returned", PLANT))
    assert NUMBER not in list_of(people, "sender")


def test_a_site_is_told_of_the_trips_to_it_until_it_said_what_became_of_them(
    people: People, scenario: Scenario
) -> None:
    spoil.ready(spoil.founded(scenario))
    for name, role, whose in (
        ("site", "staff", spoil.OPERATOR_OF_SITE),
        ("site-looks", "viewer", spoil.OPERATOR_OF_SITE),
        ("city-site", "staff", spoil.OPERATOR_OF_CITY_SITE),
        ("hauler", "staff", spoil.CARRIER),
    ):
        people.add(name, role, whose)
    scenario.given(*(spoil.departed(number, to_site=spoil.SITE) for number in (1, 2, 3)))
    html = list_of(people, "site")
    assert answer_of(html) == "今天 3 件事：3 趟待办。"
    number = spoil.trip(1).partition(":")[2]
    assert f'<a href="/road/accept?trip={number}&amp;site=310115.S-03">去接收</a>' in html
    assert "T-1 沪AB1234 17 t" in text_of(html)
    assert text_of(html).count("在途，等待到场") == 3
    looks = list_of(people, "site-looks", "?lang=en")
    assert "/road/accept" not in looks
    assert f'<a href="/replay/{spoil.trip(1)}?lang=en">See it</a>' in looks
    scenario.given(spoil.step("arrived", 1, at="2026-11-23T22:50:00+08:00", site=spoil.SITE))
    assert text_of(list_of(people, "site")).count("已到场，等待接收") == 1
    scenario.given(spoil.accepted(1))
    away = {"to_site": spoil.CITY_SITE, "decided_by": spoil.org(spoil.CARRIER), "reason": "满库"}
    scenario.given(spoil.step("diverted", 2, by=spoil.CARRIER, at="2026-11-23T22:30:00+08:00", **away))
    scenario.given(spoil.step("refused", 3, at="2026-11-23T22:40:00+08:00", site=spoil.SITE, reason="夹带生活垃圾"))
    assert "趟待办" not in answer_of(list_of(people, "site"))
    assert "1 趟待办" in answer_of(list_of(people, "city-site"))
    refused = spoil.trip(3).partition(":")[2]
    assert f'<a href="/road/reroute?trip={refused}">去改送或退回</a>' in list_of(people, "hauler")
    assert answer_of(list_of(people, "hauler")).startswith("今天 2 件事：1 趟待办，1 个期限")
    assert text_of(list_of(people, "hauler")).count("2026-11-24 02:00 已过") == 2, "turned away it is as late"
    scenario.given(spoil.step("returned", 3, by=spoil.CARRIER, at="2026-11-23T23:40:00+08:00"))
    assert "趟待办" not in answer_of(list_of(people, "hauler"))


def test_what_is_past_says_so_and_flags_lead_to_an_explanation(people: People, clock: SimulatedClock) -> None:
    clock.set(clock.now() + timedelta(days=20))
    html = list_of(people, "sender")
    assert "已过" in text_of(html)
    assert "个异常待申辩" in answer_of(html)
    flag = re.findall(r'href="(/flags/[^"?]+)"', html)[0]
    sender = people.browser("sender")
    number = len(re.findall(r'href="/flags/[^"?]+"', html))
    assert sender.fill(flag, f"{flag}/explain", reason="车辆故障，改期").status_code == 303
    assert len(re.findall(r'href="/flags/[^"?]+"', list_of(people, "sender"))) == number - 1


def test_of_more_deadlines_than_are_listed_those_that_are_due_first_are(
    people: People, scenario: Scenario, clock: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(todo, "AT_MOST", 3)
    for day in range(1, 8):
        late = drum(f"L-{8 - day}")
        scenario.given(generated(late, at=f"2026-11-{day:02d}T08:00:00+08:00"))
        out = said("container.withdrawn", late, {"purpose": "transfer"}, at=f"2026-11-{day:02d}T09:00:00+08:00")
        scenario.given(out)
    clock.set(clock.now() + timedelta(days=20))
    deadlines = list_of(people, "sender").partition("一周内的期限")[2].partition("</section>")[0]
    assert re.findall(r'<th scope="row">(.*?)</th>', deadlines) == ["容器 D-L-7", "容器 D-L-6", "容器 D-L-5"]


def test_a_viewer_sees_the_list_without_what_it_does(people: People) -> None:
    html = list_of(people, "watcher")
    assert "D-H-1" in html
    assert "/work/drum" not in html


def test_an_authority_goes_to_its_overview_and_nobody_to_the_sign_in(people: People) -> None:
    assert people.browser("bureau").get("/work").headers["location"] == "/overview"
    assert people.browser().get("/work").headers["location"] == "/sign-in?next=%2Fwork"


def test_the_list_is_linked_for_who_may_state(people: People) -> None:
    assert 'href="/work"' in people.browser("sender").get("/me").text
    assert 'href="/work"' not in people.browser("watcher").get("/flags").text
    loops = people.browser("sender").get(f"/loops?organisation={PLANT}")
    assert f'href="/loops?organisation={PLANT}"' in list_of(people, "sender")
    assert (loops.status_code, NUMBER.partition(":")[2] in loops.text) == (200, True)
