"""What the stream of positions shows that only looks irregular: near a filed place, in time, decided, or reported."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial

from api.simulation.happening import Happening
from api.simulation.incident import Incident, load, receipt_of
from api.simulation.odd_tracks import LOAD_KG, TIPS_AFTER
from api.simulation.shanghai import at, day_of
from api.simulation.spoil_firms import DISTRICT_SITE, GREENING, HOUSES, TIPPERS, WHARF, Site
from api.simulation.spoil_suspects import RECYCLER, SMALL_SITE, STALE_YARD, TUNNEL
from api.simulation.stream import EMPTY_KG, Point, assessed, unloading
from api.simulation.world import World

BY_DAY = timedelta(hours=6)
BESIDE_THE_YARD, ON_THE_QUAY = ("121.7416", "30.9750"), ("121.6226", "31.3550")
"""Sixty metres outside the boundary of either."""
BACKFILLED, VERGE, LAYBY = ("121.6600", "31.2260"), ("121.6960", "31.1850"), ("121.6601", "31.1502")
SHAKEN_KG = Decimal(14_300)


def beside_a_filed_place(site: Site, where: Point, truck: int, world: World, evening: datetime) -> None:
    """A truck unloads at a filed place, or as near to it as positions tell."""
    begins, vehicle = evening - BY_DAY, TIPPERS.conveyances[truck]
    world.tell([unloading(vehicle, f"beside-{begins:%y%m%d}", begins, where, (LOAD_KG, EMPTY_KG))])
    world.lawful("unloaded_off_site", vehicle, f"在{site.name}或其边界一百米内卸载", begins)


def accepted_in_time(world: World, evening: datetime) -> None:
    """Positions say the verge, the site has the load half an hour later."""
    haul = load("verge", evening, 5)
    seen = unloading(haul.subject, haul.own, evening + TIPS_AFTER, VERGE)
    world.tell([*haul.plain(receipt_of(haul)), seen])
    world.lawful("unloaded_off_site", haul.subject, "两小时内已由备案场所接收", seen.at)


def shaken(world: World, evening: datetime) -> None:
    """The sensor falls by a tenth on a bad road; the site's weighbridge finds all of it."""
    haul = load("shaken", evening, 6)
    seen = unloading(haul.subject, haul.own, evening + TIPS_AFTER, LAYBY, (LOAD_KG, SHAKEN_KG))
    late = replace(haul, arrives_at=evening + timedelta(minutes=50))
    world.tell([*late.plain(receipt_of(late)), seen])
    world.lawful("unloaded_off_site", haul.subject, "传感器读数下降不足三成", seen.at)


def around_a_jam(world: World, evening: datetime) -> None:
    """It leaves the route for less than ten minutes."""
    haul = load("jam", evening, 7, TUNNEL)
    world.tell([*haul.plain(receipt_of(haul)), assessed(haul, "0.99", 20, 420)])
    world.lawful("route_deviation", haul.conveyance, "偏离线路不足十分钟", haul.arrives_at)


def decided(world: World, evening: datetime) -> None:
    """The bureau sends it elsewhere, so it leaves its route and goes to a place that its permit does not name."""
    haul = load("decided", evening, 10, TUNNEL)
    turned = haul.diverted(evening + timedelta(minutes=9), RECYCLER, GREENING.uscc, "可利用渣土调剂至资源化利用点")
    there = replace(haul, site=RECYCLER, arrives_at=evening + timedelta(minutes=55))
    world.tell([haul.departed(), turned, there.arrived(), there.accepted(receipt_of(there))])
    world.tell([assessed(there, "0.98", 25, 2_400)])
    world.lawful("route_deviation", haul.conveyance, "经决定改道", turned.at)
    world.lawful("trip_without_permit", haul.subject, "经决定改道至另一备案场所", turned.at)


def without_a_route(world: World, evening: datetime) -> None:
    """It goes where it likes: its permit carries no route."""
    haul = load("no-route", evening, 11)
    world.tell([*haul.plain(receipt_of(haul)), assessed(haul, "0.97", 40, 3_000)])
    world.lawful("route_deviation", haul.conveyance, "处置证未载明线路", haul.arrives_at)


def device_failed(world: World, evening: datetime) -> None:
    """The device falls silent on the way, and its carrier says so the same night."""
    carrier, leaves = HOUSES.carrier, at(day_of(evening), time(20, 15))
    haul = load("failed", leaves, 2, HOUSES, DISTRICT_SITE)
    own = f"GPS-{haul.conveyance[-6:]}"
    place = {"address": "车载定位终端"}
    said = Happening(
        leaves - BY_DAY, carrier.uscc, "office", "device.registered", f"device:{carrier.uscc}.{own}", own,
        {"class": "device", "place": place},
    )  # fmt: skip
    failed = said._replace(
        at=leaves + timedelta(minutes=12), type="device.failed", id=f"{own}-failed", data={"reason": "定位终端断电"}
    )
    restored = said._replace(
        at=leaves + timedelta(hours=11), type="device.restored", id=f"{own}-restored", data={"reason": "已更换"}
    )
    world.tell([said, *haul.plain(receipt_of(haul)), failed, restored, assessed(haul, "0.31", 1_650)])
    world.lawful("track_missing", haul.subject, "定位终端故障，当日已报", haul.arrives_at)


INCIDENTS = (
    Incident(18, partial(beside_a_filed_place, STALE_YARD, BESIDE_THE_YARD, 0)),
    Incident(12, partial(beside_a_filed_place, WHARF, ON_THE_QUAY, 1)),
    Incident(16, partial(beside_a_filed_place, SMALL_SITE, BACKFILLED, 2)),
    Incident(20, accepted_in_time),
    Incident(8, shaken),
    Incident(18, around_a_jam),
    Incident(19, decided),
    Incident(15, without_a_route),
    Incident(10, device_failed),
)
"""On which evening of the month what is seen."""
