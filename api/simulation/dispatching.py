"""From what stands in storage to a trip: which carrier comes, by which way, and what the trip comes to."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

from api.simulation.endings import Outcome
from api.simulation.fates import IRREGULAR
from api.simulation.firms import BARGES, KINDS_OF_LANDFILL, MORE_TRUCKS, RECEIVERS, TRUCKS, contract_between
from api.simulation.irregular import ENDINGS, may_befall
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.shanghai import at, day_of
from api.simulation.waste import Destination
from api.simulation.world import World

A_TRUCKLOAD = 60
"""Containers."""


def by_destination(parcels: Sequence[Parcel]) -> Iterator[tuple[Destination, tuple[Parcel, ...]]]:
    """Truckloads, each for one kind of receiver."""
    loads: dict[Destination, list[Parcel]] = {}
    for each in parcels:
        loads.setdefault(each.waste.goes_to, []).append(each)
    for destination, load in loads.items():
        for first in range(0, len(load), A_TRUCKLOAD):
            yield destination, tuple(load[first : first + A_TRUCKLOAD])


def arranged(
    world: World,
    rng: Random,
    sender: Place,
    receiver: Place,
    parcels: Sequence[Parcel],
    leaves_at: datetime,
    exemption: str | None = None,
) -> Trip:
    """A trip by road, and to a landfill by barge from the wharf on; one in three is numbered by the ledger."""
    carrier = MORE_TRUCKS if sender.division == "310112" else TRUCKS
    barge = rng.choice(BARGES.conveyances) if receiver.uscc in KINDS_OF_LANDFILL else None
    arrives = leaves_at + timedelta(minutes=rng.randrange(50, 110))
    if barge:
        arrives = at(day_of(leaves_at) + timedelta(days=1), time(8, 30)) + timedelta(minutes=rng.randrange(120))
    serial = world.trip_serial()
    own = f"manifest:?{sender.uscc}.{serial}"
    return Trip(
        serial,
        own if serial % 3 == 0 else world.official_number(leaves_at),
        sender,
        receiver,
        carrier,
        rng.choice(carrier.conveyances),
        tuple(parcels),
        leaves_at,
        arrives,
        arrives + timedelta(minutes=rng.randrange(65, 110)),
        by_barge=barge,
        exemption=exemption,
        contract=contract_between(sender, receiver),
    )


def dispatched(world: World, rng: Random, trip: Trip) -> Outcome:
    """What the trip comes to: its fate is dealt, and everybody tells what they see of it."""
    fate = world.deck.deal(among=may_befall(trip, world))
    if fate in IRREGULAR and trip.number.startswith("manifest:?"):
        trip = replace(trip, number=world.official_number(trip.leaves_at))
    return ENDINGS[fate](world, trip, rng)


def receiver_of(destination: Destination) -> Place:
    """The licensed receiver for a kind of destination."""
    return RECEIVERS[destination]
