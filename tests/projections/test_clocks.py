"""When deadlines pass: hours, working days with make-up days, a year; thresholds and calendars as they were known."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ledger.clock import write_instant
from ledger.fact import Recorded
from ledger.posting import Poster, draft
from ledger.regulation.deadlines import DEADLINES
from projections.clocks import Clocks, Due
from tests.conftest import NOON
from tests.specification import OPERATOR, said

NOW = "2026-11-24T04:00:00.000000Z"


def settled(
    *said_then: tuple[str, str, dict[str, Any]], recorded_at: str = "2026-01-01T00:00:00.000000Z"
) -> list[Recorded[Any]]:
    """Facts of the operator, as the log would hold them."""
    facts = []
    for n, (fact_type, subject, data) in enumerate(said_then, 1):
        posting = said(fact_type, subject, data, by=OPERATOR, at="2025-01-01T00:00:00Z")
        facts.append(Recorded(draft(posting, Poster(OPERATOR, "test"), NOON).statement, n, recorded_at, n))
    return facts


def shorter(hours: int, since: str) -> tuple[str, str, dict[str, Any]]:
    return (
        "threshold.set",
        "rule:manifest_not_arrived",
        {"parameter": "hours_by_road", "value": hours, "valid_from": since},
    )


@pytest.mark.parametrize(
    ("kind", "start", "due"),
    [
        ("arrival_by_road", "2026-11-20T00:00:00.000000Z", Due("2026-11-22T00:00:00.000000Z", False)),
        # Friday evening in Shanghai: Monday to Friday are the five days, and it passes when Friday ends
        ("confirmation", "2026-11-20T12:00:00.000000Z", Due("2026-11-27T16:00:00.000000Z", False)),
        # before the break of 国庆节 2026: 1 to 7 October off, 10 October a make-up Saturday
        ("confirmation", "2026-09-30T04:00:00.000000Z", Due("2026-10-13T16:00:00.000000Z", False)),
        ("confirmation", "2026-12-30T04:00:00.000000Z", Due("2027-01-06T16:00:00.000000Z", True)),
        ("storage", "2025-11-24T04:00:00.000000Z", Due("2026-11-24T16:00:00.000000Z", False)),
        ("storage", "2024-02-29T04:00:00.000000Z", Due("2025-03-01T16:00:00.000000Z", False)),
    ],
)
def test_a_deadline_is_due_as_its_text_says(kind: str, start: str, due: Due) -> None:
    assert Clocks([], NOW).due(kind, start) == due


def test_a_threshold_counts_for_what_begins_from_its_day_on() -> None:
    clocks = Clocks(settled(shorter(24, "2026-11-20")), NOW)
    assert clocks.due("arrival_by_road", "2026-11-19T04:00:00.000000Z").at == "2026-11-21T04:00:00.000000Z"
    assert clocks.due("arrival_by_road", "2026-11-20T04:00:00.000000Z").at == "2026-11-21T04:00:00.000000Z"


def test_no_threshold_changes_what_a_law_numbers() -> None:
    told = (
        "threshold.set",
        "rule:manifest_unconfirmed",
        {"parameter": "working_days", "value": 9, "valid_from": "2026-01-01"},
    )
    start = "2026-11-20T12:00:00.000000Z"
    assert Clocks(settled(told), NOW).due("confirmation", start) == Clocks([], NOW).due("confirmation", start)


def test_a_setting_recorded_later_was_not_known_then() -> None:
    later = settled(shorter(24, "2026-11-01"), recorded_at="2026-11-24T05:00:00.000000Z")
    assert (
        Clocks(later, NOW).due("arrival_by_road", "2026-11-20T04:00:00.000000Z").at == "2026-11-22T04:00:00.000000Z"
    )


MINUTES = st.integers(0, 400 * 24 * 60)


def instant(minute: int) -> str:
    return write_instant(datetime(2025, 11, 1, tzinfo=UTC) + timedelta(minutes=minute))


@given(st.sampled_from(sorted(DEADLINES)), MINUTES, MINUTES, st.sampled_from([(), (24,), (24, 72)]))
@example("confirmation", 0, 14 * 24 * 60 + 16 * 60, ())
def test_what_has_passed_is_what_is_due_before_the_instant(
    kind: str, start: int, now: int, set_to: tuple[int, ...]
) -> None:
    """Asked of a table by when it began, or of each deadline by when it is due: the same."""
    days = ("2026-02-01", "2026-06-15")
    settings = settled(
        *(shorter(hours, day) for hours, day in zip(set_to, days, strict=False)),
        recorded_at="2025-01-01T00:00:00.000000Z",
    )
    clocks, began = Clocks(settings, instant(now)), instant(start)
    spans = [s for s in clocks.passed() if s.kind == kind and s.since <= began < s.until]
    assert len(spans) == 1
    assert (began < spans[0].passed) == (clocks.due(kind, began).at < clocks.as_of)
