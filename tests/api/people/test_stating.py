"""`/me/events`: what a person states from a page of this site, as their organisation's program would."""

import json
from typing import Any

import pytest

from tests.api.people.test_managing import leaf
from tests.people import OWN, Browser, People
from tests.specification import BUREAU, PLANT, drum, generated

OFFICE = f"urn:uscc:{PLANT}:office"


def event(**other: Any) -> dict[str, Any]:
    said = generated(drum(1))
    return {
        "specversion": "1.0",
        "id": "1",
        "source": OFFICE,
        "type": said.type,
        "subject": said.subject,
        "time": said.time,
        "data": said.data,
    } | other


def send(browser: Browser, events: Any, token: str | None = None, path: str = "/me/events", **headers: str) -> Any:
    said = OWN | {"Content-Type": "application/json", "X-Form-Token": browser.token() if token is None else token}
    return browser.client.post(path, content=json.dumps(events), headers=said | headers)


def test_what_a_person_states_carries_their_pseudonym_and_gives_a_receipt(people: People) -> None:
    worker = people.add("worker", "staff")
    browser = people.browser("worker")
    answer = send(browser, event())
    assert answer.status_code == 201, answer.text
    (receipt,) = answer.json()["receipts"]
    stored = leaf(people, receipt["position"])
    assert stored["credential"] == worker.id
    assert stored["stated_by"] == PLANT
    assert send(browser, event()).status_code == 200, "sent again, recorded once"


def test_a_page_learns_who_is_signed_in_and_nobody_else_does(people: People) -> None:
    worker = people.add("worker", "staff")
    browser = people.browser("worker")
    told = browser.get("/me/session").json()
    assert told == {
        "account": worker.id,
        "called": "worker",
        "organisation": PLANT,
        "role": "staff",
        "may_state": True,
        "source": OFFICE,
        "form_token": browser.token(),
    }
    elsewhere = browser.client.get("/me/session", headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status_code == 403
    assert people.browser().get("/me/session").status_code == 401


def test_nothing_is_stated_without_a_session_from_elsewhere_or_for_another_session(people: People) -> None:
    people.add("worker", "staff")
    browser = people.browser("worker")
    refused = send(people.browser(), event(), token="")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (401, "not_signed_in")
    assert send(browser, event(), token="").status_code == 403
    assert send(browser, event(), token=people.browser("worker").token()).status_code == 403
    assert send(browser, event(), **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert people.app.state.ledger.recorded(types=["container.generated"]) == []


@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 201), ("staff", 201), ("viewer", 403), ("driver", 403)]
)
def test_a_role_only_takes_away(people: People, role: Any, status: int) -> None:
    people.add("somebody", role)
    answer = send(people.browser("somebody"), event())
    assert answer.status_code == status, answer.text
    if status == 403:
        assert answer.json()["errors"][0]["code"] == "role_does_not_state"


def test_a_driver_tells_of_what_is_on_the_way(people: People) -> None:
    people.add("driver", "driver")
    said = event(
        type="manifest.collected", subject="manifest:31011520260001", data={"conveyance": "vehicle:沪AB1234"}
    )
    answer = send(people.browser("driver"), said)
    assert answer.json().get("errors", [{}])[0].get("code") != "role_does_not_state"


def test_the_source_is_the_office_of_ones_own_organisation(people: People) -> None:
    people.add("worker", "staff")
    answer = send(people.browser("worker"), [event(), event(id="2", source="urn:uscc:elsewhere")])
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["code"], error["index"], error["pointer"]) == ("not_the_office", 1, "/source")


def test_each_stands_alone_where_that_is_asked_for(people: People) -> None:
    people.add("worker", "staff")
    answer = send(people.browser("worker"), [event(), event(id="2", source="urn:x:y")], path="/me/events?mode=each")
    assert answer.status_code == 207
    assert [each.get("status") for each in answer.json()["receipts"]] == [None, 422]


def test_an_organisation_states_nothing_for_another(people: People) -> None:
    people.add("officer", "inspector", BUREAU)
    said = event(source=f"urn:uscc:{BUREAU}:office")
    assert send(people.browser("officer"), said).status_code == 403
