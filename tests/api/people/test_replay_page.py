"""A replay as people see it: its sliders, flags as they stood, lineage, and what proves it."""

import json
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.publishing import signing_of
from api.settings import Settings
from ledger.clock import SimulatedClock
from ledger.leaf import leaf_hash
from tests.ledger.transparency.forged_log import refused_by_stand_alone
from tests.manifests import DRUMS, NUMBER, RECEIVER, THERE, TRADE, TRUCKER, issued, of_manifest, registered
from tests.people import Browser, People, answer_of, text_of
from tests.specification import OTHER_PLANT, PLANT, SCALE, SITE, Scenario, drum, generated, kg, said, weighed

RIGHT = {"gross_kg": kg("221.4"), "tare_kg": kg("12.4"), "scale": SCALE}


@pytest.fixture
def told(people: People, scenario: Scenario, clock: SimulatedClock) -> People:
    """A drum of the plant, weighed, corrected the hour after, and poured into another's; somebody of each of both."""
    scenario.given(generated(drum(1)), weighed(drum(1)))
    clock.set(clock.now() + timedelta(hours=1))
    about = {"position": scenario.ledger.head()[0], "data": RIGHT, "reason": "抄录颠倒"}
    scenario.given(said("fact.corrected", drum(1), about, at="2026-11-24T13:00:00+08:00"))
    poured = {
        "from": [{"container": drum(1), "mass_kg": kg("209")}],
        "into": [{"container": drum(9, OTHER_PLANT), "mass_kg": kg("209")}],
    }
    scenario.given(
        said("container.repacked", drum(9, OTHER_PLANT), poured, by=OTHER_PLANT, at="2026-11-24T12:30:00+08:00")
    )
    people.add("plant", "viewer", PLANT)
    people.add("other", "viewer", OTHER_PLANT)
    return people


@pytest.fixture
def signing(told: People, scenario: Scenario, tmp_path: Path) -> People:
    """The same log with keys to sign with."""
    settings = Settings(files=str(tmp_path / "files"), log_key_file=str(tmp_path / "log.key"))
    signed = People(create_app(scenario.ledger, settings, signing_of(scenario.ledger, settings)))
    signed.passwords = told.passwords
    return signed


def instants(html: str) -> list[list[str]]:
    return [json.loads(unescape(each)) for each in re.findall(r"data-instants='([^']*)'", html)]


def test_the_sliders_know_every_instant_of_the_case_whatever_it_is_cut_by(told: People) -> None:
    browser = told.browser("plant")
    whole = browser.get(f"/replay/{drum(1)}").text
    happened = ["2026-11-24T08:00:00", "2026-11-24T08:10:00", "2026-11-24T12:30:00"]
    assert instants(whole) == [happened, ["2026-11-24T12:00:00", "2026-11-24T13:00:00"]]
    cut = browser.get(f"/replay/{drum(1)}?known_by=2026-11-24T12:00&happened_by=2026-11-24T08:05").text
    assert instants(cut) == instants(whole)
    assert cut.count('<tr id="p') == 1


def test_a_corrected_time_is_an_instant_too(told: People, scenario: Scenario) -> None:
    scenario.given(generated(drum(2)))
    at = scenario.ledger.head()[0]
    data = {"establishment": SITE, "kind": "drum", "waste_code": "900-402-06"}
    about = {"position": at, "data": data, "time": "2026-11-24T07:30:00+08:00", "reason": "抄录"}
    scenario.given(said("fact.corrected", drum(2), about))
    html = told.browser("plant").get(f"/replay/{drum(2)}").text
    assert instants(html)[0] == ["2026-11-24T07:30:00", "2026-11-24T08:00:00"]


