"""Waste profiles 废物档案: what a producer's waste is, said once and named by its containers."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.identifiers import HazardousWasteCode
from ledger.limits import Limits
from ledger.text import Name, Reason, Sentence

WasteForm = Literal["solid", "semi_solid", "liquid", "gas"]
Hazard = Literal["T", "C", "I", "R", "In"]
Hazards = Annotated[list[Hazard], Limits(min_length=1, max_length=5)]
Components = Annotated[list[Name], Limits(min_length=1, max_length=50)]


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of a profile when it is registered, and whole again at every change."""

    waste_code: HazardousWasteCode
    name: Name
    form: WasteForm
    hazards: Hazards
    components: Components
    precautions: Sentence
    volatile: bool | None = None


class WasteProfile:
    """One kind of hazardous waste of one producer, as its label says (HJ 1276-2022)."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """A profile enters the ledger."""

        TOPIC = "waste_profile.registered"
        TITLE = Title("废物档案登记", "Waste profile registered")
        BASIS = ("HJ 1259-2022 5.3", "HJ 1276-2022")
        SUBJECT = "profile"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of a profile, valid from its time."""

        TOPIC = "waste_profile.changed"
        TITLE = Title("废物档案变更", "Waste profile changed")
        BASIS = ("HJ 1259-2022 5.2", "HJ 1276-2022")
        SUBJECT = "profile"
        STATED_BY = (Relation.OWNER,)

    class Closed(Fact, frozen=True, kw_only=True):
        """The waste no longer arises."""

        TOPIC = "waste_profile.closed"
        TITLE = Title("废物档案停用", "Waste profile closed")
        BASIS = ("HJ 1259-2022 5.2",)
        SUBJECT = "profile"
        STATED_BY = (Relation.OWNER,)

        reason: Reason | None = None


class WasteProfileState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a profile says, as stated last."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    waste_code: str | None = None
    name: str | None = None
    form: str | None = None
    hazards: list[str] = []
    components: list[str] = []
    precautions: str | None = None
    volatile: bool | None = None


def evolve(state: WasteProfileState, statement: Statement[Fact]) -> WasteProfileState:
    """The state after one more fact."""
    match statement.data:
        case WasteProfile.Registered() | WasteProfile.Changed() as now:
            return WasteProfileState(
                "registered",
                now.waste_code,
                now.name,
                now.form,
                list(now.hazards),
                now.components,
                now.precautions,
                now.volatile,
            )
        case WasteProfile.Closed():
            return msgspec.structs.replace(state, stage="closed")
    return state
