"""What a cell says: text, a code, a mass, a time; or what is wrong with it and what to write instead.

Producers type what they like: full-width digits, `2026年11月24日 8:05`, `1,250.5`, numbers kept as text, dates as
numbers of days. All of that is read; what could be read in two ways is not.
"""

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from api.hj1259.codes import (
    batch,
    batches,
    category,
    code,
    container,
    facility,
    matching,
    method,
    method_at_home,
    tidy,
)
from api.hj1259.instants import instant
from api.hj1259.problems import WrongCellError
from api.hj1259.words import KINDS, PURPOSES, RECIPIENTS
from ledger.identifiers import OWN_PATTERN, WASTE_CODE_PATTERN

UNITS: dict[str, int] = {"吨": 1000, "t": 1000, "千克": 1, "公斤": 1, "kg": 1}
"""Unit as producers write it → kilograms."""
NAME_MAX, SENTENCE_MAX = 120, 500
_UNIT = "|".join(UNITS)


class Quantity(NamedTuple):
    """A number, and the unit where the cell itself says one."""

    number: Decimal
    unit: str | None


def _text(most: int) -> Callable[[Any, str], Any]:
    def read(raw: Any, _: str) -> str | None:
        text = tidy(raw)
        if text is not None and len(text) > most:
            raise WrongCellError(f"有 {len(text)} 字，至多 {most} 字", f"{len(text)} characters, at most {most}")
        return text

    return read


def _kind(raw: Any, here: str) -> tuple[str, str | None]:
    kind, own = KINDS.read(tidy(raw))
    return kind, _text(NAME_MAX)(own, here)


def _purpose(raw: Any, here: str) -> tuple[str, str | None]:
    purpose, own = PURPOSES.read(tidy(raw))
    return purpose, _text(NAME_MAX)(own, here)


def _recipient_kind(raw: Any, _: str) -> str | None:
    text = tidy(raw)
    if text is None:
        return None
    kind = RECIPIENTS.guess(text)
    if kind is None:
        known = "、".join(RECIPIENTS.words.values())
        raise WrongCellError(f"应为下列之一：{known}", f"is one of: {known}")
    return kind


def _count(raw: Any, _: str) -> int | None:
    text = tidy(raw)
    if text is None:
        return None
    found = re.fullmatch(r"([0-9]{1,6}) ?\w?", unicodedata.normalize("NFKC", text))
    if found is None or not 1 <= int(found[1]) <= 100_000:
        raise WrongCellError("数量是 1 到 100000 的整数", "a whole number from 1 to 100,000")
    return int(found[1])


def _unit(raw: Any, _: str) -> str | None:
    text = code(raw)
    if text is None:
        return None
    if text.lower() not in UNITS:
        raise WrongCellError("计量单位写吨或千克；升、个等须折算", "tonnes or kilograms; convert litres and pieces")
    return text.lower()


def _quantity(raw: Any, _: str) -> Quantity | None:
    if isinstance(raw, float):
        raw = f"{raw:.15g}"  # as many digits as a workbook shows: 0.1 + 0.2 is 0.3
    text = code(raw)
    if text is None:
        return None
    found = re.fullmatch(rf"([0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?(?:e-?[0-9]{{1,2}})?)({_UNIT})?", text.lower())
    if found is None:
        raise WrongCellError("重量是不小于零的数，如 0.2005", "a mass is a number not below zero, such as 0.2005")
    return Quantity(Decimal(found[1].replace(",", "")), found[2])


FORMS: dict[str, Callable[[Any, str], Any]] = {
    "order": lambda *_: None,
    "instant": lambda raw, _: instant(raw),
    "name": _text(NAME_MAX),
    "sentence": _text(SENTENCE_MAX),
    "category": category,
    "waste_code": matching(WASTE_CODE_PATTERN, "废物代码写作 900-402-06", "a waste code is written 900-402-06"),
    "quantity": _quantity,
    "unit": _unit,
    "container": container,
    "kind": _kind,
    "count": _count,
    "facility": facility,
    "pseudonym": matching(
        OWN_PATTERN,
        "姓名不入账：改写代号，如 E1027（字母、数字、- 和 _，至多 40 个）",
        "names are not kept: write a pseudonym, such as E1027 (letters, digits, - and _, 40 at most)",
    ),
    "purpose": _purpose,
    "method": method,
    "method_at_home": method_at_home,
    "recipient_kind": _recipient_kind,
    "generation_batch": batch("HWCS"),
    "storage_batch": batch("HWRK"),
    "withdrawal_batch": batch("HWCK"),
    "treatment_batch": batch("HWZXLY", "HWZXCZ"),
    "outward_batch": batch("HWWWLY", "HWWWCZ", "HWCKLY", "HWCKCZ"),
    "generation_batches": batches("HWCS"),
    "storage_batches": batches("HWRK"),
    "earlier_batches": batches("HWCS", "HWCK"),
}
"""Form of a column → what reads a cell of it, given the establishment; raises WrongCellError."""
