"""Waste that has stood for more than a year: at the holder of a licence, at one whose term was extended, at a works.

All of it was stored before the ledger began, and came in with the tables that each had kept.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from api.simulation import waste
from api.simulation.book import Book, Flow
from api.simulation.drum import Drum, Filling
from api.simulation.firms import CITY_BUREAU, RIGID_LANDFILL
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import at, day_of
from api.simulation.suspects.cast import Founded, contract, licence, line, planned, suspect
from api.simulation.suspects.history import declared_years, imported
from api.simulation.suspects.stage import Stage

HOLDER = suspect(21, "书院危废处置", waste.FLY_ASH, roles=("receiver", "generator"), kind="treatment")
WORKS = suspect(22, "万祥热能", waste.FLY_ASH)
PLACES = (HOLDER, WORKS)
EXTENDED = HOLDER.facility("TS004")
NUMBER = "沪环危许〔示范〕021"
AGES = (405, 440)
"""Days before the end of the month on which drums of the holder were stored: in two months."""
EXTENDED_AGE, WORKS_AGE = 372, 410
LIVE = timedelta(days=470)
"""How long before the end of the month each began to keep such tables."""
LASTS = timedelta(days=25)
"""How long after the month the holder's licence ends."""


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """A licence that is about to end, a second house whose term is extended, contracts and plans."""
    day, last = day_of(opened_at), day_of(until)
    ends = last + LASTS
    yield CITY_BUREAU, [licence(NUMBER, HOLDER, ["HW18"], ["D1"], (ends - timedelta(days=1_500), ends), 5_000)]
    house = {"establishment": HOLDER.establishment, "kind": "storage_house", "name": "二号贮存库", "capacity_t": 40}
    yield HOLDER.uscc, [("facility.registered", EXTENDED, house)]
    years = range((last - LIVE).year, last.year + 1)
    lines = [line(waste.FLY_ASH.code, waste.FLY_ASH.method, RIGID_LANDFILL)]
    for place in PLACES:
        yield place.uscc, [contract(place, RIGID_LANDFILL, day, [waste.FLY_ASH.code]), *planned(place, years, lines)]


def began(until: datetime) -> dict[str, date]:
    """USCC → since when it keeps its tables, which is long before the ledger."""
    return {place.uscc: day_of(until) - LIVE for place in PLACES}


def history(opened_at: datetime, until: datetime) -> Iterator[Happening]:
    """What was stored then, the extension, and the years that were declared."""
    for place in PLACES:
        drums = _drums(until, place)
        for drum in drums.values():
            for each in drum.five_immediates():
                where = {"facility": EXTENDED if drum is drums.get(EXTENDED_AGE) else place.storage}
                yield imported(each._replace(data=where) if each.type == "container.stored" else each)
        book = Book([Flow(drum.full_at, "generated", drum.waste, drum.net_kg) for drum in drums.values()])
        yield from declared_years(place, book, began(until)[place.uscc], opened_at)
    decided = at(day_of(until) - timedelta(days=40), time(10))
    data = {"waste_codes": [waste.FLY_ASH.code], "valid_until": f"{day_of(until) + timedelta(days=150)}"}
    data |= {"decision": "沪环延〔示范〕21号", "reason": "填埋场检修"}
    said = Happening(decided, CITY_BUREAU, "office", "storage.extension_granted", EXTENDED, "extension-21", data)
    yield imported(said)


def _drums(until: datetime, place: Place) -> dict[int, Drum]:
    """Days before the end of the month → what was stored on that day."""
    ages = (*AGES, EXTENDED_AGE) if place is HOLDER else (WORKS_AGE,)
    filling = Filling(place, Random(place.uscc))
    return {age: filling.drum(at(day_of(until) - timedelta(days=age), time(9, 30))) for age in ages}


def play(stage: Stage) -> None:
    """Nothing happens to it in the month."""
    world = stage.world
    for age, drum in _drums(world.until, HOLDER).items():
        if age == EXTENDED_AGE:
            world.lawful("storage_overdue", drum.subject, "贮存期限已获准延长", world.start)
        else:
            what, key = "经营单位贮存超过一年，未获延期", f"{drum.waste.code} {drum.stored_at:%Y-%m}"
            establishment = HOLDER.establishment
            world.inject("storage_overdue", establishment, world.start, what, key=key, severity="warning")
    for drum in _drums(world.until, WORKS).values():
        world.lawful("storage_overdue", drum.subject, "产废单位不受一年期限约束", world.start)
    number = f"licence:{NUMBER}"
    world.inject("licence_expiring", number, world.start, "许可证月后二十五天到期", severity="notice")
