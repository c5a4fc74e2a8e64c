"""subject_not_created: something is said of a thing, and not by which fact it came to be."""

from tests.rules.conftest import Register
from tests.specification import OPERATOR, PLANT, SCALE, drum, generated, organisation, said, weighed

RULE = "subject_not_created"
LATER = "2026-12-20T00:00:00Z"
AT = "2026-11-24T08:10:00+08:00"


def test_a_drum_that_nobody_generated_once_devices_had_time(register: Register) -> None:
    register.given(organisation(PLANT, "generator"), weighed(drum(1), at=AT))
    assert register.told("2026-11-25T00:10:00Z", RULE) == []
    assert register.told("2026-11-25T00:10:00.000001Z", RULE) == [(drum(1), "", "notice")]


def test_the_creating_fact_clears_it_and_what_was_known_stays(register: Register) -> None:
    register.given(organisation(PLANT, "generator"), weighed(drum(1), at=AT))
    register.given(generated(drum(1)), recorded_at="2026-11-27T00:00:00Z")
    assert register.told("2026-11-26T00:00:00Z", RULE) == [(drum(1), "", "notice")]
    assert register.told(LATER, RULE) == []


def test_a_creation_that_was_withdrawn_is_missing_again(register: Register) -> None:
    register.given(organisation(PLANT, "generator"), generated(drum(1)), weighed(drum(1), at=AT))
    position = register.position(drum(1)) - 1
    gone = {"position": position, "reason": "误报"}
    register.given(said("fact.withdrawn", drum(1), gone, at="2026-11-26T08:00:00+08:00"))
    assert register.told(LATER, RULE) == [(drum(1), "", "notice")]


def test_a_scale_and_a_rule(register: Register) -> None:
    verified = {"certificate": "C1", "result": "passed", "valid_until": "2027-01-01"}
    set_ = {"parameter": "hours", "value": 1, "valid_from": "2026-11-01"}
    register.given(organisation(PLANT, "generator"), said("scale.verified", SCALE, verified, at=AT))
    register.given(said("threshold.set", "rule:stated_late", set_, by=OPERATOR, at=AT))
    assert register.told(LATER, RULE) == [(SCALE, "", "notice")]