def test_a_link_to_the_instant_shows_the_same_for_ever(
    told: People, scenario: Scenario, clock: SimulatedClock
) -> None:
    browser = told.browser("plant")

    def pinned(html: str) -> str:
        found = re.search(r'id="pinned" href="([^"]+)"', html)
        assert found
        return unescape(found[1])

    there = pinned(browser.get(f"/replay/{drum(1)}?happened_by=2026-11-24T08:10").text)
    assert "happened_by=2026-11-24T08%3A10" in there
    then = browser.get(there).text
    clock.set(clock.now() + timedelta(hours=1))
    scenario.given(said("container.closed", drum(1), {}, at="2026-11-24T08:09:00+08:00"))
    assert pinned(then) == there
    assert told.browser("plant").get(there).text.count('<tr id="p') == then.count('<tr id="p')


def test_what_became_of_it_is_told_by_mass_and_others_are_masked(told: People) -> None:
    plant, other = told.browser("plant"), told.browser("other")
    mine = plant.get(f"/replay/{drum(1)}").text
    assert "去向" in text_of(mine)
    assert "来源" not in text_of(mine), "it arose here, which is no news"
    assert re.search(r"（不予显示 \d+） 倒入 209 kg 2026-11-24 12:30 本单位无权查看 倒装 #\d+", text_of(mine))
    assert drum(9, OTHER_PLANT) not in mine
    assert "示范焚烧厂" not in mine
    theirs = text_of(other.get(f"/replay/{drum(9, OTHER_PLANT)}").text)
    assert "来源 先后共 209 kg" in theirs
    assert re.search("容器 D-1 由此倒出 209 kg", theirs), "the fact that it stated names the drum"
    assert "What became of it" in plant.get(f"/replay/{drum(1)}?lang=en").text


def test_lineage_is_as_it_was_then(told: People) -> None:
    browser = told.browser("plant")
    assert "去向" not in text_of(browser.get(f"/replay/{drum(1)}?known_by=2026-11-24T12:00").text)
    assert "去向" not in text_of(browser.get(f"/replay/{drum(1)}?happened_by=2026-11-24T12:00").text)
    assert "截至发生截止时刻" in text_of(browser.get(f"/replay/{drum(1)}?happened_by=2026-11-24T12:30").text)


def test_flags_are_those_that_stood_at_the_instant(
    scenario: Scenario, client: TestClient, clock: SimulatedClock
) -> None:
    places = registered(SITE, "310115", PLANT), registered(THERE, "310117", RECEIVER)
    scenario.given(*TRADE, *places, *(generated(each) for each in DRUMS), issued())
    scenario.given(of_manifest("collected", TRUCKER, {"conveyance": "vehicle:沪AB1234"}))
    scenario.given(of_manifest("arrived", RECEIVER))
    people = People(client.app)
    people.add("taker", "viewer", RECEIVER)
    people.add("sender", "viewer", PLANT)
    taker = people.browser("taker")
    assert "异常标记（当时）" not in taker.get(f"/replay/{NUMBER}").text
    clock.set(clock.now() + timedelta(days=20))
    taker = people.browser("taker")
    now = taker.get(f"/replay/{NUMBER}").text
    assert "接受后未确认联单" in text_of(now)
    flag = re.search(r'href="(/flags/[^"]+)"', now)
    assert flag
    assert taker.get(flag[1]).status_code == 200
    assert "接受后未确认联单" not in taker.get(f"/replay/{NUMBER}?known_by=2026-11-25T12:00").text
    assert "接受后未确认联单" in taker.get(f"/replay/{NUMBER}?known_by=2026-12-10T12:00").text
    assert "接受后未确认联单" not in taker.get(f"/replay/{NUMBER}?happened_by=2026-11-25T12:00").text
    assert "接受后未确认联单" not in people.browser("sender").get(f"/replay/{NUMBER}").text
    assert "Flags, as they stood" in taker.get(f"/replay/{NUMBER}?lang=en").text


