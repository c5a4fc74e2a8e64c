"""Codes in cells: of batches, wastes, containers, facilities, people and methods, in the grammar of each."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from api.hj1259.problems import WrongCellError
from api.hj1259.words import TREATMENT_OF, TREATMENTS
from ledger.identifiers import ESTABLISHMENT_PATTERN, OWN_PATTERN, USCC_PATTERN, MethodCode, batch_code_pattern
from ledger.waste_codes import CATEGORIES

NOTHING = frozenset({"-", "--", "—", "——", "/"})
"""What is written into a cell in which there is nothing to write."""
_METHOD: str = get_args(MethodCode)[1].pattern


def tidy(raw: Any) -> str | None:
    """The text of a cell on one line, without what cannot be seen; None where there is nothing."""
    if raw is None:
        return None
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in str(raw))
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return None if text in NOTHING else text or None


def code(raw: Any) -> str | None:
    """A code without blanks, its letters, digits and dashes of the usual width."""
    if isinstance(raw, date):
        raise WrongCellError(
            "编码被表格软件改成了日期：把单元格设为文本，再写一次",
            "the code was turned into a date: format the cell as text and write it again",
        )
    text = tidy(raw)
    if text is None:
        return None
    return re.sub(r"[‐-―－−]", "-", unicodedata.normalize("NFKC", text).replace(" ", "")) or None


def batch(*prefixes: str) -> Callable[[Any, str], str | None]:
    """Reads a batch code that begins with one of these."""
    pattern = re.compile(batch_code_pattern(f"(?:{'|'.join(prefixes)})"))
    example = f"{prefixes[0]}20261124001"

    def read(raw: Any, _: str) -> str | None:
        text = code(raw)
        if text is not None and not pattern.fullmatch(text.upper()):
            raise WrongCellError(
                f"批次编码写作 {'、'.join(prefixes)} 加八位日期和三位以上序号，如 {example}；没有就留空",
                f"a batch code is {' or '.join(prefixes)}, eight digits of the day and a serial, such as {example};"
                " leave it empty where there is none",
            )
        return None if text is None else text.upper()

    return read


def batches(*prefixes: str) -> Callable[[Any, str], list[str] | None]:
    """Reads several batch codes in one cell, each once."""
    one = batch(*prefixes)

    def read(raw: Any, here: str) -> list[str] | None:
        if isinstance(raw, date):
            code(raw)
        parts = [each for each in re.split(r"[、,，;；/\s]+", tidy(raw) or "") if each]
        if len(parts) > 100:
            raise WrongCellError("至多 100 个批次编码", "at most 100 batch codes")
        return list(dict.fromkeys(each for part in parts if (each := one(part, here)))) or None

    return read


def matching(pattern: str, zh: str, en: str) -> Callable[[Any, str], str | None]:
    """Reads a code of this grammar, or says so."""

    def read(raw: Any, _: str) -> str | None:
        text = code(raw)
        if text is not None and not re.fullmatch(pattern, text):
            raise WrongCellError(zh, en)
        return text

    return read


def category(raw: Any, _: str) -> str | None:
    """HW06, of the categories that there are; a name behind it is not looked at."""
    text = code(raw)
    found = None if text is None else re.match(r"HW[0-9]{2}", text.upper())
    if text is not None and (found is None or found[0] not in CATEGORIES):
        raise WrongCellError("应为 HW01–HW50 之一，如 HW06", "is a category of the catalogue, such as HW06")
    return found[0] if found else None


def container(raw: Any, _: str) -> str | None:
    """The number of a container, with its owner's code where it is another's; in B.4 also a tank or a manifest."""
    text = code(raw)
    source = rf"(?:{USCC_PATTERN}\.)?{OWN_PATTERN}|(?:facility|manifest):[0-9A-Za-z.#_-]+"
    if text is not None and not re.fullmatch(source, text):
        raise WrongCellError(
            "一行写一个容器编码：字母、数字、- 和 _，至多 40 个；几个容器分几行写",
            "one number of a container a row: letters, digits, - and _, 40 at most; write several in several rows",
        )
    return text


def facility(raw: Any, here: str) -> str | None:
    """A facility of this establishment by its own number, or any by its whole one."""
    text = code(raw)
    if text is None:
        return None
    text = text.removeprefix("facility:")
    if re.fullmatch(rf"{ESTABLISHMENT_PATTERN}\.{OWN_PATTERN}", text):
        return f"facility:{text}"
    if not re.fullmatch(OWN_PATTERN, text):
        raise WrongCellError(
            "设施编码写作 MF0001、TS001 等：字母、数字、- 和 _",
            "a facility is written MF0001, TS001 and so on: letters, digits, - and _",
        )
    return f"facility:{here}.{text}"


def method(raw: Any, _: str) -> str | None:
    """A code of a method; its name may stand behind it."""
    text = code(raw)
    found = None if text is None else re.match(r"[A-Z][0-9]{1,2}(?![0-9])", text.upper())
    if text is not None and (found is None or not re.match(_METHOD, found[0])):
        raise WrongCellError("写利用处置方式代码，如 R2、D10", "a code of a method is wanted, such as R2 or D10")
    return found[0] if found else None


def method_at_home(raw: Any, here: str) -> tuple[str, str | None] | None:
    """The method, and whether it recovers or disposes, as far as its letter tells or `C1 处置` says."""
    found = method(raw, here)
    if found is None:
        return None
    said = {word: kind for kind, word in TREATMENTS.items()}.get((code(raw) or "")[len(found) :])
    return found, said or TREATMENT_OF.get(found[0])
