"""`/loops`: what stands behind a figure, a row each, as far as who looks may see it."""

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock, read_instant
from tests.manifests import DRUMS, NUMBER, RECEIVER, THERE, TRADE, TRUCKER, issued, of_manifest, registered
from tests.people import People, answer_of, sheet_of, text_of
from tests.specification import PLANT, SITE, Scenario, generated, organisation, uscc

CITY = uscc("11310000MB1A2B3C4")
ELSEWHERE = uscc("91310113MA1B2C3D5")


@pytest.fixture
def people(scenario: Scenario, client: TestClient, clock: SimulatedClock) -> People:
    """Three drums on a manifest that is under way, and somebody of each who may look at it."""
    scenario.given(
        *TRADE,
        registered(SITE, "310115", PLANT),
        registered(THERE, "310117", RECEIVER),
        organisation(CITY, "authority", competence=["ecology"], division="310000"),
        organisation(ELSEWHERE, "generator", division="310113"),
        *(generated(each) for each in DRUMS),
        issued(),
        of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}),
    )
    clock.set(read_instant("2026-11-25T08:00:00+08:00"))
    here = People(client.app)
    for name, whose in (("city", CITY), ("sender", PLANT), ("stranger", ELSEWHERE)):
        here.add(name, "viewer", whose)
    return here


def test_each_loop_is_a_row_with_what_it_waits_for(people: People) -> None:
    html = people.browser("city").get("/loops?loop=manifest").text
    assert answer_of(html) == "环（联单环）：共 1 个。"
    assert f'href="/replay/{NUMBER}"' in html
    assert "浦东新区" in text_of(html)
    assert "在进行中" in text_of(html)
    assert answer_of(people.browser("city").get("/loops?loop=manifest&lang=en").text).startswith("Loops (")


def test_filters_are_in_the_address_and_what_is_no_choice_is_none(people: People) -> None:
    city = people.browser("city")
    assert "没有" in answer_of(city.get("/loops?status=broken").text)
    assert "没有" in answer_of(city.get("/loops?division=310117&loop=manifest").text)
    assert "共 1 个" in answer_of(city.get("/loops?division=310115&loop=manifest&status=nonsense").text)
    both = answer_of(city.get("/loops").text), answer_of(city.get("/loops?stream=hazardous_waste&after=%25x").text)
    assert both[0].startswith("环：共")
    assert both[1].startswith("环（危险废物）：余下")


def test_what_one_may_not_see_is_not_listed(people: People) -> None:
    assert NUMBER in people.browser("sender").get("/loops").text
    assert NUMBER not in people.browser("stranger").get("/loops").text
    assert len(sheet_of(people.browser("stranger").get("/loops.xlsx"))) == 1
    assert people.browser().get("/loops").headers["location"] == "/sign-in?next=%2Floops"


def test_the_list_as_a_table(people: People) -> None:
    heading, row = sheet_of(people.browser("city").get("/loops.xlsx?loop=manifest"))
    assert (heading[0], heading[7]) == ("对象", "重量（吨）")
    assert (row[1], row[3], row[12]) == ("联单环", "在进行中", NUMBER)


def test_a_long_list_goes_on_where_it_left_off(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.pages.loops_page.AT_ONCE", 2)
    city, seen, path = people.browser("city"), [], "/loops?loop=custody"
    while path:
        html = city.get(path).text
        seen += [each.split('"')[0] for each in html.split('<th scope="row"><a href="/replay/')[1:]]
        _, _, rest = html.partition('<a class="button" href="')
        path = rest.split('"')[0].replace("&amp;", "&")
    assert seen == sorted(DRUMS)


def test_the_overview_leads_to_the_loops_behind_its_figures(people: People) -> None:
    html = people.browser("city").get("/overview?division=310115").text
    assert 'href="/loops?status=open&amp;division=310115"' in html
    assert 'href="/loops?loop=manifest&amp;status=open&amp;division=310115"' in html
