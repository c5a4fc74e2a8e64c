"""Scales 计量器具: what a mass was weighed on, and how finely it reads."""

from typing import Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.quantity import MassKg
from ledger.text import Name, Reason

ScaleKind = Literal["platform", "floor", "crane", "truck", "onboard", "flow_meter"]


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of a scale when it is registered, and whole again at every change."""

    kind: ScaleKind
    max_g: MassKg
    division_g: MassKg
    name: Name | None = None


class Scale:
    """A weighing instrument of an organisation."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """A scale enters the ledger; `division_kg` is its 分度值 e."""

        TOPIC = "scale.registered"
        TITLE = Title("计量器具登记", "Scale registered")
        BASIS = ("GB 18597-2023 4.7", "沪府办发〔2024〕30号 三（二）")
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of a scale, valid from its time."""

        TOPIC = "scale.changed"
        TITLE = Title("计量器具变更", "Scale changed")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)

    class Closed(Fact, frozen=True, kw_only=True):
        """A scale is taken out of use."""

        TOPIC = "scale.closed"
        TITLE = Title("计量器具停用", "Scale closed")
        BASIS = ("GB 18597-2023 4.7",)
        SUBJECT = "scale"
        STATED_BY = (Relation.OWNER,)

        reason: Reason | None = None


class ScaleState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a scale is, as stated last."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    kind: str | None = None
    name: str | None = None
    max_g: MassKg | None = None
    division_g: MassKg | None = None


def evolve(state: ScaleState, statement: Statement[Fact]) -> ScaleState:
    """The state after one more fact."""
    match statement.data:
        case Scale.Registered() | Scale.Changed() as now:
            return ScaleState("registered", now.kind, now.name, now.max_g, now.division_g)
        case Scale.Closed():
            return msgspec.structs.replace(state, stage="closed")
    return state
