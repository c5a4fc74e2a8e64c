"""Disposal permits 建筑垃圾处置证: how much of which waste a project may have hauled, by whom, and to which sites."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

import msgspec

from ledger.construction_waste.amount import WasteClass
from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title
from ledger.geojson import Line
from ledger.limits import Limits
from ledger.parties.establishment import Shifts
from ledger.quantity import MassT
from ledger.regulation.construction_waste import PERMIT
from ledger.subjects import ConveyanceID, OrganisationID, ProjectID, WasteSiteID
from ledger.text import Day, Name

Carriers = Annotated[list[OrganisationID], Limits(min_length=1, max_length=50)]
Sites = Annotated[list[WasteSiteID], Limits(min_length=1, max_length=50)]
Conveyances = Annotated[list[ConveyanceID], Limits(min_length=1, max_length=500)]


class DisposalPermit:
    """A permit of one project, by the authority's number."""

    class Granted(Fact, frozen=True, kw_only=True):
        """核发. From the first day to the end of the last, to the sites named; to fallback sites where those fail."""

        TOPIC = "disposal_permit.granted"
        TITLE = Title("处置证核发", "Disposal permit granted")
        BASIS = PERMIT
        SUBJECT = "permit"
        STATED_BY = (Relation.GREENING,)
        CREATES = True

        carriers: Carriers
        project: ProjectID
        quota_g: MassT
        sites: Sites
        valid_from: Day
        valid_until: Day
        waste_class: WasteClass
        conveyances: Conveyances | None = None
        fallback_sites: Sites | None = None
        hours: Shifts | None = None
        night_pass: Name | None = None
        route: Line | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
            """A site that stands twice."""
            first: dict[str, str] = {}
            for name, sites in (("sites", self.sites), ("fallback_sites", self.fallback_sites or ())):
                for index, site in enumerate(sites):
                    pointer = f"/{name}/{index}"
                    if first.setdefault(site, pointer) != pointer:
                        told = {"subject": site, "first": first[site]}
                        yield Finding("named_twice", f"{site} stands at {first[site]} already", pointer, values=told)


class DisposalPermitState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a permit allows; how much of it is used is told by the trips."""

    stage: Literal["provisional", "granted"] = "provisional"
    project: str | None = None
    waste_class: str | None = None
    quota_g: MassT | None = None
    carriers: Sequence[str] = ()
    sites: Sequence[str] = ()
    fallback_sites: Sequence[str] | None = None
    conveyances: Sequence[str] | None = None
    hours: Shifts | None = None
    night_pass: str | None = None
    route: Line | None = None
    valid_from: str | None = None
    valid_until: str | None = None


def evolve(state: DisposalPermitState, statement: Statement[Fact]) -> DisposalPermitState:
    """The state after one more fact."""
    match statement.data:
        case DisposalPermit.Granted() as now:
            return DisposalPermitState(
                "granted",
                now.project,
                now.waste_class,
                now.quota_g,
                now.carriers,
                now.sites,
                now.fallback_sites,
                now.conveyances,
                now.hours,
                now.night_pass,
                now.route,
                now.valid_from,
                now.valid_until,
            )
    return state
