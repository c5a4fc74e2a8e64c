"""Applications for hazardous waste that wait for too long at an authority, and others that only seem to."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from api.simulation.approval import OF_ETCHANT, Approval, asked_for
from api.simulation.incident import Incident
from api.simulation.notice import of_transfer
from api.simulation.provinces import ETCHER, JIANGSU, SENDING
from api.simulation.shanghai import at, day_of, end_of, worked_day_after
from api.simulation.world import World

REVIEWED_IN, ANSWERED_IN, DECIDED_IN = 5, 10, 5
"""Working days for the 初审, for the answer of the other province, and for the decision (办法 24–26)."""
PASSED = {"outcome": "passed"}
STEPS = ("admitted", "preliminarily_reviewed", "consulted", "consented")
Step = tuple[str, int, dict[str, Any]]
"""What was done, on which working day after the application, and what was said."""


def _took(world: World, number: int, evening: datetime, *steps: Step) -> list[datetime]:
    """An application and steps of it; returns when they were taken."""
    transfer, own = Approval(number, 0).subject, f"application-{number}"
    asked = at(worked_day_after(evening - timedelta(days=1)), time(9, 20))
    begins = day_of(asked) + timedelta(days=30)
    terms = {"quantity_t": 80, "valid_from": f"{begins}", "valid_until": f"{begins + timedelta(days=364)}"}
    taken = [asked]
    world.tell([of_transfer(asked, ETCHER.uscc, transfer, own, "applied", asked_for(terms | OF_ETCHANT))])
    for step, later, data in steps:
        when = at(worked_day_after(asked, later), time(10, 5 * len(taken)))
        by = {"consented": JIANGSU.uscc, "supplemented": ETCHER.uscc}.get(step, SENDING)
        world.tell([of_transfer(when, by, transfer, own, step, data)])
        taken.append(when)
    return taken


def _overdue(world: World, number: int, since: datetime, days: int, key: str, what: str) -> None:
    due = end_of(worked_day_after(since, days))
    world.inject("transfer_step_overdue", Approval(number, 0).subject, due, what, key=key, severity="notice")


def _until(step: str) -> Iterator[Step]:
    """Steps that are taken without delay, as far as one of them."""
    for number, each in enumerate(STEPS[: STEPS.index(step) + 1], 1):
        yield each, number, PASSED if each == "preliminarily_reviewed" else {}


def not_reviewed(world: World, evening: datetime) -> None:
    """It was taken in, and nobody reviews it."""
    *_, admitted = _took(world, 51, evening, *_until("admitted"))
    _overdue(world, 51, admitted, REVIEWED_IN, "transfer_review", "受理后逾期未初审")


def not_answered(world: World, evening: datetime) -> None:
    """The other province was asked, and does not answer."""
    *_, consulted = _took(world, 52, evening, *_until("consulted"))
    _overdue(world, 52, consulted, ANSWERED_IN, "transfer_reply", "商请后逾期未复函")


def not_decided(world: World, evening: datetime) -> None:
    """It consents, and the decision does not come."""
    *_, consented = _took(world, 53, evening, *_until("consented"))
    _overdue(world, 53, consented, DECIDED_IN, "transfer_decision", "复函后逾期未决定")


def paused(world: World, evening: datetime) -> None:
    """Something is missing, and the plant takes eight working days to hand it in."""
    missing = {"reason": "补充接受单位处置能力证明"}
    begun: list[Step] = [("admitted", 1, {}), ("supplement_requested", 2, missing), ("supplemented", 10, {})]
    taken = _took(world, 54, evening, *begun, ("preliminarily_reviewed", 12, PASSED), ("consulted", 12, {}))
    world.lawful("transfer_step_overdue", Approval(54, 0).subject, "补正期间不计时", taken[-1])


def just_handed_in(world: World, evening: datetime) -> None:
    """Nobody has said a word, and need not: in five working days it counts as accepted."""
    (asked,) = _took(world, 55, evening)
    world.lawful("transfer_step_overdue", Approval(55, 0).subject, "五个工作日内未通知补正，视为受理", asked)


INCIDENTS = (
    Incident(18, not_reviewed),
    Incident(25, not_answered),
    Incident(21, not_decided),
    Incident(20, paused),
    Incident(3, just_handed_in),
)
"""On which day of the month what is applied for."""
