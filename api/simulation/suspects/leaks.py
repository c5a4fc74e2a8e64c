"""Tanks that lose what goes into them: one a little at every reading, one all at once when it is counted."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from api.simulation import waste
from api.simulation.firms import RECOVERER
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, day_of, is_month_end
from api.simulation.suspects.cast import Founded, contract, line, planned, suspect
from api.simulation.suspects.history import imported
from api.simulation.suspects.stage import Stage, judged_at, judged_month
from api.simulation.truth import Severity

SEEPING = suspect(31, "合庆润滑油", waste.OIL)
EMPTIED = suspect(32, "曹路机械", waste.OIL)
SOUND = suspect(33, "三林机械", waste.OIL)
PLACES = (SEEPING, EMPTIED, SOUND)
EVERY = 3
"""Days from one reading to the next."""
IN_KG = {SEEPING.uscc: 1_500, EMPTIED.uscc: 5_000, SOUND.uscc: 1_500}
KEPT = {SEEPING.uscc: Decimal("0.88")}
"""USCC → which share of what goes in the level shows."""
GONE_KG = 4_000
"""What is missing at the count: more than a twentieth of the month, and more than three tonnes."""


def _tank(place: Place) -> str:
    return place.facility("TS003")


def _meter(place: Place) -> str:
    return f"scale:{place.uscc}.FM1"


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Tanks of two hundred tonnes with a flow meter."""
    day, years = day_of(opened_at), {judged_month(until).year, day_of(opened_at).year, day_of(until).year}
    for place in PLACES:
        tank = {"establishment": place.establishment, "kind": "storage_tank", "name": "废油储罐", "capacity_t": 300}
        meter = {"kind": "flow_meter", "max_kg": 20_000, "division_kg": 1}
        valid = {"certificate": f"示检-{place.uscc[-6:]}", "result": "passed"}
        yield (
            place.uscc,
            [
                ("facility.registered", _tank(place), tank),
                ("scale.registered", _meter(place), meter),
                ("scale.verified", _meter(place), {**valid, "valid_until": f"{day + timedelta(days=300)}"}),
                contract(place, RECOVERER, day, [waste.OIL.code]),
                *planned(place, years, [line(waste.OIL.code, waste.OIL.method, RECOVERER, 900)]),
            ],
        )


def began(until: datetime) -> dict[str, date]:
    """USCC → since when it keeps tables: since the month that is judged."""
    return {place.uscc: judged_month(until) for place in PLACES}


def _readings(until: datetime, place: Place) -> Iterator[Happening]:
    """Every third day what went in and the level, and a count at the end of each month."""
    day, level = judged_month(until), Decimal(0)
    number, gone = 0, Decimal(GONE_KG if place is EMPTIED else 0)
    while at(day, time()) < until:
        if number % EVERY == 0:
            mass = Decimal(IN_KG[place.uscc] + 7 * (number % 11))
            level += mass * KEPT.get(place.uscc, 1)
            data = {"day": f"{day}", "direction": "in", "mass_kg": mass, "meter": _meter(place)}
            data |= {"waste_code": waste.OIL.code, "mass_method": "flow_meter"}
            if place is not EMPTIED:
                data["level_kg"] = level
            yield _of_tank(place, day, time(18), "tank.metered", data)
        if is_month_end(day):
            data = {"mass_kg": level - gone, "waste_code": waste.OIL.code}
            yield _of_tank(place, day, time(23), "storage.counted", data)
        day += timedelta(days=1)
        number += 1


def _of_tank(place: Place, day: date, clock: time, type_: str, data: dict[str, object]) -> Happening:
    own = f"{type_.partition('.')[2]}-{day:%y%m%d}"
    return Happening(at(day, clock), place.uscc, "meter-FM1", type_, _tank(place), own, data)


def history(opened_at: datetime, until: datetime) -> Iterator[Happening]:
    """What was read before the ledger began."""
    for place in PLACES:
        yield from (imported(each) for each in _readings(until, place) if each.at < opened_at)


def play(stage: Stage) -> None:
    """The readings go on; the month that is judged was declared fifteen days after its end."""
    world = stage.world
    for place in PLACES:
        live = (each for each in _readings(world.until, place) if each.at >= world.opened_at)
        # what was read in the first hour is told with the rest
        world.tell(each._replace(at=max(each.at, world.start)) for each in live)
    due = max(world.start, judged_at(world.until))
    for place, what in ((SEEPING, "液位每次少百分之十二"), (EMPTIED, "月末盘点短少 4 吨")):
        severity: Severity = "serious" if place is EMPTIED else "warning"
        world.inject("mass_balance_leak", place.establishment, due, what, key=waste.OIL.code, severity=severity)
    world.lawful("mass_balance_leak", SOUND.establishment, "液位与计量相符", due)
