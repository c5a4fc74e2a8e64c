"""Consignments 一般工业固废运单: one load on its way to a receiver, who takes all, a part or nothing of it."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec.structs import replace

from ledger.errors import Finding
from ledger.fact import Fact, Part, Relation, Statement, Title
from ledger.identifiers import MethodCode, Sha256
from ledger.industrial_waste.batch import RECORDED
from ledger.limits import Limits
from ledger.quantity import MassKg
from ledger.subjects import (
    BatchID,
    ContractID,
    ConveyanceID,
    EstablishmentID,
    OrganisationID,
    ScaleID,
    TransferID,
)
from ledger.text import Reason
from ledger.waste_codes import IndustrialWasteCode

HANDED_OVER = (
    "固体废物污染环境防治法（2020）36、37",
    "生态环境法典 489、490（自2026-08-15）",
)


class BatchPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """So much of a batch."""

    batch: BatchID
    mass_g: MassKg


BatchParts = Annotated[list[BatchPart], Limits(min_length=1, max_length=200)]


class OfBatches(Fact, frozen=True, kw_only=True):
    """What takes from batches, or brings back to them; without a list it is told as one mass."""

    ACTS_ON = ("batch",)

    batches: BatchParts | None = None
    mass_g: MassKg | None = None
    scale: ScaleID | None = None

    @property
    def grams(self) -> int:
        """The mass of the load: as weighed, else that of its parts."""
        return self.mass_g if self.mass_g is not None else sum(each.mass_g for each in self.batches or ())

    def mass_of(self, batch: str) -> int | None:
        """How much of a batch it tells of; None where it does not name it."""
        return next((each.mass_g for each in self.batches or () if each.batch == batch), None)

    def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
        """A batch that stands twice."""
        told = [each.batch for each in self.batches or ()]
        for name in dict.fromkeys(each for each in told if told.count(each) > 1):
            detail = f"{name} stands {told.count(name)} times"
            yield Finding("stands_twice", detail, "/batches", values={"name": name})


class Consignment:
    """One load of industrial waste."""

    class Dispatched(OfBatches, frozen=True, kw_only=True):
        """The load left, by batches or as one mass."""

        TOPIC = "consignment.dispatched"
        TITLE = Title("一般工业固废出厂", "Consignment dispatched")
        BASIS = HANDED_OVER
        SUBJECT = "consignment"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        from_establishment: EstablishmentID
        to_establishment: EstablishmentID
        carrier: OrganisationID
        conveyance: ConveyanceID
        receiver: OrganisationID
        method: MethodCode
        by_product_proof: Sha256 | None = None
        contract: ContractID | None = None
        transfer: TransferID | None = None
        waste_code: IndustrialWasteCode | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:
            """A load of which no mass is told."""
            yield from super().misfits(subject)
            if self.batches is None and self.mass_g is None:
                names = "batches, mass_kg"
                yield Finding("missing_field", f"one of {names} is wanted", values={"any_of": names})

        def part_of(self, subject: str) -> Part | None:
            """It takes so much of a batch that it names."""
            grams = self.mass_of(subject)
            return None if grams is None else Part("in_transit", grams, holder=self.carrier)

    class Received(Fact, frozen=True, kw_only=True):
        """What the receiver took, and what it refused of the same load."""

        TOPIC = "consignment.received"
        TITLE = Title("一般工业固废接收", "Consignment received")
        BASIS = HANDED_OVER
        SUBJECT = "consignment"
        STATED_BY = (Relation.RECEIVER,)

        accepted_g: MassKg
        refused_g: MassKg | None = None
        reason: Reason | None = None
        scale: ScaleID | None = None

    class Refused(Fact, frozen=True, kw_only=True):
        """The receiver took nothing; the mass is what it found, else all of the load."""

        TOPIC = "consignment.refused"
        TITLE = Title("一般工业固废拒收", "Consignment refused")
        BASIS = HANDED_OVER
        SUBJECT = "consignment"
        STATED_BY = (Relation.RECEIVER,)

        reason: Reason
        refused_g: MassKg | None = None

    class Returned(OfBatches, frozen=True, kw_only=True):
        """Who had sent it has back what was refused; as much of a batch as it names lies there again."""

        TOPIC = "consignment.returned"
        TITLE = Title("一般工业固废退回", "Consignment returned")
        BASIS = RECORDED
        SUBJECT = "consignment"
        STATED_BY = (Relation.OWNER,)

        def part_of(self, subject: str) -> Part | None:
            """It brings back so much of a batch that it names."""
            grams = self.mass_of(subject)
            return None if grams is None else Part("returned", grams)


class ConsignmentState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A load and its account: dispatched = accepted + refused + short, and refused = returned + still away.

    `short` is what nobody has told of since: in transit before the receipt, missing (or, below nothing, found in
    addition) after it.
    """

    stage: Literal["provisional", "dispatched", "received", "partly_refused", "refused", "returned"] = "provisional"
    from_establishment: str | None = None
    to_establishment: str | None = None
    receiver: str | None = None
    carrier: str | None = None
    conveyance: str | None = None
    method: str | None = None
    contract: str | None = None
    transfer: str | None = None
    waste_code: str | None = None
    dispatched_at: str | None = None
    dispatched_g: MassKg | None = None
    accepted_g: MassKg = 0
    refused_g: MassKg = 0
    returned_g: MassKg = 0

    @property
    def answered(self) -> bool:
        """Whether the receiver said what it took."""
        return self.stage in {"received", "partly_refused", "refused", "returned"}

    @property
    def in_transit_g(self) -> int:
        """What left and of which nothing was heard; after the receiver's answer nothing is in transit any more."""
        return 0 if self.answered else (self.dispatched_g or 0)

    @property
    def still_refused_g(self) -> int:
        """What was refused and is not back."""
        return max(0, self.refused_g - self.returned_g)


def loop_status(state: ConsignmentState) -> Literal["open", "closed"]:
    """Closed when the receiver answered and all that it refused is back."""
    return "closed" if state.answered and state.still_refused_g == 0 else "open"


def evolve(state: ConsignmentState, statement: Statement[Fact]) -> ConsignmentState:
    """The state after one more fact, in occurred order."""
    match statement.data:
        case Consignment.Dispatched() as now:
            return replace(
                state,
                stage="dispatched" if state.stage == "provisional" else state.stage,
                from_establishment=now.from_establishment,
                to_establishment=now.to_establishment,
                receiver=now.receiver,
                carrier=now.carrier,
                conveyance=now.conveyance,
                method=now.method,
                contract=now.contract,
                transfer=now.transfer,
                waste_code=now.waste_code,
                dispatched_at=statement.occurred_at,
                dispatched_g=now.grams,
            )
        case Consignment.Received() as now:
            accepted, refused = state.accepted_g + now.accepted_g, state.refused_g + (now.refused_g or 0)
            stage = "partly_refused" if refused else "received"
            return replace(state, stage=stage, accepted_g=accepted, refused_g=refused)
        case Consignment.Refused() as now:
            rest = max(0, (state.dispatched_g or 0) - state.accepted_g - state.refused_g)
            refused = state.refused_g + (rest if now.refused_g is None else now.refused_g)
            return replace(state, stage="refused" if not state.accepted_g else "partly_refused", refused_g=refused)
        case Consignment.Returned() as now:
            grams = now.grams if now.mass_g is not None or now.batches else state.still_refused_g
            return replace(state, stage="returned", returned_g=state.returned_g + grams)
    return state
