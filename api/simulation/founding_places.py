"""How an establishment enters the ledger: its facilities, instruments, wastes, contracts, plan and class."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from api.simulation import waste
from api.simulation.district import SMALL
from api.simulation.firms import BURNER, COLLECTOR, HOUSEHOLD_LANDFILL, KINDS_OF_LANDFILL, RECEIVERS, contract_between
from api.simulation.places import Place
from api.simulation.shanghai import SHIFT
from api.simulation.waste import Waste

Said = tuple[str, str, dict[str, Any]]
PLANNED_T = {"key": 400, "simplified": 100, "registered": 12}
"""Supervision class → how much of a waste a place expects in a year."""
DEVICES = {
    "scale-01": "device",
    "printer-01": "device",
    "gate-TS001": "device",
    "phone": "person",
    "office": "office",
}


def established(place: Place, day: date) -> Iterator[Said]:
    """The establishment with everything in it."""
    yield (
        "establishment.registered",
        place.establishment,
        {
            "organisation": place.organisation,
            "name": place.name,
            "division": place.division,
            "place": place.address,
            "kind": place.trade.kind,
            "shifts": [SHIFT],
            "go_live": f"{day}",
        },
    )
    yield from _facilities(place)
    yield from _scales(place, day)
    for device, class_ in DEVICES.items() if place.connected else ():
        where = {"class": class_, "place": {"address": place.address["address"]}}
        yield "device.registered", f"device:{place.uscc}.{device}", where
    for each in place.trade.wastes:
        yield "waste_profile.registered", place.profile(each), each.profile


def _facilities(place: Place) -> Iterator[Said]:
    here = {"establishment": place.establishment}
    kind, capacity_t = place.supervision.storage
    zones = sorted({each.zone for each in place.trade.wastes})
    yield "facility.registered", place.workshop, {**here, "kind": "production", "name": "生产车间"}
    stored = {"kind": kind, "name": "危险废物贮存设施", "capacity_t": capacity_t}
    yield "facility.registered", place.storage, {**here, **stored, **({"zones": zones} if zones else {})}
    if place.has_tank:
        tank = {"kind": "storage_tank", "name": "废溶剂储罐", "capacity_t": 20, "bund_m3": 24}
        yield "facility.registered", place.facility("TS003"), {**here, **tank}
    if "receiver" in place.roles:
        incoming = {"kind": "storage_house", "name": "待处理危险废物库", "capacity_t": 3_000}
        yield "facility.registered", place.facility("TS003"), {**here, **incoming}
        yield "gate.registered", place.gate, {"place": {"address": place.address["address"]}}
    if place.treats or place.has_tank or "receiver" in place.roles:
        landfill = KINDS_OF_LANDFILL.get(place.uscc)
        treats = {"kind": landfill or "treatment", "name": "填埋库区" if landfill else "利用处置装置"}
        yield "facility.registered", place.treatment, {**here, **treats}


def _scales(place: Place, day: date) -> Iterator[Said]:
    kind = "floor" if place.connected else "platform"
    scales: list[tuple[str, dict[str, Any]]] = [
        (place.scale, {"kind": kind, "max_kg": 2_000, "division_kg": place.division_kg})
    ]
    if "receiver" in place.roles:
        scales.append((place.weighbridge, {"kind": "truck", "max_kg": 60_000, "division_kg": 20}))
    if place.has_tank:
        scales.append((f"scale:{place.uscc}.FM1", {"kind": "flow_meter", "max_kg": 20_000, "division_kg": 1}))
    if place is COLLECTOR:
        scales.append(
            (f"scale:{place.uscc}.02", {"kind": "platform", "max_kg": 500, "division_kg": place.division_kg})
        )
    for number, (scale, what) in enumerate(scales, 1):
        yield "scale.registered", scale, what
        certificate = f"示检{day:%Y}-{place.uscc[-6:-1]}-{number}"
        verified = {"certificate": certificate, "result": "passed", "valid_until": f"{day + timedelta(days=330)}"}
        yield "scale.verified", scale, verified


def _takers(place: Place) -> dict[str, tuple[Place, list[Waste]]]:
    """Who takes which waste: what is not fit for recovery goes to the incinerator, ash to either landfill."""
    found: dict[str, tuple[Place, list[Waste]]] = {}
    for each in place.trade.wastes if place is not COLLECTOR else (waste.ENGINE_OIL, waste.RAGS, waste.LABORATORY):
        takers = [RECEIVERS[each.goes_to]] if place.supervision is not SMALL else [COLLECTOR]
        if takers[0] is RECEIVERS["recoverer"]:
            takers.append(BURNER)
        if place is BURNER:
            takers.append(HOUSEHOLD_LANDFILL)
        for taker in takers:
            found.setdefault(taker.uscc, (taker, []))[1].append(each)
    return found


def contracts(place: Place, day: date) -> Iterator[Said]:
    """A contract with each taker, for this year and the next."""
    for taker, wastes in _takers(place).values():
        data = {
            "generator": place.organisation,
            "contractor": taker.organisation,
            "scope": ["collection", "transport"] if taker is COLLECTOR else ["recovery", "disposal"],
            "waste_codes": [each.code for each in wastes],
            "valid_from": f"{day.year}-01-01",
            "valid_until": f"{day.year + 1}-12-31",
        }
        yield "contract.signed", contract_between(place, taker), data


def plans(place: Place, years: Sequence[int]) -> Iterator[Said]:
    """管理计划 of each year that the month touches."""
    mass_t = PLANNED_T[place.supervision.name]
    lines: list[dict[str, Any]] = []
    for taker, wastes in _takers(place).values():
        for each in wastes:
            method = "D10" if taker is BURNER and each.goes_to == "recoverer" else each.method
            named = {"waste_code": each.code, "method": method, "receiver": taker.organisation}
            lines.append({**named, "mass_t": mass_t})
    if place.treats or place.has_tank:
        lines.append({"waste_code": waste.ACID.code, "mass_t": mass_t, "method": waste.ACID.method})
    for year in years if lines else ():
        yield "management_plan.filed", f"management_plan:{place.number}.{year}", {"lines": lines}


def assigned(place: Place, year: int) -> Said:
    """The supervision class, by the bureau over its district."""
    source = f"{year}年度{place.area.district}危险废物监管类别名单（演示）"
    data = {"class": place.supervision.name, "year": year, "source": source}
    return "supervision_class.assigned", place.establishment, data
