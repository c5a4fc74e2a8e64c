"""Codes of hazardous waste: their grammar, their categories, and an entry of the catalogue.

A code is eight digits `XXX-XXX-XX`: industry (GB/T 4754), serial, category. The categories are those of
国家危险废物名录（2021年版）. A well-written code that stands in no loaded edition is not refused; it is marked, for
somebody to check.
"""

import re
from collections.abc import Iterable
from typing import Annotated, NamedTuple

from ledger.identifiers import CATEGORY_PATTERN, WASTE_CODE_PATTERN
from ledger.limits import Limits
from ledger.text import exactly

CodeOrCategory = Annotated[str, Limits(pattern=exactly(f"{WASTE_CODE_PATTERN}|{CATEGORY_PATTERN}"))]
"""One code, or a category such as HW06 for all codes in it."""

WasteCodes = Annotated[list[CodeOrCategory], Limits(min_length=1, max_length=500)]
"""Which hazardous wastes a decision or a claim is about; the whole catalogue has fewer entries."""

SOLID_WASTE_PATTERN = r"[0-9]{3}-0(?:0[1-9]|[1-9][0-9])-S(?:0[1-79]|[1-9][0-9])"
"""固体废物分类与代码目录（2024年第4号）: industry, serial, category; there is no S08."""
INDUSTRIAL_WASTE_PATTERN = r"[0-9]{3}-0(?:0[1-9]|[1-9][0-9])-S(?:0[1-79]|[1-5][0-9])"
"""Of it the categories of industrial waste, S01 to S59."""

IndustrialWasteCode = Annotated[str, Limits(pattern=exactly(INDUSTRIAL_WASTE_PATTERN))]
"""A code of 工业固体废物; hazardous waste has codes of another catalogue."""

AnyWaste = Annotated[str, Limits(pattern=exactly(f"{WASTE_CODE_PATTERN}|{CATEGORY_PATTERN}|{SOLID_WASTE_PATTERN}"))]
"""Hazardous waste by code or category, or any other solid waste by code."""
Wastes = Annotated[list[AnyWaste], Limits(min_length=1, max_length=500)]
"""Which wastes of any kind a contract or a transfer is about."""

CATEGORIES: dict[str, str] = {
    "HW01": "医疗废物",
    "HW02": "医药废物",
    "HW03": "废药物、药品",
    "HW04": "农药废物",
    "HW05": "木材防腐剂废物",
    "HW06": "废有机溶剂与含有机溶剂废物",
    "HW07": "热处理含氰废物",
    "HW08": "废矿物油与含矿物油废物",
    "HW09": "油/水、烃/水混合物或乳化液",
    "HW10": "多氯（溴）联苯类废物",
    "HW11": "精（蒸）馏残渣",
    "HW12": "染料、涂料废物",
    "HW13": "有机树脂类废物",
    "HW14": "新化学物质废物",
    "HW15": "爆炸性废物",
    "HW16": "感光材料废物",
    "HW17": "表面处理废物",
    "HW18": "焚烧处置残渣",
    "HW19": "含金属羰基化合物废物",
    "HW20": "含铍废物",
    "HW21": "含铬废物",
    "HW22": "含铜废物",
    "HW23": "含锌废物",
    "HW24": "含砷废物",
    "HW25": "含硒废物",
    "HW26": "含镉废物",
    "HW27": "含锑废物",
    "HW28": "含碲废物",
    "HW29": "含汞废物",
    "HW30": "含铊废物",
    "HW31": "含铅废物",
    "HW32": "无机氟化物废物",
    "HW33": "无机氰化物废物",
    "HW34": "废酸",
    "HW35": "废碱",
    "HW36": "石棉废物",
    "HW37": "有机磷化合物废物",
    "HW38": "有机氰化物废物",
    "HW39": "含酚废物",
    "HW40": "含醚废物",
    "HW45": "含有机卤化物废物",
    "HW46": "含镍废物",
    "HW47": "含钡废物",
    "HW48": "有色金属采选和冶炼废物",
    "HW49": "其他废物",
    "HW50": "废催化剂",
}
"""Category → its name; there is no HW41 to HW44."""


class Entry(NamedTuple):
    """A line of the catalogue; `hazards` as printed: the first and perhaps more after commas, any between slashes."""

    code: str
    category: str
    category_name: str
    industry: str
    description: str
    hazards: str


def is_well_written(code: str) -> bool:
    """Whether a text has the grammar of a code, whatever edition it may stand in."""
    return re.fullmatch(WASTE_CODE_PATTERN, code) is not None


def category_of(code: str) -> str:
    """The category that a code says it belongs to, such as HW06; it need not be one that exists."""
    return f"HW{code[-2:]}"


def is_hazardous(waste: str) -> bool:
    """Whether a well-written code or category is one of hazardous waste."""
    return re.fullmatch(f"{WASTE_CODE_PATTERN}|{CATEGORY_PATTERN}", waste) is not None


def covers_code(listed: Iterable[str], waste: str) -> bool:
    """Whether a waste stands in a list, by its code or by its category of hazardous waste."""
    known = set(listed)
    return waste in known or (is_well_written(waste) and category_of(waste) in known)
