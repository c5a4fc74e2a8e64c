"""Construction waste at a desk: what is drawn of permits, what sites hold, how carriers do, and who is told."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from projections.construction_waste.accounts import permit_use_of
from tests.people import People, answer_of, sheets_of, text_of
from tests.rules.hauling import truck
from tests.specification import OTHER_PLANT, Scenario, organisation
from tests.spoil import (
    CARRIER,
    CONTRACTOR,
    GREENING,
    OPERATOR_OF_SITE,
    PERMIT,
    SITE,
    accepted,
    departed,
    founded,
    permitted,
    ready,
)


@pytest.fixture
def people(scenario: Scenario, client: TestClient) -> People:
    """One trip of seventeen tonnes that was accepted, and somebody of each who may look."""
    ready(founded(scenario)).given(truck(), departed(), accepted(tonnes="16.9"))
    scenario.given(organisation(OTHER_PLANT, "generator"))
    here = People(client.app)
    for name, whose in (
        ("greening", GREENING),
        ("carrier", CARRIER),
        ("contractor", CONTRACTOR),
        ("site", OPERATOR_OF_SITE),
        ("other", OTHER_PLANT),
    ):
        here.add(name, "viewer", whose)
    return here


def read(people: People, name: str) -> str:
    return text_of(people.browser(name).get("/haulage").text)


def test_the_authority_sees_what_is_drawn_and_held_and_how_carriers_do(people: People) -> None:
    assert "处置证 1 张，超量 0 张" in answer_of(people.browser("greening").get("/haulage").text)
    page = read(people, "greening")
    assert PERMIT.partition(":")[2] in page
    assert "17 t" in page
    assert "16.9 t" in page
    assert SITE.partition(":")[2] in page
    assert page.partition("运输单位 只列理由")[2].count("100.0%") == 1


def test_a_carrier_sees_itself_and_a_contractor_no_carrier(people: People) -> None:
    assert "没有可查看的运输单位" not in read(people, "carrier")
    assert all("没有可查看的运输单位" in read(people, name) for name in ("contractor", "site"))
    assert PERMIT.partition(":")[2] in read(people, "contractor")


def test_others_see_nothing(people: People) -> None:
    page = read(people, "other")
    assert "没有可查看的处置证" in page
    assert "没有可查看的场所" in page
    assert "没有可查看的运输单位" in page
    assert people.browser().get("/haulage").headers["location"] == "/sign-in?next=%2Fhaulage"


def test_as_a_sheet_for_each_table(people: People) -> None:
    sheets = sheets_of(people.browser("greening").get("/haulage.xlsx"))
    assert list(sheets) == ["处置证", "消纳场所", "运输单位"]
    assert sheets["处置证"][1][0] == PERMIT.partition(":")[2]
    assert (sheets["处置证"][1][2], sheets["处置证"][1][4]) == (1, 17)
    assert sheets["消纳场所"][1][4] == 16.9
    assert sheets["运输单位"][1][1:3] == [1, 1]
    assert [len(rows) for rows in sheets_of(people.browser("other").get("/haulage.xlsx")).values()] == [1, 1, 1]
    assert people.browser().get("/haulage.xlsx").status_code == 303


def test_the_busiest_are_listed_and_only_of_those_is_anything_worked_out(
    people: People, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.pages.haulage_page.LISTED", 1)
    asked: list[str] = []
    real = permit_use_of

    def counting(*given: Any) -> Any:
        asked.append(given[2])
        return real(*given)

    monkeypatch.setattr("api.pages.haulage_page.permit_use_of", counting)
    scenario.given(*(permitted(f"{PERMIT}{number}") for number in range(3)))
    page = read(people, "greening")
    assert "处置证 1 张" in page
    assert asked == [PERMIT]
