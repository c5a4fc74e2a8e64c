"""Loads that leave as they may not: without a permit for it, beyond its quota, too heavy, too early; or never."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from api.simulation.haul import Haul
from api.simulation.haul_endings import SETTLE
from api.simulation.incident import Incident, load, receipt_of
from api.simulation.shanghai import at, day_of
from api.simulation.spoil_firms import DISTRICT_SITE, MORE_TIPPERS, Project
from api.simulation.spoil_suspects import PARK, PIPES, POOL, ROADS, TOWER
from api.simulation.truth import Severity
from api.simulation.world import World

MINUTE = timedelta(minutes=1)
A_TENTH_KG = Decimal(1_600)


def _not_permitted(world: World, haul: Haul, what: str, severity: Severity) -> None:
    world.tell(haul.plain(receipt_of(haul)))
    due, day = haul.leaves_at + SETTLE, f"{haul.leaves_at:%Y-%m-%d}"
    world.inject("trip_without_permit", haul.permit or haul.subject, due, what, key=day, severity=severity)


def permit_expired(world: World, evening: datetime) -> None:
    """The permit was over three days ago."""
    haul = load("expired", evening, 0, TOWER)
    _not_permitted(world, haul, "处置证已过有效期", "serious")


def carrier_not_permitted(world: World, evening: datetime) -> None:
    """A carrier that the permit does not name hauls a load."""
    early = at(day_of(evening), time(20, 20))
    haul = load("carrier", early, 0, PARK, carrier=MORE_TIPPERS, conveyance=MORE_TIPPERS.conveyances[3])
    _not_permitted(world, haul, "承运单位不在处置证上", "serious")


def truck_not_permitted(world: World, evening: datetime) -> None:
    """The carrier is named; this truck of its is not."""
    haul = load("truck", evening, 8, PARK)
    _not_permitted(world, haul, "车辆不在处置证上", "warning")


def site_not_permitted(world: World, evening: datetime) -> None:
    """It is bound for a filed site that the permit does not name, and nobody diverted it."""
    haul = load("elsewhere", at(day_of(evening), time(20, 5)), 1, PARK, DISTRICT_SITE)
    _not_permitted(world, haul, "去向不在处置证上", "warning")


def _overdrawn(world: World, evening: datetime, project: Project, loads: int, first_truck: int) -> None:
    hauls = [
        load(f"{project.own}-{number}", evening + 10 * number * MINUTE, first_truck + number, project)
        for number in range(loads)
    ]
    for haul in hauls:
        world.tell(haul.plain(receipt_of(haul)))
    world.inject(
        "permit_overdrawn", project.permit, hauls[-1].leaves_at, "起运总量超过处置证核准量", severity="warning"
    )


def quota_overdrawn(world: World, evening: datetime) -> None:
    """Forty tonnes were granted; the third load of the night is beyond them."""
    _overdrawn(world, evening, PIPES, 3, 2)


def small_quota_overdrawn(world: World, evening: datetime) -> None:
    """Thirty were granted, and the second is beyond them."""
    _overdrawn(world, evening, POOL, 2, 5)


def _heavy(world: World, evening: datetime, truck: int, kg: int, what: str, severity: Severity) -> None:
    haul = load(f"heavy-{kg // 1000}", evening, truck, kg=kg)
    world.tell(haul.plain(receipt_of(haul)))
    world.inject("vehicle_overloaded", haul.subject, haul.leaves_at, what, severity=severity)


def heavy(world: World, evening: datetime) -> None:
    """Thirty-three tonnes on four axles, which may be thirty-one."""
    _heavy(world, evening, 7, 19_600, "车货总质量超限百分之六", "notice")


def heavier(world: World, evening: datetime) -> None:
    """Thirty-five and a half."""
    _heavy(world, evening, 8, 22_100, "车货总质量超限百分之十四", "warning")


def heaviest(world: World, evening: datetime) -> None:
    """Forty-one: that is for the police."""
    _heavy(world, evening, 9, 27_600, "车货总质量超限百分之三十二", "serious")


def left_too_early(world: World, evening: datetime) -> None:
    """Forty minutes before the hour from which the permit lets it leave."""
    leaves = at(day_of(evening), time(19, 20))
    haul = load(f"early-{leaves:%d}", leaves, 10)
    world.tell(haul.plain(receipt_of(haul)))
    day = f"{leaves:%Y-%m-%d}"
    world.inject("hauled_outside_hours", ROADS.permit, leaves, "早于准运时段起运", key=day, severity="notice")


def never_left(world: World, evening: datetime) -> None:
    """A receipt for a load of which nobody said that it left."""
    haul = load(f"phantom-{evening:%d}", evening, 11)
    receipt = receipt_of(haul)
    accepted = haul.accepted(receipt)
    world.tell([accepted])
    due, what = accepted.at + SETTLE, "有消纳接收凭证，无起运记录"
    world.inject("receipt_without_trip", haul.site.subject, due, what, key=receipt, severity="serious")
    world.inject("subject_not_created", haul.subject, due, "趟次从未登记起运", severity="notice")


def lighter_by_a_tenth(world: World, evening: datetime) -> None:
    """Two verified weighbridges differ by a tenth of the load."""
    haul = load("tenth", evening, 0)
    light = replace(haul, came_kg=haul.came_kg - A_TENTH_KG)
    world.tell(light.plain(receipt_of(haul)))
    world.inject("trip_weight_loss", haul.subject, light.arrives_at, "两次地磅称重相差一成", severity="warning")


INCIDENTS = (
    Incident(10, permit_expired),
    Incident(9, carrier_not_permitted),
    Incident(11, truck_not_permitted),
    Incident(12, site_not_permitted),
    Incident(8, quota_overdrawn),
    Incident(6, small_quota_overdrawn),
    Incident(13, heavy),
    Incident(14, heavier),
    Incident(15, heaviest),
    Incident(16, left_too_early),
    Incident(18, left_too_early),
    Incident(17, never_left),
    Incident(4, never_left),
    Incident(5, lighter_by_a_tenth),
)
"""On which evening of the month what goes wrong with one load."""
