"""Who sends waste to another province: two plants of 浦东, their receivers in 苏州, and the authorities there."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from api.simulation.district import BUREAU, DIVISION
from api.simulation.firms import CITY_BUREAU, Authority, contract_between
from api.simulation.founding_firms import organisation
from api.simulation.founding_places import assigned, established
from api.simulation.places import Area, Place, Supervision, Trade, with_check_character
from api.simulation.waste import IBC, NO_MIXING, Waste

Said = tuple[str, str, dict[str, Any]]

JIANGSU = Authority(with_check_character("11320000MB1DEM021"), "江苏省生态环境厅（演示）", "320000", "province")
SUZHOU = Authority(with_check_character("11320500MB1DEM022"), "苏州市生态环境局（演示）", "320500", "city")

ETCHANT = Waste(
    "398-004-22",
    "废蚀刻铜液",
    "liquid",
    ("T",),
    ("氯化铜", "盐酸", "水"),
    NO_MIXING,
    "C 酸碱",
    (IBC,),
    "recoverer",
    "R4",
)
SLAG = "900-001-S01"
"""What a foundry's furnace leaves; it is not hazardous, and is made into building materials."""
MADE_INTO_BRICKS = "C2"

TAIHU = Area("320500", "苏州市", "相城区", "太湖示范路", "120.641", "31.372", province="江苏省")


def plant(code: str, name: str, area: Area, trade: Trade, class_: str, roles: tuple[str, ...], house: int) -> Place:
    """A plant apart from the district's: it keeps no weekly round."""
    kept = Supervision(class_, 1, 0.0, 9, ("storage_house", 60), (trade,), class_)
    return Place(with_check_character(code), name, kept, trade, area, house, roles)


ETCHER = plant(
    "91310115MA1PC0001",
    "上海示范电路板有限公司",
    Area(DIVISION, "浦东新区", "金桥", "金海路", "121.613", "31.263"),
    Trade("电路板", "industrial", (ETCHANT,)),
    "simplified",
    ("generator",),
    31,
)
FOUNDRY = plant(
    "91310115MA1FD0001",
    "上海示范铸造有限公司",
    Area(DIVISION, "浦东新区", "祝桥", "金闻路", "121.772", "31.109"),
    Trade("铸造", "industrial", ()),
    "registered",
    ("generator",),
    37,
)
COPPER = plant(
    "91320500MA1CR0001", "苏州示范铜再生有限公司", TAIHU, Trade("铜再生", "treatment", ()), "key", ("receiver",), 5
)
BRICKS = plant(
    "91320500MA1BK0001",
    "苏州示范建材有限公司",
    TAIHU,
    Trade("建材", "treatment", ()),
    "registered",
    ("receiver",),
    9,
)


def province_organisations() -> Iterator[Said]:
    """All of them, by whom the log is run."""
    for bureau in (JIANGSU, SUZHOU):
        more = {"competence": [bureau.competence], "level": bureau.level}
        yield organisation(bureau.uscc, bureau.name, ["authority"], bureau.division, **more)
    for place in (ETCHER, FOUNDRY, COPPER, BRICKS):
        yield organisation(place.uscc, place.name, list(place.roles), place.division)


def provinces_founded(day: date, years: Sequence[int]) -> Iterator[tuple[str, list[Said]]]:
    """Their establishments, the contracts and the plan, and the licence that Jiangsu granted."""
    for place in (ETCHER, FOUNDRY, COPPER, BRICKS):
        yield place.uscc, [*established(place, day)]
    yield (
        ETCHER.uscc,
        [signed(day, ETCHER, COPPER, ETCHANT.code), *(plan_for_etchant(ETCHER, year, COPPER) for year in years)],
    )
    yield FOUNDRY.uscc, [signed(day, FOUNDRY, BRICKS, SLAG)]
    yield JIANGSU.uscc, [licence_for_etchant(LICENCE, COPPER, day)]
    yield BUREAU, [assigned(ETCHER, day.year)]


def signed(day: date, generator: Place, contractor: Place, code: str) -> Said:
    """Their contract for one waste, for this year and the next."""
    data = {
        "generator": generator.organisation,
        "contractor": contractor.organisation,
        "scope": ["transport", "recovery"],
        "waste_codes": [code],
        "valid_from": f"{day.year}-01-01",
        "valid_until": f"{day.year + 1}-12-31",
    }
    return "contract.signed", contract_between(generator, contractor), data


def plan_for_etchant(place: Place, year: int, *receivers: Place) -> Said:
    """管理计划 of a plant that has nothing else."""
    line = {"waste_code": ETCHANT.code, "mass_t": 600, "method": ETCHANT.method}
    lines = [{**line, "receiver": each.organisation} for each in receivers]
    return "management_plan.filed", f"management_plan:{place.number}.{year}", {"lines": lines}


LICENCE = "licence:苏环危许〔示范〕001"


def licence_for_etchant(number: str, holder: Place, day: date) -> Said:
    """The licence of who takes etchant and nothing else."""
    data = {
        "kind": "comprehensive",
        "holder": holder.organisation,
        "establishment": holder.establishment,
        "waste_codes": ["HW22"],
        "methods": [ETCHANT.method],
        "capacity_t_per_year": 20_000,
        "valid_from": f"{day.year - 1}-01-01",
        "valid_until": f"{day.year + 3}-12-31",
        "decision": number.partition(":")[2],
    }
    return "licence.granted", number, data


SENDING = CITY_BUREAU
"""Shanghai is a province: its bureau approves."""
