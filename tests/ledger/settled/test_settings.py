"""Settings are facts: who may state them, what cannot be one, and which are in force as of when."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from ledger.clock import SimulatedClock, write_instant
from ledger.errors import ConflictError, InvalidError, MayNotStateError
from ledger.log import Ledger
from ledger.posting import Posting
from ledger.regulation.working_days import BUILT_IN, Due
from ledger.settled.in_force import calendars, edition_on, editions, thresholds, working_calendar
from projections.settled.recorded_settings import RecordedSettings
from tests.specification import BUREAU, OPERATOR, PLANT, Scenario, generated, organisation, said, weighed

RULE = "rule:five_immediates_late"
TODAY = date(2026, 11, 24)
SHA = "ab" * 32
HOUR = timedelta(hours=1)


def set_to(value: Any, since: str = "2026-01-01", parameter: str = "minutes", **more: Any) -> Posting:
    data = {"parameter": parameter, "value": value, "valid_from": since}
    return said("threshold.set", RULE, data, **{"by": OPERATOR, **more})


def arranged(year: int, *days: tuple[str, str], notice: str = "示例通知", **more: Any) -> Posting:
    data = {"exceptions": [{"day": day, "kind": kind} for day, kind in days], "notice": notice}
    return said("calendar.published", f"calendar:{year}", data, **{"by": OPERATOR, **more})


def loaded(edition: str, since: str | None = None, sha256: str = SHA, **more: Any) -> Posting:
    data = {"sha256": sha256, "rows": 3, **({"valid_from": since} if since else {})}
    return said("catalogue.loaded", f"catalogue:{edition}", data, **{"by": OPERATOR, **more})


def about(fact_type: str, posting: Posting, position: int, **data: Any) -> Posting:
    return said(fact_type, posting.subject, {"position": position, "reason": "误", **data}, by=OPERATOR)


@pytest.fixture
def facts(ledger: Ledger) -> RecordedSettings:
    """What the view has read, kept from question to question."""
    return RecordedSettings(ledger)


def test_only_the_operator_states_settings(scenario: Scenario) -> None:
    scenario.given(
        organisation(PLANT, "generator"), organisation(BUREAU, "authority", competence=["ecology"], division="310000")
    )
    for by in (PLANT, BUREAU):
        for posting in (set_to(1, by=by), arranged(2027, ("2027-01-01", "off"), by=by), loaded("2021", by=by)):
            scenario.refused(MayNotStateError, "may_not_state", posting)
    scenario.given(set_to(1), arranged(2027, ("2027-01-01", "off")), loaded("2021"))


def test_the_operator_itself_does_not_set_what_another_would_judge(scenario: Scenario) -> None:
    position = scenario.when(set_to(60))[0].position
    correction = {"position": position, "data": set_to(5).data, "reason": "误"}
    scenario.refused(MayNotStateError, "not_the_author", said("fact.corrected", RULE, correction, by=PLANT))


@pytest.mark.parametrize(
    "subject",
    ["rule:Late", "rule:", "rule:a-b", "calendar:1999", "calendar:27", "calendar:2027a", "catalogue:二", "rule"],
)
def test_a_setting_is_about_a_rule_a_year_or_an_edition(scenario: Scenario, subject: str) -> None:
    fact_type = {"rule": "threshold.set", "calendar": "calendar.published"}.get(subject.partition(":")[0])
    data = set_to(1).data if fact_type == "threshold.set" else loaded("2021").data
    with pytest.raises(InvalidError):
        scenario.when(said(fact_type or "catalogue.loaded", subject, data, by=OPERATOR))


def test_a_calendar_holds_days_of_its_own_year_each_once(scenario: Scenario) -> None:
    scenario.refused(InvalidError, "other_year", arranged(2027, ("2026-12-31", "off")))
    refused = scenario.refused(
        InvalidError,
        "day_twice",
        arranged(2027, ("2027-01-01", "off"), ("2027-01-02", "off"), ("2027-01-01", "work")),
    )
    assert [f.pointer for f in refused.findings] == ["/data/exceptions/2/day"]
    scenario.refused(InvalidError, "wrong_form", arranged(2027, ("2027-02-29", "off")))
    scenario.refused(InvalidError, "not_one_of", arranged(2027, ("2027-01-01", "half")))
    scenario.refused(InvalidError, "wrong_count", arranged(2027))


def test_a_calendar_is_not_corrected_into_what_it_could_not_be(scenario: Scenario) -> None:
    right = arranged(2027, ("2027-01-01", "off"))
    position = scenario.when(right)[0].position
    wrong = about("fact.corrected", right, position, data=arranged(2027, ("2028-01-01", "off")).data)
    refused = scenario.refused(InvalidError, "other_year", wrong)
    assert [f.pointer for f in refused.findings] == ["/data/data/exceptions/0/day"]


def test_a_parameter_has_its_value_from_its_day_on(scenario: Scenario, facts: RecordedSettings) -> None:
    scenario.given(set_to(60), set_to(Decimal("45.5"), since="2026-12-01"), set_to(7, parameter="days"))
    now = thresholds(facts.facts())
    name = "five_immediates_late"
    assert now.value(name, "minutes", date(2025, 12, 31)) is None
    assert now.value(name, "minutes", date(2026, 1, 1)) == now.value(name, "minutes", date(2026, 11, 30)) == 60
    assert now.value(name, "minutes", date(2026, 12, 1)) == Decimal("45.5")
    assert now.value(name, "days", TODAY) == 7
    assert now.value(name, "hours", TODAY) is None
    assert now.value("stated_late", "minutes", TODAY) is None


def test_of_two_values_from_one_day_the_one_that_was_set_last_counts(
    scenario: Scenario, facts: RecordedSettings
) -> None:
    scenario.given(set_to(60), set_to(90), set_to(1, since="2025-01-01"))
    assert thresholds(facts.facts()).value("five_immediates_late", "minutes", TODAY) == 90


def test_what_was_not_recorded_by_then_is_not_known(
    scenario: Scenario, facts: RecordedSettings, clock: SimulatedClock
) -> None:
    def at(moment: str) -> Any:
        return thresholds(facts.facts(), moment).value("five_immediates_late", "minutes", TODAY)

    before = write_instant(clock.now() - HOUR)
    position = scenario.when(set_to(60))[0].position
    first = write_instant(clock.now())
    clock.set(clock.now() + HOUR)
    scenario.given(about("fact.corrected", set_to(60), position, data=set_to(50).data))
    second = write_instant(clock.now())
    clock.set(clock.now() + HOUR)
    scenario.given(about("fact.withdrawn", set_to(60), position))
    third = write_instant(clock.now())
    assert [at(moment) for moment in (before, first, second, third)] == [None, 60, 50, None]
    (setting,) = thresholds(facts.facts(), second).on(TODAY).values()
    assert setting.position == position + 1


def test_the_calendar_published_last_counts_and_each_year_stands_for_itself(
    scenario: Scenario, facts: RecordedSettings, clock: SimulatedClock
) -> None:
    eve = date(2026, 12, 31)
    assert working_calendar(facts.facts()).add_working_days(eve, 1) == Due(date(2027, 1, 1), provisional=True)
    scenario.given(arranged(2027, ("2027-01-01", "off")))
    first = write_instant(clock.now())
    clock.set(clock.now() + HOUR)
    scenario.given(arranged(2027, ("2027-01-01", "off"), ("2027-01-02", "work"), notice="补充通知"))
    assert working_calendar(facts.facts(), first).add_working_days(eve, 1) == Due(date(2027, 1, 4), provisional=False)
    assert working_calendar(facts.facts()).add_working_days(eve, 1) == Due(date(2027, 1, 2), provisional=False)
    assert calendars(facts.facts())[2027].notice == "补充通知"
    assert working_calendar(facts.facts()).exceptions(2026) == BUILT_IN.exceptions(2026)


def test_a_notice_entered_late_does_not_replace_the_one_after_it(scenario: Scenario, facts: RecordedSettings) -> None:
    scenario.given(
        arranged(2027, ("2027-01-04", "off"), notice="后", at="2026-11-20T10:00:00+08:00"),
        arranged(2027, ("2027-01-01", "off"), notice="先", at="2026-11-10T10:00:00+08:00"),
    )
    assert calendars(facts.facts())[2027].notice == "后"


def test_a_withdrawn_calendar_leaves_the_one_before_it(scenario: Scenario, facts: RecordedSettings) -> None:
    again = arranged(2026, ("2026-01-01", "off"))
    position = scenario.when(again)[0].position
    assert working_calendar(facts.facts()).is_working_day(date(2026, 10, 1))
    scenario.given(about("fact.withdrawn", again, position))
    assert not working_calendar(facts.facts()).is_working_day(date(2026, 10, 1))


def test_an_edition_is_loaded_once_and_again_after_it_was_withdrawn(
    scenario: Scenario, facts: RecordedSettings
) -> None:
    position = scenario.when(loaded("2021"))[0].position
    scenario.refused(ConflictError, "already_created", loaded("2021", sha256="cd" * 32))
    scenario.given(about("fact.withdrawn", loaded("2021"), position))
    assert editions(facts.facts()) == []
    scenario.given(loaded("2021", sha256="cd" * 32))
    assert [e.sha256 for e in editions(facts.facts())] == ["cd" * 32]


def test_the_edition_of_a_day_is_the_one_that_began_last(scenario: Scenario, facts: RecordedSettings) -> None:
    scenario.given(loaded("2025", since="2025-01-01"), loaded("2021"))
    both = editions(facts.facts())
    days = [date(2024, 12, 31), date(2025, 1, 1), TODAY]
    assert [e and e.edition for e in (edition_on(both, day) for day in days)] == ["2021", "2025", "2025"]
    only_2025 = [e for e in both if e.edition == "2025"]
    assert edition_on(only_2025, date(2024, 12, 31)) is None


def test_settings_are_found_among_everything_else_whenever_they_come(
    scenario: Scenario, facts: RecordedSettings
) -> None:
    drum = f"container:{PLANT}.D-1"
    assert facts.facts() == []
    scenario.given(generated(drum), set_to(60), weighed(drum))
    assert [f.fact.type for f in facts.facts()] == ["threshold.set"]
    position = facts.facts()[0].position
    weighing = position + 1
    scenario.given(
        said("fact.withdrawn", drum, {"position": weighing, "reason": "误"}),
        about("fact.withdrawn", set_to(60), position),
        loaded("2021"),
    )
    expected = ["threshold.set", "fact.withdrawn", "catalogue.loaded"]
    assert [f.fact.type for f in facts.facts()] == expected
    assert [f.fact.type for f in RecordedSettings(scenario.ledger).facts()] == expected


def test_subjects_are_looked_up_among_the_tags_that_came_since(scenario: Scenario) -> None:
    recorder = scenario.ledger.recorder
    scenario.given(set_to(60), generated(f"container:{PLANT}.rule-1"))
    found, last = recorder.tags_of_kinds({"rule", "calendar", "catalogue"})
    assert found == [RULE]
    assert recorder.tags_of_kinds({"rule", "calendar", "catalogue"}, last) == ([], last)
    scenario.given(set_to(45), loaded("2021"))
    assert recorder.tags_of_kinds({"rule", "calendar", "catalogue"}, last) == (["catalogue:2021"], last + 1)
