"""A drum's month: generated, closed, packaged, weighed, labelled, stored, and one day collected."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from api.simulation.happening import Happening
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.shanghai import SHANGHAI, written
from api.simulation.waste import Packing, Waste

MISREAD = 0.015
"""Of drums, those whose scale was misread by a kilogram, which nobody sees before the receiver weighs them."""
LETTER = {"drum": "D", "ibc": "T", "bag": "B", "box": "X"}


@dataclass(frozen=True, slots=True)
class Drum:
    """One container with all that will be said of it, but for when it is collected."""

    place: Place
    waste: Waste
    packing: Packing
    own: str
    """Its number among its owner's containers."""
    label_code: str
    batch_code: str
    full_at: datetime
    filling_started_at: datetime | None
    tare_kg: Decimal
    net_kg: Decimal
    operator: str
    misread_kg: Decimal
    """By how much the scale was misread, mostly nothing."""
    steps: tuple[timedelta, ...]
    """From full to closed, packaged, weighed, labelled and stored, each after the one before."""

    @property
    def subject(self) -> str:
        """The container as a subject."""
        return f"container:{self.place.uscc}.{self.own}"

    @property
    def stored_at(self) -> datetime:
        """When it stands in storage."""
        return self.full_at + sum(self.steps, timedelta())

    @property
    def generation(self) -> dict[str, Any]:
        """The data of 即产生, as the phone in the workshop takes it."""
        data: dict[str, Any] = {
            "establishment": self.place.establishment,
            "profile": self.place.profile(self.waste),
            "waste_code": self.waste.code,
            "kind": self.packing.kind,
            "volume_l": self.packing.volume_l,
            "origin_facility": self.place.workshop,
            "batch_code": self.batch_code,
            "operator": self.operator,
        }
        if self.filling_started_at:
            data["filling_started_at"] = written(self.filling_started_at)
        return data

    @property
    def weighing(self) -> dict[str, Any]:
        """The data of 即称重, as the scale shows it."""
        return {
            "gross_kg": self.tare_kg + self.net_kg + self.misread_kg,
            "tare_kg": self.tare_kg,
            "scale": self.place.scale,
            "mass_method": "scale",
        }

    def five_immediates(self) -> Iterator[Happening]:
        """五即 with the sealing between them, each told by the device that is at hand."""
        devices = ("phone", "phone", "phone", "scale-01", "printer-01", "gate-TS001")
        said: tuple[tuple[str, dict[str, Any]], ...] = (
            ("generated", self.generation),
            ("closed", {"operator": self.operator}),
            ("packaged", {"packaging": self.packing.packaging, "operator": self.operator}),
            ("weighed", self.weighing),
            ("labelled", {"label_code": self.label_code}),
            ("stored", {"facility": self.place.storage, "zone": self.waste.zone}),
        )
        at = self.full_at
        for device, step, (name, data) in zip(devices, (timedelta(), *self.steps), said, strict=True):
            at += step
            yield self.happening(at, device, f"container.{name}", data)

    def parcel(self) -> Parcel:
        """The container as it can be handed on."""
        reading = next(each for each in self.five_immediates() if each.type == "container.weighed")
        return Parcel(
            self.waste,
            self.net_kg + self.misread_kg,
            self.stored_at,
            self.packing.packaging,
            self.subject,
            too_much_kg=self.misread_kg,
            reading=reading,
        )

    def happening(self, at: datetime, device: str, type_: str, data: dict[str, Any], note: str = "") -> Happening:
        """Something about this container; where nothing is connected, the phone tells all of it."""
        device = device if self.place.connected or device == "office" else "phone"
        identity = f"{self.own}-{note}{type_.partition('.')[2]}"
        return Happening(at, self.place.uscc, device, type_, self.subject, identity, data)


class Filling:
    """Makes the containers of one place, and counts their numbers as its clerk would."""

    def __init__(self, place: Place, rng: Random) -> None:
        self._place = place
        self._rng = rng
        self._serials: Counter[str] = Counter()

    def drum(self, full_at: datetime, waste: Waste | None = None) -> Drum:
        """The next container, full at an instant, of this waste or of one that arises here."""
        rng = self._rng
        waste = waste or rng.choice(self._place.trade.wastes)
        packing = rng.choice(waste.packings)
        local = full_at.astimezone(SHANGHAI)
        digits = waste.code.replace("-", "")
        return Drum(
            place=self._place,
            waste=waste,
            packing=packing,
            own=f"{LETTER[packing.kind]}-{local:%y%m}-{self._next(f'{local:%y%m}'):04d}",
            label_code=f"{self._place.uscc}{digits}{local:%Y%m%d}{self._next(f'{digits}{local:%Y%m%d}'):03d}",
            batch_code=f"HWCS{local:%Y%m%d}{self._next(f'{local:%Y%m%d}'):03d}",
            full_at=full_at,
            filling_started_at=self._filling_started_at(full_at),
            tare_kg=self._reading(packing.tare_kg),
            net_kg=self._reading(packing.net_kg),
            operator=f"E{1000 + rng.randrange(6)}",
            misread_kg=Decimal(1) if rng.random() < MISREAD else Decimal(0),
            steps=tuple(
                timedelta(seconds=rng.randrange(*span))
                for span in ((60, 240), (60, 300), (300, 1_500), (60, 300), (120, 460))
            ),
        )

    def _next(self, series: str) -> int:
        self._serials[series] += 1
        return self._serials[series]

    def _filling_started_at(self, full_at: datetime) -> datetime | None:
        """Most drums fill over days; the others are packed in one go."""
        if self._rng.random() < 0.4:
            return None
        return full_at - timedelta(minutes=self._rng.randrange(300, 9 * 24 * 60))

    def _reading(self, span: tuple[float, float]) -> Decimal:
        division = self._place.division_kg
        return round(self._rng.uniform(*span) / float(division)) * division
