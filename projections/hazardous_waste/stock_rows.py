"""What lies in storage at one moment, drum by drum, and what somebody counted there (盘点)."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from ledger.correction import Effective
from ledger.hazardous_waste.container import Container, ContainerState
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.storage_count import StorageCount
from ledger.subjects import owner_of
from projections.custody.moment import Moment

FINISHED: Final = frozenset({"emptied", "treated", "lost"})
"""Stages after which a container is no stock any more, unless something is in it."""
TAKEN_IN: Final = frozenset({"received", "closed", "packaged", "weighed", "labelled", "repacked"})
"""Stages of what a receiver accepted and has not stored yet."""


class Stock(NamedTuple):
    """A container in a storage facility, or with who accepted it and has not stored it yet."""

    container: str
    facility: str | None
    holder: str
    """Whose facility it is; else who accepted the container."""
    zone: str | None
    since: str
    """When it was last stored, or accepted."""
    waste_code: str | None
    profile: str | None
    """By which its waste code is known where it names none."""
    mass_g: int | None


class Count(NamedTuple):
    """What one statement says that was found."""

    facility: str
    fact: int
    """Position of the statement; of one that was corrected the original's."""
    counted_at: str
    mass_g: int | None
    waste_code: str | None
    """The only one that was counted; None: everything was."""
    containers: str | None
    """JSON; None where only a mass was told."""


def stock_at(subject: str, moment: Moment) -> dict[tuple[str], Stock]:
    """Where a container lies; nothing while it is on the way, or nothing is left of it."""
    state: ContainerState = moment.state
    if state.stage in FINISHED and not state.remaining_g:
        return {}
    if state.facility is not None:
        holder, since = f"organisation:{owner_of(state.facility)}", _last(moment.standing, Container.Stored)
    elif state.held_by is not None and state.confirmed_by is not None and state.stage in TAKEN_IN:
        holder, since = state.held_by, _last(moment.standing, Manifest.Received)
    else:
        return {}
    where = state.facility, holder, state.zone
    return {(subject,): Stock(subject, *where, since, state.waste_code, state.profile, state.remaining_g)}


def counts_at(subject: str, moment: Moment) -> dict[tuple[str, int], Count]:
    """What was counted in a facility, each statement as it counts."""
    found: dict[tuple[str, int], Count] = {}
    for each in moment.standing:
        match each.statement.data:
            case StorageCount.Counted() as now:
                position = each.original.position
                told = None if now.containers is None else msgspec.json.encode(now.containers).decode()
                at = each.statement.occurred_at
                found[subject, position] = Count(subject, position, at, now.mass_g, now.waste_code, told)
    return found


def _last(standing: Sequence[Effective], step: type[Container.Stored | Manifest.Received]) -> str:
    """When it was last stored or accepted; its first fact's time where that is told by something else."""
    happened = [each.statement.occurred_at for each in standing if isinstance(each.statement.data, step)]
    return happened[-1] if happened else standing[0].statement.occurred_at
