"""What was said lately of some types under an organisation's name, looked for from the end of the log backwards."""

from collections.abc import Sequence
from typing import Any, Final

from ledger.fact import Recorded
from ledger.log import Ledger

FIRST_LOOK: Final = 2_000
"""How far back in the log is looked first; then four times as far, until there is enough or it begins."""


def said_lately(ledger: Ledger, uscc: str, types: Sequence[str], enough: int) -> list[Recorded[Any]]:
    """The last facts that name it, in the order of the log: at least so many, where there are."""
    head, _ = ledger.head()
    span = FIRST_LOOK
    while True:
        after = max(0, head - span)
        found = ledger.recorded(tag=f"organisation:{uscc}", types=types, after=after, upto=head)
        if len(found) >= enough or after == 0:
            return found
        span *= 4
