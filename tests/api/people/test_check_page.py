"""`/check`: anybody asks whether a receipt is true, and learns nothing of what any fact says."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.papers.check_code import CheckCode
from ledger.leaf import leaf_hash
from tests.people import answer_of, text_of
from tests.specification import Scenario, drum, generated, weighed

ORIGIN = "localhost/bihuan"


@pytest.fixture
def code(scenario: Scenario, client: TestClient) -> CheckCode:
    """The check code of a drum's generation."""
    scenario.given(generated(drum(1)), weighed(drum(1)))
    ledger: Any = client.app.state.ledger  # type: ignore[attr-defined]
    position = ledger.head()[0] - 1
    return CheckCode(ledger.opened.origin, position, leaf_hash(ledger.stored(position)[1]).hex())


def ask(client: TestClient, text: object, lang: str = "zh") -> str:
    answer = client.get("/check", params={"code": str(text), "lang": lang})
    assert answer.status_code == 200
    return answer.text


def test_a_true_receipt_is_found_by_the_text_of_its_code(client: TestClient, code: CheckCode) -> None:
    html = ask(client, code)
    assert answer_of(html) == f"凭证属实：它所指的事实就在账本第 {code.position} 位，一字未改。"
    assert f'data-leaf="{code.leaf_hash}"' in html
    assert "示范" not in text_of(html)
    assert drum(1) not in html, "the hash of every fact is public: whoever has one learns nothing of it"
    assert answer_of(ask(client, code, "en")).startswith("The receipt is true")


@pytest.mark.parametrize("wrapped", [False, True])
def test_the_receipt_of_the_api_will_do(client: TestClient, code: CheckCode, wrapped: bool) -> None:
    receipt: dict[str, Any] = {"id": "1", "position": code.position, "leaf_hash": code.leaf_hash, "receipt": None}
    assert "凭证属实" in answer_of(ask(client, json.dumps({"receipts": [receipt]} if wrapped else receipt)))


def test_what_is_not_true_is_said_to_be_so(client: TestClient, code: CheckCode) -> None:
    assert answer_of(ask(client, code._replace(position=code.position + 1))).startswith("凭证不符")
    assert answer_of(ask(client, code._replace(leaf_hash="0" * 64))).startswith("凭证不符")
    assert answer_of(ask(client, code._replace(position=10**15))).startswith("凭证不符：账本还没有")
    assert "属于另一个账本 elsewhere/log" in answer_of(ask(client, code._replace(origin="elsewhere/log")))


@pytest.mark.parametrize(
    "text",
    ["x", "BIHUAN1", "{}", "[]", "null", '{"receipts": []}', '{"receipts": 3}', '{"position": {}}', "[" * 5000],
)
def test_what_is_no_receipt_breaks_nothing(client: TestClient, text: str) -> None:
    assert answer_of(ask(client, text)).startswith("这不是凭证")


def test_what_somebody_types_is_text(client: TestClient) -> None:
    html = ask(client, "</textarea><script>alert(1)</script>")
    assert "<script>alert" not in html


def test_without_a_code_it_says_what_it_is_for(client: TestClient) -> None:
    assert answer_of(client.get("/check").text) == "凭证是不是真的，在这里查验，不用登录。"
    assert client.get("/check", params={"code": "x" * 8001}).status_code == 422
