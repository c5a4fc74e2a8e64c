"""A barge 水陆联运: trucks tip into it at the wharf in the evening; next morning it unloads at the city's site."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from api.simulation.happening import Happening
from api.simulation.haul import Haul
from api.simulation.shanghai import at
from api.simulation.spoil_firms import CITY_SITE, LIGHTERS, METRO, WHARF, Site
from api.simulation.world import World

T_TO_M3 = Decimal("1.65")
"""By draft survey 水尺: the mass of a cubic metre as it lies in the hold."""
FIRST_SHARE = Decimal("0.6")


class Barge:
    """One voyage."""

    def __init__(self, world: World, day: date, fog: timedelta) -> None:
        """One that lies at anchor for so long."""
        self._world, self._day, self._fog = world, day, fog
        self._own = f"B-{day:%y%m%d}"
        self._trip = f"trip:{LIGHTERS.uscc}.{self._own}"

    def loaded(self, hauls: list[Haul], receipt: Callable[[Site], str]) -> None:
        """Filled by these trucks; what the draft survey finds is a little less than what the scales read."""
        vessel = LIGHTERS.conveyances[0]
        for haul in hauls:
            bound = replace(haul, site=WHARF)
            self._world.tell([bound.departed(), bound.arrived(), bound.transloaded(self._trip, vessel)])
        total = sum((each.came_kg for each in hauls), Decimal(0))
        m3 = (total * Decimal("0.993") / 1000 / T_TO_M3).quantize(Decimal("0.1"))
        sails = at(self._day + timedelta(days=1), time(5, 30))
        departed = {
            "carrier": LIGHTERS.organisation,
            "conveyance": vessel,
            "density": T_TO_M3,
            "gate": WHARF.gate,
            "mass_method": "draft_survey",
            "permit": METRO.permit,
            "to_site": CITY_SITE.subject,
            "volume_m3": m3,
            "waste_class": METRO.waste_class,
        }
        first = (m3 * T_TO_M3 * 1000 * FIRST_SHARE).quantize(Decimal(1))
        rest = (m3 * T_TO_M3 * 1000).quantize(Decimal(1)) - first
        part = {"site": CITY_SITE.subject, "mass_method": "draft_survey"}
        unloads = sails + timedelta(hours=5) + self._fog
        self._world.lawful("trip_unaccepted", self._trip, "船舶七十二小时内到岸接收", unloads)
        self._world.lawful("trip_unaccepted", hauls[0].subject, "已转驳上船", hauls[0].arrives_at)
        self._world.tell(
            [
                Happening(
                    sails, LIGHTERS.uscc, "phone", "trip.departed", self._trip, f"{self._own}-departed", departed
                ),
                self._of_site(
                    unloads, "accepted-1", {**part, "accepted_kg": first, "more_follows": True}, receipt(CITY_SITE)
                ),
                self._of_site(
                    unloads + timedelta(hours=2), "accepted-2", {**part, "accepted_kg": rest}, receipt(CITY_SITE)
                ),
            ]
        )

    def _of_site(self, when: datetime, own: str, data: dict[str, Any], receipt: str) -> Happening:
        said = {**data, "receipt": receipt}
        return Happening(
            when, CITY_SITE.operator, "weighbridge-09", "trip.accepted", self._trip, f"{self._own}-{own}", said
        )
