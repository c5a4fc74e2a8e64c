"""Exemptions 豁免: a stage of a waste's way that is not managed as hazardous, by an item of the official list."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.limits import Limits
from ledger.subjects import EstablishmentID
from ledger.text import Day
from ledger.waste_codes import WasteCodes

ExemptStage = Literal["collection", "transport", "storage", "recovery", "disposal", "all"]
"""豁免环节; 全部环节 is `all`, and 利用、处置 together are claimed one by one."""
Item = Annotated[int, Limits(ge=1, le=999)]


class Exemption:
    """An exemption that somebody claims, by the claimant's own number."""

    class Claimed(Fact, frozen=True, kw_only=True):
        """One stage, under one item; that its condition is met is shown by evidence, and its absence is a flag's."""

        TOPIC = "exemption.claimed"
        TITLE = Title("豁免主张", "Exemption claimed")
        BASIS = ("国家危险废物名录 附录 危险废物豁免管理清单", "危险废物转移管理办法 2(2)")
        SUBJECT = "exemption"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        establishment: EstablishmentID
        item: Item
        stage: ExemptStage
        waste_codes: WasteCodes
        valid_until: Day | None = None


class ExemptionState(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is claimed."""

    stage: Literal["provisional", "claimed"] = "provisional"
    establishment: str | None = None
    item: int | None = None
    exempt_stage: str | None = None
    waste_codes: list[str] | None = None
    valid_until: str | None = None


def evolve(state: ExemptionState, statement: Statement[Fact]) -> ExemptionState:
    """The state after one more fact."""
    match statement.data:
        case Exemption.Claimed() as now:
            return ExemptionState("claimed", now.establishment, now.item, now.stage, now.waste_codes, now.valid_until)
    return state
