"""How trips end that should not end so: each is kept in the world's truth, for nobody but the report."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from api.simulation import belated, endings
from api.simulation.endings import Outcome, accepted, under_way
from api.simulation.fates import Fate
from api.simulation.firms import OVER, RECOVERER
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import total_kg
from api.simulation.shanghai import end_of, worked_day_after
from api.simulation.world import World

SHORT_KG = Decimal(260)
"""More than any tolerance, and less than what is serious."""
HEAVY_KG = 500
CLEARLY_KG = 2_600
"""Of no more than this it is clearly missing, though nobody names the scale of the load (2 % each, 内部阈值)."""
FAR_SHORT = Decimal("0.2")
"""Of each container's mass: more than a tenth of the load."""
SERIOUS_KG = 1_600
"""A load so heavy that this is more than 300 kg."""
SETTLE = timedelta(hours=24)
HELD_UP = timedelta(hours=20)


def never_dispatched(world: World, trip: Trip, rng: Random) -> Outcome:  # noqa: ARG001  (there is nothing to draw)
    """The truck never comes, and nobody cancels; after a week the containers go under another manifest."""
    world.tell([trip.issued()])
    due = trip.issued_at + timedelta(days=7)
    world.inject("manifest_not_dispatched", trip.number, due, "车未来，联单未作废", severity="notice")
    later = tuple(replace(each, ready_at=trip.issued_at + timedelta(days=8)) for each in trip.parcels)
    return Outcome(stays=later)


def never_arrived(world: World, trip: Trip, rng: Random) -> Outcome:  # noqa: ARG001
    """The truck leaves, and nothing is heard of it again."""
    world.tell([trip.issued(), *trip.withdrawals(), *trip.departure()])
    due = trip.arrives_at + timedelta(hours=12)
    severity = world.by_now("warning", "serious", due + timedelta(days=3))
    world.inject("manifest_not_arrived", trip.number, due, "起运后未运抵", severity=severity)
    return Outcome(left=trip.parcels)


def unconfirmed(world: World, trip: Trip, rng: Random) -> Outcome:  # noqa: ARG001
    """It arrives, and the receiver never says what it took."""
    under_way(world, trip)
    due, worse = (end_of(worked_day_after(trip.arrives_at, days)) for days in (5, 10))
    severity = world.by_now("notice", "warning", worse)
    world.inject("manifest_unconfirmed", trip.number, due, "运抵后五个工作日未确认接受", severity=severity)
    return Outcome(left=trip.parcels)


def not_returned(world: World, trip: Trip, rng: Random) -> Outcome:
    """One container is refused, and stands in the receiver's yard for good."""
    under_way(world, trip)
    world.tell([trip.received(rng, [trip.parcels[-1]])])
    accepted(world, trip, trip.parcels[:-1])
    due = end_of(worked_day_after(trip.confirms_at, 5))
    severity = world.by_now("warning", "serious", due + timedelta(days=10))
    world.inject("refused_not_returned", trip.number, due, "拒收后未退回、未另行转移", severity=severity)
    return Outcome(left=trip.parcels)


def drum_lost(world: World, trip: Trip, rng: Random) -> Outcome:
    """One container is not there when the truck is unloaded, and nobody says so."""
    lost = trip.parcels[-1]
    under_way(world, trip)
    world.tell([trip.received(rng, missing=[lost])])
    accepted(world, trip, trip.parcels[:-1])
    due = trip.confirms_at + SETTLE
    world.inject("container_lost", lost.container or "", due, "随车起运，接受清单中没有", severity="serious")
    return Outcome(left=trip.parcels)


def short(world: World, trip: Trip, rng: Random) -> Outcome:
    """One container weighs far less than it should, and nobody reports it."""
    under_way(world, trip)
    world.tell([trip.received(rng, short_kg=SHORT_KG)])
    accepted(world, trip, trip.parcels)
    due = end_of(worked_day_after(trip.confirms_at))
    what = "接受量明显少于转移量，未报告"
    world.inject("manifest_weight_discrepancy", trip.number, due, what, severity="warning")
    return Outcome(left=trip.parcels)


def discrepant(world: World, trip: Trip, rng: Random) -> Outcome:
    """The same, but the receiver tells the sender and its bureau within the hour."""
    under_way(world, trip)
    bureau = OVER.get(trip.receiver.division, OVER[trip.sender.division])
    told = {"to": [trip.sender.organisation, f"organisation:{bureau}"], "reason": "复称净重明显少于联单所载"}
    reported = trip.of_receiver(trip.confirms_at + timedelta(minutes=35), "discrepancy_reported", told)
    world.tell([trip.received(rng, short_kg=SHORT_KG), reported])
    accepted(world, trip, trip.parcels)
    what = "接受量明显少于转移量，已报告"
    world.inject("manifest_weight_discrepancy", trip.number, trip.confirms_at, what, severity="notice")
    return Outcome(left=trip.parcels)


