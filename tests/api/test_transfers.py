"""用量与集散地: who is told of a transfer's use and of hubs, page by page and as of an instant."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.two_districts import alike
from tests.doors import Caller, codes
from tests.manifests import BARGEMAN, registered
from tests.specification import BUREAU, OTHER_PLANT, PLANT, SITE, Scenario, kg
from tests.transfers import (
    HAULIER,
    NUMBER,
    PROVINCES,
    SLAG,
    SUZHOU,
    TAKER,
    THERE,
    applied,
    dispatched,
    of_load,
    of_slag,
    org,
    step,
    terms,
)

USE, HUBS = "/v1/transfer-use", "/v1/transfer-hubs"
DAYS = {"valid_from": "2026-08-20", "valid_until": "2026-12-31"}
LOADS = [f"consignment:{PLANT}.C-{n}" for n in (1, 2, 3)]


@pytest.fixture
def noticed(scenario: Scenario, client: TestClient) -> TestClient:
    """Three loads of ten tonnes each went under a notice that names two carriers; the second was received."""
    asked = of_slag(regime="notice", carriers=[org(HAULIER), org(BARGEMAN)], **DAYS)
    scenario.given(
        *PROVINCES,
        registered(SITE, "310115", PLANT),
        registered(THERE, "320500", TAKER),
        applied("2026-08-15", asked),
        step("noticed", PLANT, "2026-08-19", terms(waste_codes=[SLAG], method="C2", **DAYS)),
        *(dispatched(str(n), at=f"2026-08-2{n}T08:00:00+08:00", transfer=NUMBER) for n in (1, 2, 3)),
        of_load("received", number="2", accepted_kg=kg("9900")),
    )
    return client


def use(client: TestClient, who: str, **query: Any) -> Any:
    answer = Caller.of(client, who).get(USE, transfer=NUMBER, **query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("who", [PLANT, TAKER, BUREAU, SUZHOU, HAULIER])
def test_who_is_party_to_it_and_both_bureaus_are_told_of_all(noticed: TestClient, who: str) -> None:
    told = use(noticed, who)
    assert (told["accepted_kg"], told["in_transit_kg"], told["left_kg"]) == (9_900, 20_000, 70_100)
    assert [each["subject"] for each in told["loads"]] == LOADS


def test_a_load_that_its_asker_may_not_see_has_no_name_and_counts(noticed: TestClient) -> None:
    told = use(noticed, BARGEMAN)
    assert [each["subject"] for each in told["loads"]] == ["masked"] * 3
    assert told["in_transit_kg"] == 20_000
    assert "C-1" not in str(told)


def test_to_anybody_else_it_is_as_if_there_were_none(noticed: TestClient) -> None:
    caller = Caller.of(noticed, OTHER_PLANT)
    unseen, missing = (caller.get(USE, transfer=each) for each in (NUMBER, NUMBER + "9"))
    assert (unseen.status_code, alike(unseen, NUMBER)) == (404, alike(missing, NUMBER + "9"))
    assert caller.get(HUBS).json()["hubs"] == []


def test_page_after_page_the_list_does_not_move(noticed: TestClient, scenario: Scenario) -> None:
    found, query = [], dict[str, Any]()
    while True:
        page = use(noticed, BUREAU, limit=1, **query)
        found += [each["subject"] for each in page["loads"]]
        if not page["more"]:
            break
        query = {"cursor": page["cursor"]}
        scenario.given(dispatched(f"0{len(found)}", at="2026-08-24T08:00:00+08:00", transfer=NUMBER))
    assert found == LOADS


@pytest.mark.parametrize(
    "query", [{}, {"transfer": "manifest:20263101004217"}, {"transfer": NUMBER, "cursor": "x"}, {"transfer": "x"}]
)
def test_what_cannot_be_asked_is_refused(noticed: TestClient, query: dict[str, str]) -> None:
    answer = Caller.of(noticed, PLANT).get(USE, **query)
    assert (answer.status_code, codes(answer)) == (422, ["wrong_query"])


def test_before_it_was_told_of_there_is_none_and_later_is_a_forecast(noticed: TestClient) -> None:
    before = Caller.of(noticed, PLANT).get(USE, transfer=NUMBER, as_of="2026-11-01T00:00:00+08:00")
    assert before.status_code == 404  # nothing was recorded then
    later = use(noticed, PLANT, as_of="2027-01-01T00:00:00+08:00")
    assert (later["forecast"], later["why_not"]) == (True, "expired")


def test_whoever_else_names_a_transfer_draws_nothing_from_it(noticed: TestClient, scenario: Scenario) -> None:
    scenario.given(dispatched("9", at="2026-08-24T08:00:00+08:00", by=TAKER, transfer=NUMBER))
    assert use(noticed, BUREAU)["count"] == 3
