"""What the stream of positions shows, as the ledger's operator states it: unloadings, and how well a way was seen."""

from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from api.simulation.district import OPERATOR
from api.simulation.happening import Happening
from api.simulation.haul import Haul
from api.simulation.shanghai import written

Point = tuple[str, str]
"""Longitude and latitude in WGS-84."""
EMPTY_KG = Decimal(300)
"""What the sensor of an empty truck reads."""


def unloading(
    subject: str, name: str, begins: datetime, where: Point, kg: tuple[int, Decimal] | None = None
) -> Happening:
    """Four minutes of unloading at a place; the load before and after by the truck's own sensor, where it has one."""
    ends = begins + timedelta(minutes=4)
    masses = {} if kg is None else {"mass_before_kg": kg[0], "mass_after_kg": kg[1]}
    data = {
        "place": {"address": "轨迹识别位置", "lon": Decimal(where[0]), "lat": Decimal(where[1])},
        "from": written(begins),
        "until": written(ends),
        "grade": "seen" if kg is None else "weighed",
        **masses,
    }
    return _stated(ends + timedelta(minutes=1), "unloading_observed", subject, name, data)


def assessed(haul: Haul, valid: str, gap_s: int, exit_s: int | None = None) -> Happening:
    """How much of the way was told by valid positions, the longest gap, and how long the permitted route was left."""
    left = {} if exit_s is None else {"corridor_exit_s": exit_s}
    data = {"valid_share": Decimal(valid), "longest_gap_s": gap_s, **left}
    return _stated(haul.arrives_at + timedelta(minutes=10), "track_assessed", haul.subject, haul.own, data)


def _stated(at: datetime, step: str, subject: str, name: str, data: dict[str, Any]) -> Happening:
    slice_ = {"sha256": sha256(f"{name}-{step}".encode()).hexdigest(), "media_type": "application/vnd.apache.parquet"}
    return Happening(
        at, OPERATOR, "track-01", f"trip.{step}", subject, f"{name}-{step}", {**data, "evidence": [slice_]}
    )
