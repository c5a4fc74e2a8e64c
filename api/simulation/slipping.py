"""How a drum with a slip (`slips.py`) is told, what becomes of it, and what of that stands in the truth."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from api.simulation.drum import Drum
from api.simulation.happening import Happening
from api.simulation.parcel import Parcel
from api.simulation.shanghai import at, day_of, worked_day_after
from api.simulation.slips import EVERY, Slip
from api.simulation.truth import Severity
from api.simulation.world import World

SETTLE = timedelta(hours=24)
AGE = timedelta(days=5)
"""How long before the end a drum is filled at least that has a slip."""
OTHER_KG = Decimal(12)
"""By how much a second weighing differs: more than two readings of one scale may."""
MOVED_FOR = timedelta(hours=30)
LIGHT_KG, FULL_KG = 45, 100


class Slipped(NamedTuple):
    """What is said of the drum, and what becomes of it."""

    said: list[Happening]
    parcel: Parcel
    out_at: datetime | None = None
    """When it was taken out of storage, if it was."""
    back: bool = True
    """Whether it came back, at the parcel's `ready_at`."""

    @property
    def stored_at(self) -> datetime:
        """When it stood in storage first."""
        return next(each.at for each in self.said if each.type == "container.stored")


def slipped(world: World, drum: Drum) -> Slipped | None:
    """Whether this drum has a slip, and then all of it."""
    if not drum.place.connected or drum.full_at + AGE > world.until or next(world.drums) % EVERY:
        return None
    slip = world.slips.deal(among=_may_befall(drum))
    return ENDINGS[slip](world, replace(drum, misread_kg=Decimal(0)), slip)


def _may_befall(drum: Drum) -> frozenset[Slip]:
    fitting = set(Slip)
    if drum.full_at > at(day_of(drum.full_at), time(12)):
        fitting -= {Slip.WEIGHED_LATE, Slip.LABELLED_LATE}  # it would be stored after the shift
    if drum.net_kg > LIGHT_KG:
        fitting.discard(Slip.UNWEIGHED)
    if drum.net_kg < FULL_KG or drum.waste.volatile:
        fitting -= {Slip.HEAVIER, Slip.LIGHTER}
    if drum.net_kg < FULL_KG or not drum.waste.volatile:
        fitting.discard(Slip.EVAPORATED)
    if drum.label_code.endswith("001"):
        fitting.discard(Slip.LABEL_OF_ANOTHER)
    return frozenset(fitting)


def _skipped(world: World, drum: Drum, slip: Slip) -> Slipped:
    step = slip.name.removeprefix("UN").lower()
    named = {"packaged": "没有包装", "weighed": "没有称重", "labelled": "没有标签"}[step]
    severity: Severity = "warning" if slip is Slip.UNLABELLED else "notice"
    said = [each for each in drum.five_immediates() if each.type != f"container.{step}"]
    parcel = drum.parcel()
    if step == "weighed":
        said[0] = said[0]._replace(data={**said[0].data, "mass_kg": drum.net_kg})
        parcel = replace(parcel, reading=None)
    due = drum.stored_at + SETTLE
    world.inject("five_immediates_skipped", drum.subject, due, f"入库时{named}", severity=severity)
    return Slipped(said, parcel)


def _late(world: World, drum: Drum, slip: Slip) -> Slipped:
    steps = list(drum.steps)
    if slip is Slip.WEIGHED_LATE:
        step, steps[2], what = "weighed", timedelta(minutes=130), "封口后两小时才称重"
    elif slip is Slip.LABELLED_LATE:
        step, steps[3], what = "labelled", timedelta(minutes=50), "称重后五十分钟才贴标签"
    else:
        evening = at(day_of(drum.full_at), time(18, 40))
        step, steps[4], what = "stored", steps[4] + (evening - drum.stored_at), "下班后才入库"
    late = replace(drum, steps=tuple(steps))
    place, key = drum.place.establishment, f"{day_of(drum.full_at)} {step}"
    world.inject("five_immediates_late", place, late.stored_at, f"{drum.own}{what}", key=key, severity="notice")
    return Slipped([*late.five_immediates()], late.parcel())