class TestTheStoredBytes:
    def test_they_are_those_that_are_hashed(self, signing: People, scenario: Scenario) -> None:
        browser = signing.browser("plant")
        html = browser.get(f"/replay/{drum(1)}").text
        shown = re.findall(r'data-leaf="([^"]+)" data-position="(\d+)"', html)
        assert len(shown) == 3, "what another stated about its own vessel is not shown whole"
        for path, position in shown:
            answer = browser.get(path)
            stored = scenario.ledger.stored(int(position))
            assert stored
            assert answer.headers["content-type"] == "application/json"
            assert answer.headers["cache-control"] == "private, no-store"
            assert leaf_hash(answer.content) == leaf_hash(stored[1])

    def test_they_are_for_whoever_may_see_the_fact(self, told: People, scenario: Scenario) -> None:
        plant, other = told.browser("plant"), told.browser("other")
        nowhere = other.get("/replay/leaf/999999")
        for fact in scenario.ledger.recorded(subject=drum(1)):
            path = f"/replay/leaf/{fact.position}"
            assert plant.get(path).status_code == 200
            there = other.get(path)
            assert there.status_code == nowhere.status_code == 404
            assert there.text.replace(path, "") == nowhere.text.replace("/replay/leaf/999999", "")
            assert told.browser().get(path).status_code == 404

    @pytest.mark.parametrize("position", ["0", "-1", "x", "1.5", "99999999999999999999", "%00", "٣"])
    def test_what_is_no_position_is_not_there(self, told: People, position: str) -> None:
        assert told.browser("plant").get(f"/replay/leaf/{position}").status_code == 404


class TestTheBundle:
    def test_it_is_what_the_key_of_the_organisation_gets(self, signing: People) -> None:
        browser = signing.browser("plant")
        html = browser.get(f"/replay/{drum(1)}").text
        assert f'href="/replay/bundle/{drum(1)}"' in html
        answer = browser.get(f"/replay/bundle/{drum(1)}")
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
        assert answer.headers["content-disposition"] == f'attachment; filename="{drum(1).replace(":", "-")}.zip"'
        assert refused_by_stand_alone(answer.content, browser.get("/log-key").content) is None
        assert f'"made_for":"{PLANT}"'.encode() in answer.content

    def test_it_is_for_whoever_may_see_some_of_it(self, signing: People, scenario: Scenario) -> None:
        scenario.given(generated(drum(3)))
        stated_one = signing.browser("other").get(f"/replay/bundle/{drum(1)}")
        assert '"withheld":true' in stated_one.text
        assert signing.browser("other").get(f"/replay/bundle/{drum(3)}").status_code == 404
        assert signing.browser("plant").get("/replay/bundle/nothing").status_code == 404
        nobody = signing.browser().get(f"/replay/bundle/{drum(1)}")
        assert (nobody.status_code, nobody.headers["location"][:14]) == (303, "/sign-in?next=")

    def test_a_server_without_keys_says_so(self, told: People) -> None:
        browser: Browser = told.browser("plant")
        html = browser.get(f"/replay/{drum(1)}").text
        assert "此服务器未签署检查点" in text_of(html)
        assert "fact_proofs.js" not in html
        assert "/replay/bundle/" not in html
        assert browser.get(f"/replay/bundle/{drum(1)}").status_code == 404


def test_what_is_printed_says_of_what_and_as_of_when(signing: People, scenario: Scenario) -> None:
    html = signing.browser("plant").get(f"/replay/{drum(1)}?known_by=2026-11-24T12:00").text
    paper = text_of(html[html.index('class="on-paper"') : html.index("</dl>")])
    assert (
        f"对象 {drum(1)} 发生截止 不截止 知悉截止 2026-11-24 12:00 此刻的链接 http://127.0.0.1:8000/replay/" in paper
    )
    assert f"账本 localhost/test，至位置 #{scenario.ledger.head()[0]}" in paper


def test_a_case_is_told_in_english_too(signing: People) -> None:
    html = signing.browser("plant").get(f"/replay/{drum(1)}?lang=en").text
    assert answer_of(html).startswith("Container D-1")
    for words in ("Copy the link to this instant", "Verify all", "Download the evidence bundle (zip)", "Print"):
        assert words in text_of(html)
    words = re.search(r"data-words='([^']*)'", html)
    assert words
    assert json.loads(unescape(words[1]))["proven"] == "✓ proven"
