"""Who sends, carries and takes the load of a printed manifest, and when each of them said what."""

from collections.abc import Iterator

from api.pages.choices import CHOICES
from api.pages.quantity_words import mass
from api.pages.shanghai_time import shown
from api.papers.as_it_stands import Source, Standing, number_of
from api.papers.form import Block, Cell, Table
from ledger.correction import Effective
from ledger.fact import Fact, speaker_of
from ledger.hazardous_waste.manifest import Manifest
from ledger.hazardous_waste.manifest_state import ManifestState
from ledger.regulation.treatment_methods import METHODS

LEGS = (("段", 6), ("承运人（计划）", 50), ("方式", 12), ("运输工具", 22), ("挂车", 22))
STEPS = (("事项", 14), ("时间", 24), ("单位", 44), ("运输工具", 20), ("封签、地点或理由", 34))


def sent(source: Source, standing: Standing) -> Iterator[Block]:
    """What the transferor fills in; who answers the telephone is not in the log."""
    state: ManifestState = standing.state
    issued = _last(standing, Manifest.Issued)
    says: Manifest.Issued | None = None if issued is None else issued.statement.data
    yield [Cell("移出人", source.named(state.transferor))]
    yield [
        Cell("移出场所", source.named(state.from_establishment)),
        Cell("地址", _address(source, state.from_establishment)),
    ]
    yield [Cell("经办人", None), Cell("应急联系电话", None)]
    yield [Cell("签发时间", _time(issued)), Cell("计划到达", _when(state.planned_arrival))]
    yield [Cell("应急措施", None if says is None else says.emergency_measures)]
    yield [Cell("签发重量", _mass(state.issued_g)), Cell("装载重量", _mass(state.loaded_g))]


def ways(source: Source, standing: Standing) -> Iterator[Block]:
    """The way as planned, and each departure, hand-over and return as it was."""
    state: ManifestState = standing.state
    planned = [
        [
            str(n),
            source.named(leg.carrier),
            CHOICES["mode", leg.mode][0],
            number_of(leg.conveyance),
            number_of(leg.trailer) or "—",
        ]
        for n, leg in enumerate(state.legs, start=1)
    ]
    yield Table(LEGS, planned or [[None] * len(LEGS)])
    yield Table(STEPS, list(_steps(source, standing)) or [["起运", None, None, None, None]])


def _steps(source: Source, standing: Standing) -> Iterator[list[str | None]]:
    for each in standing.facts:
        says, time, by = each.statement.data, shown(each.statement.occurred_at), _by(source, each)
        match says:
            case Manifest.Collected():
                yield ["起运", time, by, _conveyance(says), says.seal or "—"]
            case Manifest.HandedOver():
                to = f"{source.named(says.from_carrier)} → {source.named(says.to_carrier)}"
                where = "；".join(filter(None, (says.place.address, says.seal)))
                yield ["承运交接", time, to, _conveyance(says), where]
            case Manifest.ReturnDispatched():
                onward = "—" if says.manifest is None else f"转送，联单 {number_of(says.manifest)}"
                yield ["退运", time, source.named(says.carrier) or by, number_of(says.conveyance), onward]
            case Manifest.Returned():
                yield ["退回收讫", time, by, "—", _mass(says.mass_g) or "—"]
            case Manifest.Cancelled():
                yield ["联单作废", time, by, "—", says.reason or "—"]


def received(source: Source, standing: Standing) -> Iterator[Block]:
    """What the receiver fills in: the load at its gate, what it took and what it did not."""
    state: ManifestState = standing.state
    arrived, taken = _last(standing, Manifest.Arrived), _last(standing, Manifest.Received)
    reading: Manifest.Arrived | None = None if arrived is None else arrived.statement.data
    says: Manifest.Received | None = None if taken is None else taken.statement.data
    gross, tare = (None, None) if reading is None else (reading.gross_g, reading.tare_g)
    yield [Cell("接受人", source.named(state.receiver))]
    yield [
        Cell("接受场所", source.named(state.to_establishment)),
        Cell("地址", _address(source, state.to_establishment)),
    ]
    yield [Cell("经办人", None), Cell("运抵时间", _time(arrived))]
    yield [Cell("毛重", _mass(gross)), Cell("皮重", _mass(tare)), Cell("净重", _mass(state.arrived_g))]
    accepted_at = None if says is None else says.accepted_at
    yield [Cell("接受确认时间", _time(taken)), Cell("接受时间", _when(accepted_at) if says is not None else None)]
    yield [Cell("利用处置方式", _method(None if says is None else says.method))]
    yield [
        Cell("接受量", _mass(state.accepted_g)),
        Cell("拒收量", _mass(state.refused_g)),
        Cell("退回量", _mass(state.returned_g)),
    ]
    for each in standing.facts:
        if isinstance(report := each.statement.data, Manifest.DiscrepancyReported):
            told = "、".join(filter(None, map(source.named, report.to)))
            yield [Cell("不符情况", f"{shown(each.statement.occurred_at)}：{report.reason}（已报告 {told}）")]


def _last(standing: Standing, kind: type[Fact]) -> Effective | None:
    found = [each for each in standing.facts if isinstance(each.statement.data, kind)]
    return found[-1] if found else None


def _by(source: Source, each: Effective) -> str | None:
    return source.named(f"organisation:{speaker_of(each.statement)}")


def _address(source: Source, establishment: str | None) -> str | None:
    place = getattr(source.registered(establishment), "place", None)
    return None if place is None else place.address


def _conveyance(says: Manifest.Collected | Manifest.HandedOver) -> str | None:
    named = [each for each in (number_of(says.conveyance), number_of(says.trailer)) if each]
    return "、".join(named) or (CHOICES["mode", says.mode][0] if says.mode else None)


def _method(code: str | None) -> str | None:
    if code is None:
        return None
    known = METHODS.get(code)
    return code if known is None else f"{code} {known.group}：{known.name}"


def _mass(grams: int | None) -> str | None:
    return None if grams is None else mass(grams)


def _when(instant: str | None) -> str | None:
    return None if instant is None else shown(instant)


def _time(each: Effective | None) -> str | None:
    return None if each is None else shown(each.statement.occurred_at)
