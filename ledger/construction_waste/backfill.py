"""Backfill 回填: spoil that stays on its project, and the project as its plan and its backfill leave it."""

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from ledger.construction_waste.amount import WasteClass, grams, told_wrongly
from ledger.construction_waste.disposal_plan import DisposalPlan
from ledger.errors import Finding
from ledger.fact import Fact, Relation, Statement, Title
from ledger.quantity import Density, SpoilM3, StockKg
from ledger.regulation.construction_waste import REDUCED_AT_SOURCE


class Spoil:
    """What is done with spoil where it was dug."""

    class Backfilled(Fact, frozen=True, kw_only=True):
        """回填. So much was filled in on the project's own ground."""

        TOPIC = "spoil.backfilled"
        TITLE = Title("渣土回填", "Spoil backfilled")
        BASIS = REDUCED_AT_SOURCE
        SUBJECT = "project"
        STATED_BY = (Relation.CONTRACTOR,)
        RELIES = False

        density_g_per_m3: Density | None = None
        mass_g: StockKg | None = None
        volume_cm3: SpoilM3 | None = None
        waste_class: WasteClass | None = None

        def misfits(self, subject: str) -> Iterator[Finding]:  # noqa: ARG002
            """Neither mass nor volume, or both."""
            yield from told_wrongly(self.mass_g, self.volume_cm3, self.density_g_per_m3, mass="mass_kg")

        @property
        def told_g(self) -> int:
            """As weighed, or from volume and density."""
            return grams(self.mass_g, self.volume_cm3, self.density_g_per_m3) or 0


class ProjectState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A project as its plan, and what was filled in on it, leave it."""

    stage: Literal["provisional", "filed"] = "provisional"
    contractor: str | None = None
    owner: str | None = None
    division: str | None = None
    backfilled_g: StockKg | None = None


def evolve(state: ProjectState, statement: Statement[Fact]) -> ProjectState:
    """The state after one more fact."""
    match statement.data:
        case Spoil.Backfilled() as now:
            return msgspec.structs.replace(state, backfilled_g=(state.backfilled_g or 0) + now.told_g)
    return state


def acted_on(state: ProjectState, statement: Statement[Fact], subject: str) -> ProjectState:  # noqa: ARG001
    """The state after the filing of its plan, which is what brings a project into the ledger."""
    match statement.data:
        case DisposalPlan.Filed() as now:
            return msgspec.structs.replace(
                state, stage="filed", contractor=now.contractor, owner=now.owner, division=now.division
            )
    return state


def created_by(facts: Iterable[Statement[Fact]]) -> bool:
    """Whether one of these facts brings a project into the ledger."""
    return any(isinstance(each.data, DisposalPlan.Filed) for each in facts)
