"""A notice in advance 提前报送: slag goes to another province for recovery, one load of it is refused in part."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from api.simulation.firms import MORE_TRUCKS
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.provinces import BRICKS, FOUNDRY, MADE_INTO_BRICKS, SLAG, SUZHOU
from api.simulation.shanghai import at, calendar_days, is_worked
from api.simulation.world import World
from ledger.regulation.cross_province import regime_of_recovery

NOTICE = "transfer:沪环固转〔示范〕31号"
NOTICED_T, LOADS = 600, 24
"""What was told of, and how many loads go at most: they stay below it."""
HOLDS = timedelta(days=180)
EVERY = 4
REFUSED_KG = Decimal(3_400)
"""Of the second load."""


def under_the_notice(world: World) -> None:
    """It is told, the capacity there is confirmed, and loads go; where the law of the day has no notice, nothing."""
    worked = [
        day
        for day in calendar_days(world.start, world.until)
        if is_worked(day) and regime_of_recovery(f"{day}") == "notice"
    ][1:]
    if len(worked) < 3:
        return
    _told(world, worked[0], worked[1])
    rng, back = world.chance("notice"), list[dict[str, Any]]()
    lasting = [day for day in worked[2:] if day <= worked[1] + HOLDS]
    for number, day in enumerate(lasting[::EVERY][:LOADS]):
        batch = f"batch:{FOUNDRY.uscc}.L-{day:%y%m%d}"
        arisen = Decimal(rng.randrange(16_000, 19_500, 20))
        _arisen(world, batch, arisen, day)
        parts = [{"batch": batch, "mass_kg": arisen}, *back]
        back = _load(world, day, parts, refused=REFUSED_KG if number == 1 else Decimal(0))


def _told(world: World, asked: date, noticed: date) -> None:
    told_in_advance(world, NOTICE, "notice", NOTICED_T, asked, noticed, noticed + HOLDS)
    terms = {"capacity_t": NOTICED_T}
    world.tell([of_transfer(at(asked, time(15, 10)), SUZHOU.uscc, NOTICE, "notice", "capacity_confirmed", terms)])


def told_in_advance(
    world: World, transfer: str, own: str, quantity_t: int, asked: date, noticed: date, until: date
) -> None:
    """So much slag, from a day on which both provinces hear of it to another."""
    terms = {
        "waste_codes": [SLAG],
        "quantity_t": quantity_t,
        "method": MADE_INTO_BRICKS,
        "valid_from": f"{noticed}",
        "valid_until": f"{until}",
    }
    application = terms | {
        "regime": "notice",
        "transferor": FOUNDRY.organisation,
        "receiver": BRICKS.organisation,
        "from_division": FOUNDRY.division,
        "to_division": BRICKS.division,
        "from_establishment": FOUNDRY.establishment,
        "to_establishment": BRICKS.establishment,
        "carriers": [MORE_TRUCKS.organisation],
    }
    world.tell(
        [
            of_transfer(at(asked, time(9, 20)), FOUNDRY.uscc, transfer, own, "applied", application),
            of_transfer(at(noticed, time(8, 40)), FOUNDRY.uscc, transfer, own, "noticed", terms),
        ]
    )


def of_transfer(when: datetime, by: str, transfer: str, own: str, step: str, data: dict[str, Any]) -> Happening:
    """A step of a transfer, as an office tells it."""
    return Happening(when, by, "office", f"transfer.{step}", transfer, f"{own}-{step}", data)


def _arisen(world: World, batch: str, kg: Decimal, day: date) -> None:
    origin = {"establishment": FOUNDRY.establishment, "facility": FOUNDRY.workshop, "waste_code": SLAG, "mass_kg": kg}
    own = batch.rpartition(".")[2]
    for clock, step, data in ((time(6, 30), "generated", origin), (time(7, 10), "stored", _STORED)):
        world.tell([Happening(at(day, clock), FOUNDRY.uscc, "office", f"batch.{step}", batch, f"{own}-{step}", data)])


_STORED = {"facility": FOUNDRY.storage}


def _load(world: World, day: date, parts: list[dict[str, Any]], refused: Decimal) -> list[dict[str, Any]]:
    """One truck; returns what came back of it, by batch."""
    total = sum((each["mass_kg"] for each in parts), Decimal(0))
    dispatched = on_the_road(FOUNDRY, BRICKS, transfer=NOTICE, batches=parts)
    received: dict[str, Any] = {"accepted_kg": total - refused}
    if refused:
        received |= {"refused_kg": refused, "reason": "混有铁块，部分拒收"}
    _of_load(world, day, time(9, 30), FOUNDRY.uscc, "dispatched", dispatched)
    _of_load(world, day, time(13, 20), BRICKS.uscc, "received", received)
    if not refused:
        return []
    back = [{"batch": parts[0]["batch"], "mass_kg": refused}]
    _of_load(world, day, time(17, 40), FOUNDRY.uscc, "returned", {"batches": back})
    return back


def on_the_road(sender: Place, receiver: Place, **more: Any) -> dict[str, Any]:
    """A load of slag on a hired truck, to be made into bricks unless it says otherwise."""
    return {
        "from_establishment": sender.establishment,
        "to_establishment": receiver.establishment,
        "carrier": MORE_TRUCKS.organisation,
        "conveyance": MORE_TRUCKS.conveyances[0],
        "receiver": receiver.organisation,
        "method": MADE_INTO_BRICKS,
        "waste_code": SLAG,
        **more,
    }


def _of_load(world: World, day: date, clock: time, by: str, step: str, data: dict[str, Any]) -> None:
    load, own = f"consignment:{FOUNDRY.uscc}.C-{day:%y%m%d}", f"C-{day:%y%m%d}-{step}"
    world.tell([Happening(at(day, clock), by, "office", f"consignment.{step}", load, own, data)])
