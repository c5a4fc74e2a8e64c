"""label_reused: one label code is on one container."""

import pytest

from tests.rules.conftest import Register
from tests.rules.drums import LABEL, at, labelled
from tests.specification import drum, generated, said

RULE = "label_reused"
ONE, TWO, THREE = (drum(n) for n in (1, 2, 3))
LATER = "2026-12-20T00:00:00Z"


@pytest.fixture
def one(register: Register) -> Register:
    return register.given(*(generated(each) for each in (ONE, TWO, THREE)), labelled("09:00", ONE))


def test_a_label_of_its_own_or_printed_again_is_no_flag(one: Register) -> None:
    one.given(labelled("10:00", ONE), labelled("10:00", TWO, LABEL[:-1] + "2"))
    assert one.told(LATER, RULE) == []


def test_on_two_containers_it_is_flagged_once_the_second_is_recorded(one: Register) -> None:
    one.given(labelled("10:00", TWO), recorded_at="2026-11-24T04:00:00Z")
    assert one.told("2026-11-24T04:00:00Z", RULE) == []
    assert one.told("2026-11-24T04:00:01Z", RULE) == [(TWO, LABEL, "warning")]


def test_on_three_it_is_the_same_flag(one: Register) -> None:
    one.given(labelled("10:00", THREE), labelled("11:00", TWO))
    (flag,) = one.flags(LATER, RULE)
    assert (flag.subject, flag.since) == (THREE, "2026-11-24T02:00:00.000000Z")
    assert f'"containers":["{ONE}","{THREE}","{TWO}"]' in flag.findings[0].inputs


def test_a_corrected_code_clears_it_and_what_was_known_stays(one: Register) -> None:
    one.given(labelled("10:00", TWO))
    assert len(one.told("2026-11-25T00:00:00Z", RULE)) == 1
    right = {"position": one.position(TWO), "data": {"label_code": LABEL[:-1] + "2"}, "reason": "误读"}
    one.given(said("fact.corrected", TWO, right, at=at("08:00", 26)))
    assert one.told(LATER, RULE) == []
    assert len(one.told("2026-11-25T00:00:00Z", RULE)) == 1
