"""Who has a part in construction waste: projects and their permits, filed sites, carriers and their two bureaux."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from api.simulation.district import DIVISION
from api.simulation.firms import Authority, Carrier
from api.simulation.places import with_check_character

CITY_DIVISION = "310100"
"""How what belongs to the city's own districts is numbered."""
DENSITY = Decimal("1.2")
"""Tonnes to a cubic metre of slurry."""

GREENING = Authority(
    with_check_character("11310115MB1DEM011"), "浦东新区绿化市容局（演示）", DIVISION, "district", "greening"
)
CITY_GREENING = Authority(
    with_check_character("11310000MB1DEM012"), "上海市绿化市容局（演示）", "310000", "city", "greening"
)


def trucks(code: str, name: str, plates: str, number: int) -> Carrier:
    """A carrier by road with so many tippers, whose plates begin alike."""
    first = with_check_character(code)
    return Carrier(first, name, "road", tuple(f"vehicle:沪{plates}{each:02d}" for each in range(1, number + 1)))


TIPPERS = trucks("91310115MA1YT0001", "上海示范渣土运输有限公司", "EZ61", 6)
MORE_TIPPERS = trucks("91310112MA1YT0002", "上海示范申浦土方工程有限公司", "FZ72", 4)
LIGHTERS = Carrier(
    with_check_character("91310115MA1YB0001"), "上海示范水上渣土运输有限公司", "water", ("vessel:413770201",)
)
SPOIL_CARRIERS = (TIPPERS, MORE_TIPPERS, LIGHTERS)


@dataclass(frozen=True, slots=True)
class Site:
    """A filed site, who operates it and at which scale it weighs."""

    number: str
    name: str
    kind: str
    operator: str
    operators_name: str
    level: str
    corner: tuple[str, str]
    """Of its boundary, the south-western one in WGS-84."""
    classes: tuple[str, ...]
    capacity_t: int = 2_000_000
    daily_t: int = 6_000
    stay_days: int | None = None
    lapses: int | None = None
    """How many days before the end of the month its filing is over; None where it outlasts the month."""

    @property
    def subject(self) -> str:
        """The site as a subject."""
        return f"site:{self.number}"

    @property
    def gate(self) -> str:
        """Where trucks and barges leave it again."""
        return f"gate:{self.number}.G1"

    @property
    def division(self) -> str:
        """The division that numbers it."""
        return self.number.partition(".")[0]

    @property
    def scale(self) -> str:
        """The weighbridge of its operator."""
        return f"scale:{self.operator}.09"

    @property
    def boundary(self) -> dict[str, Any]:
        """About a kilometre each way."""
        west, south = map(Decimal, self.corner)
        east, north = west + Decimal("0.01"), south + Decimal("0.009")
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}


_OPERATOR = (with_check_character("91310115MA1YX0001"), "上海示范祝桥消纳场管理有限公司")
_WHARFINGER = (with_check_character("91310115MA1YW0001"), "上海示范内河码头有限公司")
_CITYS = (with_check_character("91310000MA1YX0002"), "上海示范老港消纳基地有限公司")
SPOIL, SLURRY, BUILDING = "spoil", "slurry", "building"

DISTRICT_SITE = Site(
    f"{DIVISION}.S-03", "祝桥消纳场", "disposal", *_OPERATOR, "district", ("121.762", "31.101"), (SPOIL, SLURRY)
)
YARD = Site(
    f"{DIVISION}.Y-02", "祝桥堆存点", "yard", *_OPERATOR, "district", ("121.782", "31.115"), (SPOIL, BUILDING),
    stay_days=90,
)  # fmt: skip
WHARF = Site(f"{DIVISION}.W-01", "外高桥渣土码头", "wharf", *_WHARFINGER, "district", ("121.612", "31.351"), (SPOIL,))
CITY_SITE = Site(
    f"{CITY_DIVISION}.LG-01", "老港托底消纳基地", "disposal", *_CITYS, "city", ("121.861", "31.032"), (SPOIL, SLURRY)
)
SITES = (DISTRICT_SITE, YARD, WHARF, CITY_SITE)


@dataclass(frozen=True, slots=True)
class Project:
    """A building site with its 处理方案 and its 处置证, and who hauls for it."""

    own: str
    name: str
    contractor: str
    owner: str
    carrier: Carrier
    waste_class: str
    backfill_t: int
    haul_out_t: int
    sites: tuple[Site, ...]
    fallback: Site
    weighed: bool
    """Whether a weighbridge and a camera stand at its gate; else trucks weigh themselves."""
    address: str
    point: tuple[str, str] | None = None
    """Of its gate, in WGS-84, where it is told."""
    terms: dict[str, Any] = field(default_factory=dict, hash=False)
    """What its permit says beside what all say, or instead."""
    lapses: int | None = None
    """How many days before the end of the month its permit is over; None where it outlasts the month."""
    unplanned: int | None = None
    """How many days before the end of the month its first load leaves without a 处理方案; None where one is filed."""

    @property
    def subject(self) -> str:
        """The project as a subject."""
        return f"project:{DIVISION}.{self.own}"

    @property
    def gate(self) -> str:
        """The gate that trucks leave by."""
        return f"gate:{DIVISION}.{self.own}.G1"

    @property
    def scale(self) -> str:
        """The weighbridge at the gate."""
        return f"scale:{self.contractor}.09"

    @property
    def plan(self) -> str:
        """Its 处理方案."""
        return f"disposal_plan:浦渣备〔示范〕{self.own}号"

    @property
    def permit(self) -> str:
        """Its 处置证."""
        return f"permit:沪浦渣〔示范〕{self.own}号"


def project(number: int, name: str, carrier: Carrier, waste_class: str, *where: Site, **more: Any) -> Project:
    """A project with a contractor and an owner of its own."""
    contractor = with_check_character(f"91310115MA1YC{number:04d}")
    owner = with_check_character(f"91310115MA1YD{number:04d}")
    return Project(f"P-{number:02d}", name, contractor, owner, carrier, waste_class, sites=where, **more)


METRO = project(
    1, "轨道交通示范线浦东段", TIPPERS, SPOIL, DISTRICT_SITE, YARD, WHARF,
    backfill_t=26_000, haul_out_t=90_000, fallback=CITY_SITE, weighed=True, address="上海市浦东新区张江路示范工地",
)  # fmt: skip
HOUSES = project(
    2, "川沙示范住宅", MORE_TIPPERS, SPOIL, DISTRICT_SITE,
    backfill_t=12_000, haul_out_t=40_000, fallback=CITY_SITE, weighed=False, address="上海市浦东新区川沙路示范工地",
)  # fmt: skip
PILES = project(
    3, "临港示范桩基", MORE_TIPPERS, SLURRY, DISTRICT_SITE,
    backfill_t=0, haul_out_t=24_000, fallback=CITY_SITE, weighed=False, address="上海市浦东新区临港云水路示范工地",
)  # fmt: skip
PROJECTS = (METRO, HOUSES, PILES)


def operators(sites: Sequence[Site] = SITES) -> dict[str, str]:
    """Who operates a site, and its name."""
    return {each.operator: each.operators_name for each in sites}
