"""A person sees of a real log what the key of their organisation would show, and nothing else."""

import pytest
from fastapi.testclient import TestClient

from tests.doors import Caller
from tests.people import Browser, People, answer_of, text_of
from tests.specification import BUREAU, OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, said, weighed

ELSEWHERE = f"establishment:{OTHER_PLANT}001P"
LINES = [
    {"waste_code": "900-402-06", "name": "废溶剂", "mass_kg": 200, "packaging": "桶", "count": 1, "method": "D10"}
]


@pytest.fixture
def told(people: People, scenario: Scenario) -> People:
    """A drum of either plant, in one district, and somebody of each organisation."""
    place = {"organisation": f"organisation:{PLANT}", "name": "东厂", "division": "310115", "place": {"address": "x"}}
    there = {"establishment": ELSEWHERE, "kind": "drum", "waste_code": "900-402-06"}
    scenario.given(
        said("establishment.registered", SITE, place),
        generated(drum(1)),
        weighed(drum(1)),
        said("container.generated", drum(2, OTHER_PLANT), there, by=OTHER_PLANT),
    )
    people.add("plant", "viewer", PLANT)
    people.add("other", "administrator", OTHER_PLANT)
    people.add("bureau", "inspector", BUREAU)
    return people


def test_ones_own_drum_is_replayed(told: People) -> None:
    browser = told.browser("plant")
    assert "按编号打开" in browser.get("/").text
    opened = browser.get("/replay?number=D-1")
    assert (opened.status_code, opened.headers["location"]) == (303, f"/replay/{drum(1)}")
    html = browser.get(f"/replay/{drum(1)}").text
    assert answer_of(html).startswith("容器 D-1 自 2026-11-24 08:10 起已称重")
    assert "示范电子厂" in text_of(html)
    assert "模拟数据" not in html
    assert browser.get(f"/replay?number={SITE}").headers["location"] == f"/replay/{SITE}"


def test_what_may_not_be_seen_is_as_if_it_did_not_exist(told: People) -> None:
    browser = told.browser("other")
    there, nowhere = browser.get(f"/replay/{drum(1)}"), browser.get(f"/replay/{drum(9)}")
    assert there.status_code == nowhere.status_code == 404
    assert there.text.replace(drum(1), "") == nowhere.text.replace(drum(9), "")
    assert browser.get("/replay?number=D-1").status_code == 404
    assert browser.get("/replay?number=D-2").headers["location"] == f"/replay/{drum(2, OTHER_PLANT)}"


def test_an_inspector_sees_the_district_and_no_more(told: People) -> None:
    browser = told.browser("bureau")
    assert browser.get(f"/replay/{drum(1)}").status_code == 200
    assert browser.get(f"/replay/{drum(2, OTHER_PLANT)}").status_code == 404


def test_who_is_not_signed_in_sees_nothing_and_is_told_where_to_go(told: People) -> None:
    answer = told.browser().get(f"/replay/{drum(1)}")
    assert answer.status_code == 404
    assert "登录后可看本单位可见的事实" in answer.text
    assert "按编号打开" not in told.browser().get("/").text


def test_a_page_shows_what_the_key_shows(told: People, client: TestClient, scenario: Scenario) -> None:
    subjects = sorted({f.fact.subject for f in scenario.ledger.recorded() if not f.fact.subject.startswith("log:")})
    for name, organisation in (("plant", PLANT), ("other", OTHER_PLANT), ("bureau", BUREAU)):
        browser, key = told.browser(name), Caller.of(client, organisation)
        for subject in subjects:
            by_key = key.get(f"/v1/subjects/{subject}/history")
            page = browser.get(f"/replay/{subject}")
            assert page.status_code == by_key.status_code, (name, subject)
            if by_key.is_success:
                shown = [f'id="p{event["position"]}"' in page.text for event in by_key.json()["events"]]
                assert all(shown), (name, subject)
                assert page.text.count('<tr id="p') == len(shown)


def test_names_of_those_who_may_not_be_seen_are_not_told(told: People, scenario: Scenario) -> None:
    issued = {
        "transferor": f"organisation:{PLANT}",
        "receiver": f"organisation:{OTHER_PLANT}",
        "from_establishment": SITE,
        "to_establishment": ELSEWHERE,
        "legs": [{"carrier": f"organisation:{BUREAU}", "mode": "road"}],
        "lines": LINES,
        "containers": [drum(1)],
    }
    scenario.given(said("manifest.issued", "manifest:20263101000001", issued))
    browser: Browser = told.browser("plant")
    html = browser.get("/replay/manifest:20263101000001").text
    assert "示范电子厂" in html
    assert "示范焚烧厂" not in html
    assert OTHER_PLANT in html
