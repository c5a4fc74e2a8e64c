"""disposal_plan_missing: the plan is filed before the first load leaves."""

from dataclasses import replace

from tests.rules.conftest import Register
from tests.rules.hauling import LATER, all_known
from tests.specification import said
from tests.spoil import CARRIER, PROJECT, departed, filed, planned, trip

RULE = "disposal_plan_missing"
FLAG = (PROJECT, "", "warning")


def test_the_first_load_makes_the_flag_and_the_others_add_to_it(register: Register) -> None:
    register.given(*all_known(), departed(1, permit=None), departed(2, permit=None, at="2026-11-23T22:10:00+08:00"))
    assert register.told("2026-11-23T14:00:00Z", RULE) == []
    (flag,) = register.flags(LATER, RULE)
    assert (flag.subject, flag.cause, flag.severity) == FLAG
    assert (flag.since, '"trips":2' in flag.findings[0].inputs) == ("2026-11-23T14:00:00.000000Z", True)


def test_a_plan_in_time_is_recorded_late_and_clears_it(register: Register) -> None:
    register.given(*all_known(), departed(permit=None))
    register.given(planned(), recorded_at="2026-11-25T00:00:00Z")
    assert register.told(LATER, RULE) == []
    assert register.told("2026-11-24T00:00:00Z", RULE) == [FLAG], "as was known then"


def test_a_plan_that_comes_after_the_first_load_does_not(register: Register) -> None:
    late = replace(planned(), time="2026-11-23T22:00:01+08:00")
    register.given(
        *all_known(), departed(permit=None), late, departed(2, permit=None, at="2026-11-24T22:00:00+08:00")
    )
    (flag,) = register.flags(LATER, RULE)
    assert '"trips":1' in flag.findings[0].inputs


def test_a_departure_that_is_withdrawn_clears_it(register: Register) -> None:
    register.given(*all_known(), departed(permit=None))
    wrong = {"position": register.position(trip(1)), "reason": "误登"}
    register.given(said("fact.withdrawn", trip(1), wrong, by=CARRIER, at="2026-11-25T00:00:00Z"))
    assert register.told(LATER, RULE) == []


def test_what_leaves_a_site_has_no_project(register: Register) -> None:
    register.given(*all_known(), filed("site:310115.Y-02", kind="yard"))
    register.given(departed(permit=None, gate="gate:310115.Y-02.G1"))
    assert register.told(LATER, RULE) == []
