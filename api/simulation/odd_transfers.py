"""Loads for another province beyond what was granted or told: too much, too late, otherwise, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from api.simulation.approval import Approval, load_of_etchant
from api.simulation.consigning import consigned
from api.simulation.endings import plain
from api.simulation.firms import CITY_BUREAU, contract_between
from api.simulation.happening import Happening
from api.simulation.haul_endings import SETTLE
from api.simulation.incident import Incident
from api.simulation.industrial_suspects import BOARDS, CASTER, FORGE, GLASS, PAVERS, RECLAIMER, RECLAIMS
from api.simulation.notice import of_transfer, told_in_advance
from api.simulation.provinces import BRICKS, COPPER, FOUNDRY, SENDING, SUZHOU
from api.simulation.shanghai import at, day_of, worked_day_after, written
from api.simulation.world import World
from ledger.regulation.cross_province import regime_of_recovery

SMALL, LAPSED, STOPPED = Approval(21, 20), Approval(22, 60, lapses=9), Approval(23, 60)
"""Three more approvals for etchant."""
APPROVALS = (SMALL, LAPSED, STOPPED)
SMALL_NOTICE, LAPSED_NOTICE, STOPPED_NOTICE, LOST_NOTICE = (
    f"transfer:沪环固转〔示范〕{n}号" for n in (41, 42, 43, 44)
)
MADE_UP = Approval(99, 0).subject
DISPOSED, OTHERWISE = "D1", "R5"
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
Told = Callable[[World, datetime], None]


def _etchant(world: World, leaves: datetime, approval: Approval, kg: int | None = None) -> str:
    rng = world.chance(f"etchant.{leaves:%m%d%H}")
    trip = load_of_etchant(world, rng, leaves, approval.subject, kg, truck=-2)
    plain(world, trip, rng)
    return trip.number


def overdrawn(world: World, evening: datetime) -> None:
    """Twenty tonnes were approved; the third load is beyond them."""
    leaves = [at(day_of(evening + number * DAY), time(13)) for number in range(3)]
    for each in leaves:
        _etchant(world, each, SMALL, 8_400)
    what = "转移量超过批准量"
    world.inject("transfer_overdrawn", SMALL.subject, leaves[-1], what, severity="serious")


def after_the_last_day(world: World, evening: datetime) -> None:
    """The manifest is issued in the last hour of the approval, and the truck leaves in the first after it."""
    _etchant(world, at(day_of(evening + DAY), time(0, 30)), LAPSED)
    day = f"{evening + DAY:%Y-%m-%d}"
    due, what = evening + DAY, "批准到期后起运"
    world.inject("transfer_expired", LAPSED.subject, due, what, key=day, severity="serious")


def while_suspended(world: World, evening: datetime) -> None:
    """The decision is served between the manifest and the truck."""
    leaves = at(day_of(evening), time(12, 40))
    _etchant(world, leaves, STOPPED)
    _suspended(world, STOPPED.subject, leaves - 20 * MINUTE)
    _moved_while_suspended(world, STOPPED.subject, leaves)


def _suspended(world: World, transfer: str, served: datetime) -> None:
    decision = {
        "decision": "沪环责停〔示范〕3号",
        "legal_ground": "以该决定所载依据为准",
        "served_at": written(served),
    }
    own = transfer.rpartition("〕")[2].removesuffix("号")
    world.tell([of_transfer(served + 4 * MINUTE, SENDING, transfer, own, "suspended", decision)])


def _moved_while_suspended(world: World, transfer: str, leaves: datetime) -> None:
    day, what = f"{leaves:%Y-%m-%d}", "暂停转移期间起运"
    world.inject("moved_while_suspended", transfer, leaves, what, key=day, severity="serious")


def while_its_licence_is_suspended(world: World, evening: datetime) -> None:
    """One load leaves an hour before the decision is served on its receiver, in the city; another on the next day."""
    before, served = at(day_of(evening), time(11)), at(day_of(evening), time(12))
    after = at(day_of(evening + DAY), time(10))
    for leaves in (before, after):
        rng = world.chance(f"reclaimed.{leaves:%m%d}")
        trip = load_of_etchant(world, rng, leaves, None, truck=-4)
        trip = replace(trip, sender=BOARDS, receiver=RECLAIMER, contract=contract_between(BOARDS, RECLAIMER))
        plain(world, trip, rng)
        if leaves == before:
            for rule in ("moved_while_suspended", "receiver_unlicensed"):
                world.lawful(rule, trip.number, "决定送达前已起运", leaves)
    held = {"establishment": RECLAIMER.establishment, "decision": "沪环暂扣〔示范〕1号", "served_at": written(served)}
    said = Happening(served + 5 * MINUTE, CITY_BUREAU, "office", "licence.suspended", RECLAIMS, "N-suspended", held)
    world.tell([said])
    _moved_while_suspended(world, RECLAIMS, after)
    what = "接受单位许可证暂扣期间起运"
    world.inject("receiver_unlicensed", trip.number, after, what, severity="serious")


def without_approval(world: World, evening: datetime) -> None:
    """Hazardous waste leaves for Suzhou with a manifest that names an approval which nobody granted."""
    rng = world.chance("without-approval")
    trip = load_of_etchant(world, rng, at(day_of(evening), time(10, 20)), MADE_UP, truck=-3)
    trip = replace(trip, sender=BOARDS, contract=contract_between(BOARDS, COPPER))
    plain(world, trip, rng)
    due, what = trip.leaves_at + SETTLE, "危险废物出省，所称批准并不存在"
    world.inject("moved_without_transfer", trip.number, due, what, severity="serious")


def for_disposal(world: World, evening: datetime) -> None:
    """Slag goes into a landfill of another province, for which nobody asked."""
    leaves = at(day_of(evening), time(9, 40))
    load = consigned(world, "landfill", FORGE, PAVERS, leaves, method=DISPOSED)
    what = "一般工业固废出省处置，未经批准"
    world.inject("moved_without_transfer", load, leaves + SETTLE, what, severity="serious")


def untold(world: World, evening: datetime) -> None:
    """Slag goes for recovery, and neither province was told."""
    leaves = at(day_of(evening), time(9, 50))
    load = consigned(world, "untold", CASTER, PAVERS, leaves)
    what = "一般工业固废出省利用，未提前报送"
    world.inject("moved_without_transfer", load, leaves + SETTLE, what, severity="warning")


def by_product(world: World, evening: datetime) -> None:
    """It meets the standard of a product, and the proof goes with it."""
    leaves = at(day_of(evening), time(10, 10))
    load = consigned(world, "by-product", GLASS, PAVERS, leaves, by_product_proof="b7" * 32)
    world.lawful("moved_without_transfer", load, "副产品，附产品质量证明", leaves)


def _noticed(transfer: str, own: str, tonnes: int, holds: int, then: Told) -> Told:
    """What is told in advance four working days before, to hold for so many days after; where the law has notices."""

    def plays(world: World, evening: datetime) -> None:
        asked = worked_day_after(evening - 8 * DAY)
        if regime_of_recovery(f"{asked}") == "notice" and at(asked, time()) > world.start:
            told = worked_day_after(at(asked, time(9)))
            told_in_advance(world, transfer, own, tonnes, asked, told, day_of(evening + holds * DAY))
            then(world, evening)

    return plays


def _noticed_load(world: World, own: str, leaves: datetime, transfer: str, **more: Any) -> str:
    return consigned(world, own, FOUNDRY, BRICKS, leaves, transfer=transfer, **more)


def more_than_told(world: World, evening: datetime) -> None:
    """Thirty tonnes were told of, and three loads are forty-eight."""
    leaves = [at(day_of(evening + number * DAY), time(11)) for number in range(3)]
    for number, each in enumerate(leaves):
        _noticed_load(world, f"more-{number}", each, SMALL_NOTICE)
    what = "转移量超过报送量"
    world.inject("transfer_overdrawn", SMALL_NOTICE, leaves[1], what, severity="warning")


def later_than_told(world: World, evening: datetime) -> None:
    """One load leaves on the last evening and arrives on the next morning; another leaves two days later."""
    last, after = at(day_of(evening), time(22, 30)), at(day_of(evening + 2 * DAY), time(14))
    lawful = _noticed_load(world, "last-evening", last, LAPSED_NOTICE, after=9 * HOUR)
    world.lawful("transfer_expired", lawful, "有效期内起运，到期后运抵", last)
    _noticed_load(world, "too-late", after, LAPSED_NOTICE)
    what, day = "报送期限届满后起运", f"{after:%Y-%m-%d}"
    world.inject("transfer_expired", LAPSED_NOTICE, after, what, key=day, severity="warning")


def before_and_after_the_stop(world: World, evening: datetime) -> None:
    """One load leaves an hour and a half before the decision is served, and one on the next day."""
    before, served = at(day_of(evening), time(8, 30)), at(day_of(evening), time(10))
    lawful = _noticed_load(world, "before-the-stop", before, STOPPED_NOTICE)
    world.lawful("moved_while_suspended", lawful, "决定送达前已起运", before)
    _suspended(world, STOPPED_NOTICE, served)
    after = at(day_of(evening + DAY), time(14))
    _noticed_load(world, "after-the-stop", after, STOPPED_NOTICE)
    _moved_while_suspended(world, STOPPED_NOTICE, after)


def otherwise_than_told(world: World, evening: datetime) -> None:
    """One load is recovered by another method; then the capacity is withdrawn, and one goes all the same."""
    first, after = at(day_of(evening), time(9)), at(day_of(evening + 2 * DAY), time(9))
    load = _noticed_load(world, "otherwise", first, LOST_NOTICE, method=OTHERWISE)
    what = "利用方式与报送不符"
    world.inject("transfer_terms_changed", load, first, what, key=LOST_NOTICE, severity="warning")
    why = {"reason": "窑炉检修，暂不具备接收能力"}
    world.tell([of_transfer(first + 25 * HOUR, SUZHOU.uscc, LOST_NOTICE, "lost", "capacity_withdrawn", why)])
    load = _noticed_load(world, "unwanted", after, LOST_NOTICE)
    what = "接收能力撤回后起运"
    world.inject("transfer_terms_changed", load, after, what, key=LOST_NOTICE, severity="warning")


INCIDENTS = (
    Incident(12, overdrawn),
    Incident(LAPSED.lapses or 0, after_the_last_day),
    Incident(7, while_suspended),
    Incident(12, while_its_licence_is_suspended),
    Incident(13, without_approval),
    Incident(10, for_disposal),
    Incident(8, untold),
    Incident(6, by_product),
    Incident(15, _noticed(SMALL_NOTICE, "small", 30, 90, more_than_told)),
    Incident(8, _noticed(LAPSED_NOTICE, "lapsed", 400, 0, later_than_told)),
    Incident(11, _noticed(STOPPED_NOTICE, "stopped", 400, 90, before_and_after_the_stop)),
    Incident(14, _noticed(LOST_NOTICE, "lost", 400, 90, otherwise_than_told)),
)
"""On which day of the month what leaves for another province."""
