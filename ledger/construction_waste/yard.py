"""Yards 堆存点: what was found on a site when it was counted, and what was taken away from it again."""

from collections.abc import Iterator
from typing import Annotated

from ledger.construction_waste.amount import WasteClass, grams, told_wrongly
from ledger.errors import Finding
from ledger.fact import Fact, Part, Relation, Title
from ledger.limits import Limits
from ledger.quantity import Density, SpoilM3, StockKg
from ledger.regulation.construction_waste import SITE_FILED
from ledger.subjects import NUMBERS, Names
from ledger.text import exactly

TAKEN_TO = ("trip", "site", "project", "organisation")
Onward = Annotated[
    str, Names(TAKEN_TO), Limits(pattern=exactly("|".join(f"{kind}:{NUMBERS[kind]}" for kind in TAKEN_TO)))
]
"""The trip that takes it, or the site, project or organisation that it goes to."""


class OfASite(Fact, frozen=True, kw_only=True):
    """So much on a site, by mass or by volume."""

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


class Yard:
    """The stock of a site."""

    class Counted(OfASite, frozen=True, kw_only=True):
        """盘点. All that lies on the site, of one class where one is named."""

        TOPIC = "yard.counted"
        TITLE = Title("堆存盘点", "Yard counted")
        BASIS = SITE_FILED
        SUBJECT = "site"
        STATED_BY = (Relation.SITE_OPERATOR,)
        RELIES = False


class Removal:
    """What leaves a site again."""

    class Removed(OfASite, frozen=True, kw_only=True):
        """清运. So much was taken away, by a trip, or to where it is said."""

        TOPIC = "site.removed"
        TITLE = Title("场所清运", "Removed from site")
        BASIS = SITE_FILED
        SUBJECT = "site"
        STATED_BY = (Relation.SITE_OPERATOR,)
        RELIES = False
        ACTS_ON = ("trip",)

        to: Onward

        def part_of(self, subject: str) -> Part | None:
            """Loaded onto the trip that takes it."""
            return Part("loaded", self.told_g) if subject == self.to else None
