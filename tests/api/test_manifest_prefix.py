"""Some systems write a G before a manifest's 14 digits: read as the same number, never kept as one."""

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from tests.doors import Caller, codes, receipts
from tests.manifests import NUMBER, RECEIVER, TRADE, issued, of_manifest
from tests.specification import OPERATOR, PLANT

WITH_G = NUMBER.replace(":", ":G")
OFFICIAL = "manifest:20263101009999"


@pytest.fixture
def plant(client: TestClient) -> Caller:
    receipts(Caller.of(client, OPERATOR).post(*TRADE))
    return Caller.of(client, PLANT)


def test_a_manifest_is_issued_and_asked_for_with_the_prefix_and_is_known_without(plant: Caller) -> None:
    first = issued(WITH_G)
    again = replace(first, subject=NUMBER)
    (receipt,) = receipts(plant.post(first))
    assert (receipt["subject"], receipt["duplicate"]) == (NUMBER, False)
    (repeated,) = receipts(plant.post(again))
    assert (repeated["position"], repeated["duplicate"]) == (receipt["position"], True)
    for path in ("", "/history", "/history?linked=true"):
        told = plant.get(f"/v1/subjects/{WITH_G}{path}").json()
        assert told == plant.get(f"/v1/subjects/{NUMBER}{path}").json()
        assert told["subject"] == NUMBER
    assert [each["position"] for each in plant.get("/v1/events", tag=WITH_G).json()["events"]] == [
        receipt["position"]
    ]


def test_a_number_in_a_field_is_read_without_it_too(plant: Caller) -> None:
    bound = of_manifest("number_bound", PLANT, {"official": OFFICIAL.replace(":", ":G")})
    receipts(plant.post(issued(), bound))
    assert plant.get(f"/v1/subjects/{NUMBER}").json()["state"]["official"] == OFFICIAL


def test_what_is_sent_on_names_its_manifest_with_it(client: TestClient, plant: Caller) -> None:
    receipts(plant.post(issued()))
    on = of_manifest("return_dispatched", RECEIVER, {"manifest": OFFICIAL.replace(":", ":G")}, WITH_G)
    receipts(Caller.of(client, RECEIVER).post(on))
    assert OFFICIAL in plant.get(f"/v1/subjects/{NUMBER}").json()["linked"]


@pytest.mark.parametrize(
    "number", ["manifest:g20263101004217", "manifest:G2026310100421", "manifest:GG20263101004217"]
)
def test_any_other_letter_is_none(plant: Caller, number: str) -> None:
    assert codes(plant.post(issued(number))) == ["subject_grammar"]
    assert plant.get(f"/v1/subjects/{number}").status_code == 404
