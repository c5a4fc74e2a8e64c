"""Pouring together 倒装: many small drums of one waste into containers of a tonne, to the last gram."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from api.simulation.drum import Filling
from api.simulation.firms import COLLECTOR
from api.simulation.happening import Happening
from api.simulation.parcel import Parcel, total_kg
from api.simulation.waste import IBC

FULL_KG = 900


def poured_together(
    filling: Filling, drums: Sequence[Parcel], moment: datetime
) -> tuple[list[Happening], list[Parcel]]:
    """What is said of it, and the containers that came of it."""
    told, big = list[Happening](), list[Parcel]()
    for number, group in enumerate(_groups(drums)):
        at = moment + timedelta(minutes=25 * number)
        into = filling.drum(at, group[0].waste)
        own = into.own.replace("D-", "T-")
        subject = f"container:{COLLECTOR.uscc}.{own}"
        kg = sum((each.kg - each.too_much_kg for each in group), start=total_kg([]))
        tare = IBC.tare_kg[0]
        pouring = {
            "from": [{"container": e.container, "mass_kg": e.kg - e.too_much_kg} for e in group],
            "into": [{"container": subject, "mass_kg": kg}],
            "emptied": [each.container for each in group],
        }
        weighing = {
            "gross_kg": kg + int(tare),
            "tare_kg": int(tare),
            "scale": COLLECTOR.scale,
            "mass_method": "scale",
        }
        steps: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("office", "repacked", pouring),
            ("phone", "packaged", {"packaging": IBC.packaging}),
            ("scale-01", "weighed", weighing),
            ("printer-01", "labelled", {"label_code": into.label_code}),
            ("gate-TS001", "stored", {"facility": COLLECTOR.storage, "zone": into.waste.zone}),
        )
        for minute, (device, step, data) in enumerate(steps):
            when = at + timedelta(minutes=4 * minute)
            told.append(Happening(when, COLLECTOR.uscc, device, f"container.{step}", subject, f"{own}-{step}", data))
        big.append(Parcel(into.waste, kg, told[-1].at, IBC.packaging, subject))
    return told, big


def _groups(drums: Sequence[Parcel]) -> list[list[Parcel]]:
    groups: list[list[Parcel]] = []
    for each in drums:
        if not groups or total_kg(groups[-1]) + each.kg > FULL_KG:
            groups.append([])
        groups[-1].append(each)
    return groups
