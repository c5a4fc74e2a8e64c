"""How trips end that should not end so: each is kept in the world's truth, for nobody but the report."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from api.simulation import endings
from api.simulation.endings import Outcome, accepted, under_way
from api.simulation.fates import Fate
from api.simulation.firms import OVER, RECOVERER
from api.simulation.manifest_trip import Trip
from api.simulation.shanghai import end_of, worked_day_after
from api.simulation.world import World

SHORT_KG = Decimal(260)
"""More than any tolerance, and less than what is serious."""
HEAVY_KG = 500
SETTLE = timedelta(hours=24)


def never_dispatched(world: World, trip: Trip, rng: Random) -> Outcome:  # noqa: ARG001  (there is nothing to draw)
    """The truck never comes, and nobody cancels; after a week the containers go under another manifest."""
    world.tell([trip.issued()])
    world.inject("manifest_not_dispatched", trip.number, trip.issued_at + timedelta(days=7), "车未来，联单未作废")
    later = tuple(replace(each, ready_at=trip.issued_at + timedelta(days=8)) for each in trip.parcels)
    return Outcome(stays=later)


def never_arrived(world: World, trip: Trip, rng: Random) -> Outcome:  # noqa: ARG001
    """The truck leaves, and nothing is heard of it again."""
    world.tell([trip.issued(), *trip.withdrawals(), *trip.departure()])
    world.inject("manifest_not_arrived", trip.number, trip.arrives_at + timedelta(hours=12), "起运后未运抵")
    return Outcome(left=trip.parcels)


def unconfirmed(world: World, trip: Trip, rng: Random) -> Outcome:  # noqa: ARG001
    """It arrives, and the receiver never says what it took."""
    under_way(world, trip)
    due = end_of(worked_day_after(trip.arrives_at, 5))
    world.inject("manifest_unconfirmed", trip.number, due, "运抵后五个工作日未确认接受")
    return Outcome(left=trip.parcels)


def not_returned(world: World, trip: Trip, rng: Random) -> Outcome:
    """One container is refused, and stands in the receiver's yard for good."""
    under_way(world, trip)
    world.tell([trip.received(rng, [trip.parcels[-1]])])
    accepted(world, trip, trip.parcels[:-1])
    due = end_of(worked_day_after(trip.confirms_at, 5))
    world.inject("refused_not_returned", trip.number, due, "拒收后未退回、未另行转移")
    return Outcome(left=trip.parcels)


def drum_lost(world: World, trip: Trip, rng: Random) -> Outcome:
    """One container is not there when the truck is unloaded, and nobody says so."""
    lost = trip.parcels[-1]
    under_way(world, trip)
    world.tell([trip.received(rng, missing=[lost])])
    accepted(world, trip, trip.parcels[:-1])
    world.inject("container_lost", lost.container or "", trip.confirms_at + SETTLE, "随车起运，接受清单中没有")
    return Outcome(left=trip.parcels)


def short(world: World, trip: Trip, rng: Random) -> Outcome:
    """One container weighs far less than it should, and nobody reports it."""
    under_way(world, trip)
    world.tell([trip.received(rng, short_kg=SHORT_KG)])
    accepted(world, trip, trip.parcels)
    due = end_of(worked_day_after(trip.confirms_at))
    world.inject("manifest_weight_discrepancy", trip.number, due, "接受量明显少于转移量，未报告")
    return Outcome(left=trip.parcels)


def discrepant(world: World, trip: Trip, rng: Random) -> Outcome:
    """The same, but the receiver tells the sender and its bureau within the hour."""
    under_way(world, trip)
    bureau = OVER.get(trip.receiver.division, OVER[trip.sender.division])
    told = {"to": [trip.sender.organisation, f"organisation:{bureau}"], "reason": "复称净重明显少于联单所载"}
    reported = trip.of_receiver(trip.confirms_at + timedelta(minutes=35), "discrepancy_reported", told)
    world.tell([trip.received(rng, short_kg=SHORT_KG), reported])
    accepted(world, trip, trip.parcels)
    world.inject("manifest_weight_discrepancy", trip.number, trip.confirms_at, "接受量明显少于转移量，已报告")
    return Outcome(left=trip.parcels)


Ending = Callable[[World, Trip, Random], Outcome]
ENDINGS: dict[Fate, Ending] = {
    Fate.PLAIN: endings.plain,
    Fate.CANCELLED: endings.cancelled,
    Fate.RETURNED: endings.returned,
    Fate.SENT_ON: endings.sent_on,
    Fate.ON_PAPER: endings.on_paper,
    Fate.SLOW: endings.slow,
    Fate.DISCREPANT: discrepant,
    Fate.SHORT: short,
    Fate.NEVER_DISPATCHED: never_dispatched,
    Fate.NEVER_ARRIVED: never_arrived,
    Fate.UNCONFIRMED: unconfirmed,
    Fate.NOT_RETURNED: not_returned,
    Fate.DRUM_LOST: drum_lost,
}
"""Fate → how the trip goes then."""

AGE_DAYS: dict[Fate, int] = {
    Fate.NEVER_DISPATCHED: 8,
    Fate.NEVER_ARRIVED: 2,
    Fate.UNCONFIRMED: 9,
    Fate.NOT_RETURNED: 9,
    Fate.DRUM_LOST: 3,
    Fate.SHORT: 4,
    Fate.DISCREPANT: 1,
}
"""How long before the end an irregularity has to happen, to be one by then."""
OF_ONE_AMONG_OTHERS = {Fate.RETURNED, Fate.SENT_ON, Fate.NOT_RETURNED, Fate.DRUM_LOST}


def may_befall(trip: Trip, world: World) -> frozenset[Fate]:
    """The fates that fit a trip's load, its receiver and its day."""
    age = (world.until - trip.leaves_at) / timedelta(days=1)
    fitting = {fate for fate in Fate if fate not in AGE_DAYS or AGE_DAYS[fate] <= age}
    if len(trip.parcels) < 3:
        fitting -= OF_ONE_AMONG_OTHERS
    if trip.receiver is not RECOVERER:
        fitting.discard(Fate.SENT_ON)
    if max(each.kg for each in trip.parcels) < HEAVY_KG:
        fitting -= {Fate.DISCREPANT, Fate.SHORT}
    return frozenset(fitting)
