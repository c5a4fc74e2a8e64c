"""审批步骤超期: a step of an approval for hazardous waste took the authority longer than the measures give it.

Review and letter from the acceptance on, the answer from the letter on, the decision from the answer on; while
supplements are awaited the clock stands. Without a notice in time an application is accepted from its receipt, so
that first wait is nobody's delay. A simplified procedure has clocks of its own, and is not judged.
"""

from typing import Any, NamedTuple

from ledger.cross_province.acceptance import pauses_of
from ledger.cross_province.application import Application
from ledger.cross_province.consultation import Consultation
from ledger.cross_province.ruling import Ruling
from ledger.cross_province.transfer_state import TransferState
from ledger.regulation.cross_province import NOTICE_TO_DAYS
from projections.rules.language import (
    Case,
    Finding,
    Iterator,
    Limits,
    Parameter,
    Rule,
    Step,
    Text,
    day_after,
    of_deadline,
)

SENDING = (Application.Admitted, Application.SupplementRequested, Consultation.PreliminarilyReviewed,
           Consultation.Consulted, Ruling.Approved, Ruling.Refused)  # fmt: skip
RECEIVING = (Consultation.Consented, Consultation.Objected)

RULE = Rule(
    __name__,
    duty=(Text("危险废物转移管理办法 23–26", "2022-01-01"),),
    parameters=(
        Parameter(
            "notice_working_days",
            NOTICE_TO_DAYS,
            "working_days",
            ("补正通知", "notice that something is missing"),
            "statute",
            "危险废物转移管理办法 23",
        ),
        *map(of_deadline, ("transfer_review", "transfer_reply", "transfer_decision")),
    ),
)


class Due(NamedTuple):
    """A step, the side that takes it, and when it began and was done."""

    step: str
    parameter: str
    of: tuple[Any, ...]
    start: str | None
    done: str | None


@RULE.judges("transfer")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each step that took too long, or still does."""
    state: TransferState = case.state
    for each in _steps(state, limits) if state.in_full_order else ():
        due = limits.ends(each.parameter, each.start, pauses_of(state, each.start)) if each.start else "9"
        if due == "9" or (each.done is not None and each.done <= due):
            continue
        side = state.from_division if each.of is SENDING else state.to_division
        spoke: Step | None = case.last(*each.of)
        yield Finding(
            subject=case.subject,
            cause=each.step,
            since=due,
            severity="notice",
            evidence=tuple(step.position for step in case.steps() if step.at == each.start),
            against=spoke.speaker if spoke else "",
            place=(state.from_establishment if each.of is SENDING else state.to_establishment) or "",
            day=day_after(due),
            inputs={"step": each.step, "due_at": due} | ({"done_at": each.done} if each.done else {}),
            variant="late" if each.done else "",
            to_authority=spoke.speaker if spoke else f"division:{(side or '')[:2]}0000",
        )


def _steps(state: TransferState, limits: Limits) -> Iterator[Due]:
    consulted, answered, decided = state.consulted_at, state.answered_at, state.decided_at
    yield Due("review 初审并商请", "review_working_days", SENDING, _accepted(state, limits), consulted or decided)
    yield Due("reply 接受地复函", "reply_working_days", RECEIVING, consulted, answered or decided)
    yield Due("decision 决定", "decision_working_days", SENDING, answered, decided)


def _accepted(state: TransferState, limits: Limits) -> str | None:
    """Since when it counts as accepted: from a receipt after which nothing was said in time, else by word."""
    for each in state.submissions:
        until = limits.ends("notice_working_days", each.received_at)
        if (each.requested_at or "9") > until and (state.admitted_at or "9") > until:
            return each.received_at
    return state.admitted_at
