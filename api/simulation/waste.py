"""What hazardous waste there is in the district, and in what it is kept."""

from dataclasses import dataclass
from typing import Any, Literal

Destination = Literal["recoverer", "burner", "rigid_landfill", "household_landfill"]


@dataclass(frozen=True, slots=True)
class Packing:
    """A kind of container, what it weighs empty and about how much goes into it."""

    kind: str
    packaging: str
    volume_l: int
    tare_kg: tuple[float, float]
    net_kg: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Waste:
    """One kind of waste as its label says (国家危险废物名录 code, HJ 1276 words), and where it stands in storage."""

    code: str
    name: str
    form: str
    hazards: tuple[str, ...]
    components: tuple[str, ...]
    precautions: str
    zone: str
    packings: tuple[Packing, ...]
    goes_to: Destination
    method: str
    """利用处置方式代码 of what becomes of it there."""
    volatile: bool = False

    @property
    def profile(self) -> dict[str, Any]:
        """The data of its waste profile."""
        return {
            "waste_code": self.code,
            "name": self.name,
            "form": self.form,
            "hazards": list(self.hazards),
            "components": list(self.components),
            "precautions": self.precautions,
            "volatile": self.volatile,
        }


STEEL = Packing("drum", "200 L 闭口钢桶", 200, (17.0, 21.0), (120.0, 178.0))
PLASTIC = Packing("drum", "200 L 塑料桶", 200, (8.0, 10.5), (130.0, 205.0))
SMALL = Packing("drum", "25 L 塑料桶", 25, (1.2, 1.6), (12.0, 24.0))
IBC = Packing("ibc", "1000 L 吨桶", 1000, (55.0, 62.0), (620.0, 940.0))
BAG = Packing("bag", "内衬薄膜编织袋", 100, (0.2, 0.5), (9.0, 32.0))
BIG_BAG = Packing("bag", "防渗吨袋", 1000, (2.0, 3.2), (240.0, 620.0))
MEDICAL_BOX = Packing("box", "医疗废物周转箱", 120, (6.0, 7.0), (8.0, 26.0))
CARTON = Packing("box", "防渗周转箱", 60, (2.5, 3.5), (6.0, 22.0))

NO_FIRE = "远离火种热源，防静电，保持密闭"
GLOVES = "佩戴防护手套，避免直接接触"
NO_MIXING = "防腐蚀，禁止与碱类混放，佩戴防护面罩"

SOLVENT = Waste(
    "900-402-06",
    "废有机溶剂",
    "liquid",
    ("T", "I", "R"),
    ("丙酮", "正己烷", "甲苯"),
    NO_FIRE,
    "A 易燃液体",
    (STEEL, STEEL, IBC),
    "recoverer",
    "R2",
    volatile=True,
)
OIL = Waste(
    "900-249-08",
    "废矿物油",
    "liquid",
    ("T", "I"),
    ("矿物油", "金属屑"),
    NO_FIRE,
    "B 废油",
    (STEEL, IBC),
    "recoverer",
    "R9",
)
ENGINE_OIL = Waste(
    "900-214-08", "废发动机油", "liquid", ("T", "I"), ("润滑油",), NO_FIRE, "B 废油", (STEEL,), "recoverer", "R9"
)
EMULSION = Waste(
    "900-006-09", "废切削液", "liquid", ("T",), ("乳化油", "水"), GLOVES, "B 废油", (PLASTIC, IBC), "burner", "D9"
)
PAINT = Waste(
    "900-252-12",
    "废漆渣",
    "semi_solid",
    ("T", "I"),
    ("油漆", "树脂"),
    NO_FIRE,
    "A 易燃液体",
    (STEEL,),
    "burner",
    "D10",
    volatile=True,
)
INK = Waste(
    "900-299-12",
    "废油墨",
    "semi_solid",
    ("T",),
    ("油墨", "颜料"),
    GLOVES,
    "A 易燃液体",
    (SMALL,),
    "burner",
    "D10",
    volatile=True,
)
PICKLING = Waste(
    "336-064-17",
    "表面处理废渣",
    "semi_solid",
    ("T", "C"),
    ("重金属氢氧化物", "磷酸盐"),
    NO_MIXING,
    "C 酸碱",
    (PLASTIC, BIG_BAG),
    "rigid_landfill",
    "D1",
)
ACID = Waste(
    "900-300-34", "废酸", "liquid", ("C", "T"), ("盐酸", "水"), NO_MIXING, "C 酸碱", (PLASTIC, IBC), "burner", "D9"
)
CARBON = Waste(
    "900-039-49",
    "废活性炭",
    "solid",
    ("T",),
    ("活性炭", "挥发性有机物"),
    NO_FIRE,
    "D 固体",
    (BIG_BAG,),
    "burner",
    "D10",
)
RAGS = Waste(
    "900-041-49",
    "沾染废物",
    "solid",
    ("T", "In"),
    ("废抹布", "废包装物"),
    GLOVES,
    "D 固体",
    (BAG, BAG, CARTON),
    "burner",
    "D10",
)
LABORATORY = Waste(
    "900-047-49",
    "实验室废液",
    "liquid",
    ("T", "C", "I", "R"),
    ("有机溶剂", "无机酸"),
    NO_FIRE,
    "E 实验室",
    (SMALL,),
    "burner",
    "D10",
)
MEDICAL = Waste(
    "841-001-01",
    "感染性废物",
    "solid",
    ("In",),
    ("一次性医疗用品", "敷料"),
    "专用包装，日产日清，禁止开拆",
    "M 医疗废物",
    (MEDICAL_BOX,),
    "burner",
    "Y10",
)
BOTTOMS = Waste(
    "900-407-06",
    "溶剂蒸馏残渣",
    "semi_solid",
    ("T", "I", "R"),
    ("高沸物", "树脂"),
    NO_FIRE,
    "A 残渣",
    (STEEL,),
    "burner",
    "D10",
)
FLY_ASH = Waste(
    "772-003-18",
    "焚烧飞灰",
    "solid",
    ("T",),
    ("重金属", "氯盐"),
    "防扬散，密闭包装",
    "F 飞灰",
    (BIG_BAG,),
    "rigid_landfill",
    "D1",
)
