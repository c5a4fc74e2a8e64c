"""Who generates waste: places of all three supervision classes in 浦东 and 闵行. All of them are invented."""

from collections.abc import Sequence

from api.simulation import waste
from api.simulation.places import Area, Place, Supervision, Trade, with_check_character

DIVISION = "310115"

OPERATOR = with_check_character("12310115MB1DEM002")
BUREAU = with_check_character("11310115MB1DEM001")

GENERATOR = with_check_character("91310115MA1DE0001")
"""The first of the places, the one whose key is handed to visitors."""

AREAS = (
    Area(DIVISION, "浦东新区", "张江", "祖冲之路", "121.589", "31.204"),
    Area(DIVISION, "浦东新区", "金桥", "金海路", "121.613", "31.263"),
    Area("310112", "闵行区", "莘庄", "金都路", "121.385", "31.095"),
    Area(DIVISION, "浦东新区", "外高桥", "富特北路", "121.602", "31.341"),
    Area(DIVISION, "浦东新区", "临港", "云水路", "121.912", "30.898"),
    Area(DIVISION, "浦东新区", "康桥", "秀浦路", "121.567", "31.131"),
    Area("310112", "闵行区", "浦江", "联航路", "121.513", "31.078"),
    Area(DIVISION, "浦东新区", "川沙", "川大路", "121.701", "31.189"),
    Area(DIVISION, "浦东新区", "祝桥", "金闻路", "121.772", "31.109"),
)

CHIPS = Trade("集成电路", "industrial", (waste.SOLVENT, waste.ACID, waste.RAGS), ("晶圆", "片"))
MACHINING = Trade("汽车零部件", "industrial", (waste.EMULSION, waste.OIL, waste.RAGS), ("零部件", "件"))
PLATING = Trade("表面处理", "industrial", (waste.PICKLING, waste.ACID, waste.RAGS), ("镀件", "平方米"))
COATING = Trade("涂装", "industrial", (waste.PAINT, waste.SOLVENT, waste.CARBON), ("喷涂件", "件"))
PHARMACY = Trade("生物医药", "industrial", (waste.SOLVENT, waste.LABORATORY, waste.RAGS), ("原料药", "千克"))
PRINTING = Trade("印刷包装", "industrial", (waste.INK, waste.RAGS), ("印刷品", "令"))
GARAGE = Trade("汽车维修", "other", (waste.ENGINE_OIL, waste.RAGS))
LABORATORY = Trade("检测技术", "laboratory", (waste.LABORATORY, waste.RAGS))
SCHOOL = Trade("实验中学", "laboratory", (waste.LABORATORY,))
CLINIC = Trade("社区门诊", "medical", (waste.MEDICAL,))

CLASSES = (
    Supervision("key", 6, 7.5, 6, ("storage_house", 60), (CHIPS, MACHINING, PLATING, PHARMACY, COATING), "key"),
    Supervision(
        "simplified", 12, 2.2, 9, ("storage_house", 20), (COATING, PRINTING, MACHINING, PHARMACY), "simplified"
    ),
    Supervision("registered", 10, 0.25, 14, ("storage_point", 3), (GARAGE, LABORATORY, PRINTING), "registered"),
    Supervision("registered", 4, 1.6, 1, ("storage_house", 1), (CLINIC,), "medical"),
)

SMALL = Supervision(
    "registered", 40, 0.0, 14, ("storage_point", 3), (GARAGE, SCHOOL, GARAGE, LABORATORY), "registered"
)
"""Producers for which the collector states what becomes of their waste; how much is found as it calls."""


def places(scale: float) -> Sequence[Place]:
    """The establishments that record by themselves; `scale` makes them more or fewer, at least one of each class."""
    found: list[Place] = []
    for supervision in CLASSES:
        for index in range(max(1, round(supervision.places * scale))):
            trade = supervision.trades[index % len(supervision.trades)]
            found.append(_place("MA1DE", "91", len(found) + 1, supervision, trade))
    return found


def small_producers(scale: float) -> Sequence[Place]:
    """The establishments for which the collector states, forty of them or as `scale` says."""
    trades = SMALL.trades
    return [
        _place("MA3KP", "92", serial + 1, SMALL, trades[serial % len(trades)])
        for serial in range(max(1, round(SMALL.places * scale)))
    ]


def _place(register: str, authority: str, serial: int, supervision: Supervision, trade: Trade) -> Place:
    area = AREAS[((serial - 1) * 4) % len(AREAS)]
    kind = "有限公司" if trade.kind == "industrial" else "店" if trade is GARAGE else ""
    return Place(
        uscc=with_check_character(f"{authority}{area.division}{register}{serial:04d}"),
        name=f"上海示范{area.name}{trade.name}{kind}{serial:02d}",
        supervision=supervision,
        trade=trade,
        area=area,
        house_number=100 + serial * 17,
        treats=supervision.name == "key" and trade is PLATING,
        has_tank=trade is CHIPS,
    )
