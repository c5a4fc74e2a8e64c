"""Refusals as problem+json, in the language asked for; and who is let in at all."""

import pytest
from fastapi.testclient import TestClient

from ledger.log import Ledger
from tests.doors import Caller, cloud_event, codes
from tests.specification import drum, generated, weighed

ASKED = ["/v1/events", "/v1/events/1", f"/v1/subjects/{drum()}", f"/v1/subjects/{drum()}/history"]


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer k-22222222.x", "Bearer .", "Bearer é"]
)
def test_without_a_good_key_there_is_nothing_but_401(client: TestClient, path: str, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    answer = client.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"


def test_posting_without_a_good_key_stores_nothing(client: TestClient, ledger: Ledger) -> None:
    body = cloud_event(generated(drum()))
    assert client.post("/v1/events", json=body).status_code == 401
    assert client.post("/v1/events", json=body, headers={"Authorization": "Bearer k-2.x"}).status_code == 401
    assert ledger.head()[0] == 1


def test_the_secret_of_another_key_does_not_open(plant: Caller) -> None:
    other = Caller.of(plant.client, plant.organisation)
    mixed = plant.key.partition(".")[0] + "." + other.key.partition(".")[2]
    assert Caller(plant.client, plant.organisation, mixed).get("/v1/events").status_code == 401


def test_a_revoked_key_is_out_at_once_and_its_facts_stay(plant: Caller, ledger: Ledger) -> None:
    plant.post(generated(drum()))
    plant.client.app.state.credentials.revoke(plant.key.partition(".")[0], ledger.recorder.now())
    assert plant.get("/v1/events").status_code == 401
    assert plant.post(weighed(drum())).status_code == 401
    assert [f.fact.subject for f in ledger.recorded(after=1)] == [drum()]


def test_a_problem_says_what_where_and_why(plant: Caller) -> None:
    answer = plant.post(weighed(drum(), "-1"))
    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem.keys() == {"type", "title", "status", "detail", "errors"}
    assert (problem["type"], problem["status"]) == ("urn:bihuan:problem:out_of_range", 422)
    (error,) = problem["errors"]
    assert error["pointer"] == "/data/gross_kg"
    assert error["code"] == "out_of_range"
    assert error["detail"] == problem["detail"]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("", "没有找到"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "没有找到"),
        ("fr", "没有找到"),
        ("en", "Not found"),
        ("en-GB,en;q=0.9", "Not found"),
    ],
)
def test_titles_are_chinese_unless_english_is_asked_for(client: TestClient, asked: str, title: str) -> None:
    answer = client.get("/v1/event-types/none.such", headers={"Accept-Language": asked})
    assert (answer.status_code, answer.json()["title"]) == (404, title)
    assert codes(answer) == ["unknown_type"]


def test_the_framework_refuses_in_the_same_form(client: TestClient) -> None:
    nowhere, wrong_method = client.get("/nowhere"), client.delete("/v1/events")
    assert [a.status_code for a in (nowhere, wrong_method)] == [404, 405]
    assert [a.json()["title"] for a in (nowhere, wrong_method)] == ["没有找到", "不支持的方法"]


def test_an_endless_name_is_not_echoed(client: TestClient) -> None:
    assert len(client.get("/v1/event-types/" + "a" * 50_000).content) < 2_000
