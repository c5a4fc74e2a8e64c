"""GET /v1/event-types: the vocabulary, for anybody who asks."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from ledger.catalogue import CATALOGUE
from tests.doors import cloud_event, codes
from tests.specification import drum, weighed


def read(client: TestClient, name: str) -> dict[str, Any]:
    answer = client.get(f"/v1/event-types/{name}")
    assert answer.status_code == 200
    return answer.json()


def test_the_vocabulary_is_public_and_whole(client: TestClient) -> None:
    listed = client.get("/v1/event-types").json()["event_types"]
    assert [t["type"] for t in listed] == sorted(CATALOGUE)
    assert all(t["title"]["zh"] and t["title"]["en"] and t["legal_basis"] and t["stated_by"] for t in listed)


@pytest.mark.parametrize("name", sorted(CATALOGUE))
def test_each_type_has_a_schema_with_a_title_for_every_field(client: TestClient, name: str) -> None:
    described = read(client, name)
    schema = described["schema"]
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == described["title"]["zh"]
    assert schema["additionalProperties"] is False
    assert all(field["title"] and field["x-title-en"] for field in schema["properties"].values())


def test_a_weighing_is_described_in_wire_units(client: TestClient) -> None:
    described = read(client, "container.weighed")
    assert {k: v for k, v in described.items() if k != "schema"} == {
        "type": "container.weighed",
        "v": 1,
        "title": {"zh": "即称重", "en": "Weighed"},
        "subject": "container",
        "creates_subject": False,
        "stated_by": ["owner", "holder"],
        "legal_basis": ["HJ 1259-2022 6.2", "沪府办发〔2024〕30号 三（二）"],
    }
    schema = described["schema"]
    assert sorted(schema["required"]) == ["gross_kg", "scale", "tare_kg"]
    assert schema["properties"]["gross_kg"]["multipleOf"] == 0.001
    validator = Draft202012Validator(schema)
    assert validator.is_valid(
        {"gross_kg": 212.5, "tare_kg": 12.5, "scale": cloud_event(weighed(drum()))["data"]["scale"]}
    )
    assert not validator.is_valid({"gross_g": 212400, "tare_kg": 12.5, "scale": "scale:7"})


@pytest.mark.parametrize("name", ["none.such", "Container.Weighed", "container", "%2e%2e", "%00"])
def test_an_unknown_type_is_not_found(client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/event-types/{name}")
    assert (answer.status_code, codes(answer)) == (404, ["unknown_type"])
