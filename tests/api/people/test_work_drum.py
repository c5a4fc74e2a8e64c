"""A drum in five taps: one question on a page, each tap a fact, once however often it is sent."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.api.people.work_scene import FOUNDED, SLUDGE, SOLVENT, profile
from tests.people import Browser, People, answer_of, text_of
from tests.specification import BAY, OTHER_PLANT, PLANT, SCALE, SITE, Scenario, drum, generated, organisation

PACKAGE = "drum|200 L 钢桶|"
NUMBER = "D-2611-0001"
DRUM = f"container:{PLANT}.{NUMBER}"
INTO = f"/work/drum?establishment={SITE}&profile={SOLVENT}"


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A plant and whoever works there."""
    scenario.given(organisation(PLANT, "generator", name="示范电子厂"), organisation(OTHER_PLANT, "receiver"))
    scenario.given(*FOUNDED)
    here = People(client.app)
    for name, role, whose in (
        ("worker", "staff", PLANT),
        ("watcher", "viewer", PLANT),
        ("driver", "driver", PLANT),
        ("other", "staff", OTHER_PLANT),
    ):
        here.add(name, role, whose)
    return here


def begin(browser: Browser, **more: str) -> Any:
    return browser.fill(INTO, "/work/drum", **{"package": PACKAGE, "number": NUMBER, **more})


def take(browser: Browser, step: str, **said: str) -> Any:
    return browser.fill(f"/work/drum/{NUMBER}", f"/work/drum/{NUMBER}/{step}", **said)


def weigh(browser: Browser, **more: str) -> Any:
    return take(browser, "weigh", **{"gross_kg": "212.4", "tare_kg": "12.4", "scale": SCALE, **more})


def types(scenario: Scenario) -> list[str]:
    return [fact.fact.type for fact in scenario.facts(DRUM)]


def test_five_taps_are_five_facts_of_the_person_who_tapped(people: People, scenario: Scenario) -> None:
    browser = people.browser("worker")
    first = browser.get("/work/drum").text
    assert answer_of(first) == "装的是什么废物？"
    assert "废溶剂" in first
    second = browser.get(INTO).text
    assert (answer_of(second), "2/5" in text_of(second)) == ("装在什么容器里？", True)
    assert f'value="{NUMBER}"' in second, "the first number of the month"
    begun = begin(browser)
    assert (begun.status_code, begun.headers["location"]) == (303, f"/work/drum/{NUMBER}")
    assert answer_of(browser.get(f"/work/drum/{NUMBER}").text) == "秤上读数是多少？"
    assert weigh(browser).status_code == 303
    third = browser.get(f"/work/drum/{NUMBER}").text
    assert answer_of(third) == "净重 200 kg。标签用这个码？"
    (label,) = re.findall(r'id="label_code" name="label_code" value="([^"]+)"', third)
    assert label == f"{PLANT}9004020620261124001"
    assert take(browser, "label", label_code=label).status_code == 303
    assert answer_of(browser.get(f"/work/drum/{NUMBER}").text) == "放在哪里？"
    assert take(browser, "store", place=f"{BAY}|A区").status_code == 303
    done = browser.get(f"/work/drum/{NUMBER}").text
    assert answer_of(done) == f"已入库：{NUMBER}，200 kg。"
    assert f"/replay/{DRUM}" in done
    assert f"/labels.pdf?container={DRUM.replace(':', '%3A')}" in done
    assert types(scenario) == [
        f"container.{step}" for step in ("generated", "packaged", "weighed", "labelled", "stored")
    ]
    worker = people.app.state.sign_in.accounts.named("worker")
    assert {(fact.fact.credential, fact.fact.source) for fact in scenario.facts(DRUM)} == {
        (worker.id, f"urn:uscc:{PLANT}:office")
    }


def test_what_was_used_comes_first_and_the_next_number_follows(people: People) -> None:
    browser = people.browser("worker")
    begin(browser, package="ibc|1000 L 吨桶|")
    weigh(browser, tare_kg="58.5")
    again = browser.get(INTO).text
    assert 'value="D-2611-0002"' in again
    assert re.findall(r'name="package" value="([^"]+)"', again)[0] == "ibc|1000 L 吨桶|58.5"
    assert browser.get("/work/drum").text.index("废溶剂") < browser.get("/work/drum").text.index("含铬污泥")
    browser.fill(INTO, "/work/drum", package="ibc|1000 L 吨桶|58.5", number="D-2611-0002")
    weighing = browser.get("/work/drum/D-2611-0002").text
    assert re.search(r'name="tare_kg" value="58.5"', weighing), "known from the last of its kind"


