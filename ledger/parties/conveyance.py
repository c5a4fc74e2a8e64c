"""Conveyances 运输工具: trucks and trailers by their plates, vessels by their MMSI, and whose they are."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title
from ledger.limits import Limits
from ledger.quantity import MassKg
from ledger.subjects import OrganisationID, kind_of
from ledger.text import Day, Reason

ConveyanceKind = Literal[
    "rigid_truck", "dump_truck", "tank_truck", "van", "tractor", "trailer", "barge", "ship", "other"
]
Axles = Annotated[int, Limits(ge=1, le=20)]

OF_VEHICLES = {
    "axles": "axles",
    "gross_limit_g": "gross_limit_kg",
    "tare_g": "tare_kg",
    "tare_weighed_on": "tare_weighed_on",
}
"""What must be said of whatever runs on wheels: name in the leaf → name on the wire."""

REGISTERED_BY = ("沪府办发〔2024〕30号 三（一）", "危险废物转移管理办法 11")


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of a conveyance when it is registered, and whole again at every change.

    Of a vehicle all of it must be said; a vessel has no axles, and its load is found by draft survey.
    """

    carrier: OrganisationID
    kind: ConveyanceKind
    axles: Axles | None = None
    gross_limit_g: MassKg | None = None
    tare_g: MassKg | None = None
    tare_weighed_on: Day | None = None

    def misfits(self, subject: str) -> Iterator[Finding]:
        """What is not said though the conveyance is a vehicle."""
        if kind_of(subject) != "vehicle":
            return
        for name, on_the_wire in OF_VEHICLES.items():
            if getattr(self, name) is None:
                yield Finding("missing_field", "of a vehicle this field is wanted", f"/{on_the_wire}")


class Conveyance:
    """A truck, a trailer or a vessel. Its number names nobody, so its carrier is whom the data name first."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """A conveyance enters the ledger, stated by its carrier."""

        TOPIC = "conveyance.registered"
        TITLE = Title("运输工具登记", "Conveyance registered")
        BASIS = REGISTERED_BY
        SUBJECT = ("vehicle", "vessel")
        STATED_BY = (Relation.KEEPER, Relation.OPERATOR)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of a conveyance, valid from its time; it passes to the carrier named."""

        TOPIC = "conveyance.changed"
        TITLE = Title("运输工具变更", "Conveyance changed")
        BASIS = REGISTERED_BY
        SUBJECT = ("vehicle", "vessel")
        STATED_BY = (Relation.KEEPER, Relation.OPERATOR)

    class Closed(Fact, frozen=True, kw_only=True):
        """A conveyance is given up; whoever states a change of it afterwards takes it over."""

        TOPIC = "conveyance.closed"
        TITLE = Title("运输工具注销", "Conveyance closed")
        BASIS = REGISTERED_BY
        SUBJECT = ("vehicle", "vessel")
        STATED_BY = (Relation.KEEPER, Relation.OPERATOR)

        reason: Reason | None = None


class ConveyanceState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a conveyance is and whose, as stated last."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    carrier: str | None = None
    kind: str | None = None
    axles: int | None = None
    gross_limit_g: MassKg | None = None
    tare_g: MassKg | None = None
    tare_weighed_on: str | None = None


def evolve(state: ConveyanceState, statement: Statement[Fact]) -> ConveyanceState:
    """The state after one more fact."""
    match statement.data:
        case Conveyance.Registered() | Conveyance.Changed() as now:
            return ConveyanceState(
                "registered", now.carrier, now.kind, now.axles, now.gross_limit_g, now.tare_g, now.tare_weighed_on
            )
        case Conveyance.Closed():
            return msgspec.structs.replace(state, stage="closed")
    return state
