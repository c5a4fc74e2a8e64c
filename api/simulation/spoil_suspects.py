"""Projects, sites and a carrier of construction waste at which, in some nights, something goes wrong."""

from decimal import Decimal
from typing import Any

from api.simulation.district import DIVISION
from api.simulation.places import with_check_character
from api.simulation.spoil_firms import (
    BUILDING,
    CITY_SITE,
    PROJECTS,
    SITES,
    SLURRY,
    SPOIL,
    SPOIL_CARRIERS,
    Project,
    Site,
    project,
    trucks,
)

EAST = trucks("91310115MA1YT0003", "上海示范东海土石方工程有限公司", "GA83", 12)
"""Hauls for all of these projects."""

_KEEPER = (with_check_character("91310115MA1YX0003"), "上海示范川沙消纳场管理有限公司")


def _site(own: str, name: str, kind: str, west: str, south: str, **more: Any) -> Site:
    classes = (SPOIL, SLURRY, BUILDING)
    return Site(f"{DIVISION}.{own}", name, kind, *_KEEPER, "district", (west, south), classes, **more)


OPEN_SITE = _site("S-11", "川沙消纳场", "disposal", "121.701", "31.189")
"""Never closed, and wide enough for all."""
SMALL_SITE = _site("S-12", "唐镇回填点", "backfill", "121.655", "31.222", capacity_t=40)
EMPTIED_SITE = _site("S-13", "合庆周转点", "yard", "121.725", "31.246", capacity_t=40, stay_days=30)
"""As small as that, but it is emptied in time."""
NARROW_SITE = _site("S-14", "曹路消纳点", "disposal", "121.682", "31.281", daily_t=30)
LAPSED_SITE = _site("S-15", "祝桥东消纳点", "disposal", "121.801", "31.121", lapses=14)
EXPIRED_SITE = _site("S-16", "宣桥消纳点", "disposal", "121.712", "31.041", lapses=9)
SHUT_SITE = _site("S-17", "航头消纳点", "disposal", "121.585", "31.042")
LEAKING_YARD = _site("Y-18", "惠南堆存点", "yard", "121.752", "31.052", stay_days=90)
STALE_YARD = _site("Y-19", "大团堆存点", "yard", "121.731", "30.971", stay_days=3)
RECYCLER = _site("R-20", "川沙资源化利用点", "recycling", "121.715", "31.172")
NOWHERE = _site("X-99", "某处洼地", "disposal", "121.770", "31.010")
"""Which nobody files."""
ODD_SITES = (
    OPEN_SITE, SMALL_SITE, EMPTIED_SITE, NARROW_SITE, LAPSED_SITE, EXPIRED_SITE, SHUT_SITE, LEAKING_YARD, STALE_YARD,
    RECYCLER,
)  # fmt: skip

_BY_DAY = {"from": "06:00", "until": "20:00"}


def _project(number: int, name: str, *sites: Site, road: str, at: tuple[str, str], **more: Any) -> Project:
    """Weighed at its gate, and hauled for by one carrier to few sites, unless it says otherwise."""
    told: dict[str, Any] = {"backfill_t": 1_000, "haul_out_t": 9_000, "fallback": CITY_SITE, "weighed": True, **more}
    address = f"上海市浦东新区{road}示范工地"
    return project(number, name, EAST, SPOIL, *sites, address=address, point=at, **told)


ROADS = _project(11, "金桥示范道路", *ODD_SITES, road="金海路", at=("121.613", "31.263"))
PIPES = _project(12, "康桥示范管廊", OPEN_SITE, road="秀浦路", at=("121.567", "31.131"), terms={"quota_t": 40})
POOL = _project(13, "周浦示范调蓄池", OPEN_SITE, road="周东路", at=("121.578", "31.112"), terms={"quota_t": 30})
TOWER = _project(14, "花木示范办公楼", OPEN_SITE, road="梅花路", at=("121.548", "31.213"), lapses=13)
PARK = _project(
    15,
    "高行示范绿地",
    OPEN_SITE,
    road="东靖路",
    at=("121.603", "31.303"),
    terms={"conveyances": list(EAST.conveyances[:6])},
)
TUNNEL = _project(
    16, "御桥示范隧道", OPEN_SITE, road="御桥路", at=("121.569", "31.154"),
    terms={
        "route": {
            "type": "LineString",
            "coordinates": [
                [Decimal("121.569"), Decimal("31.154")],
                [Decimal("121.640"), Decimal("31.170")],
                [Decimal("121.701"), Decimal("31.192")],
            ],
        }
    },
)  # fmt: skip
CLINIC = _project(17, "新场示范卫生中心", OPEN_SITE, road="新环路", at=("121.649", "31.028"), unplanned=16)
DEPOT = _project(18, "外高桥示范仓库", OPEN_SITE, road="富特北路", at=("121.602", "31.341"), unplanned=9)
STATION = _project(
    19, "张江示范变电站", OPEN_SITE, road="祖冲之路", at=("121.589", "31.204"),
    terms={"hours": [_BY_DAY], "night_pass": "沪公交夜通〔示范〕19号", "quota_t": 16},
)  # fmt: skip
ODD_PROJECTS = (ROADS, PIPES, POOL, TOWER, PARK, TUNNEL, CLINIC, DEPOT, STATION)

ALL_SITES = (*SITES, *ODD_SITES)
ALL_PROJECTS = (*PROJECTS, *ODD_PROJECTS)
ALL_CARRIERS = (*SPOIL_CARRIERS, EAST)
