"""Who there is: 浦东新区, its bureau, and places of all three supervision classes. All of them are invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.simulation import waste
from api.simulation.waste import Waste
from ledger.identifiers import USCC_ALPHABET

DIVISION = "310115"


def with_check_character(first_seventeen: str) -> str:
    """A 统一社会信用代码 from its first seventeen characters (GB 32100-2015)."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first_seventeen))
    return first_seventeen + USCC_ALPHABET[-total % 31]


OPERATOR = with_check_character("12310115MB1DEM002")
BUREAU = with_check_character("11310115MB1DEM001")

GENERATOR = with_check_character("91310115MA1DE0001")
"""The first of the places, the one whose key is handed to visitors."""

AREAS = (
    ("张江", "祖冲之路", "121.589", "31.204"),
    ("金桥", "金海路", "121.613", "31.263"),
    ("外高桥", "富特北路", "121.602", "31.341"),
    ("临港", "云水路", "121.912", "30.898"),
    ("康桥", "秀浦路", "121.567", "31.131"),
    ("川沙", "川大路", "121.701", "31.189"),
    ("祝桥", "金闻路", "121.772", "31.109"),
)


@dataclass(frozen=True, slots=True)
class Trade:
    """What a kind of plant does, and the waste that comes of it."""

    name: str
    kind: str
    wastes: tuple[Waste, ...]


MACHINING = Trade("汽车零部件", "industrial", (waste.EMULSION, waste.OIL, waste.RAGS))
ELECTRONICS = Trade("电子元件", "industrial", (waste.SOLVENT, waste.ACID, waste.RAGS))
PLATING = Trade("表面处理", "industrial", (waste.PICKLING, waste.ACID, waste.RAGS))
COATING = Trade("涂装", "industrial", (waste.PAINT, waste.SOLVENT, waste.CARBON))
PHARMACY = Trade("生物医药", "industrial", (waste.SOLVENT, waste.LABORATORY, waste.RAGS))
PRINTING = Trade("印刷包装", "industrial", (waste.INK, waste.RAGS))
GARAGE = Trade("汽车维修", "other", (waste.ENGINE_OIL, waste.RAGS))
LABORATORY = Trade("检测技术", "laboratory", (waste.LABORATORY, waste.RAGS))


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


CLASSES = (
    Supervision("key", 5, 6.5, 6, ("storage_house", 60), (ELECTRONICS, MACHINING, PLATING, PHARMACY, COATING)),
    Supervision("simplified", 8, 2.0, 9, ("storage_house", 20), (COATING, PRINTING, MACHINING, PHARMACY)),
    Supervision("registered", 12, 0.25, 14, ("storage_point", 3), (GARAGE, LABORATORY, PRINTING)),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One establishment of one organisation, with the numbers of all that belongs to it."""

    uscc: str
    name: str
    supervision: Supervision
    trade: Trade
    area: tuple[str, str, str, str]
    house_number: int
    treats: bool = False
    """Whether it treats its own spent acid."""

    @property
    def number(self) -> str:
        """Its number under HJ 608-2017."""
        return f"{self.uscc}001P"

    @property
    def establishment(self) -> str:
        """The establishment as a subject."""
        return f"establishment:{self.number}"

    @property
    def workshop(self) -> str:
        """Where its waste arises."""
        return f"facility:{self.number}.MF0001"

    @property
    def storage(self) -> str:
        """Where its containers stand."""
        return f"facility:{self.number}.TS001"

    @property
    def scale(self) -> str:
        """What its containers are weighed on."""
        return f"scale:{self.uscc}.01"

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
        area, road, lon, lat = self.area
        offset = Decimal(self.house_number % 40) / 5_000
        address = f"上海市浦东新区{area}{road}{self.house_number}号"
        return {"address": address, "lon": Decimal(lon) + offset, "lat": Decimal(lat) - offset}

    def profile(self, of: Waste) -> str:
        """Its waste profile for a waste."""
        return f"profile:{self.uscc}.{of.code}"


def places(scale: float) -> Sequence[Place]:
    """The establishments of the district; `scale` makes them more or fewer, at least one of each class."""
    found: list[Place] = []
    for supervision in CLASSES:
        for index in range(max(1, round(supervision.places * scale))):
            serial = len(found) + 1
            trade = supervision.trades[index % len(supervision.trades)]
            area = AREAS[(serial * 3) % len(AREAS)]
            found.append(
                Place(
                    uscc=with_check_character(f"91310115MA1DE{serial:04d}"),
                    name=f"上海示范{area[0]}{trade.name}有限公司{serial:02d}",
                    supervision=supervision,
                    trade=trade,
                    area=area,
                    house_number=100 + serial * 17,
                    treats=supervision.name == "key" and trade is PLATING,
                )
            )
    return found
