"""/openapi.json describes every door, and its examples are what the doors really answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator

from api.openapi import document
from api.openapi.events import postable
from api.openapi.operations import OPERATIONS
from ledger.catalogue import CATALOGUE
from tests.api.openapi_story import STORY, play, stage, written
from tests.doors import Caller

KEPT = Path(document.__file__).with_name("examples.json")
DIFFERENT_EACH_TIME = {"leaf_hash", "receipt", "instance", "credential", "salt"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The description, as anybody is given it."""
    with stage(tmp_path_factory.mktemp("stage")) as client:
        answer: dict[str, Any] = client.get("/openapi.json").json()
    return answer


def operations(told: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def valid(told: dict[str, Any], schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is of a schema of the description."""
    return Draft202012Validator({**schema, "components": told["components"]}).is_valid(value)


def test_it_is_openapi_3_1_and_every_schema_is_a_schema(told: dict[str, Any]) -> None:
    assert told["openapi"].startswith("3.1")
    for schema in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_door_is_described_and_no_other(told: dict[str, Any]) -> None:
    assert {(method, path) for method, path, _ in operations(told)} == OPERATIONS.keys()


def test_every_door_has_an_example_of_what_it_answers(told: dict[str, Any]) -> None:
    played = {step.door for step in STORY if step.status < 300}
    without_end = {"GET /v1/events/stream"}
    assert played == {f"{method} {path}" for method, path, _ in operations(told)} - without_end


def test_every_status_that_is_answered_is_described(told: dict[str, Any]) -> None:
    described = {f"{m} {path}": {int(s) for s in operation["responses"]} for m, path, operation in operations(told)}
    assert {(step.door, step.status) for step in STORY if step.status not in described[step.door]} == set()


def test_every_answer_is_numbered_and_every_refusal_is_a_problem(told: dict[str, Any]) -> None:
    for _, _, operation in operations(told):
        for status, response in operation["responses"].items():
            assert response["headers"]["X-Request-Id"]["required"]
            if int(status) >= 400:
                schema = response["content"]["application/problem+json"]["schema"]
                assert schema == {"$ref": "#/components/schemas/Problem"}


def test_what_wants_a_key_says_so(told: dict[str, Any]) -> None:
    assert told["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    with_key = {path for _, path, operation in operations(told) if operation.get("security")}
    assert with_key == {path for _, path, operation in operations(told) if "401" in operation["responses"]}
    assert "/v1/events" in with_key
    assert "/health/live" not in with_key


def test_every_type_that_can_be_posted_is_a_body_of_its_own(told: dict[str, Any]) -> None:
    discriminator = told["components"]["schemas"]["CloudEvent"]["discriminator"]
    assert discriminator["propertyName"] == "type"
    assert set(discriminator["mapping"]) == set(postable())
    assert set(CATALOGUE) - set(postable()) == {"log.opened", "heads.recorded", "log_key.changed"}
    for name, ref in discriminator["mapping"].items():
        assert told["components"]["schemas"][ref.rpartition("/")[2]]["properties"]["type"] == {"const": name}


def test_every_example_is_of_its_schema(told: dict[str, Any]) -> None:
    looked_at = 0
    for _, _, operation in operations(told):
        bodies = operation.get("requestBody", {}).get("content", {}).values()
        answers = [c for r in operation["responses"].values() for c in r["content"].values()]
        for content in (*bodies, *answers):
            for name, example in content.get("examples", {}).items():
                assert valid(told, content["schema"], example["value"]), name
                looked_at += 1
        for parameter in operation.get("parameters", ()):
            if "example" in parameter:
                assert valid(told, parameter["schema"], parameter["example"]), parameter
                looked_at += 1
    assert looked_at > len(STORY)


def without_chance(value: Any) -> Any:
    """A value without what no two runs have in common."""
    if isinstance(value, dict):
        return {k: without_chance(v) for k, v in value.items() if k not in DIFFERENT_EACH_TIME}
    return [without_chance(v) for v in value] if isinstance(value, list) else value


def test_every_example_is_answered_as_it_says(tmp_path: Path) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    with stage(tmp_path) as client:
        for step, answer in play(client):
            assert answer.status_code == step.status, answer.text
            if "json" not in answer.headers["content-type"]:
                continue
            example = kept[step.door]["answers"][str(step.status)][step.name]
            assert without_chance(answer.json()) == without_chance(example["value"]), (
                "run: python -m tests.api.test_openapi"
            )
            if 200 <= step.status < 300 and isinstance(step.body, dict | list):
                assert kept[step.door]["bodies"][step.content_type][step.name]["value"] == step.body
    assert {door: set(told) for door, told in kept.items()} == {door: set(told) for door, told in written().items()}


def test_what_is_not_of_its_type_is_told_apart(told: dict[str, Any]) -> None:
    schema = told["paths"]["/v1/events"]["post"]["requestBody"]["content"]["application/cloudevents+json"]["schema"]
    good = next(step.body for step in STORY if step.name == "one")
    assert valid(told, schema, good)
    for change in ({"type": "container.closed"}, {"id": ""}, {"x": 1}, {"time": 7}, {"subject": "scale:7"}):
        assert not valid(told, schema, good | change), change


def test_the_page_for_people_lists_the_same_doors(plant: Caller, told: dict[str, Any]) -> None:
    page = plant.client.get("/docs").text
    assert all(f"<code>{path}</code>" in page for _, path, _ in operations(told))


def test_it_is_made_once(client: TestClient) -> None:
    assert client.app.openapi() is client.app.openapi()


def kept_where_the_same(value: Any, kept: Any) -> Any:
    """What was written last time, wherever the two differ by nothing but chance: else every run rewrites the file."""
    if without_chance(value) == without_chance(kept):
        return kept
    if isinstance(value, dict) and isinstance(kept, dict):
        return {name: kept_where_the_same(each, kept.get(name)) for name, each in value.items()}
    return value


if __name__ == "__main__":
    try:
        before = json.loads(KEPT.read_text(encoding="utf-8"))
    except json.JSONDecodeError:  # a merge that was left to this
        before = {}
    text = json.dumps(kept_where_the_same(written(), before), ensure_ascii=False, indent=1)
    KEPT.write_text(text + "\n", encoding="utf-8")
