"""Gates 卡口: where vehicles pass in and out, and the plates that a camera reads there, whatever trip they are on."""

from typing import Literal

import msgspec

from ledger.correction import Position
from ledger.fact import Fact, Relation, Statement, Title
from ledger.identifiers import PlateAsRead
from ledger.parties.establishment import Place
from ledger.quantity import Confidence, MassKg
from ledger.subjects import VehicleID
from ledger.text import Reason

Direction = Literal["in", "out"]
WATCHED_BY = ("沪府办发〔2024〕30号 三（一）",)
KEPT_BY = (Relation.OWNER, Relation.CONTRACTOR, Relation.SITE_OPERATOR)
"""Whose establishment it is at; of a project's gate its contractor, of a site's gate who operates the site."""


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of a gate when it is registered, and whole again at every change."""

    place: Place


class Gate:
    """A gate with a camera, numbered within its establishment, project or site."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """A gate enters the ledger."""

        TOPIC = "gate.registered"
        TITLE = Title("卡口登记", "Gate registered")
        BASIS = WATCHED_BY
        SUBJECT = "gate"
        STATED_BY = KEPT_BY
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of a gate, valid from its time."""

        TOPIC = "gate.changed"
        TITLE = Title("卡口变更", "Gate changed")
        BASIS = WATCHED_BY
        SUBJECT = "gate"
        STATED_BY = KEPT_BY

    class Closed(Fact, frozen=True, kw_only=True):
        """A gate is given up."""

        TOPIC = "gate.closed"
        TITLE = Title("卡口停用", "Gate closed")
        BASIS = WATCHED_BY
        SUBJECT = "gate"
        STATED_BY = KEPT_BY

        reason: Reason | None = None

    class Passed(Fact, frozen=True, kw_only=True):
        """The camera saw a vehicle pass. It says what it read, which need not be a plate, and knows of no trip."""

        TOPIC = "gate.passed"
        TITLE = Title("卡口通行", "Gate passed")
        BASIS = WATCHED_BY
        SUBJECT = "gate"
        STATED_BY = KEPT_BY
        RELIES = False

        direction: Direction
        plate_recognised: PlateAsRead
        confidence_permille: Confidence
        gross_g: MassKg | None = None

    class PlateConfirmed(Fact, frozen=True, kw_only=True):
        """Somebody looked at the picture of a passing, by its position in the log, and says which vehicle it was."""

        TOPIC = "gate.plate_confirmed"
        TITLE = Title("车牌人工确认", "Plate confirmed")
        BASIS = WATCHED_BY
        SUBJECT = "gate"
        STATED_BY = KEPT_BY

        position: Position
        plate: VehicleID


class GateState(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a gate is, and what passed it last."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    place: Place | None = None
    last_passed_at: str | None = None
    direction: str | None = None
    plate_recognised: str | None = None


def evolve(state: GateState, statement: Statement[Fact]) -> GateState:
    """The state after one more fact."""
    change = msgspec.structs.replace
    match statement.data:
        case Gate.Registered() | Gate.Changed() as now:
            return change(state, stage="registered", place=now.place)
        case Gate.Passed() as now:
            return change(
                state,
                last_passed_at=statement.occurred_at,
                direction=now.direction,
                plate_recognised=now.plate_recognised,
            )
        case Gate.Closed():
            return change(state, stage="closed")
    return state
