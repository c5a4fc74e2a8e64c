"""接受人: to whom waste may be sent, by a contract in force or because it was sent there before; typing stays."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from api.pages.work.contracts import Agreed
from projections.parties.looked_up import establishments_of
from projections.runner import Runner

OFFERED: Final = 12
PLACES_MAX: Final = 60


class Receiver(NamedTuple):
    """A place that takes waste; which of the codes that are asked about a contract with it covers."""

    establishment: str
    contract: Agreed | None = None
    covered: Sequence[str] = ()


class Offered(NamedTuple):
    """Receivers, those first whose contract covers the most; and contractors none of whose places is registered."""

    receivers: list[Receiver]
    unplaced: list[str]


def offered(
    views: Runner, head: int, before: Sequence[str], contracts: Sequence[Agreed], codes: Sequence[str]
) -> Offered:
    """The places of former manifests, and the registered ones of whoever is bound by a contract to take any of it."""
    best: dict[str, Receiver] = {}
    for each in contracts:
        known, covered = best.get(each.contractor), each.covered(codes)
        if covered and (known is None or len(covered) > len(known.covered)):
            best[each.contractor] = Receiver("", each, covered)
    places = establishments_of(views, list(best), head, PLACES_MAX)
    of = {establishment: f"organisation:{establishment.partition(':')[2][:18]}" for establishment in before} | places
    found = [
        best[of[each]]._replace(establishment=each) if of[each] in best else Receiver(each)
        for each in dict.fromkeys([*before, *places])
    ]
    found.sort(key=lambda each: -len(each.covered))
    return Offered(found[:OFFERED], [each for each in best if each not in of.values()])
