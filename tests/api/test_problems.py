"""Refusals as problem+json, in the language asked for; and who is let in at all."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.answers import encode
from ledger.log import Ledger
from tests.doors import Caller, cloud_event, codes
from tests.specification import SCALE, drum, generated, said, weighed

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
    assert problem.keys() == {"type", "title", "status", "detail", "next", "instance", "errors"}
    assert (problem["type"], problem["status"]) == ("urn:bihuan:problem:out_of_range", 422)
    (error,) = problem["errors"]
    assert error["pointer"] == "/data/gross_kg"
    assert error["code"] == "out_of_range"
    assert error["detail"] == problem["detail"]


ZH, EN = ("zh-CN", "没有这种事实类型"), ("en", "Not a type of fact")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", ZH),
        ("zh-CN,zh;q=0.9,en;q=0.8", ZH),
        ("fr", ZH),
        ("*", ZH),
        ("fr, *;q=0.1", ZH),
        ("en;q=0", ZH),
        ("en;q=0.5, zh-Hans-CN;q=0.6", ZH),
        ("zh, en", ZH),
        ("en;q=0, *", ZH),
        ("enx", ZH),
        ("en;q=2", ZH),
        ("en;q=é", ZH),
        ("en", EN),
        ("en-GB,en;q=0.9", EN),
        ("zh;q=0.3, en;q=0.7", EN),
        ("fr, en;q=0.001", EN),
        ("en, zh", EN),
        ("EN-us ; Q=1.000", EN),
        ("zh;q=0, *;q=0.1", EN),
        ("x, ,;;,en", EN),
    ],
)
def test_the_language_is_chinese_unless_english_is_preferred(
    client: TestClient, asked: str, said: tuple[str, str]
) -> None:
    headers = {"Accept-Language": asked.encode("latin-1")}
    answer = client.get("/v1/event-types/none.such", headers=headers)
    assert (answer.status_code, codes(answer)) == (404, ["unknown_type"])
    assert (answer.headers["content-language"], answer.json()["title"]) == said
    assert answer.headers["vary"] == "Accept-Language"


def test_every_sentence_is_in_the_language_asked_for(plant: Caller) -> None:
    def told(language: str) -> dict[str, Any]:
        return plant.send(encode(cloud_event(weighed(drum(), "-1"))), Accept_Language=language).json()

    assert {k: told("zh")[k] for k in ("title", "detail", "next")} == {
        "title": "数值超出合理范围",
        "detail": "不得小于 0",
        "next": "核对单位与读数",
    }
    assert {k: told("en")[k] for k in ("title", "detail", "next")} == {
        "title": "The number is beyond what is plausible",
        "detail": "at least 0",
        "next": "check the unit and the reading",
    }


def test_where_the_chinese_says_less_the_english_stands_beside_it(plant: Caller) -> None:
    (error,) = plant.get(f"/v1/subjects/{drum()}/history", known_by="yesterday").json()["errors"]
    assert error["detail"] == "地址中的参数不符合格式"
    assert "RFC 3339" in error["en"]


def test_the_framework_refuses_in_the_same_form(client: TestClient) -> None:
    nowhere, wrong_method = client.get("/nowhere"), client.delete("/v1/events")
    assert [(a.status_code, codes(a)) for a in (nowhere, wrong_method)] == [
        (404, ["no_such_route"]),
        (405, ["method_not_allowed"]),
    ]
    assert wrong_method.headers["allow"] == "GET, POST"
    assert client.post("/v1/event-types").headers["allow"] == "GET"


def test_all_problems_of_one_event_are_told_at_once(plant: Caller, ledger: Ledger) -> None:
    event = {
        "specversion": "0.3",
        "source": 7,
        "type": "container.weighed",
        "subject": drum().replace("006", "007"),
        "time": "yesterday",
        "a/b~c": 1,
        "data": {"gross_kg": -1, "tare_kg": "1", "scale": SCALE.replace("006", "007"), "evidence": [{"x/y": 1}]},
    }
    answer = plant.send(encode(event))
    assert answer.status_code == 422
    assert sorted((e["pointer"], e["code"]) for e in answer.json()["errors"]) == [
        ("/a~1b~0c", "unknown_attribute"),
        ("/data/evidence/0/sha256", "missing_field"),
        ("/data/evidence/0/x~1y", "unknown_field"),
        ("/data/gross_kg", "out_of_range"),
        ("/data/scale", "uscc_check_digit"),
        ("/data/tare_kg", "wrong_type"),
        ("/id", "missing_attribute"),
        ("/source", "wrong_type"),
        ("/specversion", "specversion"),
        ("/subject", "uscc_check_digit"),
        ("/time", "wrong_form"),
    ]
    assert {e["index"] for e in answer.json()["errors"]} == {0}
    assert ledger.head()[0] == 1


def test_attributes_of_one_event_and_data_of_another_are_told_together(plant: Caller, ledger: Ledger) -> None:
    bad_data, good = cloud_event(weighed(drum(), "-1")), cloud_event(generated(drum()))
    no_time = {k: v for k, v in cloud_event(weighed(drum(), "-2")).items() if k != "time"}
    unknown = {**good, "type": "container.exploded", "subject": "container:7", "time": "never"}
    answer = plant.send(encode([bad_data, good, no_time, unknown]))
    told = [(0, "/data/gross_kg"), (2, "/time"), (2, "/data/gross_kg"), (3, "/type"), (3, "/subject"), (3, "/time")]
    assert [(e["index"], e["pointer"]) for e in answer.json()["errors"]] == told
    assert ledger.head()[0] == 1
    # and where all attributes are well, the ledger itself tells the same
    answer = plant.send(encode([bad_data, good, unknown]))
    told = [(0, "/data/gross_kg"), (2, "/type"), (2, "/subject"), (2, "/time")]
    assert [(e["index"], e["pointer"]) for e in answer.json()["errors"]] == told


def test_what_is_corrected_is_told_with_what_is_wrong_beside_it(plant: Caller) -> None:
    plant.post(weighed(drum()))
    data = {"position": 2, "data": {**weighed(drum(), "-1").data, "tare_kg": True}, "reason": ""}
    answer = plant.post(said("fact.corrected", drum(), data))
    assert sorted(e["pointer"] for e in answer.json()["errors"]) == [
        "/data/data/gross_kg",
        "/data/data/tare_kg",
        "/data/reason",
    ]


def test_a_thousand_problems_are_told_and_that_there_are_more(plant: Caller) -> None:
    nonsense = {f"a{n}": 0 for n in range(150)}
    one = plant.post(said("container.closed", drum(), nonsense)).json()["errors"]
    assert (len(one), one[-1]["code"], one[-1]["detail"]) == (100, "more_findings", "只列出前 99 个问题")
    many = plant.post(*(said("container.closed", drum(n), nonsense) for n in range(20))).json()["errors"]
    assert (len(many), many[-1]["code"], many[-1]["index"]) == (1000, "more_findings", 9)
    broken = [{**cloud_event(said("container.closed", drum(n), nonsense)), "id": 7} for n in range(20)]
    many = plant.send(encode(broken)).json()["errors"]
    assert (len(many), many[-1]["code"]) == (1000, "more_findings")


def test_an_endless_name_is_not_echoed(client: TestClient) -> None:
    assert len(client.get("/v1/event-types/" + "a" * 50_000).content) < 2_000
