"""Numbers that others give: the unified social credit code, plant numbers, manifests, labels, batches, plates.

A grammar is as narrow as a text that was seen makes it. What is stored was held to the grammar of its day.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Annotated, NamedTuple

from ledger.limits import Limits
from ledger.regulation.divisions import PROVINCE_PATTERN
from ledger.regulation.treatment_methods import METHODS
from ledger.text import exactly

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_PATTERN = r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"
ESTABLISHMENT_PATTERN = USCC_PATTERN + r"[0-9]{3}[A-Z]"
OWN_PATTERN = r"[A-Za-z0-9_-]{1,40}"
WASTE_CODE_PATTERN = r"[0-9]{3}-[0-9]{3}-(?:0[1-9]|[1-3][0-9]|40|4[5-9]|50)"
"""Industry, serial, category; there is no HW41 to HW44 (国家危险废物名录)."""
CATEGORY_PATTERN = r"HW(?:0[1-9]|[123][0-9]|4[05-9]|50)"
MANIFEST_PATTERN = rf"20[0-9]{{2}}(?:{PROVINCE_PATTERN})[0-9]{{2}}[0-9]{{6}}"
"""Year, province, city, serial (危险废物转移管理办法 15)."""
DAY_PATTERN = r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
AUTHORITY_NUMBER_PATTERN = r"[0-9A-Za-z\u4e00-\u9fff〔〕（）()_-]{1,40}"
"""What an authority numbers its decisions by; provinces differ."""

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_LETTERS = "A-HJ-NP-Z"  # no I and no O
_ENERGY = "A-HJK"  # D, A, B, C, E drive on batteries alone; F, G, H, J, K do not
PLATE_PATTERN = (
    f"[{_PROVINCES}][{_PLATE_LETTERS}]"
    f"(?:[{_PLATE_LETTERS}0-9]{{4}}[{_PLATE_LETTERS}0-9挂学警港澳]"
    f"|[{_ENERGY}][{_PLATE_LETTERS}0-9][0-9]{{4}}|[0-9]{{5}}[{_ENERGY}])"
)
"""GA 36: the usual plate, a trailer's ending in 挂 among them; new energy 新能源, of small cars and large trucks."""
MMSI_PATTERN = "[0-9]{9}"

DivisionCode = Annotated[str, Limits(pattern=exactly("[1-9][0-9]{5}"))]
"""GB/T 2260: the code of a province, city or district."""

LabelCode = Annotated[str, Limits(pattern=exactly("[0-9A-Z]{37}"))]
"""数字识别码 of a hazardous waste label: 37 characters (HJ 1276-2022); an alias of the container."""

BATCH_LINKS: dict[str, str] = {
    "HWCS": "产生",
    "HWRK": "入库",
    "HWCK": "出库",
    "HWZXLY": "自行利用",
    "HWZXCZ": "自行处置",
    "HWWWLY": "委外利用",
    "HWWWCZ": "委外处置",
    "HWCKLY": "出口利用",
    "HWCKCZ": "出口处置",
}
"""How a batch code begins → the link of the chain that it numbers (HJ 1259-2022 Annex B)."""


def batch_code_pattern(prefix: str) -> str:
    """The grammar of the batch codes of one link: how it begins, the day, a serial of three digits or more."""
    return rf"{prefix}{DAY_PATTERN}[0-9]{{3,6}}"


GenerationBatchCode = Annotated[str, Limits(pattern=exactly(batch_code_pattern("HWCS")))]
"""产生批次编码 of HJ 1259-2022 Annex B: HWCS, day, serial."""

StorageBatchCode = Annotated[str, Limits(pattern=exactly(batch_code_pattern("HWRK")))]
"""入库批次编码."""

WithdrawalBatchCode = Annotated[str, Limits(pattern=exactly(batch_code_pattern("HW(?:CK|(?:WW|CK)(?:LY|CZ))")))]
"""出库批次编码, or that of what leaves the establishment, for a recipient in the country or abroad."""

TreatmentBatchCode = Annotated[str, Limits(pattern=exactly(batch_code_pattern("HWZX(?:LY|CZ)")))]
"""自行利用/处置批次编码."""

AnyBatchCode = Annotated[str, Limits(pattern=exactly(batch_code_pattern(f"(?:{'|'.join(BATCH_LINKS)})")))]
"""A batch code of whatever link."""

HazardousWasteCode = Annotated[str, Limits(pattern=exactly(WASTE_CODE_PATTERN))]
"""废物代码: industry, serial and category, in 3, 3 and 2 digits (国家危险废物名录)."""

MethodCode = Annotated[str, Limits(pattern=exactly("[RDCYG][0-9]{1,2}"))]
"""利用处置方式代码, such as R2 or D10: what was done is recorded though the table does not know its code."""

KnownMethodCode = Annotated[str, Limits(pattern=exactly("|".join(METHODS)))]
"""A code that the table has: nobody is permitted to do what has no name."""

PlateAsRead = Annotated[str, Limits(min_length=1, max_length=20)]
"""What a camera took for a plate; it need not be one."""

Pseudonym = Annotated[str, Limits(pattern=exactly(OWN_PATTERN))]
"""A person of the staff, by a pseudonym of the organisation's choosing; never a name."""

Sha256 = Annotated[str, Limits(pattern=exactly("[0-9a-f]{64}"))]


@lru_cache(maxsize=16_384)
def uscc_is_sound(code: str) -> bool:
    """Whether the last character checks the first seventeen (GB 32100-2015, weights 3^i mod 31)."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return USCC_ALPHABET[-total % 31] == code[17]


class LabelParts(NamedTuple):
    """The four segments of a 数字识别码: who produced or collected, the waste code, the day, and the serial."""

    organisation: str
    waste_code: str
    day: date
    serial: str


_LABEL = re.compile(rf"({USCC_PATTERN})([0-9]{{3}})([0-9]{{3}})([0-9]{{2}})([0-9]{{8}})([0-9]{{3}})", re.A)


def label_parts(code: str) -> LabelParts | None:
    """What a label code says; None where its parts make no sense.

    That there are four segments of 37 characters together was seen, that they are 18, 8, 8 and 3 long was not: so a
    code that reads otherwise is not refused. There is no check digit but that of the organisation.
    """
    found = _LABEL.fullmatch(code)
    if found is None or not uscc_is_sound(found[1]):
        return None
    waste_code = "-".join(found.group(2, 3, 4))
    try:
        day = date.fromisoformat(found[5])
    except ValueError:
        return None
    if not re.fullmatch(WASTE_CODE_PATTERN, waste_code):
        return None
    return LabelParts(found[1], waste_code, day, found[6])
