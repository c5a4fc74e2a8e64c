"""The to-do list of who relied on a fact that was corrected: what is to be what, and the word that makes it count."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.least_statements import PLACE
from tests.api.people.work_scene import FOUNDED
from tests.doors import Caller
from tests.ledger.test_standing import bureau, supervised
from tests.manifests import DRUMS, RECEIVER, THERE, TRADE, TRUCK, TRUCKER, issued, of_manifest, received, registered
from tests.people import OWN, Browser, People, answer_of, text_of
from tests.specification import BUREAU, PLANT, SITE, Scenario, generated, kg, said, weighed

ONE = DRUMS[0]


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """A load that was received, and somebody of each party."""
    scenario.given(*TRADE, *FOUNDED, registered(THERE, "310117", RECEIVER))
    scenario.given(*(generated(each) for each in DRUMS), *(weighed(each) for each in DRUMS), issued())
    scenario.given(of_manifest("collected", TRUCKER, {"conveyance": TRUCK}, at="2026-11-24T10:00:00+08:00"))
    scenario.given(received(DRUMS, at="2026-11-24T11:00:00+08:00"))
    scenario.given(bureau())
    here = People(client.app)
    for name, role, whose in (
        ("sender", "staff", PLANT),
        ("taker", "staff", RECEIVER),
        ("second", "administrator", RECEIVER),
        ("watcher", "viewer", RECEIVER),
        ("driver", "driver", RECEIVER),
        ("carrier", "staff", TRUCKER),
        ("bureau", "inspector", BUREAU),
    ):
        here.add(name, role, whose)
    return here


def about(scenario: Scenario, type_: str = "container.weighed", subject: str = ONE) -> int:
    return next(f.position for f in scenario.ledger.recorded(subject=subject) if f.fact.type == type_)


def corrected(scenario: Scenario, gross: str = "202.4", reason: str = "读错") -> int:
    """The position of a correction by its sender."""
    data = {"position": about(scenario), "data": weighed(ONE).data | {"gross_kg": kg(gross)}, "reason": reason}
    return scenario.when(said("fact.corrected", ONE, data, at="2026-11-24T11:30:00+08:00"))[0].position


def words_on(scenario: Scenario) -> list[tuple[str, str, str]]:
    """Who said what by which credential of the drum's corrections."""
    facts = scenario.ledger.recorded(subject=ONE)
    return [
        (f.fact.type, f.fact.stated_by, f.fact.credential)
        for f in facts
        if f.fact.type in {"fact.correction_confirmed", "fact.disputed"}
    ]


def confirm(browser: Browser, position: int) -> Any:
    return browser.fill("/work", f"/work/corrections/{position}", wish="confirm")


def test_who_relied_on_it_is_asked_and_its_word_makes_the_correction_count(
    people: People, scenario: Scenario, client: TestClient
) -> None:
    position = corrected(scenario)
    taker = people.browser("taker")
    html = taker.get("/work").text
    assert "1 条更正待确认" in answer_of(html)
    assert "<s>212.4 kg</s> → <strong>202.4 kg</strong>" in html
    assert f'href="/replay/{ONE}"' in html
    assert "示范单位 于 2026-11-24 11:30 更正：读错" in text_of(html)
    assert "更正待确认" not in people.browser("carrier").get("/work").text
    assert "更正待确认" not in people.browser("sender").get("/work").text
    done = confirm(taker, position)
    assert (done.status_code, done.headers["location"]) == (303, "/work?done=confirm")
    after = taker.get("/work?done=confirm").text
    assert "已确认更正" in text_of(after)
    assert "待本单位确认的更正" not in after
    ((_, by, credential),) = words_on(scenario)
    assert (by, credential.startswith("p-")) == (RECEIVER, True)
    state = Caller.of(client, PLANT).get(f"/v1/subjects/{ONE}").json()
    assert (state["state"]["net_kg"], state["pending"]) == (190, [])


def test_two_people_who_confirm_it_at_once_state_one_fact(people: People, scenario: Scenario) -> None:
    position = corrected(scenario)
    taker, second = people.browser("taker"), people.browser("second")
    forms = [(each, {"form_token": each.token(), "wish": "confirm"}) for each in (taker, second)]
    answers = [each.send(f"/work/corrections/{position}", form).status_code for each, form in forms]
    assert answers == [303, 303]
    assert len(words_on(scenario)) == 1


