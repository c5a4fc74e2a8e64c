"""A manifest from what is stored: ticked, numbered by the ledger, or refused in words with the article."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.posting import Posting
from tests.api.people.work_scene import FOUNDED, SOLVENT, bay
from tests.manifests import RECEIVER, THERE, TRADE, TRUCK, TRUCKER, org, registered
from tests.people import Browser, People, answer_of, text_of
from tests.specification import BAY, PLANT, SITE, Scenario, drum, kg, organisation, said, uscc, weighed

DRUMS = [drum(f"M-{n}") for n in (1, 2)]
UNWEIGHED = drum("M-3")
CHOSEN = {
    **{f"drum.{each.partition(':')[2]}": "1" for each in DRUMS},
    "to_establishment": THERE.partition(":")[2],
    "method.900-402-06": "R2",
    "carrier.1": TRUCKER,
    "mode.1": "road",
    "conveyance.1": TRUCK.partition(":")[2],
}


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A plant with two drums that may go and one that has no mass."""
    scenario.given(*TRADE, *FOUNDED, registered(THERE, "310117", RECEIVER))
    for each in (*DRUMS, UNWEIGHED):
        scenario.given(said("container.generated", each, {"establishment": SITE, "kind": "drum", "profile": SOLVENT}))
        scenario.given(said("container.packaged", each, {"packaging": "200 L 钢桶"}))
    scenario.given(*(weighed(each) for each in DRUMS))
    for each in (*DRUMS, UNWEIGHED):
        scenario.given(
            said("container.stored", each, {"facility": BAY, "zone": "A区"}, at="2026-11-24T09:00:00+08:00")
        )
    here = People(client.app)
    for name, role, whose in (("sender", "staff", PLANT), ("watcher", "viewer", PLANT), ("taker", "staff", RECEIVER)):
        here.add(name, role, whose)
    return here


def fill(browser: Browser, **other: str) -> Any:
    return browser.fill(f"/work/manifest?facility={BAY}", "/work/manifest", **{**CHOSEN, **other})


def manifests(people: People) -> list[Any]:
    return people.app.state.ledger.recorded(types=["manifest.issued"])


def test_what_is_ticked_is_issued_and_numbered(people: People) -> None:
    browser = people.browser("sender")
    html = browser.get("/work/manifest").text
    assert answer_of(html) == "转移哪些，给谁，由谁运？", "one place of storage is no choice"
    assert "未称重" in text_of(html)
    answer = fill(browser)
    assert answer.status_code == 303, text_of(answer.text)
    page = browser.get(answer.headers["location"]).text
    assert re.match(r"联单 2026310[01][0-9]{6,7} 已签发：2 件，等待起运。", answer_of(page))
    number = answer.headers["location"].rpartition("/")[2]
    assert f'href="/road/load?manifest={number}"' in page
    assert "/road/load" not in people.browser("watcher").get(answer.headers["location"]).text
    (fact,) = manifests(people)
    data = fact.fact.data
    assert (data.transferor, data.receiver, data.from_establishment) == (org(PLANT), org(RECEIVER), SITE)
    (line,) = data.lines
    assert (line.waste_code, line.name, line.mass_g, line.count) == ("900-402-06", "废溶剂", 400_000, 2)
    assert (line.packaging, line.method, line.form) == ("200 L 钢桶", "R2", "liquid")
    assert (data.legs[0].carrier, data.legs[0].conveyance) == (org(TRUCKER), TRUCK)
    assert sorted(data.containers) == DRUMS
    todo = browser.get("/work").text
    assert "1 份联单待办" in answer_of(todo)


def test_what_is_listed_is_not_offered_again_and_partners_are_remembered(people: People) -> None:
    browser = people.browser("sender")
    fill(browser)
    html = browser.get(f"/work/manifest?facility={BAY}").text
    assert text_of(html).count("已列入联单") == 2
    assert f'value="{THERE.partition(":")[2]}" checked' in html
    assert f'value="{TRUCKER}|road|{TRUCK}" checked' in html
    again = fill(browser)
    assert (again.status_code, "已列入联单" in again.text) == (422, True)
    assert len(manifests(people)) == 1


def test_a_form_that_is_sent_twice_is_one_manifest(people: People) -> None:
    browser = people.browser("sender")
    once = re.findall(r'name="id" value="([^"]+)"', browser.get("/work/manifest").text)[0]
    first, second = (fill(browser, id=once) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(manifests(people)) == 1


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"method.900-402-06": ""}, "alert"),
        ({"to_establishment": "9131"}, "alert"),
        ({"carrier.1": "<script>x</script>"}, "alert"),
        ({f"drum.{UNWEIGHED.partition(':')[2]}": "1"}, "未称重"),
    ],
)
def test_what_may_not_be_is_told_and_what_was_filled_in_stays(
    people: People, other: dict[str, str], words: str
) -> None:
    answer = fill(people.browser("sender"), **other)
    assert answer.status_code in {409, 422}
    assert words in answer.text
    assert "<script>x" not in answer.text
    assert f'name="drum.{DRUMS[0].partition(":")[2]}" value="1" data-grams="200000" checked' in answer.text
    assert manifests(people) == []


def test_nothing_ticked_is_told(people: People) -> None:
    browser = people.browser("sender")
    answer = browser.fill("/work/manifest", "/work/manifest", to_establishment=THERE)
    assert (answer.status_code, "没有勾选容器" in answer.text) == (422, True)


def test_an_unlawful_issue_is_refused_with_its_article(people: People, scenario: Scenario) -> None:
    far = f"establishment:{RECEIVER}002P"
    scenario.given(registered(far, "320500", RECEIVER))
    answer = fill(people.browser("sender"), to_establishment=far.partition(":")[2])
    assert answer.status_code == 409
    assert "跨省" in text_of(answer.text)
    assert re.search(r"依据：[^<]*(法典|转移管理办法)", answer.text)


