"""途中: pages that a phone keeps are the same for everybody, and the worker keeps all that they need."""

import json
import re
from typing import Any

import pytest

from api.pages.page import STATIC, VERSION
from api.pages.road_page import SHELLS
from tests.people import Browser, People, answer_of

IMPORTS = re.compile(r"""(?:import|from)[ (]["']\./([a-z_]+\.js)["']""")
LANGUAGES = ("", "?lang=en")


def kept(browser: Browser) -> dict[str, Any]:
    """What the worker is told to keep."""
    script = browser.get("/worker.js").text
    told: dict[str, Any] = json.loads(script.partition("const KEPT = ")[2].partition(";\n")[0])
    return told


@pytest.mark.parametrize("path", [shell + language for shell in SHELLS for language in LANGUAGES])
def test_a_shell_says_the_same_to_everybody_and_may_be_kept(people: People, path: str) -> None:
    people.add("worker", "staff", shown_name="王工")
    signed_in, nobody = people.browser("worker").get(path), people.browser().get(path)
    assert (signed_in.status_code, nobody.status_code) == (200, 200)
    assert signed_in.text == nobody.text
    assert signed_in.headers["cache-control"] == "no-cache"
    assert 'name="form_token" value=""' in signed_in.text or "form_token" not in signed_in.text


def test_it_opens_with_its_question_in_both_languages(people: People) -> None:
    browser = people.browser()
    assert answer_of(browser.get("/road").text) == "要记什么？"
    assert answer_of(browser.get("/road?lang=en").text) == "What do you record?"
    assert answer_of(browser.get("/road/collect").text) == "危险废物起运、承运交接"
    assert browser.get("/road/nowhere").status_code == 404


def test_who_may_state_is_led_there_and_who_leaves_is_asked(people: People) -> None:
    people.add("driver", "driver")
    people.add("viewer", "viewer")
    for name, led in (("driver", True), ("viewer", False)):
        html = people.browser(name).get("/").text
        assert ('href="/road"' in html) is led, name
        assert "data-leaving" in html
        assert "leaving.js" in html
    assert 'href="/road"' not in people.browser().get("/").text


def test_the_worker_keeps_every_shell_and_all_that_they_are_made_of(people: People) -> None:
    browser = people.browser()
    told = kept(browser)
    assert told["release"] == VERSION
    assert set(told["shells"]) == {shell + language for shell in SHELLS for language in LANGUAGES}
    wanted = {name for shell in told["shells"] for name in re.findall(r'"(/static/[^"]+)"', browser.get(shell).text)}
    assert wanted <= set(told["files"])
    scripts = {path.rpartition("/")[2] for path in told["files"] if path.endswith(".js")}
    assert {each for name in scripts for each in IMPORTS.findall(STATIC[name].decode())} <= scripts
    assert {"qr_decode.js", "qr.js"} <= scripts, "a driver without a network scans too"
    for path in told["files"]:
        assert browser.get(path).status_code == 200, path


def test_the_worker_is_asked_for_anew_may_ask_this_site_and_keeps_nothing_of_anybody(people: People) -> None:
    browser = people.browser()
    answer = browser.get("/worker.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    told = kept(browser)
    assert all(path.startswith(f"/static/{VERSION}/") for path in told["files"])
    assert all(path.startswith("/road") for path in told["shells"])


def test_the_home_screen_gets_a_name_an_icon_and_where_to_begin(people: People) -> None:
    browser = people.browser()
    answer = browser.get("/road.webmanifest")
    told = answer.json()
    assert answer.headers["content-type"] == "application/manifest+json"
    assert (told["start_url"], told["display"]) == ("/road", "standalone")
    assert browser.get(told["icons"][0]["src"]).headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_a_script_says_stands_in_the_page(people: People, language: str) -> None:
    browser = people.browser()
    for shell in SHELLS:
        html = browser.get(shell + language).text
        script = re.search(r'src="[^"]+/([a-z]+\.js)"', html)
        assert script
        scripts, found = {script[1]}, set()
        while scripts != found:
            found = set(scripts)
            scripts |= {each for name in found for each in IMPORTS.findall(STATIC[name].decode())}
        said = {word for name in scripts for word in re.findall(r'\bword\("([a-z-]+)"', STATIC[name].decode())}
        assert said - set(re.findall(r'data-word="([^"]+)"', html)) == set(), shell


def test_who_signs_in_from_there_comes_back_and_a_first_password_is_changed_before(people: People) -> None:
    people.add("driver", "driver")
    people.add("new", "driver", keeps=False)
    assert 'href="/me/road"' in people.browser().get("/road").text
    assert people.browser().get("/me/road").headers["location"] == "/sign-in?next=%2Fme%2Froad"
    assert people.browser("driver").get("/me/road").headers["location"] == "/road"
    assert people.browser("new").get("/me/road").headers["location"] == "/me/password"
