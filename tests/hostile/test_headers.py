"""Headers that nobody means well by: never 500, and what is refused stores nothing."""

import gzip

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.answers import encode
from ledger.log import Ledger
from tests.doors import Caller, cloud_event
from tests.hostile.test_any_body import thorough
from tests.specification import drum, generated

ONE = encode(cloud_event(generated(drum(), id="one")))
NAMES = ["Accept-Language", "X-Request-Id", "Content-Type", "Content-Encoding", "Accept", "Ce-Id", "Authorization"]
LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=80)


@given(name=st.sampled_from(NAMES), value=LATIN)
@example(name="Accept-Language", value="en;q=" + "9" * 70)
@example(name="Accept-Language", value="-".join(["en"] * 25))
@example(name="Content-Type", value="application/json;charset=\xff")
@example(name="Content-Type", value=";;;")
@example(name="Content-Encoding", value="gzip,deflate,br,zstd")
@example(name="Authorization", value="Bearer \xff.\xff")
@thorough
def test_any_header_is_answered_or_refused(hostile: Caller, ledger: Ledger, name: str, value: str) -> None:
    before = ledger.head()
    headers = {
        "Authorization": f"Bearer {hostile.key}",
        "Content-Type": "application/json",
        name: value.encode("latin-1"),
    }
    answer = hostile.client.post("/v1/events", content=ONE, headers=headers)
    assert answer.status_code in {200, 201, 400, 401, 415}, answer.text
    assert len(answer.headers["x-request-id"]) <= 64
    if answer.status_code >= 400:
        assert ledger.head() == before
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("length", ["-1", "1e9", "0x10", "99999999999999999999999999999999", "", "1,1", "١٢"])
def test_any_length_may_be_declared(hostile: Caller, ledger: Ledger, length: str) -> None:
    headers = {"Authorization": f"Bearer {hostile.key}", "Content-Type": "application/json"}
    answer = hostile.client.post(
        "/v1/events", content=iter([ONE]), headers=headers | {"Content-Length": length.encode()}
    )
    assert answer.status_code in {201, 413}
    assert ledger.head()[0] == (2 if answer.status_code == 201 else 1)


@given(packed=st.binary(max_size=200), cut=st.integers(0, 60))
@thorough
def test_any_packed_bytes_are_taken_or_refused(hostile: Caller, ledger: Ledger, packed: bytes, cut: int) -> None:
    for body in (packed, gzip.compress(packed), gzip.compress(ONE)[:-cut], b"\x1f\x8b\x08" + packed):
        before = ledger.head()
        answer = hostile.send(body, content_encoding="gzip")
        assert answer.status_code in {200, 201, 400, 422}, answer.text
        if answer.status_code >= 400:
            assert ledger.head() == before


def test_a_thousand_languages_and_long_ones_cost_nothing_and_change_nothing(hostile: Caller) -> None:
    for asked in ("en-" + "a" * 60_000, ",".join(f"x{n};q=0.{n % 10}" for n in range(8_000)), "q" * 60_000):
        answer = hostile.client.get("/nowhere", headers={"Accept-Language": asked})
        assert (answer.status_code, answer.headers["content-language"]) == (404, "zh-CN")
        assert len(answer.content) < 1_000
