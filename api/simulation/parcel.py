"""What travels: a container with its waste, or so much of a tank's that no container holds."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from api.simulation.happening import Happening
from api.simulation.waste import Waste

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Parcel:
    """So much of a waste, as its owner knows it."""

    waste: Waste
    kg: Decimal
    """By the scale of whoever filled it, as it was read."""
    ready_at: datetime
    """Since when it can be handed on."""
    packaging: str
    container: str | None = None
    manifest_line: tuple[str, int] | None = None
    """Manifest and line of what came without a container."""
    too_much_kg: Decimal = NOTHING
    """By how much the reading is wrong, which nobody has noticed so far."""
    reading: Happening | None = None
    """The weighing, for whoever has to correct it."""

    @property
    def source(self) -> dict[str, Any]:
        """What a treatment names as its input."""
        if self.manifest_line is None:
            return {"container": self.container}
        manifest, line = self.manifest_line
        return {"manifest": manifest, "line": line}

    def after_loss(self, kg: Decimal) -> "Parcel":
        """The same with so much less in it."""
        return replace(self, kg=self.kg - kg)


def total_kg(parcels: "list[Parcel] | tuple[Parcel, ...]") -> Decimal:
    """What they weigh together."""
    return sum((each.kg for each in parcels), NOTHING)
