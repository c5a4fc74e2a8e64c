"""A generator's month: drums fill, stand in storage, and are collected under manifests, or treated at home."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from api.simulation.book import Book
from api.simulation.closing import COUNTED_AT, Declaring, counted, is_counted
from api.simulation.dispatching import arranged, by_destination, dispatched, receiver_of
from api.simulation.drum import Drum, Filling
from api.simulation.endings import Outcome, plain
from api.simulation.happening import Happening
from api.simulation.home_treatment import treated_at_home
from api.simulation.manifest_trip import Trip
from api.simulation.mishaps import evaporation, outage, sold_off, stolen, told
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.shanghai import (
    activity,
    at,
    calendar_days,
    day_of,
    end_of,
    is_worked,
    moment_within,
    worked_day_after,
)
from api.simulation.slipping import Slipped, slipped
from api.simulation.world import World

RESTING = timedelta(hours=20)
"""How long a drum stands in storage at least before it is collected."""
AFTER_CORRECTIONS = time(10, 5)
"""When the office has put right what it saw in the morning."""
REST_OF_THE_WORKS = range(9, 12)
"""Days of the month in which one plant in five stands still."""


STUCK = frozenset({"scale-01", "printer-01"})
TOLD_IN_THE_EVENING = time(20)


class GeneratorMonth:
    """One place, day after day."""

    def __init__(self, world: World, place: Place, serial: int) -> None:
        self._world = world
        self._place = place
        self._rng = world.chance(place.uscc)
        self._filling = Filling(place, self._rng)
        self.book = Book()
        self._declaring = Declaring(world, place, self.book, self._rng, on_the_last_day=serial % 3 == 1)
        self._standing: list[Parcel] = []
        self._rests = serial % 5 == 4
        is_stuck = place.connected and serial % 3 == 0
        self._stuck_on = worked_day_after(world.start, 6 + serial) if is_stuck else None
        # not every place is visited on the same day
        self._days_since_visit = self._rng.randrange(place.supervision.collected_every)

    def play(self) -> None:
        """All days, one after another."""
        for number, day in enumerate(calendar_days(self._world.start, self._world.until)):
            if not (self._rests and number in REST_OF_THE_WORKS):
                self._fill(day)
            outage_of_day = outage(day, self._rng)
            if outage_of_day is not None:
                self._world.outages[self._place.uscc].append(outage_of_day)
                if self._place.connected:
                    phone, what = f"device:{self._place.uscc}.phone", "断网时记录，联网后补传"
                    self._world.lawful("stated_late", phone, what, outage_of_day.end)
            if self._is_visited(day):
                self._hand_over(max(moment_within(day, self._rng), at(day, AFTER_CORRECTIONS)))
            if is_counted(self._place, day):
                self._count(at(day, COUNTED_AT))
            self._world.tell(self._declaring.on(day))

    def _fill(self, day: date) -> None:
        for moment in self._moments(day):
            if moment < self._world.start:
                continue
            drum = self._filling.drum(moment)
            if (one := slipped(self._world, drum)) is None:
                one = Slipped([*told(self._world, drum, self._rng)], drum.parcel())
            self._world.tell([self._as_sent(each, day) for each in one.said])
            self._stands(drum, one)

    def _as_sent(self, said: Happening, day: date) -> Happening:
        """As it happened; on one day scale and printer of some places tell in the evening what they saw all day."""
        if day != self._stuck_on or said.device not in STUCK or day_of(said.at) != day:
            return said
        device = f"device:{self._place.uscc}.{said.device}"
        self._world.once(
            "stated_late", device, end_of(day), "设备当天数据晚间才上传", key=f"{day}", severity="notice"
        )
        return said._replace(told_at=at(day, TOLD_IN_THE_EVENING))

    def _stands(self, drum: Drum, one: Slipped) -> None:
        """The drum in the book, as far as it is there."""
        self.book.flow(drum.full_at, "generated", drum.waste, one.parcel.kg - one.parcel.too_much_kg)
        self.book.stands(one.parcel, one.stored_at)
        if one.out_at is not None:
            self.book.leaves(one.parcel, one.out_at)
        if one.back:
            self._standing.append(one.parcel)
            if one.out_at is not None:
                self.book.stands(one.parcel, one.parcel.ready_at)

    def _moments(self, day: date) -> list[datetime]:
        """When containers are full on a day, in order."""
        supervision = self._place.supervision
        expected = supervision.containers_a_day * activity(supervision.rhythm, day)
        expected *= self._rng.uniform(0.6, 1.4)
        number = int(expected) + (self._rng.random() < expected % 1)
        return sorted(moment_within(day, self._rng) for _ in range(number))

    def _is_visited(self, day: date) -> bool:
        if self._place.supervision.rhythm == "medical":
            return True  # 日产日清, whatever day it is
        self._days_since_visit += is_worked(day)
        return is_worked(day) and self._days_since_visit % self._place.supervision.collected_every == 0

    def _hand_over(self, moment: datetime) -> None:
        """The lorries come: what has stood long enough goes."""
        rested = RESTING if self._place.supervision.rhythm != "medical" else timedelta()
        ready = [each for each in self._standing if each.ready_at + rested <= moment - timedelta(hours=1)]
        self._standing = [each for each in self._standing if each not in ready]
        if self._place.treats:
            acid = [each for each in ready if each.waste.code.endswith("-34")]
            ready = [each for each in ready if each not in acid]
            self._world.tell(treated_at_home(self._place, self.book, acid, moment))
        if (sold := sold_off(self._world, self._place, ready, moment, self._rng)) is not None:
            ready.remove(sold)
            self._gone(sold, moment)
        for number, (destination, load) in enumerate(by_destination(ready)):
            leaves = moment + timedelta(minutes=25 * number)
            trip = arranged(self._world, self._rng, self._place, receiver_of(destination), load, leaves)
            self._after(trip, self._outcome(trip))

    def _outcome(self, trip: Trip) -> Outcome:
        if self._place.supervision.rhythm == "medical":
            return plain(self._world, trip, self._rng)
        return dispatched(self._world, self._rng, trip)

    def _after(self, trip: Trip, outcome: Outcome) -> None:
        for each in outcome.left:
            self._gone(each, trip.leaves_at - timedelta(minutes=40))
            self.book.flow(trip.leaves_at, "sent", each.waste, each.kg - each.too_much_kg, trip.receiver)
        for each in outcome.stays:
            if outcome.away:
                self._gone(each, trip.leaves_at - timedelta(minutes=40))
                self.book.stands(each, each.ready_at - RESTING)
            self._standing.append(each)

    def _gone(self, parcel: Parcel, moment: datetime) -> None:
        self.book.leaves(parcel, moment)

    def _count(self, when: datetime) -> None:
        self._world.tell(self._losses(when - timedelta(minutes=40)))
        gone = stolen(self._world, self._place, self._standing, when, self._rng)
        if gone is not None:
            self._standing.remove(gone)
            self._gone(gone, when - timedelta(hours=1))
        self._world.tell(counted(self._place, self._place.storage, when, self.book.stock(when)))

    def _losses(self, when: datetime) -> Iterator[Happening]:
        """What has evaporated since, of what is volatile: found when stock is taken."""
        for index, each in enumerate(self._standing):
            lost = evaporation(self._world, each, when, self._rng)
            if lost is not None:
                self._standing[index] = replace(each, kg=each.kg - lost.data["mass_kg"])
                self.book.flow(when, "lost", each.waste, lost.data["mass_kg"])
                yield lost