def far_short(world: World, trip: Trip, rng: Random) -> Outcome:
    """Every container weighs a fifth less than it should, together more than 300 kg, and nobody reports it."""
    lighter = tuple(each.after_loss(round(each.kg * FAR_SHORT, 0)) for each in trip.parcels)
    under_way(world, trip)
    world.tell([replace(trip, parcels=lighter).received(rng)])
    accepted(world, trip, lighter)
    due = end_of(worked_day_after(trip.confirms_at))
    what = "接受量比转移量少五分之一，未报告"
    world.inject("manifest_weight_discrepancy", trip.number, due, what, severity="serious")
    return Outcome(left=trip.parcels)


def two_trucks(world: World, trip: Trip, rng: Random) -> Outcome:
    """Another truck of the carrier leaves with the same number a few minutes later; one load arrives."""
    under_way(world, trip)
    other = next(each for each in trip.carrier.conveyances if each != trip.conveyance)
    again = trip.of_carrier(trip.leaves_at + timedelta(minutes=9), "collected", {"conveyance": other})
    world.tell([again._replace(id=f"{again.id}-{other[-4:]}"), trip.received(rng)])
    accepted(world, trip, trip.parcels)
    world.inject("manifest_reused", trip.number, again.at, "同一联单两车起运", severity="serious")
    return Outcome(left=trip.parcels)


def arrived_late(world: World, trip: Trip, rng: Random) -> Outcome:
    """The truck breaks down on the way: it is a day late, and with its arrival nothing is irregular any more."""
    late = replace(trip, arrives_at=trip.arrives_at + HELD_UP, confirms_at=trip.confirms_at + HELD_UP)
    planned = trip.issued().data["planned_arrival"]
    said = late.issued()
    issued = said._replace(data={**said.data, "planned_arrival": planned})
    world.tell([issued, *late.withdrawals(), *late.departure(), *late.arrival(), late.received(rng)])
    accepted(world, late, late.parcels)
    due = trip.arrives_at + timedelta(hours=12)
    world.inject("manifest_not_arrived", trip.number, due, "途中故障，次日运抵", severity="warning", cleared=True)
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
    Fate.TOLERATED: endings.tolerated,
    Fate.ARRIVED_LATE: arrived_late,
    Fate.FAR_SHORT: far_short,
    Fate.TWO_TRUCKS: two_trucks,
    Fate.CONFIRMED_LATE: belated.confirmed_late,
    Fate.PAPER_LATE: belated.paper_late,
    Fate.UNAGREED: belated.unagreed,
}
"""Fate → how the trip goes then."""

AGE_DAYS: dict[Fate, int] = {
    Fate.NEVER_DISPATCHED: 8,
    Fate.NEVER_ARRIVED: 2,
    Fate.DRUM_LOST: 3,
    Fate.SHORT: 4,
    Fate.DISCREPANT: 1,
    Fate.FAR_SHORT: 4,
    Fate.TWO_TRUCKS: 1,
    Fate.ARRIVED_LATE: 3,
}
"""How long before the end something has to happen, so that all that has to be said of it is said by then."""
WORKING_DAYS = {
    Fate.UNCONFIRMED: 5,
    Fate.NOT_RETURNED: 5,
    Fate.CONFIRMED_LATE: 7,
    Fate.PAPER_LATE: 11,
    Fate.UNAGREED: 4,
    Fate.ON_PAPER: 4,
}
"""The same in working days after the receipt."""
OF_ONE_AMONG_OTHERS = {Fate.RETURNED, Fate.SENT_ON, Fate.NOT_RETURNED, Fate.DRUM_LOST}


def may_befall(trip: Trip, world: World) -> frozenset[Fate]:
    """The fates that fit a trip's load, its receiver and its day."""
    age = (world.until - trip.leaves_at) / timedelta(days=1)
    fitting = {fate for fate in Fate if fate not in AGE_DAYS or AGE_DAYS[fate] <= age}
    for fate, days in WORKING_DAYS.items():
        if end_of(worked_day_after(trip.confirms_at, days)) > world.until:
            fitting.discard(fate)
    if len(trip.parcels) < 3:
        fitting -= OF_ONE_AMONG_OTHERS
    if trip.receiver is not RECOVERER:
        fitting.discard(Fate.SENT_ON)
    if max(each.kg for each in trip.parcels) < HEAVY_KG or total_kg(trip.parcels) > CLEARLY_KG:
        fitting -= {Fate.DISCREPANT, Fate.SHORT}
    if total_kg(trip.parcels) < SERIOUS_KG:
        fitting.discard(Fate.FAR_SHORT)
    if trip.by_barge is not None:
        fitting -= {Fate.TWO_TRUCKS, Fate.ARRIVED_LATE}
    if belated.to_be_corrected(trip) is None:
        fitting.discard(Fate.UNAGREED)
    return frozenset(fitting)
