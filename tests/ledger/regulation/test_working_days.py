"""Working days: each day as an independent table has it, and no certainty about a year that nobody arranged."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.regulation.public_holidays import ARRANGEMENTS
from ledger.regulation.working_days import BUILT_IN, Count, Due, Pause, WorkingCalendar
from tests.properties.wire_data import STABLE

KNOWN = st.dates(date(2024, 1, 1), date(2026, 12, 31))
ANY = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("year", sorted(ARRANGEMENTS))
def test_every_day_of_a_built_in_year_is_as_chinesecalendar_has_it(year: int) -> None:
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert {d: BUILT_IN.is_working_day(d) for d in days} == {d: chinese_calendar.is_workday(d) for d in days}


@pytest.mark.parametrize("year", sorted(ARRANGEMENTS))
def test_the_days_of_a_notice_are_told_whole_weekends_within_a_holiday_too(year: int) -> None:
    off = {d for d in chinese_calendar.constants.holidays if d.year == year}
    worked = {d for d in chinese_calendar.constants.workdays if d.year == year}
    assert BUILT_IN.exceptions(year) == dict.fromkeys(off, False) | dict.fromkeys(worked, True)


def test_the_start_is_left_out_and_holidays_do_not_count() -> None:
    # 30 September 2026 is a Wednesday; 1 to 7 October are off, Saturday the 10th is worked
    assert BUILT_IN.add_working_days(day("2026-09-30"), 1) == Due(day("2026-10-08"), provisional=False)
    assert BUILT_IN.add_working_days(day("2026-09-30"), 3) == Due(day("2026-10-10"), provisional=False)
    assert BUILT_IN.add_working_days(day("2026-09-30"), 4) == Due(day("2026-10-12"), provisional=False)


def test_five_working_days_from_a_tuesday_end_on_the_next_one() -> None:
    assert BUILT_IN.add_working_days(day("2026-11-24"), 5) == Due(day("2026-12-01"), provisional=False)


def test_no_working_day_later_is_the_day_itself() -> None:
    assert BUILT_IN.add_working_days(day("2026-10-01"), 0) == Due(day("2026-10-01"), provisional=False)
    assert BUILT_IN.add_working_days(day("2031-10-01"), 0) == Due(day("2031-10-01"), provisional=False)


def test_a_deadline_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        BUILT_IN.add_working_days(day("2026-10-01"), -1)


def test_a_span_that_leaves_the_known_years_is_provisional() -> None:
    assert BUILT_IN.add_working_days(day("2026-12-30"), 1) == Due(day("2026-12-31"), provisional=False)
    assert BUILT_IN.add_working_days(day("2026-12-30"), 2) == Due(day("2027-01-01"), provisional=True)
    assert BUILT_IN.working_days_between(day("2026-12-30"), day("2027-01-04")) == Count(3, provisional=True)
    assert BUILT_IN.working_days_between(day("2026-12-30"), day("2026-12-31")) == Count(1, provisional=False)


def test_a_span_that_begins_on_the_last_day_of_an_unknown_year_is_not() -> None:
    assert BUILT_IN.add_working_days(day("2023-12-31"), 1) == Due(day("2024-01-02"), provisional=False)
    assert BUILT_IN.add_working_days(day("2023-12-30"), 1) == Due(day("2024-01-02"), provisional=True)


def test_a_span_over_an_unknown_year_is_provisional_though_both_ends_are_known() -> None:
    calendar = WorkingCalendar({2024: {}, 2026: {}})
    assert calendar.working_days_between(day("2024-12-30"), day("2026-01-02")).provisional
    assert not calendar.working_days_between(day("2024-12-30"), day("2024-12-31")).provisional


def test_a_year_that_is_arranged_is_no_longer_provisional_and_the_others_stay() -> None:
    with_2027 = BUILT_IN.with_year(2027, {day("2027-01-01"): False, day("2027-01-02"): True})
    assert with_2027.add_working_days(day("2026-12-31"), 1) == Due(day("2027-01-02"), provisional=False)
    assert with_2027.years == BUILT_IN.years | {2027}
    assert 2027 not in BUILT_IN.years
    assert with_2027.exceptions(2026) == BUILT_IN.exceptions(2026)


def test_a_year_arranged_again_keeps_nothing_of_before() -> None:
    bare = BUILT_IN.with_year(2026, {})
    assert bare.is_working_day(day("2026-10-01"))
    assert not bare.is_working_day(day("2026-10-10"))


@STABLE
@given(ANY, st.integers(0, 400))
def test_as_many_working_days_lie_between_as_were_added(start: date, days: int) -> None:
    due = BUILT_IN.add_working_days(start, days)
    assert BUILT_IN.working_days_between(start, due.day) == Count(days, due.provisional)
    assert days == 0 or BUILT_IN.is_working_day(due.day)


@STABLE
@given(ANY, st.integers(0, 300), st.integers(0, 300))
def test_more_days_end_later_and_in_two_steps_at_the_same_day(start: date, some: int, more: int) -> None:
    first, both = BUILT_IN.add_working_days(start, some), BUILT_IN.add_working_days(start, some + more)
    assert both.day > first.day if more else both == first
    assert BUILT_IN.add_working_days(first.day, more).day == both.day
    assert both.provisional or not first.provisional


@STABLE
@given(ANY, st.integers(0, 60), st.integers(1, 100))
def test_a_later_start_ends_no_earlier(start: date, later: int, days: int) -> None:
    after = BUILT_IN.add_working_days(start + timedelta(days=later), days)
    assert after.day >= BUILT_IN.add_working_days(start, days).day


@STABLE
@given(KNOWN, KNOWN)
def test_a_count_is_that_of_chinesecalendar(start: date, end: date) -> None:
    days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    expected = sum(chinese_calendar.is_workday(d) for d in days)
    assert BUILT_IN.working_days_between(start, end) == Count(expected, provisional=False)


def test_a_clock_stands_still_while_supplements_are_awaited() -> None:
    asked, came = day("2026-11-25"), day("2026-12-02")
    due = BUILT_IN.add_with_pauses(day("2026-11-24"), 2, [Pause(asked, came)])
    assert due == Due(day("2026-12-04"), provisional=False)
    assert BUILT_IN.add_with_pauses(day("2026-11-24"), 2, [Pause(asked)]) is None
    assert BUILT_IN.add_with_pauses(day("2026-11-20"), 2, [Pause(asked)]) == Due(day("2026-11-24"), provisional=False)


PAUSES = st.lists(
    st.tuples(ANY, st.integers(0, 60)).map(lambda p: Pause(p[0], p[0] + timedelta(days=p[1]))), max_size=3
)


@STABLE
@given(ANY, st.integers(0, 60), PAUSES)
def test_days_that_are_paused_do_not_count_and_no_others(start: date, days: int, pauses: list[Pause]) -> None:
    due = BUILT_IN.add_with_pauses(start, days, pauses)
    assert due is not None
    after = [start + timedelta(days=n) for n in range(1, (due.day - start).days + 1)]
    assert sum(BUILT_IN.is_working_day(d) and not any(p.holds(d) for p in pauses) for d in after) == days
    assert BUILT_IN.add_with_pauses(start, days, []) == BUILT_IN.add_working_days(start, days)
