"""The rows of the register: what is told of a container and of a manifest, from how it stood after a fact."""

from bisect import bisect_right
from typing import NamedTuple

from ledger.hazardous_waste.container import ContainerState
from ledger.hazardous_waste.manifest_form import Leg
from ledger.hazardous_waste.manifest_state import ManifestState
from ledger.subjects import owner_of
from projections.custody.lives import Life
from projections.custody.moment import Moment
from projections.custody.state import is_provisional


class ContainerRow(NamedTuple):
    """One container as it stands."""

    subject: str
    number: str
    """The part of its number that its owner gave, as it stands on the drum."""
    owner: str
    stage: str
    """`provisional` while nothing stands of what was stated about it: then it was withdrawn as stated in error."""
    provisional: bool
    """Whether it has steps, but no standing fact by which it came to be."""
    establishment: str | None
    facility: str | None
    zone: str | None
    held_by: str | None
    confirmed_by: str | None
    manifest: str | None
    waste_code: str | None
    profile: str | None
    label_code: str | None
    kind: str | None
    """What it is: a drum, a tank, a pipe."""
    declared_g: int | None
    net_g: int | None
    remaining_g: int | None
    facts: int
    """About it, corrections included."""
    last_occurred_at: str
    position: int
    """Of the last fact that changed it."""


class ManifestRow(NamedTuple):
    """One manifest as it stands."""

    subject: str
    stage: str
    provisional: bool
    transferor: str | None
    receiver: str | None
    from_establishment: str | None
    to_establishment: str | None
    held_by: str | None
    official: str | None
    issued_at: str | None
    issued_g: int | None
    accepted_g: int | None
    refused_g: int | None
    containers: int
    """As it left."""
    pending: int
    """Of those: neither accepted nor refused so far."""
    settled: bool
    """Whether nothing is outstanding: all is accepted, back or sent on."""
    facts: int
    last_occurred_at: str
    position: int


class Carriage(NamedTuple):
    """That an organisation carries a manifest, on a leg or because it was handed over to it."""

    subject: str
    carrier: str


def container_row(life: Life, moment: Moment) -> ContainerRow | None:
    """The row of a container; None while nothing was said about it, and nothing done to it."""
    known = _known(life, moment)
    if not known and not moment.standing:
        return None
    state: ContainerState = moment.state
    provisional = is_provisional(life.subject, list(moment.standing))
    return ContainerRow(
        subject=life.subject,
        number=life.subject.partition(".")[2],
        owner=f"organisation:{owner_of(life.subject)}",
        stage=state.stage,
        provisional=provisional and state.stage != "provisional",
        establishment=state.establishment,
        facility=state.facility,
        zone=state.zone,
        held_by=state.held_by,
        confirmed_by=state.confirmed_by,
        manifest=state.manifest,
        waste_code=state.waste_code,
        profile=state.profile,
        label_code=state.label_code,
        kind=state.kind,
        declared_g=state.declared_mass_g,
        net_g=state.net_g,
        remaining_g=state.remaining_g,
        facts=known,
        last_occurred_at=_last_occurred_at(life, moment, known),
        position=moment.position,
    )


def manifest_row(life: Life, moment: Moment) -> ManifestRow | None:
    """The row of a manifest; None while nothing was said about it."""
    known = _known(life, moment)
    if not known:
        return None
    state: ManifestState = moment.state
    issued = [e.statement.occurred_at for e in moment.standing if e.statement.type == "manifest.issued"]
    return ManifestRow(
        subject=life.subject,
        stage=state.stage,
        provisional=is_provisional(life.subject, list(moment.standing)),
        transferor=state.transferor,
        receiver=state.receiver,
        from_establishment=state.from_establishment,
        to_establishment=state.to_establishment,
        held_by=state.held_by,
        official=state.official,
        issued_at=issued[-1] if issued else None,
        issued_g=state.issued_g,
        accepted_g=state.accepted_g,
        refused_g=state.refused_g,
        containers=len(state.dispatched),
        pending=len(state.pending),
        settled=state.settled or state.stage == "cancelled" or not moment.standing,
        facts=known,
        last_occurred_at=_last_occurred_at(life, moment, known),
        position=moment.position,
    )


def carriages(row: ManifestRow, legs: list[Leg]) -> list[Carriage]:
    """Who carries a manifest: those of its legs, and who has the load besides its transferor and receiver."""
    named = [leg.carrier for leg in legs]
    held_by = [row.held_by] if row.held_by not in {None, row.transferor, row.receiver} else []
    return [Carriage(row.subject, carrier) for carrier in dict.fromkeys([*named, *held_by]) if carrier is not None]


def _known(life: Life, moment: Moment) -> int:
    """How many facts about it the log held."""
    return bisect_right(life.own, moment.position, key=lambda fact: fact.position)


def _last_occurred_at(life: Life, moment: Moment, known: int) -> str:
    if moment.standing:
        return moment.standing[-1].statement.occurred_at
    occurred: str = life.own[known - 1].fact.occurred_at
    return occurred
