"""Management plans 管理计划: what an establishment expects of a year, and where it shall go (HJ 1259-2022 5)."""

from typing import Annotated, Literal

import msgspec

from ledger.fact import Fact, Relation, Statement, Title
from ledger.identifiers import HazardousWasteCode, MethodCode
from ledger.limits import Limits
from ledger.quantity import MassT
from ledger.subjects import OrganisationID


class PlanLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """So much of a waste in the year, by a method, at a receiver; without one it is treated at home."""

    waste_code: HazardousWasteCode
    mass_g: MassT
    method: MethodCode
    receiver: OrganisationID | None = None


PlanLines = Annotated[list[PlanLine], Limits(min_length=1, max_length=300)]


class ManagementPlan:
    """The plan of one establishment for one year, by its number: ESTABLISHMENT.YEAR."""

    class Filed(Fact, frozen=True, kw_only=True):
        """The plan of a year is filed; there is one."""

        TOPIC = "management_plan.filed"
        TITLE = Title("管理计划备案", "Management plan filed")
        BASIS = ("固体废物污染环境防治法（2020）78", "生态环境法典 532（自2026-08-15）", "HJ 1259-2022 5")
        SUBJECT = "management_plan"
        STATED_BY = (Relation.OWNER,)
        CREATES = True

        lines: PlanLines

    class Changed(Fact, frozen=True, kw_only=True):
        """The whole plan as it shall be from now on."""

        TOPIC = "management_plan.changed"
        TITLE = Title("管理计划变更", "Management plan changed")
        BASIS = ("HJ 1259-2022 5.2",)
        SUBJECT = "management_plan"
        STATED_BY = (Relation.OWNER,)

        lines: PlanLines


class ManagementPlanState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The plan as it stands."""

    stage: Literal["provisional", "filed", "changed"] = "provisional"
    lines: list[PlanLine] = []
    planned_g: MassT | None = None


def evolve(state: ManagementPlanState, statement: Statement[Fact]) -> ManagementPlanState:
    """The state after one more fact."""
    match statement.data:
        case ManagementPlan.Filed(lines=lines):
            return ManagementPlanState("filed", lines, _total(lines))
        case ManagementPlan.Changed(lines=lines):
            return ManagementPlanState("changed", lines, _total(lines))
    return state


def _total(lines: list[PlanLine]) -> int:
    return sum(line.mass_g for line in lines)
