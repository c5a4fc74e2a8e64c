"""Administrative divisions, GB/T 2260: the sixteen districts of Shanghai, and which division holds which.

Source: the national list of division codes as published by the National Bureau of Statistics (2023).
"""

SHANGHAI: dict[str, str] = {
    "310101": "黄浦区",
    "310104": "徐汇区",
    "310105": "长宁区",
    "310106": "静安区",
    "310107": "普陀区",
    "310109": "虹口区",
    "310110": "杨浦区",
    "310112": "闵行区",
    "310113": "宝山区",
    "310114": "嘉定区",
    "310115": "浦东新区",
    "310116": "金山区",
    "310117": "松江区",
    "310118": "青浦区",
    "310120": "奉贤区",
    "310151": "崇明区",
}


PROVINCE_PATTERN = "1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]"
"""The first two digits of a division of the mainland; a manifest's number begins with them after its year."""


def covers(outer: str, inner: str) -> bool:
    """Whether a province (XX0000), a city (XXYY00) or a district holds another division, or is it."""
    return inner.startswith(prefix_of(outer))


def prefix_of(division: str) -> str:
    """The digits with which every division begins that it holds."""
    return (
        division.removesuffix("00").removesuffix("00") if division.endswith("0000") else division.removesuffix("00")
    )


MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
"""Provinces that are one city; XX0100 stands there for the districts of that city."""


def is_of_a_province(division: str, level: str | None) -> bool:
    """Whether an authority of a division is one of a province 省级, as far as its registration tells."""
    whole_city = division[:2] in MUNICIPALITIES and division.endswith("0100")
    return level == "province" or division.endswith("0000") or whole_city
