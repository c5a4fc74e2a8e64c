"""What one trip adds to the accounts: who hauled it, under which permit, and what sites took of it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ledger.clock import shanghai_day
from ledger.construction_waste.trip import Trip
from ledger.construction_waste.trip_state import Receipt, TripState, loop_status
from ledger.correction import Effective
from ledger.subjects import owner_of
from projections.custody.moment import Moment
from projections.kept import Key

ACCEPTED: Final = "accepted"
AWAITED: Final = ("departed", "diverted", "arrived")
"""Stages of a trip of which a site has to say what becomes of it."""


class Haul(NamedTuple):
    """A trip as its carrier and its permit are held to it."""

    subject: str
    carrier: str
    permit: str | None
    gate: str
    day: str
    """YYYY-MM-DD of its departure, in Shanghai."""
    status: str
    drawn_g: int
    """What it takes of its permit: nothing where it carries on what was drawn before."""
    estimated: int
    """1 where its departure tells no net mass: the site's reading or receipt stands for it."""
    departed_g: int | None
    arrived_g: int | None
    refused: int
    """1 where a site refused it, or a part of it, whatever came after."""
    diversions: int
    stage: str
    site: str | None
    """Where it stands, or stood last; of a load that is under way the site that it is bound for."""


class Entry(NamedTuple):
    """So much of a kind, at a place, on a day: a receipt of a trip, or a statement about a site or project."""

    subject: str
    number: int
    """The how manyth receipt; of a site or project the position of the fact."""
    kind: str
    place: str
    day: str
    mass_g: int
    gate: str
    permit: str
    receipt: str | None


class Drawn(NamedTuple):
    """What a trip takes of its permit, by which departure."""

    permit: str | None
    at: str
    position: int
    mass_g: int
    estimated: int


def drawn_by(subject: str, standing: Sequence[Effective], state: TripState) -> Drawn | None:
    """What a trip draws, once its departure is told: nothing where it carries on what was drawn before."""
    for each in standing:
        if each.statement.subject == subject and isinstance(each.statement.data, Trip.Departed):
            break
    else:
        return None
    net = next((g for g in (state.departed_g, state.arrived_g, state.accepted_g) if g is not None), 0)
    carried_on = state.loaded_g is not None
    estimated = int(state.departed_g is None and not carried_on)
    at = each.statement.occurred_at
    return Drawn(state.permit, at, each.original.position, 0 if carried_on else net, estimated)


def haul_of(subject: str, moment: Moment) -> dict[Key, Haul]:
    """The trip, once its departure is told."""
    state: TripState = moment.state
    own = [each.statement for each in moment.standing if each.statement.subject == subject]
    drawn = drawn_by(subject, moment.standing, state)
    if drawn is None or state.gate is None:
        return {}
    haul = Haul(
        subject,
        state.carrier or f"organisation:{owner_of(subject)}",
        state.permit,
        state.gate,
        str(shanghai_day(drawn.at)),
        loop_status(state),
        drawn.mass_g,
        drawn.estimated,
        state.departed_g,
        state.arrived_g,
        int(any(isinstance(each.data, Trip.Refused) for each in own)),
        state.diversions or 0,
        state.stage,
        state.to_site if state.stage in {"departed", "diverted"} else state.site,
    )
    return {(subject,): haul}


def receipts_of(subject: str, moment: Moment) -> dict[Key, Entry]:
    """What sites took of the trip, a reprinted receipt once."""
    state: TripState = moment.state
    found: dict[Key, Entry] = {}
    seen: set[Receipt] = set()
    for each in moment.standing:
        said = each.statement
        if said.subject == subject and isinstance(now := said.data, Trip.Accepted):
            receipt = Receipt(now.site, now.receipt, now.told_g)
            if receipt in seen:
                continue
            seen.add(receipt)
            found[subject, len(seen)] = Entry(
                subject,
                len(seen),
                ACCEPTED,
                now.site,
                str(shanghai_day(said.occurred_at)),
                now.told_g,
                state.gate or "",
                state.permit or "",
                now.receipt,
            )
    return found
