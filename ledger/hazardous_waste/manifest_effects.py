"""Which facts about manifests act on a container: those of the trips that carried it.

A trip carries what its transferor had to send: its own, or what came to it by another trip. Whoever names somebody
else's drum on a manifest of its own changes nothing about that drum.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

from ledger.correction import Effective
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_parties import Trip
from ledger.hazardous_waste.manifest_state import STILL_REFUSED, Fate
from ledger.hazardous_waste.on_the_load import OnTheLoad
from ledger.subjects import owner_of

FATES = frozenset(get_args(Fate))


def acting_on(container: str, trips: Mapping[str, Trip]) -> list[Effective]:
    """Of what stands about trips, each by the number of its manifest, the facts that act on a container, in turn."""
    waiting = dict(trips)
    having = {f"organisation:{owner_of(container)}"}
    acting: list[Effective] = []
    while reached := [number for number in sorted(waiting) if waiting[number].transferor in having]:
        for number in reached:
            trip = waiting.pop(number)
            steps = list(_steps(container, trip))
            acting += steps
            having |= {trip.receiver} if steps else set()
    return acting


def _steps(container: str, trip: Trip) -> Iterator[Effective]:
    """In occurred order: those that name it, and of the whole load while it is on board and not decided on."""
    on_board = container in (trip.loaded or trip.listed)
    fate: str | None = None
    for each in trip.heeded:
        says = each.statement.data
        part = says.part_of(container) if isinstance(says, OnTheLoad) else None
        if part is None:
            continue
        match says:
            case Manifest.Received():
                acts = True
            case Manifest.ReturnDispatched() | Manifest.Returned():
                acts = fate in STILL_REFUSED
            case Manifest.Cancelled():
                acts = container in trip.listed or container in trip.loaded
            case OnTheLoad(is_of_the_whole_load=True):
                acts = on_board and fate is None
            case _:
                acts = fate != "accepted"
        if acts:
            fate = part.role if part.role in FATES else fate
            yield each
