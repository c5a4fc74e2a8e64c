"""The overview: how many loops are closed, where and of what, what is behind and what comes."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.manifests import DRUMS, RECEIVER, THERE, TRADE, TRUCKER, issued, of_manifest, registered
from tests.people import People, answer_of, sheet_of, text_of
from tests.specification import PLANT, SITE, Scenario, generated, organisation, uscc

CITY = uscc("11310000MB1A2B3C4")
BUREAU_THERE = uscc("11310117MB1A2B3C4")


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A load on the way from 浦东 to 松江, arrived and not confirmed so far, and somebody of each who may look."""
    places = registered(SITE, "310115", PLANT), registered(THERE, "310117", RECEIVER)
    scenario.given(*TRADE, *places, *(generated(each) for each in DRUMS), issued())
    for bureau, division in ((CITY, "310000"), (BUREAU_THERE, "310117")):
        scenario.given(organisation(bureau, "authority", competence=["ecology"], division=division))
    scenario.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}))
    scenario.given(of_manifest("arrived", RECEIVER))
    here = People(client.app)
    for name, whose in (("city", CITY), ("district", BUREAU_THERE), ("sender", PLANT)):
        here.add(name, "viewer", whose)
    return here


def test_who_is_not_signed_in_is_sent_to_the_sign_in(people: People) -> None:
    assert people.browser().get("/overview").headers["location"] == "/sign-in?next=%2Foverview"


def test_it_opens_with_the_rate_and_says_what_is_due_this_week(people: People) -> None:
    page = people.browser("city").get("/overview").text
    assert answer_of(page).startswith("闭环率 0.0%，4 个应闭合的环中 0 个已闭合，")
    assert "逾期或断裂 0 个" in answer_of(page)
    assert "危险废物转移管理办法 18" in text_of(page).partition("一周内到期")[2], "the receiver's five working days"


def test_what_was_due_is_overdue_and_says_why(people: People, clock: SimulatedClock) -> None:
    clock.set(clock.now() + timedelta(days=20))
    page = people.browser("city").get("/overview").text
    assert "逾期或断裂 0 个" not in answer_of(page)
    assert "接受后确认逾期" in text_of(page)
    assert "一周内没有环到期" in text_of(page)


def test_a_district_narrows_the_page_and_its_links(people: People) -> None:
    city = people.browser("city")
    page = city.get("/overview?division=310115").text
    assert answer_of(page).startswith("浦东新区：闭环率")
    assert "/flags?severity=serious&amp;division=310115" in page
    assert answer_of(city.get("/overview?division=310101").text) == "黄浦区：还没有应闭合的环。"
    assert answer_of(city.get("/overview?division=999999").text) == answer_of(city.get("/overview").text)


def test_an_authority_sees_its_division_and_a_plant_its_own(people: People) -> None:
    seen = {name: answer_of(people.browser(name).get("/overview").text) for name in ("city", "district", "sender")}
    assert len(set(seen.values())) > 1
    assert "还没有应闭合的环" not in seen["sender"]


def test_in_english_too(people: People) -> None:
    page = people.browser("city").get("/overview?lang=en").text
    assert answer_of(page).startswith("0.0% of the loops are closed:")
    assert 'href="/overview?division=310115&amp;lang=en"' in page


def test_the_sums_as_a_table(people: People) -> None:
    heading, *rows = sheet_of(people.browser("city").get("/overview.xlsx"))
    assert heading[:4] == ["区", "开环月份", "环", "类别"]
    assert ["浦东新区", "2026-11", "联单环", "危险废物", 0, 1, 0, 0] in [row[:8] for row in rows]
    assert len(sheet_of(people.browser("city").get("/overview.xlsx?division=310101"))) == 1
