"""Who takes waste away and what becomes of it: authorities, carriers, the collector, and licensed receivers."""

from dataclasses import dataclass
from decimal import Decimal

from api.simulation import waste
from api.simulation.district import BUREAU, DIVISION
from api.simulation.places import Area, Place, Supervision, Trade, with_check_character
from api.simulation.waste import Destination, Waste

MINHANG_BUREAU = with_check_character("11310112MB1DEM003")
CITY_BUREAU = with_check_character("11310000MB1DEM004")


@dataclass(frozen=True, slots=True)
class Authority:
    """A bureau, for ecology unless it says otherwise, and the division over which it decides."""

    uscc: str
    name: str
    division: str
    level: str
    competence: str = "ecology"


AUTHORITIES = (
    Authority(BUREAU, "浦东新区生态环境局（演示）", DIVISION, "district"),
    Authority(MINHANG_BUREAU, "闵行区生态环境局（演示）", "310112", "district"),
    Authority(CITY_BUREAU, "上海市生态环境局（演示）", "310000", "city"),
)
OVER = {DIVISION: BUREAU, "310112": MINHANG_BUREAU}
"""Division → its own bureau; the city's is over all others."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries waste, with what."""

    uscc: str
    name: str
    mode: str
    conveyances: tuple[str, ...]

    @property
    def organisation(self) -> str:
        """The organisation as a subject."""
        return f"organisation:{self.uscc}"


TRUCKS = Carrier(
    with_check_character("91310115MA1TK0001"),
    "上海示范危货运输有限公司",
    "road",
    ("vehicle:沪AD1201", "vehicle:沪AD1202", "vehicle:沪AD1203", "vehicle:沪AD1204"),
)
MORE_TRUCKS = Carrier(
    with_check_character("91310112MA1TK0002"),
    "上海示范浦江物流有限公司",
    "road",
    ("vehicle:沪BE3301", "vehicle:沪BE3302", "vehicle:沪BE3303"),
)
BARGES = Carrier(
    with_check_character("91310115MA1BG0001"),
    "上海示范内河航运有限公司",
    "water",
    ("vessel:413770101", "vessel:413770102"),
)
CARRIERS = (TRUCKS, MORE_TRUCKS, BARGES)
WHARF = {"address": "上海市浦东新区外高桥内河码头", "lon": Decimal("121.61"), "lat": Decimal("31.36")}


@dataclass(frozen=True, slots=True)
class Licence:
    """What the city allows a receiver: which categories, by which methods, and how much of it a year."""

    number: str
    kind: str
    categories: tuple[str, ...]
    methods: tuple[str, ...]
    capacity_t: int


def _firm(first: str, name: str, area: Area, trade: Trade, roles: tuple[str, ...], house: int) -> Place:
    kept = Supervision("key", 1, 0.0, 6, ("storage_house", 800), (trade,), "key")
    return Place(with_check_character(first), name, kept, trade, area, house, roles)


def _treating(name: str, *residues: Waste) -> Trade:
    return Trade(name, "treatment", residues)


LAOGANG = Area(DIVISION, "浦东新区", "老港", "良乐路", "121.871", "31.042")
JIADING = Area("310114", "嘉定区", "徐行", "宝钱公路", "121.282", "31.417")
JINSHAN = Area("310116", "金山区", "漕泾", "合展路", "121.424", "30.806")
CAOLU = Area(DIVISION, "浦东新区", "曹路", "东川公路", "121.682", "31.281")

BURNER = _firm(
    "91310114MA1BR0001",
    "上海示范危废焚烧处置有限公司",
    JIADING,
    _treating("危险废物焚烧", waste.FLY_ASH),
    ("receiver", "generator"),
    1,
)
RECOVERER = _firm(
    "91310116MA1RC0001",
    "上海示范溶剂与废油再生有限公司",
    JINSHAN,
    _treating("溶剂再生", waste.BOTTOMS),
    ("receiver", "generator"),
    8,
)
RIGID_LANDFILL = _firm(
    "91310115MA1LF0001", "上海示范刚性填埋场有限公司", LAOGANG, _treating("刚性填埋"), ("receiver",), 2
)
HOUSEHOLD_LANDFILL = _firm(
    "91310115MA1HL0001", "上海示范生活垃圾填埋场有限公司", LAOGANG, _treating("卫生填埋"), ("receiver",), 3
)
COLLECTOR = _firm(
    "91310115MA1CN0001",
    "上海示范小微危废收集有限公司",
    CAOLU,
    Trade("小微企业危险废物收集", "collection", ()),
    ("collector", "carrier"),
    66,
)

RECEIVERS: dict[Destination, Place] = {
    "burner": BURNER,
    "recoverer": RECOVERER,
    "rigid_landfill": RIGID_LANDFILL,
    "household_landfill": HOUSEHOLD_LANDFILL,
}
FIRMS = (*RECEIVERS.values(), COLLECTOR)
TOURING = Carrier(COLLECTOR.uscc, COLLECTOR.name, "road", ("vehicle:沪CF7701", "vehicle:沪CF7702"))
"""The collector's own vans."""

LICENCES = {
    BURNER.uscc: Licence(
        "沪环危许〔2024〕001", "comprehensive", ("HW01", "HW06", "HW08", "HW09", "HW12", "HW34", "HW49"),
        ("D9", "D10", "Y10"), 60_000,
    ),
    RECOVERER.uscc: Licence(
        "沪环危许〔2024〕002", "comprehensive", ("HW06", "HW08"), ("R2", "R9"), 30_000
    ),
    RIGID_LANDFILL.uscc: Licence("沪环危许〔2024〕003", "comprehensive", ("HW17", "HW18"), ("D1",), 20_000),
    COLLECTOR.uscc: Licence("沪环危收〔2025〕001", "collection", ("HW08", "HW49"), (), 3_000),
}  # fmt: skip
"""Holder → its licence. The landfill for household waste has none: it takes ash under an exemption."""
KINDS_OF_LANDFILL = {RIGID_LANDFILL.uscc: "landfill_rigid", HOUSEHOLD_LANDFILL.uscc: "landfill_flexible"}


def contract_between(generator: Place, contractor: Place) -> str:
    """The number of their contract, which the generator gives."""
    return f"contract:{generator.uscc}.C-{contractor.uscc[-10:]}"
