"""Containers 危险废物容器, from generation to the storage bay and out of it again (五即).

五即 of 沪府办发〔2024〕30号 三（二）: 即产生, 即包装, 即称重, 即打码, 即入库.
"""

from typing import Any, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.hazardous_waste.as_written import Recipient, StepAsWritten, WasteAsWritten
from ledger.hazardous_waste.masses import EMPTY, Masses
from ledger.identifiers import GenerationBatchCode, LabelCode, MethodCode, StorageBatchCode, WithdrawalBatchCode
from ledger.quantity import MassKg, VolumeL
from ledger.subjects import EstablishmentID, FacilityID, ProfileID, ScaleID
from ledger.text import Instant, Name, Reason

ContainerKind = Literal["drum", "ibc", "bag", "box", "bottle", "tank", "pipeline", "bulk", "other"]
Purpose = Literal["transfer", "treatment", "move", "repacking", "sampling", "other"]
LossCause = Literal["evaporation", "draining", "leak", "spill", "fire", "theft", "other"]
Stage = Literal[
    "provisional",
    "generated",
    "repacked",
    "closed",
    "packaged",
    "weighed",
    "labelled",
    "stored",
    "withdrawn",
    "loaded",
    "in_transit",
    "arrived",
    "received",
    "refused",
    "return_dispatched",
    "sent_on",
    "returned",
    "emptied",
    "treated",
    "lost",
]
TAPPED = frozenset({"tank", "pipeline", "bulk"})
"""Kinds out of which a part is withdrawn; any other container leaves whole, whatever mass is read at its leaving."""

POLICY = "沪府办发〔2024〕30号 三（二）"


class Container:
    """One labelled package of hazardous waste."""

    class Generated(WasteAsWritten, frozen=True, kw_only=True):
        """即产生. Waste begins to fill a container; a mass here is declared, not weighed."""

        TOPIC = "container.generated"
        TITLE = Title("即产生", "Generated")
        BASIS = ("HJ 1259-2022 6.2, B.1", POLICY)
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER,)
        CREATES = True
        AT_LEAST_ONE = ("profile", "waste_code")

        establishment: EstablishmentID
        kind: ContainerKind
        batch_code: GenerationBatchCode | None = None
        destination: Name | None = None
        filling_started_at: Instant | None = None
        origin_facility: FacilityID | None = None
        profile: ProfileID | None = None
        volume_ml: VolumeL | None = None

    class Closed(Fact, frozen=True, kw_only=True):
        """封口. The container is shut; the clocks of 五即 start here where this is stated."""

        TOPIC = "container.closed"
        TITLE = Title("封口", "Closed")
        BASIS = ("本系统规则：五即各步的计时自封口起",)
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER,)

    class Packaged(Fact, frozen=True, kw_only=True):
        """即包装."""

        TOPIC = "container.packaged"
        TITLE = Title("即包装", "Packaged")
        BASIS = ("HJ 1259-2022 6.2", POLICY)
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER,)

        packaging: Name

    class Weighed(Fact, frozen=True, kw_only=True):
        """即称重. The scale's reading, as read; a correction is a new fact."""

        TOPIC = "container.weighed"
        TITLE = Title("即称重", "Weighed")
        BASIS = ("HJ 1259-2022 6.2", POLICY)
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER, Relation.HOLDER)

        gross_g: MassKg
        tare_g: MassKg
        scale: ScaleID

    class Labelled(Fact, frozen=True, kw_only=True):
        """即打码. The label with its 数字识别码 is on the container."""

        TOPIC = "container.labelled"
        TITLE = Title("即打码", "Labelled")
        BASIS = (
            "HJ 1276-2022",
            "固体废物污染环境防治法（2020）77",
            "生态环境法典 531（自2026-08-15）",
            POLICY,
        )
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER, Relation.HOLDER)

        label_code: LabelCode

    class Stored(StepAsWritten, frozen=True, kw_only=True):
        """即入库. The container stands in a storage facility; a mass here is declared, not weighed."""

        TOPIC = "container.stored"
        TITLE = Title("即入库", "Stored")
        BASIS = ("HJ 1259-2022 6.2, B.2", POLICY)
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER, Relation.HOLDER)

        facility: FacilityID
        batch_code: StorageBatchCode | None = None
        zone: Name | None = None

    class Withdrawn(StepAsWritten, frozen=True, kw_only=True):
        """出库. The container leaves storage for the purpose given, or leaves the establishment for a recipient."""

        TOPIC = "container.withdrawn"
        TITLE = Title("出库", "Withdrawn")
        BASIS = ("HJ 1259-2022 6.2, B.3, B.5",)
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER, Relation.HOLDER)

        purpose: Purpose
        batch_code: WithdrawalBatchCode | None = None
        destination: Name | None = None
        establishment: EstablishmentID | None = None
        facility: FacilityID | None = None
        method: MethodCode | None = None
        recipient: Recipient | None = None

        @property
        def follows_a_withdrawal(self) -> bool:
            """Whether it tells of waste that was out of storage already, by the 出库批次 that it names."""
            return any(code[4].isdigit() for code in self.from_batches or () if code.startswith("HWCK"))

    class LossDeclared(Fact, frozen=True, kw_only=True):
        """Some of the waste, or all of it, is not there any more, and nobody holds it."""

        TOPIC = "container.loss_declared"
        TITLE = Title("损耗申报", "Loss declared")
        BASIS = ("固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）")
        SUBJECT = "container"
        STATED_BY = (Relation.OWNER, Relation.HOLDER)

        cause: LossCause
        mass_g: MassKg
        reason: Reason | None = None


