"""Numbers that others give: the unified social credit code, plant numbers, labels."""

from functools import lru_cache
from typing import Annotated

from ledger.limits import Limits
from ledger.text import exactly

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_PATTERN = r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"
ESTABLISHMENT_PATTERN = USCC_PATTERN + r"[0-9]{3}[A-Z]"
OWN_PATTERN = r"[A-Za-z0-9_-]{1,40}"
WASTE_CODE_PATTERN = r"[0-9]{3}-[0-9]{3}-[0-9]{2}"

DivisionCode = Annotated[str, Limits(pattern=exactly("[1-9][0-9]{5}"))]
"""GB/T 2260: the code of a province, city or district."""

LabelCode = Annotated[str, Limits(pattern=exactly("[0-9A-Z]{37}"))]
"""数字识别码 of a hazardous waste label: 37 characters (HJ 1276-2022); an alias of the container."""

GenerationBatchCode = Annotated[str, Limits(pattern=exactly("HWCS[0-9]{8}[0-9]{3,6}"))]
"""产生批次编码 of HJ 1259-2022 Annex B: HWCS, day, serial."""

HazardousWasteCode = Annotated[str, Limits(pattern=exactly(WASTE_CODE_PATTERN))]
"""废物代码: industry, serial and category, in 3, 3 and 2 digits (国家危险废物名录)."""

MethodCode = Annotated[str, Limits(pattern=exactly("[RDCYG][0-9]{1,2}"))]
"""利用处置方式代码: a letter and a number (HJ 1033); ledger/regulation/method_codes.py has those that are known."""

Pseudonym = Annotated[str, Limits(pattern=exactly(OWN_PATTERN))]
"""A person of the staff, by a pseudonym of the organisation's choosing; never a name."""

Sha256 = Annotated[str, Limits(pattern=exactly("[0-9a-f]{64}"))]


@lru_cache(maxsize=16_384)
def uscc_is_sound(code: str) -> bool:
    """Whether the last character checks the first seventeen (GB 32100-2015, weights 3^i mod 31)."""
    total = sum(USCC_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    return USCC_ALPHABET[-total % 31] == code[17]
