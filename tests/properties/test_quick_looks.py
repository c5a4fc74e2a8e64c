"""A quick look at a body must find nothing else than the slow look that it spares."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cloudevents import KNOWN, REQUIRED, _is_sound, _wrong_attributes
from api.strict_json import MAX_DEPTH, _check_depth
from ledger.errors import MalformedError

texts = st.text(alphabet='ab"\\[]{}:, é', max_size=8)
values = st.recursive(
    texts | st.integers(), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner)
)
attributes = st.one_of(
    texts, st.sampled_from(["1.0", "urn:uscc:x", "application/json", "\x07", "", "x" * 300]), values
)


def depth(text: str) -> int:
    """How deep a well-formed text is nested, one character after the other."""
    deepest = here = 0
    quoted = escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif quoted:
            escaped, quoted = character == "\\", character != '"'
        elif character == '"':
            quoted = True
        elif character in "[{":
            here += 1
            deepest = max(deepest, here)
        elif character in "]}":
            here -= 1
    return deepest


@given(values, st.integers(0, MAX_DEPTH + 2))
def test_a_body_is_too_deep_just_when_its_brackets_are(value: Any, around: int) -> None:
    text = "[" * around + json.dumps(value, ensure_ascii=False) + "]" * around
    if depth(text) > MAX_DEPTH:
        with pytest.raises(MalformedError, match="too_deep"):
            _check_depth(text.encode())
    else:
        _check_depth(text.encode())


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys((*REQUIRED, *sorted(KNOWN), "other"), attributes)),
    st.dictionaries(st.sampled_from(sorted(KNOWN)), attributes, max_size=2),
)
def test_what_looks_sound_has_nothing_wrong(some: dict[str, Any], odd: dict[str, Any]) -> None:
    good = dict.fromkeys(REQUIRED, "urn:uscc:x") | {"specversion": "1.0"}
    for event in (some, good | odd, good):
        if _is_sound(event):
            assert list(_wrong_attributes(event)) == []
    assert _is_sound(good)
