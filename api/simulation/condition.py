"""What a database holds, before the demo touches it."""

from enum import Enum

from api.simulation.district import BUREAU
from api.simulation.playing import DEMO_KEY
from ledger.errors import LogNotOpenError
from ledger.log import Ledger
from ledger.store.engine import DATABASE_ERRORS


class Condition(Enum):
    """Whether there is a log, whether it is invented, and whether its month was played to the end."""

    EMPTY = "empty"
    REAL = "real"
    UNFINISHED = "unfinished"
    PLAYED = "played"


def condition_of(ledger: Ledger) -> Condition:
    """The condition of a database; one without our tables counts as empty."""
    try:
        opened = ledger.opened
    except (LogNotOpenError, *DATABASE_ERRORS):
        return Condition.EMPTY
    if not opened.simulated:
        return Condition.REAL
    # the bureau's demo key is the last thing that the simulation states
    keys = ledger.recorded(types=["credential.issued"])
    played = any(f.fact.data.name == DEMO_KEY and f.fact.data.organisation.endswith(BUREAU) for f in keys)
    return Condition.PLAYED if played else Condition.UNFINISHED
