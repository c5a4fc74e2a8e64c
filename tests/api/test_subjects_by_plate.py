"""A conveyance and a licence have numbers in Chinese: they are found wherever an address or a query names them."""

from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.api.least_statements import TERMS, TRUCK
from tests.api.two_districts import ECOLOGY, PUDONG
from tests.doors import Caller, codes
from tests.specification import BUREAU, OTHER_PLANT, PLANT, Scenario, organisation, said

TRUCK_ID = "vehicle:沪AB1234"
TRAILER_ID = "vehicle:沪A1234挂"
LICENCE_ID = "licence:沪环保许防〔2026〕017号"


@pytest.fixture
def carrier(client: TestClient) -> Caller:
    """The plant, as the carrier of a truck and a trailer."""
    caller = Caller.of(client, PLANT)
    for subject in (TRUCK_ID, TRAILER_ID):
        assert caller.post(said("conveyance.registered", subject, TRUCK)).status_code == 201
    return caller


@pytest.mark.parametrize("subject", [TRUCK_ID, TRAILER_ID])
@pytest.mark.parametrize("safe", ["", ":"], ids=["all encoded", "the colon as it is"])
def test_a_truck_is_found_by_its_percent_encoded_plate(carrier: Caller, subject: str, safe: str) -> None:
    path = "/v1/subjects/" + quote(subject, safe=safe)
    assert path.isascii()
    found = carrier.get(path).json()
    assert (found["subject"], found["stage"]) == (subject, "registered")
    assert found["state"]["carrier"] == f"organisation:{PLANT}"
    history = carrier.get(path + "/history").json()
    assert [event["subject"] for event in history["events"]] == [subject]


def test_lower_case_hexadecimals_and_a_plate_as_it_is_do_too(carrier: Caller) -> None:
    assert carrier.get("/v1/subjects/vehicle:%e6%b2%aaAB1234").json()["subject"] == TRUCK_ID
    assert carrier.get(f"/v1/subjects/{TRUCK_ID}").json()["subject"] == TRUCK_ID


def test_the_facts_of_a_truck_are_listed_by_its_tag(carrier: Caller) -> None:
    listed = carrier.get("/v1/events", tag=TRUCK_ID).json()["events"]
    assert [event["type"] for event in listed] == ["conveyance.registered"]


@pytest.mark.parametrize("path", ["vehicle:%E6%B2", "vehicle:%E6%B2%AAab1234", "vehicle:%E6%B2%AAAB1234%E6%8C%82"])
def test_what_is_no_plate_is_not_found(carrier: Caller, path: str) -> None:
    assert carrier.get(f"/v1/subjects/{path}").status_code == 404


def test_a_truck_is_seen_by_its_carrier_and_by_the_authority_over_it_alone(
    carrier: Caller, client: TestClient, scenario: Scenario
) -> None:
    bureau = organisation(BUREAU, "authority", competence=["police"])
    scenario.given(bureau, organisation(PLANT, "carrier"))
    path = "/v1/subjects/" + quote(TRUCK_ID)
    assert Caller.of(client, BUREAU).get(path).status_code == 200
    assert Caller.of(client, OTHER_PLANT).get(path).status_code == 404


def test_a_licence_is_seen_by_its_holder_and_an_unlawful_one_is_refused_with_its_article(door: TestClient) -> None:
    bureau = Caller.of(door, ECOLOGY[PUDONG].code)
    too_long = bureau.post(said("licence.granted", LICENCE_ID, TERMS | {"valid_until": "2036-01-01"}, by=BUREAU))
    assert (too_long.status_code, codes(too_long)) == (409, ["licence_too_long"])
    (error,) = too_long.json()["errors"]
    assert error["article"] == "危险废物经营许可证管理办法（2016修订）13"
    assert bureau.post(said("licence.granted", LICENCE_ID, TERMS, by=BUREAU)).status_code == 201
    path = "/v1/subjects/" + quote(LICENCE_ID, safe="")
    assert Caller.of(door, PLANT).get(path).json()["state"]["valid_until"] == TERMS["valid_until"]
    assert Caller.of(door, OTHER_PLANT).get(path).status_code == 404
