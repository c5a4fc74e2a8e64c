"""Waste as a row of a producer's ledger describes it, at each step of its life again (HJ 1259-2022 Annex B)."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact
from ledger.identifiers import AnyBatchCode, HazardousWasteCode, Pseudonym
from ledger.limits import Limits
from ledger.quantity import Count, MassKg
from ledger.text import Name, Sentence

Batches = Annotated[list[AnyBatchCode], Limits(min_length=1, max_length=100)]
"""Batch codes of the step before: those of generation for 入库, of 入库 for 出库, of either for what follows."""

RecipientKind = Literal["licensed", "exempt", "abroad"]


class WasteAsWritten(Fact, frozen=True, kw_only=True):
    """What a row says of the waste itself; where nothing was taken from a ledger, the container tells it."""

    catalogue_name: Sentence | None = None
    count: Count | None = None
    mass_g: MassKg | None = None
    packaging: Name | None = None
    waste_code: HazardousWasteCode | None = None
    waste_name: Name | None = None


class StepAsWritten(WasteAsWritten, frozen=True, kw_only=True):
    """What a row says of a step into storage or out of it; its mass was read off no scale here."""

    facility_type: Name | None = None
    from_batches: Batches | None = None
    transported_by: Pseudonym | None = None


class Recipient(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False, kw_only=True):
    """Who takes waste over outside, as B.5 names it; a manifest names it by its 统一社会信用代码."""

    kind: RecipientKind
    export_notice: Name | None = None
    licence_number: Name | None = None
    name: Name | None = None
