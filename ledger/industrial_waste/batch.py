"""Batches 批次: industrial waste from where it arose to where its owner recovered, disposed of or sent it."""

from typing import Literal

import msgspec
from msgspec.structs import replace

from ledger.fact import AnyFact, Fact, Relation, Statement, Title, speaker_of
from ledger.identifiers import MethodCode
from ledger.quantity import MassKg
from ledger.subjects import EstablishmentID, FacilityID, owner_of
from ledger.text import Reason
from ledger.waste_codes import IndustrialWasteCode

RECORDED = (
    "固体废物污染环境防治法（2020）36",
    "生态环境法典 489（自2026-08-15）",
    "一般工业固体废物管理台账制定指南（公告2021年第82号）",
)
BatchStage = Literal["provisional", "generated", "stored", "recovered", "disposed", "dispatched", "lost"]
BatchLossCause = Literal["evaporation", "draining", "leak", "spill", "fire", "theft", "other"]


class Treated(Fact, frozen=True, kw_only=True):
    """So much of the batch, by which method, at home."""

    method: MethodCode
    mass_g: MassKg
    facility: FacilityID | None = None


class Batch:
    """Waste of one code that its owner keeps together."""

    class Generated(Fact, frozen=True, kw_only=True):
        """So much waste arose, at a facility of the establishment."""

        TOPIC = "batch.generated"
        TITLE = Title("批次产生", "Batch generated")
        BASIS = RECORDED
        SUBJECT = "batch"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        establishment: EstablishmentID
        facility: FacilityID
        waste_code: IndustrialWasteCode
        mass_g: MassKg

    class Stored(Fact, frozen=True, kw_only=True):
        """The batch stands in a storage facility; a mass is what was weighed there."""

        TOPIC = "batch.stored"
        TITLE = Title("批次入库", "Batch stored")
        BASIS = RECORDED
        SUBJECT = "batch"
        STATED_BY = (Relation.OWNER,)

        facility: FacilityID
        mass_g: MassKg | None = None

    class Recovered(Treated, frozen=True, kw_only=True):
        """自行利用."""

        TOPIC = "batch.recovered"
        TITLE = Title("批次自行利用", "Batch recovered")
        BASIS = RECORDED
        SUBJECT = "batch"
        STATED_BY = (Relation.OWNER,)

    class Disposed(Treated, frozen=True, kw_only=True):
        """自行处置."""

        TOPIC = "batch.disposed"
        TITLE = Title("批次自行处置", "Batch disposed")
        BASIS = RECORDED
        SUBJECT = "batch"
        STATED_BY = (Relation.OWNER,)

    class LossDeclared(Fact, frozen=True, kw_only=True):
        """So much was lost, and how."""

        TOPIC = "batch.loss_declared"
        TITLE = Title("批次损耗申报", "Batch loss declared")
        BASIS = RECORDED
        SUBJECT = "batch"
        STATED_BY = (Relation.OWNER,)

        cause: BatchLossCause
        mass_g: MassKg
        reason: Reason | None = None


class BatchState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A batch and its account: generated + overdrawn = recovered + disposed + lost + away + remaining.

    `away` is what was dispatched less what came back; `overdrawn` is what left though nobody had told of it.
    """

    stage: BatchStage = "provisional"
    establishment: str | None = None
    facility: str | None = None
    waste_code: str | None = None
    generated_g: MassKg = 0
    recovered_g: MassKg = 0
    disposed_g: MassKg = 0
    lost_g: MassKg = 0
    away_g: MassKg = 0

    @property
    def left_g(self) -> int:
        """What is there by the account; below nothing where more left than arose."""
        return self.generated_g - self.recovered_g - self.disposed_g - self.lost_g - self.away_g


def evolve(state: BatchState, statement: Statement[Fact]) -> BatchState:
    """The state after one more fact."""
    match statement.data:
        case Batch.Generated() as now:
            stage = "generated" if state.stage == "provisional" else state.stage
            told = {"establishment": now.establishment, "waste_code": now.waste_code, "generated_g": now.mass_g}
            return replace(state, stage=stage, facility=state.facility or now.facility, **told)
        case Batch.Stored() as now:
            return replace(state, stage="stored", facility=now.facility)
        case Batch.Recovered(mass_g=grams):
            return replace(state, stage="recovered", recovered_g=state.recovered_g + grams)
        case Batch.Disposed(mass_g=grams):
            return replace(state, stage="disposed", disposed_g=state.disposed_g + grams)
        case Batch.LossDeclared(mass_g=grams):
            return replace(state, stage="lost", lost_g=state.lost_g + grams)
    return state


def acted_on(state: BatchState, statement: Statement[AnyFact], subject: str) -> BatchState:
    """After a consignment of its owner took some of it, or brought it back; a stranger's names it in vain."""
    part = statement.data.part_of(subject)
    if part is None or owner_of(subject) != speaker_of(statement):
        return state
    grams = part.mass_g or 0
    if part.role == "returned":
        return replace(state, away_g=state.away_g - grams)
    return replace(state, stage="dispatched", away_g=state.away_g + grams)


def loop_status(state: BatchState) -> Literal["open", "closed"]:
    """Closed when nothing of what arose is left here."""
    return "closed" if state.stage != "provisional" and state.left_g <= 0 else "open"