def test_what_changed_is_told_field_by_field_beside_what_counts_now(people: People, scenario: Scenario) -> None:
    first = corrected(scenario, "202.4")
    assert confirm(people.browser("taker"), first).status_code == 303
    data = {
        "position": about(scenario),
        "data": weighed(ONE, "202.4", "11").data,
        "time": "2026-11-24T07:00:00+08:00",
    }
    scenario.given(said("fact.corrected", ONE, data | {"reason": "<script>"}, at="2026-11-24T11:40:00+08:00"))
    html = people.browser("taker").get("/work").text
    assert "<s>12.4 kg</s> → <strong>11 kg</strong>" in html
    assert "<s>2026-11-24 08:10:00</s> → <strong>2026-11-24 07:00:00</strong>" in html
    assert "202.4" not in html, "what stays is not told"
    assert "&lt;script&gt;" in html
    english = people.browser("taker").get("/work?lang=en").text
    assert "1 correction to confirm" in answer_of(english)
    assert "happened at" in english


def test_a_record_that_is_taken_back_is_told_as_a_whole(people: People, scenario: Scenario) -> None:
    scenario.given(said("fact.withdrawn", ONE, {"position": about(scenario), "reason": "重复"}))
    assert "整条记录 → 撤回" in text_of(people.browser("taker").get("/work").text)


def test_only_who_speaks_for_the_organisation_confirms_and_others_are_refused_in_words(
    people: People, scenario: Scenario
) -> None:
    position = corrected(scenario)
    for who in ("watcher", "driver"):
        browser = people.browser(who)
        html = browser.get("/work").text
        assert ("待本单位确认的更正" in html, "/work/corrections/" in html) == (True, False)
        form = {"form_token": browser.token(), "wish": "confirm"}
        assert browser.send(f"/work/corrections/{position}", form).status_code == 403
    carrier = people.browser("carrier")
    form = {"form_token": carrier.token(), "wish": "confirm"}
    refused = carrier.send(f"/work/corrections/{position}", form)
    assert refused.status_code == 403
    assert 'class="refusal"' in refused.text
    assert "只有曾据原事实行事的单位可以确认其更正" in text_of(refused.text)
    assert words_on(scenario) == []


@pytest.mark.parametrize(
    ("form", "status"),
    [({"wish": "confirm", "form_token": "x"}, 403), ({"wish": "eat"}, 400), ({"wish": "dispute"}, 400)],
)
def test_what_no_page_of_ours_sent_is_refused(
    people: People, scenario: Scenario, form: dict[str, str], status: int
) -> None:
    position, taker = corrected(scenario), people.browser("taker")
    sent = {"form_token": taker.token()} | form
    assert taker.send(f"/work/corrections/{position}", sent).status_code == status
    assert (
        taker.send(f"/work/corrections/{position}", sent, **OWN | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )
    assert words_on(scenario) == []


def test_who_relied_on_it_may_not_dispute_it(people: People, scenario: Scenario) -> None:
    position, taker = corrected(scenario), people.browser("taker")
    assert "提出异议" not in taker.get("/work").text
    form = {"form_token": taker.token(), "id": "a" * 32, "wish": "dispute", "reason": "不对"}
    refused = taker.send(f"/work/corrections/{position}", form)
    assert (refused.status_code, words_on(scenario)) == (403, [])


@pytest.mark.parametrize("position", ["0", "1", "999999", "99999999999999999999"])
def test_what_is_no_correction_is_not_found(people: People, position: str) -> None:
    taker = people.browser("taker")
    form = {"form_token": taker.token(), "wish": "confirm"}
    assert taker.send(f"/work/corrections/{position}", form).status_code == 404


def test_an_authority_that_relied_on_it_is_asked_too_and_may_dispute_it(people: People, scenario: Scenario) -> None:
    browser = people.browser("bureau")
    assert browser.get("/work").headers["location"] == "/overview"
    scenario.given(supervised())
    registered = about(scenario, "establishment.registered", SITE)
    data = {"position": registered, "data": PLACE | {"name": "东厂"}, "reason": "误"}
    (correction,) = scenario.when(said("fact.corrected", SITE, data, at="2026-11-24T11:30:00+08:00"))
    html = browser.get("/work").text
    assert answer_of(html) == "今天 1 件事：1 条更正待确认。"
    assert "→ <strong>东厂</strong>" in html
    path = f"/work/corrections/{correction.position}"
    form = {"form_token": browser.token(), "id": "a" * 32, "wish": "dispute"}
    empty = browser.send(path, form | {"reason": " "})
    assert (empty.status_code, 'class="refusal"' in empty.text) == (422, True)
    assert [browser.send(path, form | {"reason": "现场不符"}).status_code for _ in range(2)] == [303, 303]
    (disputed,) = [f for f in scenario.ledger.recorded(subject=SITE) if f.fact.type == "fact.disputed"]
    assert (disputed.fact.data.position, disputed.fact.data.reason) == (registered, "现场不符")
    assert "已陈述异议" in text_of(browser.get("/work?done=dispute").text)
    assert confirm(browser, correction.position).status_code == 303
    assert browser.get("/work").headers["location"] == "/overview", "nothing waits any more"
