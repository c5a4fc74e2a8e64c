"""Construction waste at a desk: what is drawn of permits, what sites hold, how carriers do, and who is told."""

import pytest
from fastapi.testclient import TestClient

from tests.people import People, answer_of, text_of
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
