"""Manifests 危险废物转移联单: one for each trip, from its issue to its last container (危险废物转移管理办法)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ledger.errors import Finding
from ledger.fact import Fact, OnManifest, Relation, Title
from ledger.fact import Part as PartOf
from ledger.hazardous_waste.manifest_form import (
    Containers,
    Informed,
    Legs,
    Lines,
    LoadedLines,
    Mode,
    Part,
    Parts,
    RefusedParts,
)
from ledger.hazardous_waste.on_the_load import OnTheLoad
from ledger.identifiers import MethodCode
from ledger.parties.establishment import Place
from ledger.quantity import MassKg
from ledger.subjects import (
    ContractID,
    ConveyanceID,
    EstablishmentID,
    ExemptionID,
    ManifestID,
    OrganisationID,
    PlanID,
    ScaleID,
    TransferID,
)
from ledger.text import Instant, Name, Reason, Sentence

STATUTE = ("固体废物污染环境防治法（2020）82", "生态环境法典 536（自2026-08-15）")


class Manifest:
    """One trip of hazardous waste: who hands it over, who carries it, who takes it, and what became of all of it."""

    class Issued(OnTheLoad, frozen=True, kw_only=True):
        """The transferor fills the manifest in; a refusal says what the law of that day wants."""

        TOPIC = "manifest.issued"
        TITLE = Title("联单签发", "Manifest issued")
        BASIS = ("危险废物转移管理办法 10、14、15、16", *STATUTE)
        SUBJECT = "manifest"
        STATED_BY = (Relation.TRANSFEROR,)
        CREATES = True
        PUTS = "listed"
        HOLDER = "transferor"
        NEEDS_A_LIST = True

        transferor: OrganisationID
        receiver: OrganisationID
        from_establishment: EstablishmentID
        to_establishment: EstablishmentID
        legs: Legs
        lines: Lines
        containers: Containers | None = None
        contract: ContractID | None = None
        emergency_measures: Sentence | None = None
        exemption: ExemptionID | None = None
        plan: PlanID | None = None
        planned_arrival: Instant | None = None
        transfer: TransferID | None = None

        def misfits(self, subject: str) -> Iterable[Finding]:  # noqa: ARG002
            """A container that stands twice."""
            return _twice("/containers", self.containers)

    class NumberBound(Fact, frozen=True, kw_only=True):
        """The number that the national system gave; the one given here was provisional."""

        TOPIC = "manifest.number_bound"
        TITLE = Title("联单官方编号绑定", "Official number bound")
        BASIS = ("危险废物转移管理办法 7、15",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.TRANSFEROR, Relation.OPERATOR)

        official: ManifestID

    class Loaded(OnTheLoad, frozen=True, kw_only=True):
        """The transferor weighed and loaded; by container, by line, or as one load."""

        TOPIC = "manifest.loaded"
        TITLE = Title("装载", "Loaded")
        BASIS = ("危险废物转移管理办法 10",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.TRANSFEROR,)
        PUTS = "loaded"
        NEEDS_A_LIST = True

        mass_g: MassKg
        containers: Containers | None = None
        lines: LoadedLines | None = None
        scale: ScaleID | None = None

        def misfits(self, subject: str) -> Iterable[Finding]:  # noqa: ARG002
            """A container or a line that stands twice."""
            yield from _twice("/containers", self.containers)
            yield from _twice("/lines", [str(each.line) for each in self.lines or ()])

    class Collected(OnTheLoad, frozen=True, kw_only=True):
        """A carrier took the load and left; the mode is told where there is no plate and no MMSI."""

        TOPIC = "manifest.collected"
        TITLE = Title("起运", "Collected")
        BASIS = ("危险废物转移管理办法 11",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.CARRIER,)
        PUTS = "in_transit"
        AT_LEAST_ONE = ("conveyance", "mode")

        conveyance: ConveyanceID | None = None
        mode: Mode | None = None
        seal: Name | None = None
        trailer: ConveyanceID | None = None

    class HandedOver(OnTheLoad, frozen=True, kw_only=True):
        """One carrier gave the load to the next, all of it unless the containers are named."""

        TOPIC = "manifest.handed_over"
        TITLE = Title("承运交接", "Handed over")
        BASIS = ("危险废物转移管理办法 17",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.CARRIER,)
        PUTS = "in_transit"
        HOLDER = "to_carrier"
        AT_LEAST_ONE = ("conveyance", "mode")

        from_carrier: OrganisationID
        to_carrier: OrganisationID
        place: Place
        containers: Containers | None = None
        conveyance: ConveyanceID | None = None
        mode: Mode | None = None
        seal: Name | None = None
        trailer: ConveyanceID | None = None

        def misfits(self, subject: str) -> Iterable[Finding]:  # noqa: ARG002
            """A container that stands twice."""
            return _twice("/containers", self.containers)

    class Arrived(OnTheLoad, frozen=True, kw_only=True):
        """The load stands at the receiver's gate; the reading where one was taken."""

        TOPIC = "manifest.arrived"
        TITLE = Title("运抵", "Arrived")
        BASIS = ("危险废物转移管理办法 12、18",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.RECEIVER,)
        PUTS = "arrived"

        gross_g: MassKg | None = None
        scale: ScaleID | None = None
        tare_g: MassKg | None = None

    class Received(OnTheLoad, frozen=True, kw_only=True):
        """What the receiver accepted and what it refused, by container or by line; more may follow."""

        TOPIC = "manifest.received"
        TITLE = Title("接受确认", "Received")
        BASIS = ("危险废物转移管理办法 12、18", *STATUTE)
        SUBJECT = "manifest"
        STATED_BY = (Relation.RECEIVER,)
        PUTS = "accepted"
        NEEDS_A_LIST = True
        AT_LEAST_ONE = ("accepted", "refused")

        accepted: Parts | None = None
        accepted_at: Instant | None = None
        method: MethodCode | None = None
        refused: RefusedParts | None = None

        def part_of(self, subject: str) -> PartOf | None:
            """Accepted or refused, with the mass that the receiver tells; nothing where it is in neither list."""
            lists: dict[OnManifest, Sequence[Part]] = {"accepted": self.accepted or (), "refused": self.refused or ()}
            told = [PartOf(puts, p.mass_g) for puts, parts in lists.items() for p in parts if p.container == subject]
            return told[0] if told else None

        def misfits(self, subject: str) -> Iterable[Finding]:  # noqa: ARG002
            """A part that is neither container nor line; a container that stands twice; nothing at all."""
            if not self.accepted and not self.refused:
                names = "accepted, refused"
                yield Finding("missing_field", f"one of {names} is wanted", values={"any_of": names})
            lists: dict[str, Sequence[Part]] = {"accepted": self.accepted or (), "refused": self.refused or ()}
            for name, parts in lists.items():
                for index, part in enumerate(parts):
                    if part.container is None and part.line is None:
                        yield Finding("container_or_line", "a container or a line is wanted", f"/{name}/{index}")
            yield from _twice("", [part.container for parts in lists.values() for part in parts])

    class DiscrepancyReported(Fact, frozen=True, kw_only=True):
        """What came is not what the manifest says; the transferor and the receiving bureau were told."""

        TOPIC = "manifest.discrepancy_reported"
        TITLE = Title("不符情况报告", "Discrepancy reported")
        BASIS = ("危险废物转移管理办法 18",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.RECEIVER,)

        to: Informed
        reason: Reason

    class ReturnDispatched(OnTheLoad, frozen=True, kw_only=True):
        """What was refused left again: back to the transferor, or under another manifest to somebody else."""

        TOPIC = "manifest.return_dispatched"
        TITLE = Title("退运", "Return dispatched")
        BASIS = ("危险废物转移管理办法 18",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.RECEIVER, Relation.CARRIER)
        PUTS = "return_dispatched"
        HOLDER = "carrier"

        carrier: OrganisationID | None = None
        containers: Containers | None = None
        conveyance: ConveyanceID | None = None
        lines: LoadedLines | None = None
        manifest: ManifestID | None = None
        mass_g: MassKg | None = None

        @property
        def puts(self) -> OnManifest:
            """Under another manifest it goes on to somebody else."""
            return "sent_on" if self.manifest else "return_dispatched"

    class Returned(OnTheLoad, frozen=True, kw_only=True):
        """The transferor has back what was refused: all of it unless containers or lines are told."""

        TOPIC = "manifest.returned"
        TITLE = Title("退回收讫", "Returned")
        BASIS = ("危险废物转移管理办法 18",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.TRANSFEROR,)
        PUTS = "returned"

        containers: Containers | None = None
        lines: LoadedLines | None = None
        mass_g: MassKg | None = None
        scale: ScaleID | None = None

    class Cancelled(OnTheLoad, frozen=True, kw_only=True):
        """The trip does not take place; after the departure this is refused."""

        TOPIC = "manifest.cancelled"
        TITLE = Title("联单作废", "Manifest cancelled")
        BASIS = ("危险废物转移管理办法 16", *STATUTE)
        SUBJECT = "manifest"
        STATED_BY = (Relation.TRANSFEROR,)
        PUTS = "released"

        reason: Reason | None = None

    class EnteredFromPaper(Fact, frozen=True, kw_only=True):
        """The trip ran on paper and is entered afterwards, each of its facts with the time at which it happened."""

        TOPIC = "manifest.entered_from_paper"
        TITLE = Title("纸质联单补录", "Entered from paper")
        BASIS = ("危险废物转移管理办法 20",)
        SUBJECT = "manifest"
        STATED_BY = (Relation.TRANSFEROR, Relation.RECEIVER)

        completed_at: Instant
        paper_no: Name


def _twice(pointer: str, named: Iterable[str | None] | None) -> Iterable[Finding]:
    for name, times in Counter(named or ()).items():
        if name is not None and times > 1:
            yield Finding("stands_twice", f"{name} stands {times} times", pointer, values={"name": name})
