"""The mass balance as people see it: the accounts of a month, and one of them held against its count."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.people import People, answer_of, sheet_of, sheets_of, text_of
from tests.specification import BAY, OTHER_PLANT, PLANT, SITE, Scenario, drum, generated, organisation, said, weighed

CODE = "900-402-06"
HERE = f"/mass-balance?establishment={SITE}&waste_code={CODE}"


@pytest.fixture
def people(scenario: Scenario, client: TestClient, clock: SimulatedClock) -> People:
    """A plant with two drums of 200 kg in its house, and another one that has to do with nothing of it."""
    scenario.given(organisation(PLANT, "generator", name="示范厂"), organisation(OTHER_PLANT, "generator"))
    where = {
        "organisation": f"organisation:{PLANT}",
        "name": "示范厂一号场所",
        "division": "310115",
        "kind": "industrial",
    }
    scenario.given(said("establishment.registered", SITE, where | {"place": {"address": "张江路1号"}}))
    for n in range(2):
        scenario.given(generated(drum(n)), weighed(drum(n)), said("container.stored", drum(n), {"facility": BAY}))
    clock.set(clock.now() + timedelta(hours=6))
    here = People(client.app)
    for name, whose in (("plant", PLANT), ("other", OTHER_PLANT)):
        here.add(name, "viewer", whose)
    return here


def counted(scenario: Scenario, *found: str) -> None:
    at = "2026-11-24T17:00:00+08:00"
    scenario.given(said("storage.counted", BAY, {"containers": list(found)}, at=at))


def test_the_accounts_of_a_month_are_ones_own(people: People) -> None:
    plant = people.browser("plant")
    assert answer_of(plant.get("/mass-balance").text) == "2026-11 有 1 个危险废物账户发生收发。"
    assert "示范厂一号场所 900-402-06" in text_of(plant.get("/mass-balance").text)
    assert answer_of(plant.get("/mass-balance?month=2026-10").text) == "2026-10 有 0 个危险废物账户发生收发。"
    assert answer_of(people.browser("other").get("/mass-balance").text).startswith("2026-11 有 0 个")
    assert people.browser().get("/mass-balance").headers["location"] == "/sign-in?next=%2Fmass-balance"


def test_until_something_is_recorded_in_a_month_the_one_before_is_shown(
    people: People, clock: SimulatedClock
) -> None:
    clock.set(clock.now() + timedelta(days=7))
    plant = people.browser("plant")
    assert answer_of(plant.get("/mass-balance").text) == "2026-11 有 1 个危险废物账户发生收发。"
    assert answer_of(plant.get("/mass-balance?month=2026-12").text).startswith("2026-12 有 0 个")


def test_what_was_not_counted_is_not_judged_and_says_what_to_do(people: People) -> None:
    page = people.browser("plant").get(HERE).text
    assert answer_of(page).endswith("没有盘点，不作判断。")
    assert "storage.counted" in text_of(page)
    assert "＋ 产生 400 kg 2 笔" in text_of(page)


def test_what_is_missing_is_told_in_words_with_the_containers(people: People, scenario: Scenario) -> None:
    counted(scenario, drum(0))
    page = people.browser("plant").get(HERE).text
    assert answer_of(page).endswith("盘点比账面少 200 kg，超出允许差额。")
    assert 'class="gap"' in page
    assert "账上有、盘点未见的容器 D-1 200 kg" in text_of(page)


def test_what_agrees_is_within(people: People, scenario: Scenario) -> None:
    counted(scenario, drum(0), drum(1))
    page = people.browser("plant").get(HERE).text
    assert answer_of(page).endswith("账面与盘点相差 0 kg，在允许差额之内。")
    assert 'class="gap"' not in page
    assert "within" not in page
    assert answer_of(people.browser("plant").get(f"{HERE}&lang=en").text).endswith("differ by 0 kg, which may be.")


def test_others_have_no_such_account(people: People) -> None:
    answer = people.browser("other").get(HERE)
    assert answer.status_code == 404
    assert "本单位无权查看" in text_of(answer.text)
    assert people.browser("plant").get(f"{HERE}&month=2026-10").status_code == 404


@pytest.mark.parametrize("asked", ["nonsense", "establishment:", f"organisation:{PLANT}", "container:x.y"])
def test_what_is_no_establishment_has_no_account(people: People, asked: str) -> None:
    assert people.browser("plant").get(f"/mass-balance?establishment={asked}&waste_code={CODE}").status_code == 404


def test_one_account_as_tables(people: People, scenario: Scenario) -> None:
    counted(scenario, drum(0))
    path = HERE.replace("/mass-balance?", "/mass-balance.xlsx?")
    assert "/mass-balance.xlsx?establishment=" in people.browser("plant").get(HERE).text
    books = sheets_of(people.browser("plant").get(path))
    total, entries, _ = books.values()
    assert list(books) == ["平衡", "分录", "各次盘点之间"]
    told = {row[0]: row[1] for row in total[1:]}
    assert (told["期初"], told["产生"], told["账面应存"]) == (0, 0.4, 0.4)
    assert (told["盘点实存"], told["差额"]) == (0.2, -0.2)
    assert [(row[0], row[1], row[3], row[7]) for row in entries[1:]] == [
        ("产生", "D-0", 0.2, drum(0)),
        ("产生", "D-1", 0.2, drum(1)),
    ]
    assert people.browser("other").get(path).status_code == 404


def test_the_accounts_as_a_table(people: People) -> None:
    _, row = sheet_of(people.browser("plant").get("/mass-balance.xlsx"))
    assert row == ["示范厂一号场所", row[1], CODE, "浦东新区", 0.4, 0]
    assert len(sheet_of(people.browser("other").get("/mass-balance.xlsx"))) == 1
