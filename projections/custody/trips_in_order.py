"""Whether what counts of a life at the end counted at every moment since it was told.

So it is where nothing was corrected, and each trip was told in the order in which it happened. Else (a correction, a
departure recorded before its manifest was issued) every earlier moment has to be looked at by itself.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from ledger.correction import is_about_a_fact
from ledger.fact import Recorded, speaker_of
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.on_the_load import OnTheLoad
from ledger.subjects import kind_of

Facts = Sequence[Recorded[Any]]


def told_in_order(own: Facts, naming: Facts) -> bool:
    """Whether nothing was corrected, and each trip was told in its order, from its issue on, one after the other."""
    if any(is_about_a_fact(fact.fact.type) for facts in (own, naming) for fact in facts):
        return False
    trips: dict[str, list[Recorded[Any]]] = {}
    for fact in naming:
        if kind_of(fact.fact.subject) == "manifest":
            trips.setdefault(fact.fact.subject, []).append(fact)
    return all(map(_from_its_issue_on, trips.values())) and _one_after_the_other(trips.values())


def _from_its_issue_on(trip: list[Recorded[Any]]) -> bool:
    """Issued first, loaded before it left, and told by nobody but those whom the issue names."""
    first, *later = [fact.fact for fact in trip]
    if any(one.occurred_at > other.occurred_at for one, other in pairwise([first, *later])):
        return False
    issued = first.data
    if not isinstance(issued, Manifest.Issued):
        return False
    named = {issued.transferor, issued.receiver, *(leg.carrier for leg in issued.legs)}
    if any(f"organisation:{speaker_of(each)}" not in named for each in (first, *later)):
        return False
    steps = [type(each.data) for each in later if isinstance(each.data, OnTheLoad)]
    begun = [step is not Manifest.Loaded for step in steps]
    return begun == sorted(begun) and Manifest.Issued not in steps


def _one_after_the_other(trips: Iterable[list[Recorded[Any]]]) -> bool:
    """Whether each trip was received in the log before the next one begins there."""
    ordered = sorted(trips, key=lambda trip: trip[0].position)
    return all(_received_at(one) < other[0].position for one, other in pairwise(ordered))


def _received_at(trip: list[Recorded[Any]]) -> float:
    return max((f.position for f in trip if isinstance(f.fact.data, Manifest.Received)), default=float("inf"))
