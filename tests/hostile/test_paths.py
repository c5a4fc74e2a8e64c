"""Paths and queries that nobody means well by."""

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.doors import Caller
from tests.hostile.test_any_body import thorough
from tests.specification import drum, generated, weighed

PATHS = [
    "/v1/subjects/%2e%2e/%2e%2e/etc/passwd",
    "/v1/subjects/..%2f..%2fetc%2fpasswd",
    "/v1/subjects/container:..%5c..%5c",
    "/v1/subjects/%00",
    "/v1/subjects/" + drum() + "%00",
    "/v1/subjects/" + drum() + "/",
    "/v1/subjects/" + drum() + "/history/history",
    "/v1/subjects//history",
    "/v1/subjects/%ed%a0%80",
    "/v1/subjects/%ff",
    "/v1/subjects/%",
    "/v1/subjects/%e2%80%ae",
    "/v1/subjects/'%20OR%20'1'='1",
    "/v1/subjects/" + "a" * 60_000,
    "/v1/subjects/" + "%2f" * 10_000,
    "/v1/subjects/log:localhost/test",
    "/v1/event-types/%2e%2e%2f%2e%2e",
    "/v1/event-types/" + "a" * 60_000,
    "/v1/events/2%00",
    "/v1/events/stream%00",
    "/v1/files/%2e%2e/%2e%2e/etc/passwd",
    "/v1/files/..%2f..%2fetc%2fpasswd",
    "/v1/files/" + "a" * 60_000,
    "/v1/files/" + "%00" * 64,
    "/v1/events/2/%2e%2e/3",
    "/v1/events//2",
]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:50])
def test_a_path_that_leads_nowhere_is_not_found(hostile: Caller, path: str) -> None:
    hostile.post(generated(drum()), weighed(drum()))
    answer = hostile.get(path)
    assert answer.status_code in {404, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.content) < 3_000


@given(text=st.text(min_size=1, max_size=60))
@example(text="\x00")
@thorough
def test_any_subject_is_found_or_not(hostile: Caller, text: str) -> None:
    path = "/v1/subjects/" + quote(text, safe="", errors="surrogatepass")
    assert {hostile.get(path).status_code, hostile.get(path + "/history").status_code} <= {404, 422}


QUERIES = ["tag", "type", "after", "cursor", "limit", "happened_by", "known_by", "linked", "form", "nonsense"]


@given(name=st.sampled_from(QUERIES), value=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example(name="tag", value="\x00")
@example(name="type", value="\x00")
@thorough
def test_any_query_is_answered_or_refused(hostile: Caller, name: str, value: str) -> None:
    for path in ("/v1/events", "/v1/events/1", f"/v1/subjects/{drum()}/history", f"/v1/subjects/{drum()}"):
        assert hostile.get(path, **{name: value}).status_code in {200, 404, 422}
