"""Acceptance 受理: since when an application counts as taken in, by a word or by silence.

Without a 补正 notice within five working days it counts as accepted from its receipt (危险废物转移管理办法 23).
What was handed in as supplements is received anew: the text is silent on that, and the days for a look at the papers
cannot have passed before they came.
"""

from datetime import date
from typing import NamedTuple

from ledger.clock import shanghai_day
from ledger.cross_province.transfer_state import Submission, TransferState
from ledger.regulation.cross_province import NOTICE_TO_DAYS
from ledger.regulation.working_days import Pause, WorkingCalendar


class Acceptance(NamedTuple):
    """From when on an application counts as accepted, and whether that is so because nobody said anything."""

    at: str
    deemed: bool


def acceptance_of(state: TransferState, calendar: WorkingCalendar, day: date) -> Acceptance | None:
    """The acceptance as it stands on a day; None while the notice can still be given, or supplements are awaited.

    Where the days off of a year that matters are not known nothing counts as accepted by silence.
    """
    for each in state.submissions:
        if state.admitted_at is not None and not _silent(each, calendar, shanghai_day(state.admitted_at)):
            continue
        if _silent(each, calendar, day):
            return Acceptance(each.received_at, deemed=True)
    return Acceptance(state.admitted_at, deemed=False) if state.admitted_at is not None else None


def _silent(submission: Submission, calendar: WorkingCalendar, day: date) -> bool:
    """Whether the days for a notice had passed before a day without one."""
    due = calendar.add_working_days(shanghai_day(submission.received_at), NOTICE_TO_DAYS)
    asked = submission.requested_at
    return not due.provisional and due.day < day and (asked is None or due.day < shanghai_day(asked))


def pauses_of(state: TransferState, since: str) -> list[Pause]:
    """The days between requests for supplements and what came in, as far as they lie after an instant."""
    received = [each.received_at for each in state.submissions[1:]]
    asked = [each.requested_at for each in state.submissions if each.requested_at is not None]
    open_ended = [*received, None]
    return [
        Pause(shanghai_day(begun), None if ended is None else shanghai_day(ended))
        for begun, ended in zip(asked, open_ended, strict=False)
        if begun >= since
    ]
