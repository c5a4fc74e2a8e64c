"""A collector 收集单位: it tours small producers, states for them, pours together what they gave, and sends it on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from api.simulation import waste
from api.simulation.book import Book
from api.simulation.closing import COUNTED_AT, Declaring, counted, is_counted
from api.simulation.dispatching import arranged, by_destination, receiver_of
from api.simulation.drum import Drum, Filling
from api.simulation.endings import accepted, plain
from api.simulation.firms import COLLECTOR, TOURING, contract_between
from api.simulation.happening import Happening
from api.simulation.manifest_trip import Trip
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.pouring import poured_together
from api.simulation.shanghai import at, calendar_days, is_worked
from api.simulation.world import World

STOPS = 10
"""Producers on one tour."""
EVERY = 7
"""Working days from one visit to the next."""
SENT_ON_EVERY = 4
VAN_SCALE = f"scale:{COLLECTOR.uscc}.02"


class CollectorMonth:
    """The collector, day after day."""

    def __init__(self, world: World, producers: Sequence[Place]) -> None:
        self._world = world
        self._rng = world.chance(COLLECTOR.uscc)
        self._tours = [producers[first : first + STOPS] for first in range(0, len(producers), STOPS)]
        self._fillings = {place.uscc: Filling(place, world.chance(place.uscc)) for place in producers}
        self._own = Filling(COLLECTOR, self._rng)
        self._standing: list[Parcel] = []
        self._book = Book()
        self._declaring = Declaring(world, COLLECTOR, self._book, self._rng)

    def play(self) -> None:
        """All working days, one after another."""
        worked = 0
        for day in calendar_days(self._world.start, self._world.until):
            if is_worked(day):
                self._consolidate(at(day, time(9, 30)))
                if worked % SENT_ON_EVERY == SENT_ON_EVERY - 1:
                    self._send_on(at(day, time(14, self._rng.randrange(40))))
                for number, tour in enumerate(self._tours):
                    if worked % EVERY == number % EVERY and at(day, time(8)) > self._world.start:
                        self._tour(day, number, tour)
                worked += 1
            self._world.tell(self._declaring.on(day))
            if is_counted(COLLECTOR, day):
                there = [e.container for e in self._standing if e.ready_at < at(day, COUNTED_AT) and e.container]
                self._world.tell(counted(COLLECTOR, COLLECTOR.storage, at(day, COUNTED_AT), there))

    def _tour(self, day: date, number: int, tour: Sequence[Place]) -> None:
        """Ten stops in a van, told in one batch in the evening; everything is at the depot by half past four."""
        home = at(day, time(16, 30))
        for stop, producer in enumerate(tour):
            moment = at(day, time(9)) + timedelta(minutes=40 * stop + self._rng.randrange(20))
            found = [self._fillings[producer.uscc].drum(moment) for _ in range(self._rng.randrange(1, 3))]
            # the van's scale writes down by itself what it reads
            drums = [replace(drum, misread_kg=Decimal(0)) for drum in found]
            for drum in drums:
                self._world.tell(self._stated_for(drum))
            self._under_manifest(producer, [drum.parcel() for drum in drums], moment, home, number)

    def _stated_for(self, drum: Drum) -> list[Happening]:
        """What the driver states of a drum in its producer's name: it is full, shut, weighed on the van, labelled."""
        said = [
            each for each in drum.five_immediates() if each.type not in {"container.packaged", "container.stored"}
        ]
        return [self._by_van(each, drum.full_at + timedelta(minutes=minute)) for minute, each in enumerate(said)]

    @staticmethod
    def _by_van(said: Happening, when: datetime) -> Happening:
        data = {**said.data, "scale": VAN_SCALE} if said.type == "container.weighed" else said.data
        return said._replace(
            at=when,
            by=COLLECTOR.uscc,
            device="tablet-01",
            id=f"{said.by}-{said.id}",
            data=data,
            on_behalf_of=said.by,
        )

    def _under_manifest(
        self, producer: Place, parcels: list[Parcel], moment: datetime, home: datetime, number: int
    ) -> None:
        """反向填写: the collector fills in the manifest of each producer, carries it, and receives it."""
        trip = Trip(
            self._world.trip_serial(),
            self._world.official_number(moment),
            producer,
            COLLECTOR,
            TOURING,
            TOURING.conveyances[number % len(TOURING.conveyances)],
            tuple(parcels),
            moment + timedelta(minutes=12),
            home,
            home + timedelta(minutes=20),
            clerk=COLLECTOR.uscc,
            contract=contract_between(producer, COLLECTOR),
        )
        issued = trip.issued()._replace(at=moment + timedelta(minutes=6))
        withdrawn = [e._replace(at=moment + timedelta(minutes=8)) for e in trip.withdrawals()]
        self._world.tell([issued, *withdrawn, *trip.departure(), *trip.arrival(), trip.received(self._rng)])
        accepted(self._world, trip, trip.parcels)
        for each in trip.parcels:
            self._book.flow(trip.confirms_at, "received", each.waste, each.kg)
        self._standing.extend(replace(each, ready_at=trip.confirms_at) for each in trip.parcels)

    def _consolidate(self, moment: datetime) -> None:
        """Engine oil from many drums goes into containers of a tonne, each drum with its mass."""
        oil = [e for e in self._standing if _is_oil(e) and e.ready_at < moment and _is_of_others(e)]
        others = [each for each in self._standing if each not in oil]
        told, big = poured_together(self._own, oil, moment)
        self._world.tell(told)
        self._standing = [*others, *big]

    def _send_on(self, leaves: datetime) -> None:
        ready = [each for each in self._standing if each.ready_at < leaves - timedelta(hours=2)]
        self._standing = [each for each in self._standing if each not in ready]
        for number, (destination, load) in enumerate(by_destination(ready)):
            at_ramp = leaves + timedelta(minutes=30 * number)
            trip = arranged(self._world, self._rng, COLLECTOR, receiver_of(destination), load, at_ramp)
            plain(self._world, trip, self._rng)
            for each in load:
                self._book.flow(at_ramp, "sent", each.waste, each.kg, trip.receiver)


def _is_oil(parcel: Parcel) -> bool:
    return parcel.waste.code == waste.ENGINE_OIL.code


def _is_of_others(parcel: Parcel) -> bool:
    return not (parcel.container or "").startswith(f"container:{COLLECTOR.uscc}.")
