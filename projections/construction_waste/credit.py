"""Carrier credit 运输单位信用: what speaks for and against a carrier; a proposal, for no text gives marks.

Each reason counts trips and names some of them. What is counted hangs on numbers that no law gives (内部阈值).
"""

from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, select, true

from ledger.construction_waste.trip_state import SLACK_G, SLACK_PERMILLE
from projections.construction_waste.shared_receipts import shares_a_receipt
from projections.construction_waste.spoil_view import SpoilView
from projections.custody.asked_at import AskedAt
from projections.kept import stood
from projections.loops.status import Then, the_late
from projections.loops.view import LoopView
from projections.parties.keepers import NOBODY
from projections.runner import Runner

EXAMPLES_MAX: Final = 20


class Reason(NamedTuple):
    """A reason, how many trips give it, their load at the gate, and the first of them."""

    reason: str
    trips: int
    mass_g: int
    examples: list[str]


class Credit(NamedTuple):
    """All trips of a carrier that departed on these days, those that are closed, and what speaks against it."""

    trips: int
    mass_g: int
    closed: int
    closed_g: int
    reasons: list[Reason]


def credit_of(views: Runner, at: AskedAt, carrier: str, since: str, until: str) -> Credit:
    """How a carrier did with the trips that departed from one day to another, both included."""
    for name in (SpoilView.NAME, LoopView.NAME):
        views.reach(name, at.position)
    with views.reading_together(SpoilView.NAME, LoopView.NAME) as (spoil, loops):
        haul = spoil.tables.haul.c
        then = Then(loops.tables, at.in_view(loops.position), NOBODY)  # the year of storage binds no trip
        late = the_late(then, "overdue")
        overdue = select(late.c.subject).where(late.c.loop == "trip")
        against: dict[str, ColumnElement[bool]] = {
            "unaccepted": haul.subject.in_(overdue),
            "refused": haul.refused == 1,
            "lighter": _lighter(haul),
            "receipt_used_twice": shares_a_receipt(spoil.tables, haul.subject, at.position),
            "without_permit": haul.permit.is_(None),
        }
        his = and_(
            haul.carrier == carrier, haul.day >= since, haul.day <= until, stood(spoil.tables.haul, at.position)
        )
        which = {"all": true(), "closed": haul.status == "closed"} | against
        # all of them in one look at his trips
        sums = (
            figure
            for each in which.values()
            for figure in (func.sum(case((each, 1), else_=0)), func.sum(case((each, haul.departed_g), else_=0)))
        )
        told = [int(figure or 0) for figure in spoil.connection.execute(select(*sums).where(his)).one()]
        found = dict(zip(which, zip(told[::2], told[1::2], strict=True), strict=True))

        def named(reason: ColumnElement[bool]) -> list[str]:
            some = select(haul.subject).where(his, reason).order_by(haul.day, haul.subject).limit(EXAMPLES_MAX)
            return list(spoil.connection.execute(some).scalars())

        reasons = [Reason(name, *found[name], named(it)) for name, it in against.items() if found[name][0]]
        return Credit(*found["all"], *found["closed"], reasons)


def _lighter(haul: Any) -> ColumnElement[bool]:
    """By more than two scales may differ: trip_weight_loss, 内部阈值."""
    lost = haul.departed_g - haul.arrived_g
    return and_(lost > SLACK_G, lost * 1000 > haul.departed_g * SLACK_PERMILLE)
