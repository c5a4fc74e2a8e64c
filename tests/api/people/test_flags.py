"""Flags as people see them: the queue, one flag, and what who is signed in may say of it."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.manifests import DRUMS, NUMBER, RECEIVER, THERE, TRADE, TRUCKER, issued, of_manifest, registered
from tests.people import People, answer_of, sheet_of, text_of
from tests.specification import PLANT, SITE, Scenario, generated, organisation, uscc

BUREAU_THERE = uscc("11310117MB1A2B3C4")
RULE = "manifest_unconfirmed"


@pytest.fixture
def people(scenario: Scenario, client: TestClient, clock: SimulatedClock) -> People:
    """A load that its receiver does not confirm, somebody of each who may look at it, and a driver."""
    places = registered(SITE, "310115", PLANT), registered(THERE, "310117", RECEIVER)
    scenario.given(*TRADE, *places, *(generated(each) for each in DRUMS), issued())
    scenario.given(organisation(BUREAU_THERE, "authority", competence=["ecology"], division="310117"))
    scenario.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}))
    scenario.given(of_manifest("arrived", RECEIVER))
    clock.set(clock.now() + timedelta(days=20))
    here = People(client.app)
    for name, role, whose in (
        ("taker", "staff", RECEIVER),
        ("watcher", "viewer", RECEIVER),
        ("sender", "staff", PLANT),
        ("bureau", "inspector", BUREAU_THERE),
    ):
        here.add(name, role, whose)
    return here


def flag_of(people: People) -> str:
    """The page of the one flag, from the list."""
    html = people.browser("bureau").get(f"/flags?rule={RULE}").text
    return html.split('href="/flags/')[1].split('"')[0]


def test_the_queue_opens_with_how_many_there_are_and_its_filters_are_in_the_address(people: People) -> None:
    bureau = people.browser("bureau")
    assert re.match(r"现有 \d+ 个异常标记：", answer_of(bureau.get("/flags").text))
    assert "接受后未确认联单" in bureau.get("/flags?severity=warning&division=310117").text
    assert "没有符合所选条件的标记" in bureau.get(f"/flags?rule={RULE}&severity=serious").text
    assert "接受后未确认联单" in bureau.get(f"/flags?rule={RULE}&severity=nonsense").text, "that is no choice"
    assert "没有符合所选条件的标记" in people.browser("sender").get(f"/flags?rule={RULE}").text


def test_the_queue_as_a_table(people: People) -> None:
    heading, row = sheet_of(people.browser("bureau").get(f"/flags.xlsx?rule={RULE}"))
    assert heading[:3] == ["标记", "程度", "理由"]
    assert (row[0], row[3], row[8]) == ("接受后未确认联单", 1, NUMBER)
    assert len(sheet_of(people.browser("sender").get(f"/flags.xlsx?rule={RULE}&lang=en"))) == 1
    assert people.browser().get("/flags.xlsx").headers["location"] == "/sign-in?next=%2Fflags"


def test_who_is_not_signed_in_is_sent_to_the_sign_in(people: People) -> None:
    assert people.browser().get("/flags").headers["location"] == "/sign-in?next=%2Fflags"


def test_one_flag_says_why_by_which_law_and_on_which_facts(people: People) -> None:
    page = text_of(people.browser("bureau").get(f"/flags/{flag_of(people)}").text)
    assert "未确认接受" in page
    assert "危险废物转移管理办法 18(1)" in page
    assert "这一情形在该日没有罚则" in page
    assert NUMBER in page
    assert "运抵" in page


def test_the_flagged_one_explains_and_the_authority_confirms(people: People) -> None:
    flag = flag_of(people)
    taker, bureau = people.browser("taker"), people.browser("bureau")
    path = f"/flags/{flag}"
    assert f"{path}/confirm" not in taker.get(path).text
    sent = taker.fill(path, f"{path}/explain", reason="<b>停电</b>三日")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{path}?done=explain")
    assert "&lt;b&gt;停电&lt;/b&gt;三日" in bureau.get(path).text
    assert bureau.fill(path, f"{path}/confirm", reason="现场核实").status_code == 303
    assert "属实" in text_of(taker.get(path).text)
    assert path in bureau.get("/flags?status=confirmed").text


def test_the_same_form_sent_twice_is_one_fact(people: People, scenario: Scenario) -> None:
    path = f"/flags/{flag_of(people)}"
    taker = people.browser("taker")
    html = taker.get(path).text
    once = html.split('name="id" value="')[1].split('"')[0]
    for _ in range(2):
        assert taker.fill(path, f"{path}/explain", reason="停电三日", id=once).status_code == 303
    assert len(scenario.facts(f"anomaly:{path.rpartition('/')[2]}")) == 1


def test_without_a_reason_nothing_is_recorded(people: People, scenario: Scenario) -> None:
    path = f"/flags/{flag_of(people)}"
    answer = people.browser("taker").fill(path, f"{path}/explain", reason="  ")
    assert (answer.status_code, "请写明理由" in answer.text) == (422, True)
    assert scenario.facts(f"anomaly:{path.rpartition('/')[2]}") == []


@pytest.mark.parametrize(("who", "step"), [("watcher", "explain"), ("sender", "explain"), ("taker", "confirm")])
def test_nobody_else_may(people: People, who: str, step: str) -> None:
    path = f"/flags/{flag_of(people)}"
    browser = people.browser(who)
    answer = browser.send(f"{path}/{step}", {"form_token": browser.token(), "reason": "理由"})
    assert answer.status_code == 403


def test_a_flag_that_is_not_to_be_seen_is_as_if_there_were_none(people: People) -> None:
    sender = people.browser("sender")
    assert sender.get(f"/flags/{flag_of(people)}").status_code == sender.get(f"/flags/{'a' * 26}").status_code == 404
