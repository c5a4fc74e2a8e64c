"""What stands on a manifest 联单: legs of the way, lines of waste, and parts that are accepted or refused."""

from typing import Annotated, Literal

import msgspec

from ledger.hazardous_waste.waste_profile import Hazards, WasteForm
from ledger.identifiers import HazardousWasteCode, MethodCode
from ledger.limits import Limits
from ledger.quantity import Count, MassKg
from ledger.subjects import ContainerID, ConveyanceID, OrganisationID
from ledger.text import Name, Reason

Mode = Literal["road", "rail", "water", "pipeline"]


class Leg(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One stretch of the way, with who carries there."""

    carrier: OrganisationID
    mode: Mode
    conveyance: ConveyanceID | None = None
    trailer: ConveyanceID | None = None


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One kind of waste on the manifest; its number is its place in the list, from 1 on."""

    waste_code: HazardousWasteCode
    name: Name
    mass_g: MassKg
    method: MethodCode
    packaging: Name
    count: Count | None = None
    form: WasteForm | None = None
    hazards: Hazards | None = None


LineNumber = Annotated[int, Limits(ge=1, le=100)]


class LoadedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How much of a line was loaded."""

    line: LineNumber
    mass_g: MassKg
    count: Count | None = None


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A container, which may tell the line that it belongs to, or so much of a line."""

    mass_g: MassKg
    container: ContainerID | None = None
    line: LineNumber | None = None


class RefusedPart(Part, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A container, or so much of a line, that is not accepted, and why."""

    reason: Reason


Containers = Annotated[list[ContainerID], Limits(min_length=0, max_length=400)]
Legs = Annotated[list[Leg], Limits(min_length=1, max_length=20)]
Lines = Annotated[list[Line], Limits(min_length=1, max_length=100)]
LoadedLines = Annotated[list[LoadedLine], Limits(min_length=0, max_length=100)]
Parts = Annotated[list[Part], Limits(min_length=0, max_length=400)]
RefusedParts = Annotated[list[RefusedPart], Limits(min_length=0, max_length=400)]
Informed = Annotated[list[OrganisationID], Limits(min_length=1, max_length=10)]
