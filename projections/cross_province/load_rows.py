"""One load 一车 as far as transfers care: who sent it to whom, under which transfer, and how much arrived of it."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from ledger.correction import Effective
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import ManifestState
from ledger.industrial_waste.consignment import Consignment, ConsignmentState
from ledger.subjects import owner_of
from projections.custody.moment import Moment
from projections.loops.waits import WAY, times


class Load(NamedTuple):
    """A manifest or consignment that left, by what is known of it; masses in grams."""

    subject: str
    sender: str
    receiver: str
    from_establishment: str
    to_establishment: str
    transfer: str | None
    dispatched_at: str
    accepted_g: int
    refused_g: int
    in_transit_g: int
    """What left and is neither accepted nor refused."""


class Source(NamedTuple):
    """How much of a consignment is from batches of another organisation, in grams, as it was dispatched."""

    subject: str
    source: str
    mass_g: int


def sources_at(subject: str, moment: Moment) -> list[Source]:
    """Whose batches the sender names beside its own; a load that is told as one mass tells of nobody."""
    if load_at(subject, moment.standing, moment.state) is None:
        return []
    own, grams = owner_of(subject), Counter[str]()
    for each in moment.standing:
        if isinstance(each.statement.data, Consignment.Dispatched):
            for part in each.statement.data.batches or ():
                owner = owner_of(part.batch)
                if owner is not None and owner != own:
                    grams[owner] += part.mass_g
    return [Source(subject, f"organisation:{owner}", mass) for owner, mass in sorted(grams.items())]


def load_at(subject: str, standing: Sequence[Effective], state: Any) -> Load | None:
    """A load as it stands; None before it left, or while it is not told who sends it to whom."""
    match state:
        case ConsignmentState():
            return _of_a_consignment(subject, state)
        case ManifestState():
            return _of_a_manifest(subject, state, standing)
    return None


def _of_a_consignment(subject: str, state: ConsignmentState) -> Load | None:
    if state.receiver is None or state.dispatched_at is None:
        return None
    return Load(
        subject,
        f"organisation:{owner_of(subject)}",
        state.receiver,
        state.from_establishment or "",
        state.to_establishment or "",
        state.transfer,
        state.dispatched_at,
        state.accepted_g,
        state.refused_g,
        state.in_transit_g,
    )


def _of_a_manifest(subject: str, state: ManifestState, standing: Sequence[Effective]) -> Load | None:
    left = times(standing, *WAY) or times(standing, Manifest.Loaded)
    if state.transferor is None or state.receiver is None or not left or state.stage == "cancelled":
        return None
    accepted, refused = state.accepted_g or 0, state.refused_g or 0
    sent = state.loaded_g or state.issued_g or 0
    decided = state.fates or state.line_fates
    on_the_way = max(0, sent - accepted - refused) if state.pending or not decided else 0
    return Load(
        subject,
        state.transferor,
        state.receiver,
        state.from_establishment or "",
        state.to_establishment or "",
        _transfer_of(standing),
        left[0],
        accepted,
        refused,
        on_the_way,
    )


def _transfer_of(standing: Any) -> str | None:
    issued = (each.statement.data for each in standing if isinstance(each.statement.data, Manifest.Issued))
    return next((issue.transfer for issue in issued), None)
