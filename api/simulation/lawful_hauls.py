"""Loads that only look as if something were wrong with them, and cameras that only look as if they had caught one."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from api.simulation.happening import Happening
from api.simulation.haul_endings import SETTLE
from api.simulation.incident import Incident, load, receipt_of
from api.simulation.odd_gates import EMPTY_KG, at_the_gate, plate_of, seen
from api.simulation.shanghai import at, day_of
from api.simulation.spoil_firms import CITY_SITE, PILES
from api.simulation.spoil_suspects import CLINIC, EAST, EMPTIED_SITE, NARROW_SITE, ROADS, STATION
from api.simulation.world import World

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WITHIN_KG, DRAINED_KG = Decimal(440), Decimal(1_900)


def arrives_after_hours(world: World, evening: datetime) -> None:
    """It leaves at twenty to six, within the hours, and arrives when they are over."""
    haul = load("dawn", at(day_of(evening + 12 * HOUR), time(5, 40)), 4)
    world.tell(haul.plain(receipt_of(haul)))
    world.lawful("hauled_outside_hours", haul.subject, "准运时段内起运，时段后到场", haul.arrives_at)


def a_little_early(world: World, evening: datetime) -> None:
    """Ten minutes before the hour: clocks differ by as much."""
    haul = load("ten-to", at(day_of(evening), time(19, 50)), 9)
    world.tell(haul.plain(receipt_of(haul)))
    world.lawful("hauled_outside_hours", haul.subject, "早十分钟，在允差内", haul.leaves_at)


def by_night_pass(world: World, evening: datetime) -> None:
    """The permit has hours by day, and a pass for the night; of its quota it uses a hundredth more than all."""
    haul = load("night-pass", evening + HOUR, 3, STATION, kg=16_200)
    world.tell(haul.plain(receipt_of(haul)))
    world.lawful("hauled_outside_hours", haul.subject, "持夜间通行证", haul.leaves_at)
    world.lawful("permit_overdrawn", STATION.permit, "超出核准量百分之一点二五，在允差内", haul.leaves_at)


def within_tolerance(world: World, evening: datetime) -> None:
    """Two weighbridges differ by less than three in a hundred."""
    haul = load("within", evening, 8)
    world.tell(replace(haul, came_kg=haul.came_kg - WITHIN_KG).plain(receipt_of(haul)))
    world.lawful("trip_weight_loss", haul.subject, "两次称重之差在允差内", haul.arrives_at)


def drained(world: World, evening: datetime) -> None:
    """Slurry has lost an eighth of its water on the way."""
    haul = load("drained", evening + 7 * HOUR + 40 * MINUTE, 0, PILES, CITY_SITE, kg=15_600)
    world.tell(replace(haul, came_kg=haul.came_kg - DRAINED_KG).plain(receipt_of(haul)))
    world.lawful("trip_weight_loss", haul.subject, "工程泥浆沥水，在百分之十五以内", haul.arrives_at)


def at_the_limit(world: World, evening: datetime) -> None:
    """A hundred and twenty kilograms above the limit: the weighbridge is no finer than that."""
    haul = load("at-the-limit", evening, 6, kg=17_720)
    world.tell(haul.plain(receipt_of(haul)))
    world.lawful("vehicle_overloaded", haul.subject, "超出部分在称量允差内", haul.leaves_at)


def emptied_in_time(world: World, evening: datetime) -> None:
    """A place for forty tonnes takes forty-eight, and gave a third of them away in between."""
    hauls = [load(f"emptied-{n}", evening + 12 * n * HOUR - 45 * MINUTE, n, site=EMPTIED_SITE) for n in (0, 2, 4)]
    for number, haul in enumerate(hauls):
        world.tell(haul.plain(receipt_of(haul)))
        if number == 1:
            _removed(world, haul.arrives_at + 3 * HOUR, haul.came_kg)
    world.lawful("site_over_capacity", EMPTIED_SITE.subject, "满载前已清运", hauls[-1].arrives_at)


def _removed(world: World, when: datetime, kg: Decimal) -> None:
    to = f"organisation:{EMPTIED_SITE.operator}"
    data = {"mass_kg": kg, "to": to, "waste_class": "spoil"}
    own = f"N-removed-{when:%y%m%d}"
    world.tell([Happening(when, EMPTIED_SITE.operator, "office", "site.removed", EMPTIED_SITE.subject, own, data)])


def within_the_day(world: World, evening: datetime) -> None:
    """Two loads to a place for thirty tonnes a day, one before midnight and one after."""
    hauls = [load(f"midnight-{n}", evening + n * 3 * HOUR, 8 + n, site=NARROW_SITE) for n in (0, 1)]
    for haul in hauls:
        world.tell(haul.plain(receipt_of(haul)))
    world.lawful("site_over_capacity", hauls[-1].subject, "两车分属两日", hauls[-1].arrives_at)


def misread_alike(world: World, evening: datetime) -> None:
    """An 8 is read as a B, surely: those are alike, and nobody looks."""
    haul = load("alike", evening, 7)
    world.tell([*haul.plain(receipt_of(haul)), at_the_gate(haul, plate_of(7).replace("8", "B", 1))])
    world.lawful("plate_mismatch", haul.subject, "形近字符 8/B 误读", haul.leaves_at)


def misread_and_confirmed(world: World, evening: datetime) -> None:
    """Two characters are read wrong; the office looks at the picture and says which truck it was."""
    haul = load("confirmed", evening, 6)
    passing = at_the_gate(haul, "沪GX8701", "0.93")
    world.tell([*haul.plain(receipt_of(haul)), passing])
    told = {"position": passing.said_by, "plate": haul.conveyance}
    when = evening + 35 * MINUTE
    own = f"{passing.id}-confirmed"
    world.tell([Happening(when, ROADS.contractor, "office", "gate.plate_confirmed", ROADS.gate, own, told)])
    world.lawful("plate_mismatch", haul.subject, "人工核对照片，确认为申报车辆", passing.at)


def hardly_seen(world: World, evening: datetime) -> None:
    """In the rain a camera is unsure, and what it reads is far off: at its own gate, and at one 26 km away."""
    haul = load("rain", evening, 10)
    there = seen(evening + 3 * MINUTE, plate_of(10), CLINIC, sure="0.71", into=True, kg=EMPTY_KG)
    world.tell([*haul.plain(receipt_of(haul)), at_the_gate(haul, "沪CA33I4", "0.62"), there])
    world.lawful("plate_mismatch", haul.subject, "识别置信度过低", haul.leaves_at)
    world.lawful("plate_in_two_places", haul.conveyance, "远处一次识别置信度过低", there.at)


def quick(world: World, evening: datetime) -> None:
    """Twenty-six kilometres in half an hour, as one drives at night."""
    haul = load("quick", evening, 11)
    there = seen(evening + 30 * MINUTE, plate_of(11), CLINIC, into=True, kg=EMPTY_KG)
    near = replace(haul, arrives_at=evening + 20 * MINUTE)
    world.tell([*near.plain(receipt_of(near)), at_the_gate(haul, plate_of(11)), there])
    world.lawful("plate_in_two_places", haul.conveyance, "两处之间车速可能", there.at)


def leaves_empty(world: World, evening: datetime) -> None:
    """It came in vain, and leaves as empty as it came."""
    passing = seen(evening, plate_of(4), kg=EMPTY_KG)
    world.tell([passing])
    world.lawful("gate_passing_without_trip", EAST.conveyances[4], "空车出场", evening + SETTLE)


INCIDENTS = (
    Incident(12, arrives_after_hours),
    Incident(11, a_little_early),
    Incident(14, by_night_pass),
    Incident(4, within_tolerance),
    Incident(15, drained),
    Incident(5, at_the_limit),
    Incident(18, emptied_in_time),
    Incident(17, within_the_day),
    Incident(11, misread_alike),
    Incident(13, misread_and_confirmed),
    Incident(13, hardly_seen),
    Incident(10, quick),
    Incident(19, leaves_empty),
)
"""On which evening of the month what looks irregular."""