def test_a_form_that_is_sent_twice_is_recorded_once(
    people: People, scenario: Scenario, clock: SimulatedClock
) -> None:
    browser = people.browser("worker")
    html = browser.get(INTO).text
    once = re.findall(r'name="id" value="([^"]+)"', html)[0]
    for _ in range(2):
        assert begin(browser, id=once).status_code == 303
        clock.set(clock.now() + timedelta(seconds=2))
    assert types(scenario) == ["container.generated", "container.packaged"]
    page = browser.get(f"/work/drum/{NUMBER}").text
    once = re.findall(r'name="id" value="([^"]+)"', page)[0]
    said = {"gross_kg": "212.4", "tare_kg": "12.4", "scale": SCALE, "id": once, "form_token": browser.token()}
    path = f"/work/drum/{NUMBER}/weigh"
    assert [browser.send(path, said).status_code for _ in range(2)] == [303, 303]
    changed = browser.send(path, said | {"gross_kg": "212.5"})
    assert (changed.status_code, "已用于其他内容" in changed.text) == (409, True)
    assert types(scenario).count("container.weighed") == 1


def test_a_number_that_is_taken_is_told_and_another_proposed(people: People, scenario: Scenario) -> None:
    browser = people.browser("worker")
    html = browser.get(INTO).text
    assert f'value="{NUMBER}"' in html
    scenario.given(generated(DRUM))
    answer = begin(browser, number=NUMBER)
    assert answer.status_code == 409
    assert "该对象已经创建" in answer.text
    assert 'value="D-2611-0002"' in answer.text


@pytest.mark.parametrize("typed", ["", "很重", "1e3", "NaN", "1_000", "9" * 30])
def test_what_is_no_mass_is_told_at_its_field(people: People, scenario: Scenario, typed: str) -> None:
    browser = people.browser("worker")
    begin(browser)
    answer = weigh(browser, gross_kg=typed)
    assert (answer.status_code, "这不是重量" in answer.text) == (422, True)
    assert 'aria-invalid="true"' in answer.text
    assert "container.weighed" not in types(scenario)


def test_a_comma_is_a_decimal_point_and_the_time_may_be_another(people: People, scenario: Scenario) -> None:
    browser = people.browser("worker")
    begin(browser, at="2026-11-24T08:00")
    assert weigh(browser, gross_kg="212，4", at="2026-11-24T08:30").status_code == 303
    born, _, weighed = scenario.facts(DRUM)
    assert (born.fact.occurred_at, weighed.fact.occurred_at) == (
        "2026-11-24T00:00:00.000000Z",
        "2026-11-24T00:30:00.000000Z",
    )
    assert weighed.fact.data.gross_g == 212_400
    late = take(browser, "label", label_code="A" * 37, at="2026-11-30T08:00")
    assert (late.status_code, "时间" in text_of(late.text)) == (422, True)


def test_a_wrong_label_is_refused_in_words_and_kept_in_the_field(people: People) -> None:
    browser = people.browser("worker")
    begin(browser)
    weigh(browser)
    answer = take(browser, "label", label_code="短")
    assert answer.status_code == 422
    assert 'value="短"' in answer.text


@pytest.mark.parametrize("who", ["watcher", "driver"])
def test_who_only_looks_or_drives_states_nothing_here(people: People, who: str) -> None:
    people.browser("worker")
    begin(people.browser("worker"))
    browser = people.browser(who)
    assert browser.get(f"/work/drum/{NUMBER}").status_code == 200
    head = people.app.state.ledger.head()
    assert begin(browser).status_code == weigh(browser).status_code == 403
    assert "您的角色不能陈述此事" in weigh(browser).text
    assert people.app.state.ledger.head() == head


def test_another_organisations_drum_is_not_there(people: People, scenario: Scenario) -> None:
    scenario.given(generated(DRUM))
    other = people.browser("other")
    for own in (NUMBER, "nonsense", "%2e%2e"):
        assert other.get(f"/work/drum/{own}").status_code == 404
    answer = other.send(f"/work/drum/{NUMBER}/weigh", {"form_token": other.token(), "id": "a" * 32})
    assert answer.status_code == 404
    assert "废溶剂" not in other.get("/work/drum").text


def test_a_drum_that_a_program_began_is_gone_on_with(people: People, scenario: Scenario) -> None:
    scenario.given(generated(drum(7)))
    page = people.browser("worker").get("/work/drum/D-7").text
    assert answer_of(page) == "用什么包装？"
    assert "900-402-06" in text_of(page)


def test_a_profile_of_another_is_not_offered_and_texts_are_escaped(people: People, scenario: Scenario) -> None:
    scenario.given(profile(f"profile:{PLANT}.X1", "<script>x</script>", "900-041-49"))
    html = people.browser("worker").get("/work/drum").text
    assert "<script>x" not in html
    assert "&lt;script&gt;x" in html
    assert f"profile={SLUDGE.replace(':', '%3A')}" in html


def test_in_english(people: People) -> None:
    assert answer_of(people.browser("worker").get("/work/drum?lang=en").text) == "Which waste is it?"


def test_anothers_waste_is_not_told_to_who_sends_its_number(people: People) -> None:
    stranger = people.browser("other")
    form = {"form_token": stranger.token(), "id": "a" * 32, "profile": SOLVENT, "establishment": SITE}
    answer = stranger.send("/work/drum", {**form, "number": "no number", "package": PACKAGE})
    assert answer.status_code == 422
    assert "废溶剂" not in answer.text
