"""Places that take what they may not: more than they hold, unfiled, or while closed; and plans that come too late."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from api.simulation.happening import Happening
from api.simulation.haul import Haul
from api.simulation.haul_endings import SETTLE
from api.simulation.incident import Incident, load, receipt_of
from api.simulation.shanghai import at, day_of
from api.simulation.spoil_firms import Project, Site
from api.simulation.spoil_founding import plan_of
from api.simulation.spoil_suspects import (
    CLINIC,
    DEPOT,
    EXPIRED_SITE,
    LAPSED_SITE,
    LEAKING_YARD,
    NARROW_SITE,
    NOWHERE,
    SHUT_SITE,
    SMALL_SITE,
    STALE_YARD,
)
from api.simulation.world import World

MINUTE = timedelta(minutes=1)
COUNTED_KG = Decimal(13_800)
"""Of thirty-two tonnes."""
BEFORE_THE_MONTH_ENDS = timedelta(days=5)


def taken(world: World, evening: datetime, site: Site, trucks: Sequence[int]) -> list[Haul]:
    """Loads of an evening to one place, ten minutes after one another."""
    hauls = [
        load(f"{site.number[-4:]}-{evening:%d}-{truck}", evening + 10 * number * MINUTE, truck, site=site)
        for number, truck in enumerate(trucks)
    ]
    for haul in hauls:
        world.tell(haul.plain(receipt_of(haul)))
    return hauls


def full(world: World, evening: datetime) -> None:
    """A place for forty tonnes takes forty-eight."""
    last = taken(world, evening, SMALL_SITE, (6, 7, 8))[-1]
    what = "接收累计超过备案容量"
    world.inject("site_over_capacity", SMALL_SITE.subject, last.arrives_at + 6 * MINUTE, what, severity="warning")


def full_for_the_day(trucks: Sequence[int], world: World, evening: datetime) -> None:
    """One for thirty a day takes thirty-two."""
    last = taken(world, evening, NARROW_SITE, trucks)[-1]
    what, due, day = "当日接收超过备案日容量", last.arrives_at + 6 * MINUTE, f"{evening:%Y-%m-%d}"
    world.inject("site_over_capacity", NARROW_SITE.subject, due, what, key=day, severity="warning")


def lapsed(site: Site, truck: int, world: World, evening: datetime) -> None:
    """Its filing was over days ago."""
    (haul,) = taken(world, evening, site, (truck,))
    day = f"{evening:%Y-%m-%d}"
    world.inject("unfiled_place", site.subject, haul.arrives_at, "备案到期后接收", key=day, severity="warning")


def on_the_last_day(world: World, evening: datetime) -> None:
    """The filing holds until midnight."""
    (haul,) = taken(world, evening, LAPSED_SITE, (11,))
    world.lawful("unfiled_place", haul.subject, "备案最后一日接收", haul.arrives_at)


def never_filed(world: World, evening: datetime) -> None:
    """The contractor decides to send a load to a place that nobody ever filed; its keeper gives a receipt."""
    haul = load("nowhere", evening, 9)
    owner = haul.project.contractor
    turned = haul.diverted(evening + 8 * MINUTE, NOWHERE, owner, "就近卸土")
    there = load("nowhere", evening, 9, site=NOWHERE)
    took = there.accepted(receipt_of(there))._replace(device="office")
    world.tell([haul.departed(), turned, took])
    day = f"{evening:%Y-%m-%d}"
    world.inject("unfiled_place", NOWHERE.subject, took.at, "在未备案地点接收", key=day, severity="warning")


def shut(trucks: tuple[int, int], world: World, evening: datetime) -> None:
    """One load comes before the place closes; another is taken when it has closed."""
    before, after = (
        load(f"shut-{evening:%d}-{truck}", evening + 75 * number * MINUTE, truck, site=SHUT_SITE)
        for number, truck in enumerate(trucks)
    )
    closes, own = evening + 60 * MINUTE, f"N-closed-{evening:%y%m%d}"
    closed = _of_site(closes, SHUT_SITE, "site.closed", own, {"reason": "检修"})
    opened = closed._replace(at=closes + timedelta(hours=9), type="site.reopened", id=f"{own}-over", data={})
    world.tell([*before.plain(receipt_of(before)), closed, *after.plain(receipt_of(after)), opened])
    day = f"{evening:%Y-%m-%d}"
    world.lawful("site_closed_acceptance", before.subject, "关闭前已接收", before.arrives_at)
    due, what = after.arrives_at + 6 * MINUTE, "关闭期间接收"
    world.inject("site_closed_acceptance", SHUT_SITE.subject, due, what, key=day, severity="warning")


def planned_late(project: Project, truck: int, world: World, evening: datetime) -> None:
    """Its first load leaves three days before its plan is filed."""
    haul = load(f"{project.own}-first", evening, truck, project)
    type_, plan, data = plan_of(project)
    files = at(day_of(evening + timedelta(days=3)), time(10))
    filed = Happening(files, project.contractor, "office", type_, plan, plan, data)
    world.tell([*haul.plain(receipt_of(haul)), filed])
    what = "首次起运时处理方案未备案"
    world.inject("disposal_plan_missing", project.subject, haul.leaves_at, what, severity="warning")
    what, due = "工程先于处理方案出现，后已备案", world.opened_at + 2 * SETTLE
    world.inject("subject_not_created", project.subject, due, what, severity="notice", cleared=True)


def _of_site(when: datetime, site: Site, type_: str, own: str, data: dict[str, Any]) -> Happening:
    return Happening(when, site.operator, "office", type_, site.subject, own, data)


def yards(world: World) -> None:
    """Before a month is over one yard has less than it took, and in another a load lies for too long.

    Both are told at the end of a calendar month: where none ends in time, nothing happens.
    """
    over = at(day_of(world.until).replace(day=1), time())
    night = at(day_of(over - BEFORE_THE_MONTH_ENDS), time(2))
    if night < world.start + timedelta(hours=13):
        return
    taken(world, night, LEAKING_YARD, (0, 1))
    counts = at(day_of(night + timedelta(days=3)), time(10))
    world.tell([_of_site(counts, LEAKING_YARD, "yard.counted", "N-counted", {"mass_kg": COUNTED_KG})])
    world.inject("yard_residual", LEAKING_YARD.subject, over, "盘点明显少于收付结存", severity="warning")
    taken(world, night + 30 * MINUTE, STALE_YARD, (2,))
    world.inject("yard_residual", STALE_YARD.subject, over, "堆存超过备案期限", severity="warning")


INCIDENTS = (
    Incident(10, full),
    Incident(15, partial(full_for_the_day, (8, 10))),
    Incident(4, partial(full_for_the_day, (9, 10))),
    Incident(11, partial(lapsed, LAPSED_SITE, 1)),
    Incident(6, partial(lapsed, EXPIRED_SITE, 0)),
    Incident(14, on_the_last_day),
    Incident(13, never_filed),
    Incident(12, partial(shut, (4, 7))),
    Incident(7, partial(shut, (8, 9))),
    *(
        Incident(each.unplanned or 0, partial(planned_late, each, truck))
        for each, truck in ((CLINIC, 6), (DEPOT, 10))
    ),
)
"""On which evening of the month what a place takes, or sends."""