def _moved(world: World, drum: Drum, slip: Slip) -> Slipped:
    out_at = at(worked_day_after(drum.stored_at), time(9, 50))
    data = {"purpose": "move", "mass_kg": drum.net_kg}
    said = [*drum.five_immediates(), drum.happening(out_at, "gate-TS001", "container.withdrawn", data, "move-")]
    lost = slip is Slip.LOST_IN_A_MOVE
    what = "移库出库后再无下落" if lost else "移库三十小时后才重新入库"
    world.inject("container_lost", drum.subject, out_at + SETTLE, what, severity="serious", cleared=not lost)
    if lost:
        return Slipped(said, drum.parcel(), out_at, back=False)
    stored = next(each for each in said if each.type == "container.stored")
    said.append(stored._replace(at=out_at + MOVED_FOR, id=f"{stored.id}-again"))
    return Slipped(said, replace(drum.parcel(), ready_at=out_at + MOVED_FOR), out_at)


def _with_a_label_of_another(world: World, drum: Drum, slip: Slip) -> Slipped:  # noqa: ARG001
    """The label of the drum of this waste that was filled before it on the same day."""
    label = f"{drum.label_code[:-3]}{int(drum.label_code[-3:]) - 1:03d}"
    what = "与前一桶使用同一标签"
    world.inject("label_reused", drum.subject, drum.stored_at, what, key=label, severity="warning")
    return Slipped([*replace(drum, label_code=label).five_immediates()], drum.parcel())


def _weighed_again(world: World, drum: Drum, slip: Slip) -> Slipped:
    heavier = slip is Slip.HEAVIER
    net = drum.net_kg + (OTHER_KG if heavier else -OTHER_KG)
    said = list(drum.five_immediates())
    said.append(_reweighed(drum, net, drum.stored_at - drum.steps[-1] + timedelta(minutes=1)))
    what = f"复称{'增加' if heavier else '减少'} {OTHER_KG} kg"
    severity: Severity = "notice" if heavier else "warning"
    world.inject("container_weight_drift", drum.subject, drum.stored_at, what, severity=severity)
    return Slipped(said, replace(drum.parcel(), kg=net, reading=None))


def _evaporated(world: World, drum: Drum, slip: Slip) -> Slipped:  # noqa: ARG001
    when = at(worked_day_after(drum.stored_at), time(8, 25))
    net = drum.net_kg - round(drum.net_kg / 50 * 5) / Decimal(5)
    world.lawful("container_weight_drift", drum.subject, "挥发性废物次日复称略轻", when)
    world.lawful("stated_out_of_order", drum.subject, "入库后复称", when)
    said = [*drum.five_immediates(), _reweighed(drum, net, when)]
    return Slipped(said, replace(drum.parcel(), kg=net, ready_at=when, reading=None))


def _reprinted(world: World, drum: Drum, slip: Slip) -> Slipped:  # noqa: ARG001
    when = at(worked_day_after(drum.stored_at), time(8, 30))
    again = drum.happening(when, "printer-01", "container.labelled", {"label_code": drum.label_code}, "re")
    world.lawful("label_reused", drum.subject, "同一容器重打标签", when)
    return Slipped([*drum.five_immediates(), again], drum.parcel())


def _reweighed(drum: Drum, net_kg: Decimal, when: datetime) -> Happening:
    data = {**drum.weighing, "gross_kg": drum.tare_kg + net_kg}
    return drum.happening(when, "scale-01", "container.weighed", data, "re")


ENDINGS: dict[Slip, Callable[[World, Drum, Slip], Slipped]] = {
    Slip.UNPACKAGED: _skipped,
    Slip.UNWEIGHED: _skipped,
    Slip.UNLABELLED: _skipped,
    Slip.WEIGHED_LATE: _late,
    Slip.LABELLED_LATE: _late,
    Slip.STORED_LATE: _late,
    Slip.LOST_IN_A_MOVE: _moved,
    Slip.MOVED_SLOWLY: _moved,
    Slip.LABEL_OF_ANOTHER: _with_a_label_of_another,
    Slip.HEAVIER: _weighed_again,
    Slip.LIGHTER: _weighed_again,
    Slip.REPRINTED: _reprinted,
    Slip.EVAPORATED: _evaporated,
}
"""Slip → how the drum is told then."""
