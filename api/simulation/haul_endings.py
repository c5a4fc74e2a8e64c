"""How loads of construction waste end: what only looks irregular, and what is, at known nights."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from api.simulation.haul import Haul
from api.simulation.spoil_firms import BUILDING, YARD, Site
from api.simulation.truth import Severity
from api.simulation.world import World

OVERDUE = timedelta(hours=4 + 24)
"""When a trip without a receipt counts: what a truck is given, and the wait for devices that are offline."""
SETTLE = timedelta(hours=24)
MIXED_KG = Decimal(3_000)
TIPPED_ON_THE_WAY_KG = Decimal(6_000)
Receipts = Callable[[Site], str]
Ending = Callable[[World, Haul, Receipts, str], Haul]
"""Of a load, who numbers receipts, and the first one of the night; returns the load as it came to a site."""


def reprinted(world: World, haul: Haul, receipt: Receipts, _: str) -> Haul:
    """The printer jams, and the same receipt is printed again."""
    number = receipt(haul.site)
    world.tell([*haul.plain(number), haul.accepted(number, after=13, again="-again")])
    world.lawful("receipt_without_trip", haul.subject, "同一车次的接收凭证重打", haul.arrives_at)
    return haul


def refused_in_part(world: World, haul: Haul, receipt: Receipts, _: str) -> Haul:
    """Rubble is among it: some goes back, the rest is taken."""
    world.tell([haul.departed(), haul.arrived(), haul.refused("混入装修垃圾，部分拒收", mass_kg=MIXED_KG)])
    world.tell([haul.accepted(receipt(haul.site), haul.came_kg - MIXED_KG), haul.returned(mass_kg=MIXED_KG)])
    world.lawful("trip_unaccepted", haul.subject, "部分拒收，当夜退回", haul.arrives_at)
    return haul


def refused(world: World, haul: Haul, _receipt: Receipts, _: str) -> Haul:
    """The site takes nothing of it, and it goes back."""
    world.tell([haul.departed(), haul.arrived(), haul.refused("含水率过高"), haul.returned()])
    world.lawful("trip_unaccepted", haul.subject, "整车拒收，当夜退回", haul.arrives_at)
    return haul


def never_accepted(world: World, haul: Haul, _receipt: Receipts, _: str) -> Haul:
    """It leaves, and no site ever sees it."""
    world.tell([haul.departed()])
    due = haul.leaves_at + OVERDUE
    long_ago = world.until - due > timedelta(days=7)
    grave: Severity = "serious" if long_ago else "warning"
    world.inject("trip_unaccepted", haul.subject, due, "起运后无消纳接收凭证", severity=grave)
    return haul


def lighter(world: World, haul: Haul, receipt: Receipts, _: str) -> Haul:
    """A third of it lies beside a road somewhere."""
    light = replace(haul, came_kg=haul.came_kg - TIPPED_ON_THE_WAY_KG)
    world.tell(light.plain(receipt(light.site)))
    world.inject("trip_weight_loss", haul.subject, light.arrives_at, "到场净重明显少于起运净重", severity="serious")
    return light


def receipt_twice(world: World, haul: Haul, _receipt: Receipts, first: str) -> Haul:
    """The site's clerk gives it the receipt of another truck."""
    world.tell(haul.plain(first))
    due, what = haul.arrives_at + SETTLE, "与另一趟次同一消纳接收凭证编号"
    world.inject("receipt_without_trip", haul.site.subject, due, what, key=first, severity="serious")
    return haul


def without_permit(world: World, haul: Haul, receipt: Receipts, _: str) -> Haul:
    """Rubble of an old wall, for which the project has no permit, taken to the yard."""
    rubble = replace(haul, permit=None, waste_class=BUILDING, site=YARD)
    world.tell(rubble.plain(receipt(rubble.site)))
    due, what = haul.leaves_at + SETTLE, "工程垃圾外运，没有处置证"
    day = f"{haul.leaves_at:%Y-%m-%d}"
    world.inject("trip_without_permit", haul.project.subject, due, what, key=day, severity="serious")
    return rubble


ROUND = 16
"""Nights after which it begins anew."""
ON_NIGHT: dict[int, Ending] = {
    0: reprinted,
    1: never_accepted,
    4: refused_in_part,
    5: lighter,
    7: refused,
    8: receipt_twice,
    10: refused_in_part,
    11: without_permit,
    13: reprinted,
    14: never_accepted,
}
"""Night of the round → what becomes of its one load that does not go as the others do."""
CLOSED_ON, SILENT_ON, MISREAD_ON = 3, 6, 9
"""Nights on which the district's site closes, phones have no network, and the camera misreads a plate."""
