"""Records that cannot be right: scales out of verification, masses alike, steps in no order, drums from nowhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from api.simulation import waste
from api.simulation.drum import Drum
from api.simulation.firms import BURNER, COLLECTOR
from api.simulation.happening import Happening
from api.simulation.shanghai import day_of, worked_day_after
from api.simulation.suspects.cast import Founded, contract, line, planned, suspect
from api.simulation.suspects.stage import SETTLE, Stage
from api.simulation.world import FOUNDING

CARELESS = suspect(71, "陆家嘴模具", waste.EMULSION, waste.PAINT, waste.CARBON, waste.RAGS)
ALIKE = suspect(72, "金桥模具", waste.PAINT)
ROUND = suspect(73, "张江模具", waste.EMULSION)
PLACES = (CARELESS, ALIKE, ROUND)
LAPSING, LIGHT = f"scale:{CARELESS.uscc}.02", f"scale:{CARELESS.uscc}.03"
LAPSES_AFTER = 3
"""Working days after which nobody had the scale verified again."""


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Two more scales, one that will soon have to be verified and one for light things; contracts and plans."""
    day, years = day_of(opened_at), {day_of(opened_at).year, day_of(until).year}
    lapses = worked_day_after(opened_at + FOUNDING, LAPSES_AFTER)
    scales = ((LAPSING, 2_000, lapses), (LIGHT, 60, day + timedelta(days=300)))
    said: list[tuple[str, str, dict[str, Any]]] = []
    for number, (scale, most, lasts) in enumerate(scales, 2):
        said.append(
            ("scale.registered", scale, {"kind": "platform", "max_kg": most, "division_kg": CARELESS.division_kg})
        )
        valid = {"certificate": f"示检{day:%Y}-{number}", "result": "passed", "valid_until": f"{lasts}"}
        said.append(("scale.verified", scale, valid))
    yield CARELESS.uscc, said
    for place in PLACES:
        codes = [each.code for each in place.trade.wastes]
        lines = [line(each.code, each.method, BURNER) for each in place.trade.wastes]
        yield place.uscc, [contract(place, BURNER, day, codes), *planned(place, years, lines)]


def began(until: datetime) -> dict[str, date]:  # noqa: ARG001
    """Nobody keeps tables from before the ledger."""
    return {}


def play(stage: Stage) -> None:
    """Each on a day of its own."""
    _scales(stage)
    _alike(stage)
    _out_of_order(stage)
    _from_nowhere(stage)
    _sold(stage)


def _told(stage: Stage, drum: Drum, **of_weighing: Any) -> Drum:
    """The drum, weighed otherwise."""
    for each in drum.five_immediates():
        more = of_weighing if each.type == "container.weighed" else {}
        stage.world.tell([each._replace(data={**each.data, **more})])
    return drum


def _weighed_at(drum: Drum) -> datetime:
    return next(each.at for each in drum.five_immediates() if each.type == "container.weighed")


def _scales(stage: Stage) -> None:
    in_time = _told(stage, stage.drum(CARELESS, stage.at(1, 9), waste.RAGS), scale=LAPSING)
    stage.world.lawful("scale_out_of_verification", in_time.subject, "检定有效期内称量", in_time.stored_at)
    for scale, what, number in ((LAPSING, "检定过期后称量", 6), (LIGHT, "称量超过最大秤量", 7)):
        drum = _told(stage, stage.drum(CARELESS, stage.at(number, 9), waste.PAINT), scale=scale)
        when = _weighed_at(drum)
        key = f"{day_of(when):%Y-%m}"
        stage.world.inject("scale_out_of_verification", scale, when, what, key=key, severity="notice")


def _alike(stage: Stage) -> None:
    """Six drums of one mass within a week, and six tonne containers of whole hundreds."""
    for place, of, packing, masses, what in (
        (ALIKE, waste.PAINT, None, (150,) * 6, "六桶净重完全相同"),
        (ROUND, waste.EMULSION, waste.IBC, (700, 800, 900, 800, 700, 900), "六桶净重均为整百公斤"),
    ):
        drums = [
            stage.drum(place, stage.at(2 + n // 2, 9, 20 * (n % 2)), of, kg, packing) for n, kg in enumerate(masses)
        ]
        for drum in drums:
            stage.world.tell(drum.five_immediates())
        due = drums[-1].stored_at
        stage.world.inject("repeated_weight", place.establishment, due, what, key=of.code, severity="notice")


def _out_of_order(stage: Stage) -> None:
    drum = stage.drum(CARELESS, stage.at(3, 9), waste.CARBON)
    early = timedelta(hours=2)
    for each in drum.five_immediates():
        stage.world.tell([each._replace(at=each.at - early) if each.type == "container.stored" else each])
    what = "入库早于称重一个多小时"
    stage.world.inject("stated_out_of_order", drum.subject, drum.stored_at + SETTLE, what, severity="notice")
    trip = stage.trip(CARELESS, BURNER, [stage.filled(CARELESS, stage.at(3, 13), waste.PAINT)], stage.at(5, 9))
    after = trip.confirms_at + timedelta(minutes=70)
    said = [trip.issued(), *trip.withdrawals(), *trip.departure(), *trip.arrival(), trip.received(stage.rng)]
    late = (each._replace(at=after) if each.type == "manifest.collected" else each for each in said)
    stage.world.tell(late)
    what = "接受早于起运一个多小时"
    stage.world.inject("stated_out_of_order", trip.number, after + SETTLE, what, severity="warning")


def _from_nowhere(stage: Stage) -> None:
    """A drum that was never entered, and two that the collector pours into others, nobody knows whose."""
    _never_generated(stage, stage.drum(CARELESS, stage.at(4, 9), waste.RAGS))
    for number in (4, 6):
        drum = stage.drum(COLLECTOR, stage.at(number, 9), waste.LABORATORY)
        _never_generated(stage, drum)
        into = replace(drum, own=f"{drum.own}-P")
        data = {
            "from": [{"container": drum.subject, "mass_kg": drum.net_kg}],
            "into": [{"container": into.subject, "mass_kg": drum.net_kg}],
            "emptied": [drum.subject],
        }
        when = stage.at(number, 11)
        poured = Happening(
            when, COLLECTOR.uscc, "office", "container.repacked", into.subject, f"{into.own}-repacked", data
        )
        stage.world.tell([poured])
        what = "倒装来源容器的产生单位不明"
        stage.world.inject("collector_source_missing", into.subject, when, what, severity="warning")


def _never_generated(stage: Stage, drum: Drum) -> None:
    known = {"container.packaged", "container.weighed", "container.labelled", "container.stored"}
    kept = [each for each in drum.five_immediates() if each.type in known]
    stage.world.tell(kept)
    what = "称重、贴标、入库，但从未登记产生"
    stage.world.inject("subject_not_created", kept[0].subject, kept[0].at + SETTLE, what, severity="notice")


def _sold(stage: Stage) -> None:
    """Two drums that leave for whoever pays, without a manifest."""
    for number in (5, 8):
        drum = stage.filled(CARELESS, stage.at(number - 2, 14), waste.PAINT)
        when = stage.at(number, 16)
        own = (drum.container or "").partition(".")[2]
        data = {"purpose": "transfer", "mass_kg": drum.kg}
        said = Happening(
            when, CARELESS.uscc, "phone", "container.withdrawn", drum.container or "", f"{own}-sold", data
        )
        stage.world.tell([said])
        what = "出库转移，没有联单"
        stage.world.inject("dispatched_without_manifest", said.subject, when + SETTLE, what, severity="warning")
