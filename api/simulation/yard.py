"""A yard 堆存点: loads wait in it; it is counted on Mondays, and on Thursdays what waits longest goes on."""

from collections import deque
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal

from api.simulation.happening import Happening
from api.simulation.haul import Haul
from api.simulation.shanghai import at
from api.simulation.spoil_firms import BUILDING, DISTRICT_SITE, METRO, TIPPERS, YARD, Site
from api.simulation.world import World

THURSDAY = 3


class YardBook:
    """What lies in the yard, load by load."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._loads: deque[Haul] = deque()

    def took(self, haul: Haul) -> None:
        """A load was tipped in it, if it came here."""
        if haul.site is YARD:
            self._loads.append(haul)

    def counted(self, day: date) -> None:
        """盘点 of all that lies there."""
        total = sum((each.came_kg for each in self._loads), Decimal(0))
        self._world.tell([self._said(day, time(9, 30), "yard.counted", {"mass_kg": total})])

    def clear(self, day: date, receipt: Callable[[Site], str]) -> None:
        """The oldest load of spoil goes on to the district's site, under the permit that it came by."""
        waiting = [each for each in self._loads if each.waste_class != BUILDING]
        if day.weekday() != THURSDAY or not waiting:
            return
        first = waiting[0]
        self._loads.remove(first)
        leaves = at(day, time(20, 15))
        on = Haul(
            own=f"Y-{day:%y%m%d}",
            project=METRO,
            carrier=TIPPERS,
            conveyance=TIPPERS.conveyances[-1],
            site=DISTRICT_SITE,
            leaves_at=leaves,
            arrives_at=leaves + timedelta(minutes=30),
            kg=first.came_kg,
            came_kg=first.came_kg,
            gate=YARD.gate,
            permit=METRO.permit,
            waste_class=first.waste_class,
        )
        removed = {"mass_kg": first.came_kg, "to": on.subject, "waste_class": first.waste_class}
        self._world.tell([self._said(day, time(20, 8), "site.removed", removed)])
        self._world.tell(on.plain(receipt(DISTRICT_SITE)))

    def _said(self, day: date, clock: time, type_: str, data: dict[str, object]) -> Happening:
        own = f"{type_}-{day:%y%m%d}"
        return Happening(at(day, clock), YARD.operator, "office", type_, YARD.subject, own, data)
