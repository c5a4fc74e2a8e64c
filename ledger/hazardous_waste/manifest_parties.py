"""Who has a part in a manifest: its transferor, its receiver, and every carrier that the load was given to.

Anybody of the trade may have stated facts under a number that nobody had issued here yet. Only what those say who
have a part in the trip makes others a party to it: nobody lets itself in.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ledger.catalogue import named_by_field
from ledger.correction import Effective
from ledger.hazardous_waste.manifest import Manifest
from ledger.judging import speaker_of

TAKING_PART = frozenset({"organisation", "establishment", "transfer"})
"""With a transfer comes the authority of the province that it goes to."""
HANDLING = frozenset(
    {"transferor", "receiver", "from_establishment", "to_establishment", "carrier", "from_carrier", "to_carrier"}
)
"""Fields that name who has to do with the waste itself; who is merely informed has not."""


class Trip(NamedTuple):
    """The parts that a standing issue gives, and the facts of those who have them."""

    issue: Effective
    transferor: str
    receiver: str
    carriers: frozenset[str]
    heeded: list[Effective]
    """What they stated, in occurred order."""
    listed: frozenset[str]
    """The containers that the issue names."""
    loaded: frozenset[str]
    """Those that were named as they were loaded."""


class Party(NamedTuple):
    """An organisation, establishment or transfer, the field that names it, and the position of the fact that does."""

    party: str
    role: str
    since: int


def trip_of(standing: Sequence[Effective]) -> Trip | None:
    """The parts in a manifest, from the facts about it that stand; None while none of them issues it."""
    issue = next((each for each in standing if _issues(each)), None)
    if issue is None:
        return None
    issued = issue.statement.data
    carriers = {leg.carrier for leg in issued.legs}
    while new := {to for each in standing for to in _given_to(each, carriers, issued.receiver)} - carriers:
        carriers |= new
    parts = {issued.transferor, issued.receiver, *carriers}
    heeded = [each for each in standing if _speaker(each) in parts]
    listed, loaded = _named(heeded, Manifest.Issued), _named(heeded, Manifest.Loaded)
    return Trip(issue, issued.transferor, issued.receiver, frozenset(carriers), heeded, listed, loaded)


def _named(heeded: Iterable[Effective], step: type[Manifest.Issued | Manifest.Loaded]) -> frozenset[str]:
    """The containers that steps of one kind name."""
    told = (each.statement.data for each in heeded)
    return frozenset(container for says in told if isinstance(says, step) for container in says.containers or ())


def parties_to(trip: Trip) -> Iterator[Party]:
    """Everybody whom a fact of the trip names, and who spoke for one of its parties."""
    for each in trip.heeded:
        position, said = (each.correction or each.original).position, each.original.fact
        if said.on_behalf_of is not None:
            yield Party(f"organisation:{said.stated_by}", "stated_by", each.original.position)
            yield Party(f"organisation:{said.on_behalf_of}", "on_behalf_of", each.original.position)
        for role, named in named_by_field(each.statement.data, TAKING_PART):
            yield Party(named, role, position)


def carried_by(trip: Trip) -> dict[str, int]:
    """The containers that the transferor put on the trip, since which position; none where it was cancelled."""
    if any(isinstance(each.statement.data, Manifest.Cancelled) for each in trip.heeded):
        return {}
    carried: dict[str, int] = {}
    for each in trip.heeded:
        says = each.statement.data
        # a receiver that names a container of somebody's does not thereby get to see it
        if _speaker(each) == trip.transferor and isinstance(says, Manifest.Issued | Manifest.Loaded):
            position = (each.correction or each.original).position
            for container in says.containers or ():
                carried[container] = min(position, carried.get(container, position))
    return carried


def _issues(each: Effective) -> bool:
    says = each.statement.data
    return isinstance(says, Manifest.Issued) and says.transferor == _speaker(each)


def _given_to(each: Effective, carriers: set[str], receiver: str) -> Iterable[str]:
    """Who carries because a carrier, or the receiver that sends back, said so."""
    match each.statement.data:
        case Manifest.HandedOver(to_carrier=to) if _speaker(each) in carriers:
            return (to,)
        case Manifest.ReturnDispatched(carrier=str(to)) if _speaker(each) in {receiver, *carriers}:
            return (to,)
    return ()


def _speaker(each: Effective) -> str:
    return f"organisation:{speaker_of(each.statement)}"
