"""paper_entry_late: what ran on paper is to be entered within ten working days of its completion."""

import pytest

from tests.manifests import DRUMS, NUMBER, RECEIVER, TRADE, issued, of_manifest, received
from tests.rules.conftest import Register
from tests.specification import generated, said

RULE = "paper_entry_late"
PAPER = {"paper_no": "沪危联0001", "completed_at": "2026-11-24T11:00:00+08:00"}  # a Tuesday
IN_TIME, TOO_LATE = "2026-12-08T23:59:59+08:00", "2026-12-09T00:00:01+08:00"
LATER = "2027-01-01T00:00:00Z"


@pytest.fixture
def done(register: Register) -> Register:
    return register.given(*TRADE, *(generated(each) for each in DRUMS), issued())


def test_entered_on_the_tenth_working_day_is_in_time(done: Register) -> None:
    done.given(of_manifest("entered_from_paper", RECEIVER, PAPER, at=IN_TIME))
    assert done.told(LATER, RULE) == []


def test_entered_behind_it_is_a_notice_since_it_was_due(done: Register) -> None:
    done.given(of_manifest("entered_from_paper", RECEIVER, PAPER, at=TOO_LATE))
    (flag,) = done.flags(LATER, RULE)
    assert (flag.subject, flag.severity, flag.since) == (NUMBER, "notice", "2026-12-08T16:00:00.000000Z")


def test_when_it_was_recorded_counts_and_not_when_it_is_said_to_have_been_entered(done: Register) -> None:
    entry = of_manifest("entered_from_paper", RECEIVER, PAPER, at="2026-11-26T10:00:00+08:00")
    done.given(entry, recorded_at=TOO_LATE)
    assert done.told(LATER, RULE) == [(NUMBER, "", "notice")]


def test_it_is_the_only_flag_of_that_lateness(done: Register) -> None:
    done.given(received(DRUMS, at="2026-11-24T11:00:00+08:00"), recorded_at="2026-12-04T00:00:00Z")
    assert done.told(LATER, "manifest_unconfirmed") == [(NUMBER, "", "notice")]
    done.given(of_manifest("entered_from_paper", RECEIVER, PAPER, at="2026-12-10T08:30:00+08:00"))
    assert [flag.rule for flag in done.flags(LATER)] == [RULE]


def test_a_corrected_day_of_completion_clears_it(done: Register) -> None:
    done.given(of_manifest("entered_from_paper", RECEIVER, PAPER, at=TOO_LATE))
    again = PAPER | {"completed_at": "2026-11-25T08:00:00+08:00"}
    wrong = {"position": done.position(NUMBER), "data": again, "reason": "误记"}
    done.given(said("fact.corrected", NUMBER, wrong, by=RECEIVER, at="2026-12-10T08:00:00+08:00"))
    assert done.told(LATER, RULE) == []
    assert done.told("2026-12-09T12:00:00Z", RULE) == [(NUMBER, "", "notice")], "what was known then stays"