class ContainerState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A container as its facts leave it; `stage` is the last step that happened on the ground."""

    stage: Stage = "provisional"
    establishment: str | None = None
    kind: str | None = None
    profile: str | None = None
    waste_code: str | None = None
    declared_mass_g: MassKg | None = None
    packaging: str | None = None
    gross_g: MassKg | None = None
    tare_g: MassKg | None = None
    net_g: MassKg | None = None
    scale: str | None = None
    label_code: str | None = None
    facility: str | None = None
    zone: str | None = None
    purpose: str | None = None
    remaining_g: MassKg | None = None
    """What is in it now, as far as it was weighed, declared or poured."""
    masses: Masses = EMPTY
    manifest: str | None = None
    """On which it is, or was when it was accepted."""
    held_by: str | None = None
    """Who has it, as far as a manifest tells; while none does it is its owner."""
    confirmed_by: str | None = None
    """The first receiver that accepted it: with that its owner's duty ends."""
    confirmed_g: MassKg | None = None
    """What receivers accepted of it, as they weighed it."""


def evolve(state: ContainerState, statement: Statement[Fact]) -> ContainerState:
    """The state after one more fact, in occurred order."""
    change = msgspec.structs.replace
    match statement.data:
        case Container.Generated() as now:
            return change(
                state,
                stage="generated",
                establishment=now.establishment,
                kind=now.kind,
                profile=now.profile,
                waste_code=now.waste_code,
                declared_mass_g=now.mass_g,
                packaging=now.packaging or state.packaging,
                **account(state.masses.opened(now.mass_g)),
            )
        case Container.Closed():
            return change(state, stage="closed")
        case Container.Packaged() as now:
            return change(state, stage="packaged", packaging=now.packaging)
        case Container.Weighed() as now:
            return change(
                state,
                stage="weighed",
                gross_g=now.gross_g,
                tare_g=now.tare_g,
                net_g=now.gross_g - now.tare_g,
                scale=now.scale,
                **account(state.masses.measured(max(0, now.gross_g - now.tare_g))),
            )
        case Container.Labelled() as now:
            return change(state, stage="labelled", label_code=now.label_code)
        case Container.Stored() as now:
            return change(
                state,
                stage="stored",
                facility=now.facility,
                zone=now.zone,
                purpose=None,
                waste_code=state.waste_code if state.profile else state.waste_code or now.waste_code,
                packaging=state.packaging or now.packaging,
                **account(state.masses if now.mass_g is None else state.masses.declared(now.mass_g)),
            )
        case Container.Withdrawn() as now:
            if _is_partial(state, now):
                apart = 0 if now.follows_a_withdrawal else now.mass_g or 0  # the row of 出库 has told of it
                return change(state, purpose=now.purpose, **account(state.masses.sets_apart(apart)))
            return change(state, stage="withdrawn", facility=None, zone=None, purpose=now.purpose)
        case Container.LossDeclared() as now:
            masses = state.masses.loses(now.mass_g)
            return change(state, stage="lost" if masses.remaining_g == 0 else state.stage, **account(masses))
    return state


def _is_partial(state: ContainerState, now: Container.Withdrawn) -> bool:
    return now.mass_g is not None and (state.kind in TAPPED or now.purpose == "sampling")


def account(masses: Masses) -> dict[str, Any]:
    """What of a container's state its mass account fills."""
    return {"masses": masses, "remaining_g": masses.remaining_g}
