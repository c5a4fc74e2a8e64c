"""What all scenes need: the working days of the month, a drum that is filled on one, a load that leaves on one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from api.simulation.dispatching import arranged
from api.simulation.drum import Drum, Filling
from api.simulation.endings import under_way
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.shanghai import at, day_of, worked_day_after
from api.simulation.waste import Packing, Waste
from api.simulation.world import World

SETTLE = timedelta(hours=24)


class Stage:
    """The month as the scenes see it. What lies behind its end is told too, and never posted."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = world.chance("suspects")
        self._fillings: dict[str, Filling] = {}

    def day(self, number: int) -> date:
        """The working day of this number; the first follows the day on which the ordinary days begin."""
        return worked_day_after(self.world.start, number)

    def at(self, number: int, hour: int, minute: int = 0) -> datetime:
        """An instant of a working day."""
        return at(self.day(number), time(hour, minute))

    def drum(
        self,
        place: Place,
        full_at: datetime,
        waste: Waste,
        net_kg: Decimal | int | None = None,
        packing: Packing | None = None,
    ) -> Drum:
        """The next container of a place, packed in one go and read rightly."""
        filling = self._fillings.setdefault(place.uscc, Filling(place, self.world.chance(place.uscc)))
        chosen = waste if packing is None else replace(waste, packings=(packing,))
        drum = replace(filling.drum(full_at, chosen), misread_kg=Decimal(0), filling_started_at=None, waste=waste)
        return drum if net_kg is None else replace(drum, net_kg=Decimal(net_kg))

    def filled(self, place: Place, full_at: datetime, waste: Waste, net_kg: Decimal | int | None = None) -> Parcel:
        """A drum that is filled, and stands in storage."""
        drum = self.drum(place, full_at, waste, net_kg)
        self.world.tell(drum.five_immediates())
        return drum.parcel()

    def trip(
        self,
        sender: Place,
        receiver: Place,
        parcels: Sequence[Parcel],
        leaves_at: datetime,
        *,
        exemption: str | None = None,
    ) -> Trip:
        """A load by road with an official number, which arrives and is confirmed on the same day."""
        trip = arranged(self.world, self.rng, sender, receiver, parcels, leaves_at, exemption)
        arrives = leaves_at + timedelta(minutes=80)
        number = self.world.official_number(leaves_at)
        return replace(
            trip, number=number, by_barge=None, arrives_at=arrives, confirms_at=arrives + timedelta(minutes=70)
        )

    def sent(
        self,
        sender: Place,
        receiver: Place,
        parcels: Sequence[Parcel],
        leaves_at: datetime,
        *,
        exemption: str | None = None,
    ) -> Trip:
        """Such a load, told in full, and received whole."""
        trip = self.trip(sender, receiver, parcels, leaves_at, exemption=exemption)
        under_way(self.world, trip)
        self.world.tell([trip.received(self.rng)])
        return trip


def month_before(day: date) -> date:
    """The first of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def judged_month(until: datetime) -> date:
    """The first of the last month that ended fifteen days before an instant or earlier, when it is to be declared."""
    return month_before(day_of(until) - timedelta(days=15))


def judged_at(until: datetime) -> datetime:
    """When that month may be judged: fifteen days after its end."""
    following = (judged_month(until) + timedelta(days=31)).replace(day=1)
    return at(following, time()) + timedelta(days=15)
