"""How much waste plants have in two months, in all and for each tonne cast: two have more than they meant to have."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from api.simulation.happening import Happening, Post
from api.simulation.industrial_suspects import CASTER, FORGE, GLASS
from api.simulation.places import Place
from api.simulation.provinces import SLAG
from api.simulation.shanghai import at, day_of
from api.simulation.world import FOUNDING, World

TOLD_AFTER = timedelta(days=15)
"""How long after a month its output is judged."""
IMPORT = "hj1259"
"""The source of what was in a table before the ledger began, and is handed in as it begins."""
ONE_DAY = timedelta(days=1)


class Cap(NamedTuple):
    """What a plant means to keep to in a year, what it has in two months of it, and which of the two it exceeds."""

    place: Place
    total_t: int
    t_per_unit: Decimal
    masses_t: tuple[int, int]
    cast: int
    """Tonnes cast in each of the months."""
    exceeds: str | None


CAPS = (
    Cap(CASTER, 100, Decimal(1), (60, 70), 1_000, "total"),
    Cap(GLASS, 500, Decimal("0.05"), (40, 45), 500, "intensity"),
    Cap(FORGE, 500, Decimal("0.05"), (30, 15), 500, None),
)


def cast(world: World) -> Iterator[Post]:
    """The last two months that can be judged by the end; what of them lies before the ledger is handed in."""
    over = day_of(world.until - TOLD_AFTER).replace(day=1)
    if over.month == 2:
        over = over.replace(month=1)
    months = [_before(_before(over)), _before(over)]
    due = max(at(over, time()) + TOLD_AFTER, world.start)
    for number, cap in enumerate(CAPS):
        said = [*_said(cap, months)]
        world.tell(each for each in said if each.at >= world.start)
        before = [each._replace(device=IMPORT).event() for each in said if each.at < world.start]
        handed_in = world.opened_at + FOUNDING - timedelta(seconds=90 - 9 * number)
        if before:
            yield Post(handed_in, cap.place.uscc, before)
        _judged(world, cap, due)


def _before(month: date) -> date:
    return (month - ONE_DAY).replace(day=1)


def _judged(world: World, cap: Cap, due: datetime) -> None:
    if cap.exceeds is None:
        why = "一个月偏高，累计在方案之内"
        world.lawful("intensity_over_plan", cap.place.establishment, why, due)
        return
    what = {"total": "本年产废总量超过强度控制方案", "intensity": "连续两月产废强度超过强度控制方案"}[cap.exceeds]
    world.inject("intensity_over_plan", cap.place.establishment, due, what, key=cap.exceeds, severity="notice")


def _said(cap: Cap, months: list[date]) -> Iterator[Happening]:
    """The plan of the year; then each month's slag, which is made into bricks at home, and what was cast in it."""
    place = cap.place
    made_of = {"product": "铸件", "unit": "吨"}
    limits = {"year": months[1].year, "total_t": cap.total_t, "t_per_unit": cap.t_per_unit}
    first = at(date(months[1].year, 1, 10), time(10))
    yield Happening(
        first, place.uscc, "office", "intensity_plan.filed", place.establishment, "N-cap", made_of | limits
    )
    for month, tonnes in zip(months, cap.masses_t, strict=True):
        own = f"N-{month:%y%m}"
        batch, kg = f"batch:{place.uscc}.{own}", {"mass_kg": tonnes * 1_000}
        arisen = {"establishment": place.establishment, "facility": place.workshop, "waste_code": SLAG, **kg}
        arises = at(month.replace(day=8), time(9, 30))
        said = Happening(arises, place.uscc, "office", "batch.generated", batch, f"{own}-arisen", arisen)
        made = {"method": "C2", **kg}
        recovered = said._replace(at=arises + 4 * ONE_DAY, type="batch.recovered", id=f"{own}-made", data=made)
        output = made_of | {"quantity": cap.cast, "month": f"{month:%Y-%m}"}
        reported = at((month + timedelta(days=31)).replace(day=3), time(10))
        yield from (said, recovered)
        yield Happening(
            reported, place.uscc, "office", "output.reported", place.establishment, f"{own}-output", output
        )
