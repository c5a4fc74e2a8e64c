"""The numbers that the counter proposes: the next of an organisation's own, and the next 数字识别码 of a day."""

import re
from datetime import date
from typing import Final

from ledger.subjects import problem_with
from projections.hazardous_waste.registered import Register

OURS: Final = re.compile(r"D-[0-9]{4}-", re.A)
"""How numbers begin that were proposed here: D, and year and month in two digits each."""
DIGITS: Final = 4
LOOKED_AT: Final = 50
SERIALS: Final = 999
"""How many labels of one waste a day has numbers for (HJ 1276: three digits)."""


def next_number(register: Register, uscc: str, last: str | None, today: date) -> str:
    """The number after the greatest that begins like the one given last; a new month begins anew with ours."""
    found = re.fullmatch(r"(.*?)([0-9]{1,9})", (last or "").partition(".")[2], re.A | re.S)
    beginning, digits = (found[1], len(found[2])) if found else ("", 0)
    if not found or OURS.fullmatch(beginning):
        beginning, digits = f"D-{today:%y%m}-", DIGITS
    begun = f"container:{uscc}.{beginning}"
    numbers = (each.removeprefix(begun) for each in register.begun_with(begun, LOOKED_AT))
    taken = max((int(each) for each in numbers if each.isascii() and each.isdigit()), default=0)
    if found and beginning == found[1]:
        taken = max(taken, int(found[2]))
    proposed = f"{beginning}{taken + 1:0{digits}}"
    return "" if problem_with(f"container:{uscc}.{proposed}") else proposed


def next_label(register: Register, uscc: str, waste_code: str, day: date) -> str | None:
    """The next 数字识别码 of a waste and a day of generation; None where the day has no number left."""
    begun = f"{uscc}{waste_code.replace('-', '')}{day:%Y%m%d}"
    codes = set(register.labels_begun_with(begun, SERIALS))
    free = (f"{begun}{serial:03}" for serial in range(1, SERIALS + 1))
    return next((code for code in free if code not in codes), None)
