"""Two works whose storage is too full or badly mixed, and a storage point that is emptied just in time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from api.simulation import waste
from api.simulation.drum import Drum
from api.simulation.firms import BURNER
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.shanghai import day_of
from api.simulation.suspects.cast import Founded, contract, line, planned, suspect
from api.simulation.suspects.stage import Stage

CYANIDE = waste.Waste(
    "336-104-33",
    "含氰废液",
    "liquid",
    ("T", "R"),
    ("氰化钠", "水"),
    "严禁与酸类接触，佩戴防护面罩",
    "C 酸碱",
    (waste.PLASTIC,),
    "burner",
    "D9",
)
FULL = suspect(11, "高行表面处理", waste.EMULSION, waste.ACID, waste.SOLVENT, storage=("storage_house", 2))
FULLER = suspect(12, "唐镇电镀", waste.EMULSION, waste.ACID, CYANIDE, storage=("storage_house", 2))
PLACES = (FULL, FULLER)
MIXED_ZONE, APART = "混放区", "E 单独存放"
IBCS = (845, 852, 861, 848)
"""Net masses of four tonne containers: two are more than two tonnes, four more than three."""
TWO_HOURS = timedelta(hours=2)


def _house(place: Place) -> str:
    return place.facility("TS003")


def _point(place: Place) -> str:
    return place.facility("TS004")


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Each has a second storage house with zones, and a storage point that was filed for more than it may hold."""
    day, years = day_of(opened_at), {day_of(opened_at).year, day_of(until).year}
    for place in PLACES:
        here: dict[str, Any] = {"establishment": place.establishment}
        zones = [each.zone for each in place.trade.wastes]
        house = {**here, "kind": "storage_house", "name": "二号贮存库", "capacity_t": 40}
        point = {**here, "kind": "storage_point", "name": "车间贮存点", "capacity_t": 6}
        taken = [each for each in place.trade.wastes if each.goes_to == "burner"]
        yield (
            place.uscc,
            [
                ("facility.registered", _house(place), {**house, "zones": sorted({*zones, MIXED_ZONE, APART})}),
                ("facility.registered", _point(place), point),
                contract(place, BURNER, day, [each.code for each in taken]),
                *planned(place, years, [line(each.code, each.method, BURNER) for each in taken]),
            ],
        )


def play(stage: Stage) -> None:
    """Each scene at each of the two, on different days."""
    for number, place in enumerate(PLACES):
        _too_much_in_the_house(stage, place, 2 + number)
        _mixed(stage, place, 3 + number)
        _too_much_at_the_point(stage, place, 4 + number)
    _emptied_in_time(stage, FULL, 13)


def _stored(stage: Stage, drum: Drum, facility: str, zone: str | None = None) -> Parcel:
    where = {"facility": facility} if zone is None else {"facility": facility, "zone": zone}
    for each in drum.five_immediates():
        stage.world.tell([each._replace(data=where) if each.type == "container.stored" else each])
    return drum.parcel()


def _ibcs(stage: Stage, place: Place, facility: str, begin: datetime, masses: tuple[int, ...]) -> list[Parcel]:
    """One tonne container after another, each in storage a quarter of an hour after the one before."""
    drums = [
        stage.drum(place, begin + timedelta(minutes=15 * n), waste.EMULSION, Decimal(kg), waste.IBC)
        for n, kg in enumerate(masses)
    ]
    return [_stored(stage, each, facility) for each in drums]


def _too_much_in_the_house(stage: Stage, place: Place, day: int) -> None:
    three = _ibcs(stage, place, place.storage, stage.at(day, 8, 40), IBCS[:3])
    due = three[-1].ready_at + TWO_HOURS
    what = "贮存库存放超过备案容量 2 吨"
    stage.world.inject("storage_over_capacity", place.storage, due, what, severity="warning")


def _mixed(stage: Stage, place: Place, day: int) -> None:
    other = place.trade.wastes[2]
    apart = stage.drum(place, stage.at(day, 9, 10), waste.ACID)
    _stored(stage, apart, _house(place), APART)
    first, second = (stage.drum(place, stage.at(day, 9 + n, 30), of) for n, of in enumerate((waste.ACID, other)))
    _stored(stage, first, _house(place), MIXED_ZONE)
    mixed = _stored(stage, second, _house(place), MIXED_ZONE)
    what = f"{waste.ACID.name}与{other.name}同区存放"
    due = mixed.ready_at + TWO_HOURS
    stage.world.inject("incompatible_storage", _house(place), due, what, key=MIXED_ZONE, severity="serious")
    stage.world.lawful("incompatible_storage", apart.subject, "同库分区存放", apart.stored_at)


def _too_much_at_the_point(stage: Stage, place: Place, day: int) -> None:
    four = _ibcs(stage, place, _point(place), stage.at(day, 8, 30), IBCS)
    due = four[-1].ready_at + TWO_HOURS
    what = "贮存点存放超过 3 吨两小时以上"
    stage.world.inject("storage_point_over_limit", _point(place), due, what, severity="warning")
    stage.sent(place, BURNER, four, stage.at(day + 4, 10, 30))


def _emptied_in_time(stage: Stage, place: Place, day: int) -> None:
    """Again four of them; the truck that was ordered for it takes them within two hours."""
    four = _ibcs(stage, place, _point(place), stage.at(day, 8), tuple(kg + 4 for kg in IBCS))
    trip = stage.sent(place, BURNER, four, stage.at(day, 11))
    what = "超过 3 吨不足两小时即转移"
    stage.world.lawful("storage_point_over_limit", four[-1].container or "", what, trip.leaves_at)
