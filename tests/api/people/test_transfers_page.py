"""Transfers across provinces as people see them: what each waits for, and what is drawn of it."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from ledger.clock import SimulatedClock
from tests.manifests import registered
from tests.people import People, answer_of, sheets_of, text_of
from tests.specification import BUREAU, OTHER_PLANT, PLANT, SITE, Scenario, organisation
from tests.transfers import NUMBER, PROVINCES, SHANGHAI, TAKER, applied


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """An application that came in this morning, and somebody of each who may look."""
    scenario.given(*PROVINCES, organisation(OTHER_PLANT, "generator"), registered(SITE, "310115", PLANT))
    scenario.given(applied(at="2026-11-24"))
    here = People(client.app)
    for name, whose in (
        ("city", SHANGHAI),
        ("district", BUREAU),
        ("plant", PLANT),
        ("taker", TAKER),
        ("other", OTHER_PLANT),
    ):
        here.add(name, "viewer", whose)
    return here


def test_what_waits_is_told_with_its_day(people: People) -> None:
    page = people.browser("city").get("/transfers").text
    assert answer_of(page) == "跨省转移 1 项，1 项有期限在走，其中逾期 0 项，超量 0 项。"
    assert NUMBER.partition(":")[2] in text_of(page)
    assert "受理后初审并商请" in text_of(page)


def test_what_waited_too_long_is_overdue(people: People, clock: SimulatedClock) -> None:
    clock.set(clock.now() + timedelta(days=40))
    page = people.browser("city").get("/transfers").text
    assert "其中逾期 1 项" in answer_of(page)
    assert "已过" in text_of(page)


def test_who_has_nothing_to_do_with_it_sees_none(people: People) -> None:
    assert answer_of(people.browser("plant").get("/transfers").text).startswith("跨省转移 1 项")
    assert answer_of(people.browser("other").get("/transfers").text).startswith("跨省转移 0 项")
    assert "transfer.applied" in text_of(people.browser("other").get("/transfers").text)
    assert people.browser().get("/transfers").headers["location"] == "/sign-in?next=%2Ftransfers"


def test_in_english_too(people: People) -> None:
    assert answer_of(people.browser("city").get("/transfers?lang=en").text).startswith("1 transfer across provinces:")


def test_as_tables(people: People) -> None:
    sheets = sheets_of(people.browser("city").get("/transfers.xlsx"))
    assert list(sheets) == ["跨省转移", "集散地"]
    assert [row[0] for row in sheets["跨省转移"][1:]] == [NUMBER.partition(":")[2]]
    assert len(sheets_of(people.browser("other").get("/transfers.xlsx"))["跨省转移"]) == 1
    assert people.browser().get("/transfers.xlsx").status_code == 303
