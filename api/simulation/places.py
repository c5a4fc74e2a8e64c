"""An establishment of the district: what it is, and the numbers of all that belongs to it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.simulation.waste import Waste
from ledger.identifiers import USCC_ALPHABET


def with_check_character(first_seventeen: str) -> str:
    """A 统一社会信用代码 from its first seventeen characters (GB 32100-2015)."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_seventeen))
    return first_seventeen + USCC_ALPHABET[-total % 31]


@dataclass(frozen=True, slots=True)
class Trade:
    """What a kind of plant does, the waste that comes of it, and the product that it reports."""

    name: str
    kind: str
    wastes: tuple[Waste, ...]
    product: tuple[str, str] | None = None
    """What it makes, and the unit in which it is counted."""


@dataclass(frozen=True, slots=True)
class Supervision:
    """A supervision class in this district: how many places, how busy, and how they record."""

    name: str
    places: int
    containers_a_day: float
    collected_every: int
    """Working days from one collection to the next."""
    storage: tuple[str, int]
    """Kind of the storage facility, and its capacity in tonnes."""
    trades: tuple[Trade, ...]
    rhythm: str
    """Which week it keeps (`shanghai.ACTIVITY`)."""


@dataclass(frozen=True, slots=True)
class Area:
    """A neighbourhood with a road in it, and its point in WGS-84."""

    division: str
    district: str
    name: str
    road: str
    lon: str
    lat: str
    province: str = "上海市"


@dataclass(frozen=True, slots=True)
class Place:
    """One establishment of one organisation, with the numbers of all that belongs to it."""

    uscc: str
    name: str
    supervision: Supervision
    trade: Trade
    area: Area
    house_number: int
    roles: tuple[str, ...] = ("generator",)
    treats: bool = False
    """Whether it treats its own spent acid."""
    has_tank: bool = False
    """Whether a tank farm and a pipeline belong to it."""

    @property
    def organisation(self) -> str:
        """The organisation as a subject."""
        return f"organisation:{self.uscc}"

    @property
    def division(self) -> str:
        """The district in which it lies."""
        return self.area.division

    @property
    def number(self) -> str:
        """Its number under HJ 608-2017."""
        return f"{self.uscc}001P"

    @property
    def establishment(self) -> str:
        """The establishment as a subject."""
        return f"establishment:{self.number}"

    def facility(self, own: str) -> str:
        """One of its facilities as a subject."""
        return f"facility:{self.number}.{own}"

    @property
    def workshop(self) -> str:
        """Where its waste arises."""
        return self.facility("MF0001")

    @property
    def storage(self) -> str:
        """Where its containers stand."""
        return self.facility("TS001")

    @property
    def treatment(self) -> str:
        """Where it treats waste, its own or that of others."""
        return self.facility("TS002")

    @property
    def scale(self) -> str:
        """What its containers are weighed on."""
        return f"scale:{self.uscc}.01"

    @property
    def weighbridge(self) -> str:
        """What trucks are weighed on, where it has one."""
        return f"scale:{self.uscc}.09"

    @property
    def gate(self) -> str:
        """Where trucks come in and go out, where it is watched."""
        return f"gate:{self.number}.G1"

    @property
    def connected(self) -> bool:
        """Whether scale, label printer and storage door report by themselves (重点监管单位, GB 18597-2023 4.7)."""
        return self.supervision.name == "key"

    @property
    def division_kg(self) -> Decimal:
        """How finely its scale reads."""
        return Decimal("0.2") if self.connected else Decimal("0.1")

    @property
    def address(self) -> dict[str, Any]:
        """Its place, with a point in WGS-84."""
        area = self.area
        offset = Decimal(self.house_number % 40) / 5_000
        address = f"{area.province}{area.district}{area.name}{area.road}{self.house_number}号"
        return {"address": address, "lon": Decimal(area.lon) + offset, "lat": Decimal(area.lat) - offset}

    def profile(self, of: Waste) -> str:
        """Its waste profile for a waste."""
        return f"profile:{self.uscc}.{of.code}"
