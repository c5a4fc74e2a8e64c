"""Disposal plans 建筑垃圾处理方案: what a project digs and breaks, what of it stays, and where the rest shall go."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

import msgspec

from ledger.construction_waste.amount import Amount, WasteClass, told_wrongly
from ledger.errors import Finding
from ledger.fact import Fact, Part, Relation, Statement, Title
from ledger.identifiers import DivisionCode
from ledger.limits import Limits
from ledger.quantity import MassT
from ledger.regulation.construction_waste import PLAN, REDUCED_AT_SOURCE
from ledger.subjects import OrganisationID, ProjectID, WasteSiteID, division_in

PlannedSites = Annotated[list[WasteSiteID], Limits(min_length=1, max_length=50)]
MICROGRAMS_OF_A_KILOGRAM = 10**9


class ClassLine(Amount, frozen=True, kw_only=True):
    """So much of one class of waste."""

    waste_class: WasteClass


ClassLines = Annotated[list[ClassLine], Limits(min_length=1, max_length=5)]


class DisposalPlan:
    """The plan of one project, by the number under which it was filed."""

    class Filed(Fact, frozen=True, kw_only=True):
        """备案. What arises is balanced: as much is filled in and hauled out as the classes come to (消纳平衡)."""

        TOPIC = "disposal_plan.filed"
        TITLE = Title("处理方案备案", "Disposal plan filed")
        BASIS = (*PLAN, *REDUCED_AT_SOURCE)
        SUBJECT = "disposal_plan"
        STATED_BY = (Relation.CONTRACTOR,)
        CREATES = True
        ACTS_ON = ("project",)

        backfill: Amount
        classes: ClassLines
        contractor: OrganisationID
        division: DivisionCode
        haul_out: Amount
        owner: OrganisationID
        project: ProjectID
        sites: PlannedSites | None = None

        def part_of(self, subject: str) -> Part | None:
            """It brings the project into the ledger."""
            return Part("planned") if subject == self.project else None

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
            """A project of another division, a class that stands twice, an amount told by neither mass nor volume."""
            if division_in(self.project) != self.division:
                told = {"subject": self.project, "division": self.division}
                yield Finding("other_division", f"{self.project} lies elsewhere", "/division", values=told)
            told_before: dict[str, str] = {}
            for pointer, each in self._amounts():
                yield from told_wrongly(each.mass_g, each.volume_cm3, each.density_g_per_m3, pointer)
                if isinstance(each, ClassLine) and told_before.setdefault(each.waste_class, pointer) != pointer:
                    told = {"subject": each.waste_class, "first": told_before[each.waste_class]}
                    yield Finding("named_twice", f"{each.waste_class} stands twice", pointer, values=told)

        def _amounts(self) -> Iterable[tuple[str, Amount]]:
            lines = ((f"/classes/{index}", line) for index, line in enumerate(self.classes))
            return (*lines, ("/backfill", self.backfill), ("/haul_out", self.haul_out))

        @property
        def total_g(self) -> int:
            """All that arises."""
            return sum(each.micrograms for each in self.classes) // 10**6

        @property
        def balances(self) -> bool:
            """Whether backfill and haul-out come to what arises, to the kilogram for each amount that is told."""
            differ = (
                sum(each.micrograms for each in self.classes) - self.backfill.micrograms - self.haul_out.micrograms
            )
            return abs(differ) < MICROGRAMS_OF_A_KILOGRAM * (len(self.classes) + 2)


class DisposalPlanState(msgspec.Struct, frozen=True, omit_defaults=True):
    """The plan as it stands, in mass."""

    stage: Literal["provisional", "filed"] = "provisional"
    project: str | None = None
    contractor: str | None = None
    owner: str | None = None
    division: str | None = None
    total_g: MassT | None = None
    backfill_g: MassT | None = None
    haul_out_g: MassT | None = None
    classes: list[ClassLine] = []
    sites: list[str] | None = None


def evolve(state: DisposalPlanState, statement: Statement[Fact]) -> DisposalPlanState:
    """The state after one more fact."""
    match statement.data:
        case DisposalPlan.Filed() as now:
            return DisposalPlanState(
                "filed",
                now.project,
                now.contractor,
                now.owner,
                now.division,
                now.total_g,
                now.backfill.micrograms // 10**6,
                now.haul_out.micrograms // 10**6,
                now.classes,
                now.sites,
            )
    return state
