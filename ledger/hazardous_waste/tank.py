"""Tanks and pipelines 储罐、管道: waste that no package holds, metered day by day (HJ 1259-2022 6.2)."""

from typing import Literal

from ledger.fact import Fact, Relation, Statement, Title
from ledger.hazardous_waste.masses import Masses
from ledger.identifiers import HazardousWasteCode
from ledger.quantity import MassKg
from ledger.subjects import MeterID
from ledger.text import Day

Direction = Literal["in", "out"]


class Tank:
    """A storage facility whose contents are metered."""

    class Metered(Fact, frozen=True, kw_only=True):
        """What passed a meter in one day, into the facility or out of it; the level is what stood there after."""

        TOPIC = "tank.metered"
        TITLE = Title("储罐管道计量", "Tank metered")
        BASIS = ("HJ 1259-2022 6.2",)
        SUBJECT = "facility"
        STATED_BY = (Relation.OWNER,)

        day: Day
        direction: Direction
        mass_g: MassKg
        meter: MeterID
        level_g: MassKg | None = None
        waste_code: HazardousWasteCode | None = None


def evolve(masses: Masses, statement: Statement[Fact]) -> Masses:
    """The account of a tank after one more reading, in occurred order."""
    match statement.data:
        case Tank.Metered() as now:
            passed = masses.arises(now.mass_g) if now.direction == "in" else masses.sets_apart(now.mass_g)
            return passed if now.level_g is None else passed.measured(now.level_g)
    return masses
