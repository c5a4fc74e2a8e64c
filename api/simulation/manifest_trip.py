"""A trip under a manifest 联单: issued, loaded, collected, handed over at the wharf, arrived, received."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from api.simulation.firms import BARGES, WHARF, Carrier
from api.simulation.happening import Happening
from api.simulation.parcel import Parcel, total_kg
from api.simulation.places import Place
from api.simulation.shanghai import written

TRUCK_TARE_KG = Decimal(8_200)
TO_THE_WHARF = timedelta(minutes=75)
READS_OFF = tuple(map(Decimal, ("0", "0", "0", "0.2", "-0.2", "0.4")))
"""By how much a receiver's scale may differ from the sender's."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One load from one place to another; every statement of it is a method, given the instant."""

    serial: int
    number: str
    """The manifest as a subject; `manifest:?NAME` where the ledger gives the number."""
    sender: Place
    receiver: Place
    carrier: Carrier
    conveyance: str
    parcels: tuple[Parcel, ...]
    leaves_at: datetime
    arrives_at: datetime
    confirms_at: datetime
    by_barge: str | None = None
    """The vessel that takes over at the wharf."""
    clerk: str | None = None
    """Who states for the sender, where it does not do so by itself (反向填写)."""
    exemption: str | None = None
    contract: str | None = None
    transfer: str | None = None
    """The approval under which it leaves the province."""

    @property
    def issued_at(self) -> datetime:
        """When the manifest is filled in: before the truck comes."""
        return self.leaves_at - timedelta(minutes=50)

    @property
    def last_carrier(self) -> Carrier:
        """Who comes to the receiver."""
        return BARGES if self.by_barge else self.carrier

    @property
    def last_conveyance(self) -> str:
        """What comes to the receiver."""
        return self.by_barge or self.conveyance

    def of_sender(self, at: datetime, device: str, step: str, data: dict[str, Any]) -> Happening:
        """Something that the sender says of the manifest, or its clerk in its name."""
        by, told_on, whose = self.sender.uscc, device, None
        if self.clerk is not None:
            by, told_on, whose = self.clerk, "tablet-01", self.sender.uscc
        return self._said(at, by, told_on, step, data, whose)

    def of_receiver(self, at: datetime, step: str, data: dict[str, Any], device: str = "office") -> Happening:
        """Something that the receiver says of it."""
        device = "tablet-01" if self.clerk == self.receiver.uscc else device
        return self._said(at, self.receiver.uscc, device, step, data)

    def of_carrier(self, at: datetime, step: str, data: dict[str, Any], carrier: Carrier | None = None) -> Happening:
        """Something that a carrier says of it; the first one unless another is given."""
        uscc = (carrier or self.carrier).uscc
        device = "tablet-01" if self.clerk == uscc else f"handset-{self.conveyance[-3:]}"
        return self._said(at, uscc, device, step, data)

    def _said(
        self, at: datetime, by: str, device: str, step: str, data: dict[str, Any], whose: str | None = None
    ) -> Happening:
        return Happening(at, by, device, f"manifest.{step}", self.number, f"T{self.serial:05d}-{step}", data, whose)

    @property
    def legs(self) -> list[dict[str, Any]]:
        """Who carries it, and with what."""
        first = {"carrier": self.carrier.organisation, "mode": "road", "conveyance": self.conveyance}
        if self.by_barge is None:
            return [first]
        return [first, {"carrier": BARGES.organisation, "mode": "water", "conveyance": self.by_barge}]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The load by waste code, as the form wants it."""
        by_code: dict[str, list[Parcel]] = {}
        for each in self.parcels:
            by_code.setdefault(each.waste.code, []).append(each)
        return [_line(parcels) for parcels in by_code.values()]

    @property
    def containers(self) -> dict[str, Any]:
        """The containers of the load, where it has any."""
        named = [each.container for each in self.parcels if each.container is not None]
        return {"containers": named} if named else {}

    def issued(self) -> Happening:
        """联单签发."""
        return self.of_sender(
            self.issued_at,
            "office",
            "issued",
            {
                "transferor": self.sender.organisation,
                "receiver": self.receiver.organisation,
                "from_establishment": self.sender.establishment,
                "to_establishment": self.receiver.establishment,
                "planned_arrival": written(self.arrives_at),
                "legs": self.legs,
                "lines": self.lines,
                **self.containers,
                **({"contract": self.contract} if self.contract else {}),
                **({"exemption": self.exemption} if self.exemption else {}),
                **({"transfer": self.transfer} if self.transfer else {}),
            },
        )

    def withdrawals(self) -> Iterator[Happening]:
        """出库 of the sender's own containers, one after another while the truck waits."""
        at = self.leaves_at - timedelta(minutes=40)
        device = "gate-TS001" if self.sender.connected else "phone"
        for each in self.parcels:
            at += timedelta(seconds=25)
            if each.container is None or not each.container.startswith(f"container:{self.sender.uscc}."):
                continue
            data = {"purpose": "transfer", "mass_kg": each.kg}
            said = self.of_sender(at, device, "withdrawn", data)
            own = each.container.partition(".")[2]
            yield said._replace(
                type="container.withdrawn", subject=each.container, id=f"{own}-withdrawn-{self.serial}"
            )

    def departure(self) -> Iterator[Happening]:
        """Loaded, and collected by the first carrier, who hands over at the wharf where a barge goes on."""
        load = {"mass_kg": total_kg(self.parcels), **self.containers}
        yield self.of_sender(self.leaves_at - timedelta(minutes=4), "phone", "loaded", load)
        seal = {"conveyance": self.conveyance, "seal": f"F{self.serial:06d}"}
        yield self.of_carrier(self.leaves_at, "collected", seal)
        if self.by_barge is not None:
            given = {"from_carrier": self.carrier.organisation, "to_carrier": BARGES.organisation}
            where = {"conveyance": self.by_barge, "place": WHARF, "seal": f"F{self.serial:06d}"}
            yield self.of_carrier(self.leaves_at + TO_THE_WHARF, "handed_over", {**given, **where})

    def arrival(self) -> Iterator[Happening]:
        """运抵, seen by the gate and with the reading of the weighbridge where it comes by road."""
        if self.by_barge is not None or self.clerk is not None:
            yield self.of_receiver(self.arrives_at, "arrived", {})
            return
        gross = TRUCK_TARE_KG + round(total_kg(self.parcels) / 20) * 20
        yield self._passes("in", self.arrives_at - timedelta(minutes=3), gross)
        reading = {"gross_kg": gross, "tare_kg": TRUCK_TARE_KG, "scale": self.receiver.weighbridge}
        yield self.of_receiver(self.arrives_at, "arrived", reading, "weighbridge-09")
        yield self._passes("out", self.arrives_at + timedelta(minutes=55), TRUCK_TARE_KG)

    def _passes(self, direction: str, at: datetime, gross_kg: Decimal) -> Happening:
        plate = self.conveyance.partition(":")[2]
        seen = {
            "direction": direction,
            "plate_recognised": plate,
            "confidence": Decimal("0.97"),
            "gross_kg": gross_kg,
        }
        said = self.of_receiver(at, f"gate-{direction}", seen, "gate-G1")
        return said._replace(type="gate.passed", subject=self.receiver.gate)

    def received(
        self,
        rng: Random,
        refused: Sequence[Parcel] = (),
        missing: Sequence[Parcel] = (),
        short_kg: Decimal = Decimal(0),
        reason: str = "桶体渗漏",
    ) -> Happening:
        """接受确认: all but what is refused and what did not come; the heaviest so much short."""
        taken = [each for each in self.parcels if each not in refused and each not in missing]
        parts = [self._part(each, rng) for each in taken]
        max(parts, key=lambda part: part["mass_kg"])["mass_kg"] -= short_kg
        data: dict[str, Any] = {"accepted": parts, "method": self.parcels[0].waste.method}
        if refused:
            data["refused"] = [{**self._part(each, rng), "reason": reason} for each in refused]
        return self.of_receiver(self.confirms_at, "received", {**data, "accepted_at": written(self.arrives_at)})

    def _part(self, parcel: Parcel, rng: Random) -> dict[str, Any]:
        named = {"container": parcel.container} if parcel.container is not None else {"line": 1}
        return {**named, "mass_kg": parcel.kg - parcel.too_much_kg + rng.choice(READS_OFF)}


def _line(parcels: list[Parcel]) -> dict[str, Any]:
    waste = parcels[0].waste
    counted = {"count": len(parcels)} if parcels[0].container is not None else {}
    return {
        "waste_code": waste.code,
        "name": waste.name,
        "mass_kg": total_kg(parcels),
        "method": waste.method,
        "packaging": parcels[0].packaging,
        "form": waste.form,
        "hazards": list(waste.hazards),
        **counted,
    }
