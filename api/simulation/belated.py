"""Trips of which somebody has to say something, and says it too late or never: all of them really happened so."""

from dataclasses import replace
from datetime import time, timedelta
from decimal import Decimal
from random import Random

from api.simulation.endings import Outcome, accepted, corrected_by, entered_from_paper, under_way
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import Parcel
from api.simulation.shanghai import at, end_of, worked_day_after
from api.simulation.truth import Severity
from api.simulation.world import World

SOME_KG, MUCH_KG = Decimal(3), Decimal(24)
"""By how much a mass of a hundred kilograms is corrected: by less than a twentieth, and by more."""


def confirmed_late(world: World, trip: Trip, rng: Random) -> Outcome:
    """The receiver confirms on the seventh working day."""
    late = replace(trip, confirms_at=at(worked_day_after(trip.arrives_at, 7), time(10, rng.randrange(60))))
    under_way(world, late)
    world.tell([late.received(rng)])
    accepted(world, late, late.parcels)
    due = end_of(worked_day_after(trip.arrives_at, 5))
    world.inject("manifest_unconfirmed", trip.number, due, "第七个工作日才确认接受", severity="notice")
    return Outcome(left=trip.parcels)


def paper_late(world: World, trip: Trip, rng: Random) -> Outcome:
    """It ran on paper, and is entered on the eleventh working day."""
    entered = at(worked_day_after(trip.confirms_at, 11), time(10, rng.randrange(40)))
    due = end_of(worked_day_after(trip.confirms_at, 10))
    world.inject("paper_entry_late", trip.number, due, "纸质联单第十一个工作日才补录", severity="notice")
    return entered_from_paper(world, trip, rng, entered)


def to_be_corrected(trip: Trip) -> Parcel | None:
    """The heaviest drum of a trip that its sender weighed; None where it has none between 100 and 300 kg."""
    fitting = [each for each in trip.parcels if each.reading is not None and 100 <= each.kg <= 300]
    return max(fitting, key=lambda each: each.kg, default=None) if trip.clerk is None else None


def unagreed(world: World, trip: Trip, rng: Random) -> Outcome:
    """After the receipt the sender corrects what it weighed, and nobody asks the receiver, who weighed it too."""
    under_way(world, trip)
    world.tell([trip.received(rng)])
    accepted(world, trip, trip.parcels)
    drum = to_be_corrected(trip)
    if drum is None or drum.reading is None:
        return Outcome(left=trip.parcels)
    much = trip.serial % 2 == 0
    corrected = corrected_by(drum.reading, MUCH_KG if much else SOME_KG, trip.confirms_at + timedelta(minutes=50))
    world.tell([corrected])
    due = end_of(worked_day_after(corrected.at, 3))
    what = "接受后更正重量，接收方三个工作日未确认"
    severity: Severity = "warning" if much else "notice"
    world.inject("correction_after_confirmation", drum.container or "", due, what, severity=severity)
    return Outcome(left=trip.parcels)
