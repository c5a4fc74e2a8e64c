"""Facilities 设施 of an establishment: where waste is made, stored and treated."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.limits import Limits
from ledger.parties.establishment import Place
from ledger.parties.storage_extension import StorageExtension
from ledger.quantity import MassT, VolumeM3
from ledger.subjects import EstablishmentID
from ledger.text import Name, Reason

FacilityKind = Literal[
    "production",
    "storage_house",
    "storage_yard",
    "storage_tank",
    "storage_point",
    "treatment",
    "landfill_rigid",
    "landfill_flexible",
]
Zones = Annotated[list[Name], Limits(min_length=1, max_length=200)]


class Particulars(Fact, frozen=True, kw_only=True):
    """What is told of a facility when it is registered, and whole again at every change."""

    establishment: EstablishmentID
    kind: FacilityKind
    bund_cm3: VolumeM3 | None = None
    capacity_g: MassT | None = None
    name: Name | None = None
    place: Place | None = None
    zones: Zones | None = None


class Facility:
    """A numbered facility (MF0001, TS001 …) within an establishment."""

    class Registered(Particulars, frozen=True, kw_only=True):
        """A facility enters the ledger."""

        TOPIC = "facility.registered"
        TITLE = Title("设施登记", "Facility registered")
        BASIS = ("HJ 1259-2022 5.4.2", "GB 18597-2023")
        SUBJECT = "facility"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

    class Changed(Particulars, frozen=True, kw_only=True):
        """The whole new state of a facility, valid from its time."""

        TOPIC = "facility.changed"
        TITLE = Title("设施变更", "Facility changed")
        BASIS = ("HJ 1259-2022 5.2", "GB 18597-2023")
        SUBJECT = "facility"
        STATED_BY = (Relation.OWNER,)

    class Closed(Fact, frozen=True, kw_only=True):
        """A facility stops."""

        TOPIC = "facility.closed"
        TITLE = Title("设施关闭", "Facility closed")
        BASIS = ("HJ 1259-2022 5.2",)
        SUBJECT = "facility"
        STATED_BY = (Relation.OWNER,)

        reason: Reason | None = None


class FacilityState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a facility is, as stated last, and the extension of storage that was granted last."""

    stage: Literal["provisional", "registered", "closed"] = "provisional"
    establishment: str | None = None
    kind: str | None = None
    name: str | None = None
    capacity_g: MassT | None = None
    bund_cm3: VolumeM3 | None = None
    zones: list[str] | None = None
    extended_codes: list[str] | None = None
    extended_until: str | None = None


def evolve(state: FacilityState, statement: Statement[Fact]) -> FacilityState:
    """The state after one more fact."""
    match statement.data:
        case Facility.Registered() | Facility.Changed() as now:
            return msgspec.structs.replace(
                state,
                stage="registered",
                establishment=now.establishment,
                kind=now.kind,
                name=now.name,
                capacity_g=now.capacity_g,
                bund_cm3=now.bund_cm3,
                zones=now.zones,
            )
        case StorageExtension.Granted() as now:
            return msgspec.structs.replace(state, extended_codes=now.waste_codes, extended_until=now.valid_until)
        case Facility.Closed():
            return msgspec.structs.replace(state, stage="closed")
    return state
