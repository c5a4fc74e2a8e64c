"""What cameras at gates see that does not fit: another plate, a plate in two places, a laden truck on no trip."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from api.simulation.happening import Happening
from api.simulation.haul import Haul
from api.simulation.haul_endings import SETTLE
from api.simulation.incident import Incident, load, receipt_of
from api.simulation.spoil_firms import Project
from api.simulation.spoil_suspects import CLINIC, EAST, ROADS
from api.simulation.truth import Severity
from api.simulation.world import World

SURE = "0.98"
SOON = timedelta(minutes=2)
EMPTY_KG, LADEN_KG = Decimal(13_400), Decimal(29_600)


def plate_of(truck: int) -> str:
    """As a camera would read it."""
    return EAST.conveyances[truck].partition(":")[2]


def seen(
    at: datetime,
    plate: str,
    gate_of: Project = ROADS,
    *,
    sure: str = SURE,
    into: bool = False,
    kg: Decimal | None = None,
) -> Happening:
    """A vehicle passes the gate of a project; what it weighs, where the gate has a plate to weigh it."""
    data: dict[str, Any] = {
        "direction": "in" if into else "out",
        "plate_recognised": plate,
        "confidence": Decimal(sure),
        **({} if kg is None else {"gross_kg": kg}),
    }
    own = f"N-passed-{at:%y%m%d%H%M%S}"
    return Happening(at, gate_of.contractor, "gate-G1", "gate.passed", gate_of.gate, own, data)


def at_the_gate(haul: Haul, plate: str, sure: str = SURE) -> Happening:
    """The camera sees a load leave, and reads a plate."""
    return seen(haul.leaves_at + timedelta(seconds=20), plate, haul.project, sure=sure)


def other_plate(truck: int, reads: str, severity: Severity, world: World, evening: datetime) -> None:
    """The driver states one truck, the camera reads another, surely; nobody looks at the picture."""
    haul = load(f"plate-{truck}", evening, truck)
    world.tell([*haul.plain(receipt_of(haul)), at_the_gate(haul, reads)])
    what, key = f"识别车牌 {reads} 与申报不符", f"{haul.conveyance} {evening:%Y-%m-%d}"
    due = evening + SETTLE
    world.inject("plate_mismatch", ROADS.gate, due, what, key=key, severity=severity)


def twice_at_once(truck: int, world: World, evening: datetime) -> None:
    """A truck leaves one gate, and two minutes later one with its plate comes in at another, 26 km away."""
    haul = load(f"twice-{truck}", evening, truck)
    there = seen(evening + SOON, plate_of(truck), CLINIC, into=True, kg=EMPTY_KG)
    world.tell([*haul.plain(receipt_of(haul)), at_the_gate(haul, plate_of(truck)), there])
    due, what, day = (
        there.at + timedelta(minutes=15),
        "同一车牌两分钟内出现在相距二十六公里的两处",
        f"{evening:%Y-%m-%d}",
    )
    world.inject("plate_in_two_places", haul.conveyance, due, what, key=day, severity="warning")


def on_no_trip(truck: int, world: World, evening: datetime) -> None:
    """A laden truck leaves, and nobody tells of a trip."""
    passing = seen(evening, plate_of(truck), kg=LADEN_KG)
    world.tell([passing])
    key = f"{EAST.conveyances[truck]} {evening:%Y-%m-%d}"
    world.inject("gate_passing_without_trip", ROADS.gate, evening + SETTLE, "重车出场，前后无趟次", key=key)


INCIDENTS = (
    Incident(12, partial(other_plate, 3, "沪KX5519", "notice")),
    Incident(6, partial(other_plate, 2, plate_of(10), "warning")),
    Incident(16, partial(twice_at_once, 2)),
    Incident(8, partial(twice_at_once, 7)),
    Incident(10, partial(on_no_trip, 5)),
    Incident(6, partial(on_no_trip, 8)),
)
"""On which evening of the month what a camera sees."""