def test_who_only_looks_issues_nothing_and_another_sees_nothing(people: People) -> None:
    sender = people.browser("sender")
    path = fill(sender).headers["location"]
    watcher = people.browser("watcher")
    assert watcher.get(path).status_code == 200
    assert fill(watcher).status_code == 403
    taker = people.browser("taker")
    assert taker.get(path).status_code == taker.get("/work/manifest/20263100000001").status_code == 404
    assert "M-1" not in taker.get(f"/work/manifest?facility={BAY}").text
    assert taker.send("/work/manifest", {"form_token": taker.token(), "facility": BAY}).status_code == 404


def test_one_chooses_where_there_is_more_than_one_place(people: People, scenario: Scenario) -> None:
    other = f"facility:{PLANT}001P.TS002"
    scenario.given(
        bay(other, name="二号库"),
        said("container.generated", drum("X"), {"establishment": SITE, "kind": "drum", "profile": SOLVENT}),
    )
    scenario.given(
        said("container.stored", drum("X"), {"facility": other, "mass_kg": kg("50")}, at="2026-11-24T09:00:00+08:00")
    )
    page = people.browser("sender").get("/work/manifest?lang=en").text
    assert answer_of(page) == "Out of which place of storage?"
    assert "二号库" in page


OTHER_TAKER = uscc("91310116MA1T2T2T2")
ELSEWHERE = f"establishment:{OTHER_TAKER}001P"


def contract(number: int, takes: str = RECEIVER, **changed: Any) -> Posting:
    """A contract of the plant's, in force."""
    data = {
        "generator": org(PLANT),
        "contractor": org(takes),
        "scope": ["recovery"],
        "waste_codes": ["900-402-06"],
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
    }
    return said("contract.signed", f"contract:{PLANT}.C-{number}", data | changed, at="2026-11-01T09:00:00+08:00")


def offered(people: People, query: str = "") -> list[str]:
    """The receivers that are offered, in order."""
    html = people.browser("sender").get(f"/work/manifest?facility={BAY}{query}").text
    return [each for each in re.findall(r'name="place" value="([^"]*)"', html) if each]


def test_a_receiver_that_is_known_by_its_contract_alone_is_offered(people: People, scenario: Scenario) -> None:
    assert offered(people) == []
    scenario.given(contract(1, waste_codes=["HW06"]))
    assert offered(people) == [THERE.partition(":")[2]]
    browser = people.browser("sender")
    html = browser.get("/work/manifest").text
    assert "合同 C-1，有效至 2026-12-31，涵盖这里全部废物" in text_of(html)
    assert "Contract C-1, in force until 2026-12-31, covers all the waste here" in text_of(
        browser.get("/work/manifest?lang=en").text
    )
    answer = fill(browser, to_establishment="", place=THERE.partition(":")[2])
    assert answer.status_code == 303, text_of(answer.text)
    (fact,) = manifests(people)
    assert (fact.fact.data.receiver, fact.fact.data.contract) == (org(RECEIVER), f"contract:{PLANT}.C-1")


@pytest.mark.parametrize(
    "changed",
    [
        {"valid_until": "2026-11-20"},
        {"valid_from": "2026-12-20"},
        {"waste_codes": ["336-054-17"]},
        {"scope": ["transport"]},
        {"generator": org(RECEIVER), "contractor": org(PLANT)},
    ],
    ids=["over", "not yet", "other waste", "carries only", "of another"],
)
def test_a_contract_that_does_not_bind_to_it_today_offers_nobody(
    people: People, scenario: Scenario, changed: dict[str, Any]
) -> None:
    scenario.given(contract(1, **changed))
    assert offered(people) == []


def test_a_contract_that_ended_offers_nobody_any_more(people: People, scenario: Scenario) -> None:
    scenario.given(contract(1))
    scenario.given(said("contract.ended", f"contract:{PLANT}.C-1", {}, at="2026-11-10T09:00:00+08:00"))
    assert offered(people) == []


def test_who_may_take_it_by_a_contract_comes_before_who_took_it_once(people: People, scenario: Scenario) -> None:
    browser = people.browser("sender")
    fill(browser)
    before = THERE.partition(":")[2]
    fresh = drum("M-4")
    scenario.given(
        organisation(OTHER_TAKER, "receiver", division="310116", name="<script>甲</script>"),
        said("container.generated", fresh, {"establishment": SITE, "kind": "drum", "profile": SOLVENT}),
        weighed(fresh),
        said("container.stored", fresh, {"facility": BAY}, at="2026-11-24T09:30:00+08:00"),
        contract(2, OTHER_TAKER),
    )
    html = browser.get(f"/work/manifest?facility={BAY}").text
    assert offered(people) == [before]
    assert "未见今日有效" in text_of(html)
    assert f"{OTHER_TAKER} 的合同有效，但其生产经营场所未登记" in text_of(html)
    assert "<script>甲" not in html
    scenario.given(registered(ELSEWHERE, "310116", OTHER_TAKER))
    assert offered(people) == [ELSEWHERE.partition(":")[2], before]
    scenario.given(contract(3))
    assert offered(people) == [before, ELSEWHERE.partition(":")[2]], "both are bound, and one was used before"


def test_another_organisation_is_offered_nothing_by_contracts_of_others(people: People, scenario: Scenario) -> None:
    scenario.given(contract(1))
    html = people.browser("taker").get(f"/work/manifest?facility={BAY}").text
    assert ("C-1" in html, 'name="place"' in html) == (False, False)
