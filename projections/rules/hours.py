"""Hours of the day in which something is allowed: shifts in Shanghai time, over midnight too."""

from collections.abc import Iterable
from typing import Final

from ledger.clock import SHANGHAI, read_instant
from ledger.parties.establishment import Shift

DAY: Final = 24 * 60


def minutes_outside(hours: Iterable[Shift], instant: str) -> int:
    """How many whole minutes an instant lies before the next of these hours or behind the last; 0 within one."""
    local = read_instant(instant).astimezone(SHANGHAI)
    now = local.hour * 60 + local.minute
    return min((_outside(_minute(each.from_), _minute(each.until), now) for each in hours), default=0)


def _outside(begin: int, end: int, now: int) -> int:
    long = (end - begin) % DAY or DAY  # one that ends where it begins is the whole day
    if (now - begin) % DAY <= long:
        return 0
    return min((begin - now) % DAY, (now - end) % DAY)


def _minute(time: str) -> int:
    hours, minutes = time.split(":")[:2]
    return int(hours) * 60 + int(minutes)
