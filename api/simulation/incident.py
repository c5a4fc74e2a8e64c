"""What befalls one load or one place by plan: so many days before the end, apart from all that goes well."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zlib import crc32

from api.simulation.haul import Haul
from api.simulation.shanghai import at, day_of
from api.simulation.spoil_firms import Project, Site
from api.simulation.spoil_suspects import OPEN_SITE, ROADS
from api.simulation.world import FOUNDING, World

BEGINS = time(21)
"""When night has come."""
IN_TURN = timedelta(minutes=8)
HALF_A_DAY = FOUNDING + timedelta(hours=13)


class Incident(NamedTuple):
    """What happens, and how many days before the end of the month; it is given an instant of that evening."""

    age: int
    happens: Callable[[World, datetime], None]


def befall(world: World, incidents: Iterable[Incident]) -> None:
    """Those that begin when the district has been at work for half a day; of a short month few or none.

    Those of one evening begin one after another, so that no two trucks leave at once.
    """
    before = Counter[int]()
    for age, happens in incidents:
        evening = evening_of(age, world.opened_at, world.until)
        if evening is not None:
            happens(world, evening + before[age] * IN_TURN)
        before[age] += 1


def evening_of(age: int, opened_at: datetime, until: datetime) -> datetime | None:
    """Nine in the evening so many days before the end; None where the district is not yet at work for half a day."""
    evening = at(day_of(until) - timedelta(days=age), BEGINS)
    return evening if evening - opened_at >= HALF_A_DAY else None


def load(
    name: str,
    leaves: datetime,
    truck: int,
    project: Project = ROADS,
    site: Site = OPEN_SITE,
    kg: int | None = None,
    **more: Any,
) -> Haul:
    """A truckload of 16 or 17 t that is under way for forty minutes, from a project of these to a site of these."""
    mass = Decimal(some_kg(name) if kg is None else kg)
    told: dict[str, Any] = {
        "carrier": project.carrier,
        "conveyance": project.carrier.conveyances[truck],
        "arrives_at": leaves + timedelta(minutes=40),
        "kg": mass,
        "came_kg": mass,
        "gate": project.gate,
        "permit": project.permit,
        "waste_class": project.waste_class,
        **more,
    }
    return Haul(own=f"N-{name}", project=project, site=site, leaves_at=leaves, **told)


def some_kg(name: str) -> int:
    """As a weighbridge would read it; always the same of a load, and hardly ever that of another."""
    return 16_000 + crc32(name.encode()) % 55 * 20


def receipt_of(haul: Haul) -> str:
    """The number of its receipt, which no other load has."""
    return f"XN{haul.site.number.partition('.')[2]}-{haul.leaves_at:%y%m%d}-{haul.own}"
