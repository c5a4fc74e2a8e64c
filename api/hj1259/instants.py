"""Times as producers write them; what names no zone is China's time, a day alone is its beginning."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.utils.datetime import from_excel

from api.hj1259.problems import WrongCellError
from ledger.clock import SHANGHAI, read_instant

_DAYS = range(36_526, 73_051)
"""Numbers of days from 2000 to 2099, as a workbook counts them."""
_WRITTEN = re.compile(
    r"(20[0-9]{2})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?"
    r"(?:[ T]?([0-9]{1,2})[:时]([0-9]{1,2})?(?:[:分]([0-9]{1,2}(?:\.[0-9]{1,6})?)?)?秒?)?"
)


def instant(raw: Any) -> str | None:
    """The instant with its offset, as it is posted; raises WrongCellError for what is none."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    at = _datetime(raw)
    if at is None:
        raise WrongCellError(
            "时间写作 2026-11-24 08:05，或设为日期格式",
            "a time is written 2026-11-24 08:05, or is a cell with the format of a date",
        )
    return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).isoformat()


def _datetime(raw: Any) -> datetime | None:
    match raw:
        case datetime():
            return raw
        case date():
            return datetime.combine(raw, time())
        case bool():
            return None
        case int() | float() if int(raw) in _DAYS:
            return _datetime(from_excel(raw))
    text = " ".join(unicodedata.normalize("NFKC", str(raw)).split())
    if re.fullmatch("20[0-9]{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    written = _WRITTEN.fullmatch(text)
    try:
        if written is None:
            return datetime.fromisoformat(text)
        year, month, day, hour, minute, second = written.groups()
        at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))
        return at + timedelta(seconds=float(second or 0)) if float(second or 0) < 60 else None
    except ValueError:
        return None


def cell_of(occurred_at: str) -> datetime | str:
    """An instant of the ledger as a cell in China's time; as text where a workbook would round it."""
    at = read_instant(occurred_at).astimezone(SHANGHAI).replace(tzinfo=None)
    return at if at.year >= 2000 and at.microsecond % 1000 == 0 else at.isoformat(sep=" ")
