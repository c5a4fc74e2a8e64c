"""Scales and devices: checked in the morning, their clocks compared, and some that fail for a night."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, calendar_days, is_worked
from api.simulation.world import World

REFERENCE_KG = 100
FAILS = 0.01
FAST = timedelta(seconds=150)
"""By how much some clocks are ahead: less than the five minutes that the ledger lets pass."""
MONDAY = 0


def instruments_month(world: World, place: Place, *, fast: bool) -> None:
    """The month of a place's scale, and of its other devices where it has any; `fast` for a clock that is ahead."""
    rng = world.chance(f"{place.uscc}.scale")
    if fast:
        world.clocks[place.uscc, "scale-01"] = FAST
        world.lawful(
            "stated_out_of_order", f"device:{place.uscc}.scale-01", "时钟偏快两分半，已校时报告", world.start
        )
    for day in calendar_days(world.start, world.until):
        if is_worked(day) and (place.connected or day.weekday() == MONDAY):
            said = [*_checked(place, day, rng)]
            world.tell(said)
            if len(said) > 1:
                world.lawful("scale_out_of_verification", place.scale, "晨检不合格，调整后复检合格再用", said[-1].at)
        if fast and day.weekday() == MONDAY:
            offset = Decimal(int(FAST.total_seconds())) + Decimal(rng.randrange(-20, 20)) / 10
            data = {"offset_s": offset}
            world.tell([_of_device(place, day, time(8, 5), "scale-01", "clock_checked", data)])
        if place.connected and rng.random() < FAILS:
            world.tell(_down_for_a_night(place, day))


def _checked(place: Place, day: date, rng: Random) -> Iterator[Happening]:
    """The daily check; one that fails is adjusted, and checked again before anything is weighed."""
    device = "scale-01" if place.connected else "phone"
    when = at(day, time(7, 40)) + timedelta(minutes=rng.randrange(15))
    passes = [rng.random() >= FAILS]
    for attempt, passed in enumerate(passes if passes[0] else [False, True]):
        off = Decimal(0) if passed else Decimal("1.4")
        data = {"zero_kg": 0, "reference_kg": REFERENCE_KG, "indicated_kg": REFERENCE_KG + off, "passed": passed}
        own = f"check-{day:%y%m%d}-{attempt}"
        yield Happening(
            when + timedelta(minutes=12 * attempt), place.uscc, device, "scale.checked", place.scale, own, data
        )


def _down_for_a_night(place: Place, day: date) -> Iterator[Happening]:
    why = {"reason": "断电"}
    yield _of_device(place, day, time(20, 10), "printer-01", "failed", why)
    yield _of_device(place, day + timedelta(days=1), time(6, 40), "printer-01", "restored", {"reason": "已修复"})


def _of_device(place: Place, day: date, clock: time, device: str, what: str, data: dict[str, Any]) -> Happening:
    subject, own = f"device:{place.uscc}.{device}", f"{device}-{what}-{day:%y%m%d}"
    return Happening(at(day, clock), place.uscc, "office", f"device.{what}", subject, own, data)
