"""What a database holds before the demo touches it, and which month was played into it."""

from datetime import datetime
from enum import Enum
from typing import NamedTuple

from api.simulation.district import BUREAU
from api.simulation.playing import DEMO_KEY
from ledger.clock import read_instant
from ledger.errors import LogNotOpenError
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS


class Condition(Enum):
    """Whether there is a log, whether it is invented, and whether its month was played to the end."""

    EMPTY = "empty"
    REAL = "real"
    UNFINISHED = "unfinished"
    PLAYED = "played"


class Arguments(NamedTuple):
    """How a month was planned; the names of the demo's keys say it, so that it can be planned again."""

    days: int
    scale: float
    seed: int

    @property
    def key_name(self) -> str:
        """The name of keys that are issued at the end of such a month."""
        return f"{DEMO_KEY} · days={self.days} scale={self.scale} seed={self.seed}"


def condition_of(ledger: Ledger) -> Condition:
    """The condition of a database; one without our tables counts as empty."""
    try:
        opened = ledger.opened
    except (LogNotOpenError, *DATABASE_ERRORS):
        return Condition.EMPTY
    if not opened.simulated:
        return Condition.REAL
    return Condition.UNFINISHED if _last_key(ledger) is None else Condition.PLAYED


def played_with(ledger: Ledger) -> tuple[datetime, Arguments] | None:
    """When the month that was played ended, and its arguments; None where its keys do not say."""
    last = _last_key(ledger)
    words = dict(word.partition("=")[::2] for word in (last[1] if last else "").split() if "=" in word)
    if last is None or not words:
        return None
    return last[0], Arguments(int(words["days"]), float(words["scale"]), int(words["seed"]))


def _last_key(ledger: Ledger) -> tuple[datetime, str] | None:
    """When the bureau's demo key was issued, the last thing that the simulation states; and the key's name."""
    for each in ledger.recorded(types=["credential.issued"]):
        name = each.fact.data.name or ""
        if name.startswith(DEMO_KEY) and each.fact.data.organisation.endswith(BUREAU):
            return read_instant(each.recorded_at), name
    return None
