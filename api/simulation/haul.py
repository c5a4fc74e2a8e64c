"""One load of construction waste 一车一联单: what its driver, the gate, the site and the wharf each say of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from api.simulation.firms import Carrier
from api.simulation.happening import Happening
from api.simulation.spoil_firms import DENSITY, SLURRY, Project, Site

TARE_KG = Decimal(13_400)
READ_OFF_KG = 20
"""How finely a weighbridge reads."""


@dataclass(frozen=True, slots=True)
class Haul:
    """A truck from a gate to a site; every statement of it is a method."""

    own: str
    project: Project
    carrier: Carrier
    conveyance: str
    site: Site
    """Where it is bound for as it leaves."""
    leaves_at: datetime
    arrives_at: datetime
    kg: Decimal
    came_kg: Decimal
    """What the site's scale reads of it."""
    gate: str
    permit: str | None
    waste_class: str

    @property
    def subject(self) -> str:
        """The trip, in the carrier's numbering."""
        return f"trip:{self.carrier.uscc}.{self.own}"

    def departed(self) -> Happening:
        """起运, told by the driver."""
        data: dict[str, Any] = {
            "carrier": self.carrier.organisation,
            "conveyance": self.conveyance,
            "gate": self.gate,
            "to_site": self.site.subject,
            "waste_class": self.waste_class,
            **({"permit": self.permit} if self.permit else {}),
            **self._reading(),
        }
        return self._of_driver(self.leaves_at, "departed", data)

    def _reading(self) -> dict[str, Any]:
        if self.waste_class == SLURRY:
            return {"volume_m3": self.kg / 1000 / DENSITY, "density": DENSITY, "mass_method": "volume"}
        weighed = {"gross_kg": TARE_KG + self.kg, "tare_kg": TARE_KG}
        if self.gate == self.project.gate and self.project.weighed:
            return {**weighed, "scale": self.project.scale, "mass_method": "weighbridge"}
        return {**weighed, "mass_method": "onboard"}

    def passed(self, plate: str | None = None) -> Happening:
        """The camera at the project's gate reads the plate; `plate` where it reads another."""
        seen = plate or self.conveyance.partition(":")[2]
        sure = Decimal("0.71") if plate else Decimal("0.98")
        data = {"direction": "out", "plate_recognised": seen, "confidence": sure}
        at = self.leaves_at + timedelta(seconds=20)
        return self._of_gate(at, "gate-G1", "gate.passed", "passed", data)

    def plate_confirmed(self, seen: Happening) -> Happening:
        """The office looked at the picture."""
        data = {"position": seen.said_by, "plate": self.conveyance}
        return self._of_gate(self.leaves_at + timedelta(minutes=35), "office", "gate.plate_confirmed", "plate", data)

    def _of_gate(self, at: datetime, device: str, type_: str, step: str, data: dict[str, Any]) -> Happening:
        return Happening(at, self.project.contractor, device, type_, self.gate, f"{self.own}-{step}", data)

    def diverted(self, at: datetime, to: Site, decided_by: str, reason: str) -> Happening:
        """改道, told by the driver."""
        data = {"to_site": to.subject, "decided_by": f"organisation:{decided_by}", "reason": reason}
        return self._of_driver(at, "diverted", data)

    def arrived(self) -> Happening:
        """到场, with the reading of the site's weighbridge."""
        data = {"gross_kg": TARE_KG + self.came_kg, "tare_kg": TARE_KG, "scale": self.site.scale}
        return self.of_site(self.arrives_at, "arrived", data)

    def accepted(self, receipt: str, kg: Decimal | None = None, after: int = 6, again: str = "") -> Happening:
        """消纳接收凭证; `again` where it is printed once more."""
        data = {"receipt": receipt, "accepted_kg": self.came_kg if kg is None else kg}
        said = self.of_site(self.arrives_at + timedelta(minutes=after), "accepted", data)
        return said._replace(id=f"{said.id}{again}")

    def refused(self, reason: str, **some: Decimal) -> Happening:
        """拒收, of the whole load or of so much."""
        return self.of_site(self.arrives_at + timedelta(minutes=4), "refused", {"reason": reason, **some})

    def returned(self, **some: Decimal) -> Happening:
        """退回 to the gate that it left by."""
        back = self.arrives_at + (self.arrives_at - self.leaves_at) + timedelta(minutes=15)
        return self._of_driver(back, "returned", {"gate": self.gate, **some})

    def transloaded(self, into: str, vessel: str) -> Happening:
        """转驳: tipped into a barge, whose trip goes on with it."""
        data = {"into": into, "to_conveyance": vessel, "mass_kg": self.came_kg}
        return self.of_site(self.arrives_at + timedelta(minutes=12), "transloaded", data)

    def of_site(self, at: datetime, step: str, data: dict[str, Any]) -> Happening:
        """Something that who operates the site says of it."""
        told = {"site": self.site.subject, **data}
        own = f"{self.own}-{step}"
        return Happening(at, self.site.operator, "weighbridge-09", f"trip.{step}", self.subject, own, told)

    def _of_driver(self, at: datetime, step: str, data: dict[str, Any]) -> Happening:
        return Happening(at, self.carrier.uscc, "phone", f"trip.{step}", self.subject, f"{self.own}-{step}", data)

    def plain(self, receipt: str) -> Iterator[Happening]:
        """From the gate to the receipt."""
        yield from (self.departed(), self.arrived(), self.accepted(receipt))
