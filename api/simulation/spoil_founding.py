"""How construction waste enters the ledger: parties, tippers, sites filed, plans, permits, gates and weighbridges."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from api.simulation.district import DIVISION
from api.simulation.firms import Carrier
from api.simulation.founding_firms import organisation
from api.simulation.incident import evening_of
from api.simulation.shanghai import day_of
from api.simulation.spoil_firms import (
    CITY_GREENING,
    DENSITY,
    GREENING,
    LIGHTERS,
    SLURRY,
    WHARF,
    Project,
    Site,
    operators,
)
from api.simulation.spoil_suspects import ALL_CARRIERS, ALL_PROJECTS, ALL_SITES

Said = tuple[str, str, dict[str, Any]]
TIPPER = {"kind": "dump_truck", "axles": 4, "tare_kg": 13_400, "gross_limit_kg": 31_000}
NIGHT = {"from": "20:00", "until": "06:00"}
LONG = timedelta(days=540)
"""For how long sites are filed and permits valid: longer than any month that is played."""


def spoil_organisations() -> Iterator[Said]:
    """Everybody who has a part in it, by whom the log is run."""
    for bureau in (GREENING, CITY_GREENING):
        more = {"competence": [bureau.competence, "urban_management"], "level": bureau.level}
        yield organisation(bureau.uscc, bureau.name, ["authority"], bureau.division, **more)
    for carrier in ALL_CARRIERS:
        yield organisation(carrier.uscc, carrier.name, ["carrier"], f"310{carrier.uscc[5:8]}")
    for operator, name in operators(ALL_SITES).items():
        yield organisation(operator, name, ["site_operator"], DIVISION)
    for project in ALL_PROJECTS:
        yield organisation(project.contractor, f"上海示范建设{project.own}有限公司", ["contractor"], DIVISION)
        yield organisation(project.owner, f"{project.name}建设单位（演示）", ["generator"], DIVISION)


def spoil_founded(opened_at: datetime, until: datetime) -> Iterator[tuple[str, list[Said]]]:
    """Who states what of it, in an order in which nothing is unlawful."""
    day, ends = day_of(opened_at), day_of(until)
    for carrier in ALL_CARRIERS:
        yield carrier.uscc, [*_fleet(carrier, day)]
    for bureau in (GREENING, CITY_GREENING):
        yield bureau.uscc, [_filed(each, day, ends) for each in ALL_SITES if each.level == bureau.level]
    for operator in operators(ALL_SITES):
        yield operator, [*_equipped(operator, day)]
    for project in ALL_PROJECTS:
        first = None if project.unplanned is None else evening_of(project.unplanned, opened_at, until)
        yield project.contractor, [*_planned(project, day, in_time=first is None)]
    yield GREENING.uscc, [_permitted(each, day, ends) for each in ALL_PROJECTS]


def _fleet(carrier: Carrier, day: date) -> Iterator[Said]:
    for conveyance in carrier.conveyances:
        of_it = {**TIPPER, "tare_weighed_on": f"{day - timedelta(days=20)}"} if carrier.mode == "road" else {}
        yield "conveyance.registered", conveyance, {"kind": "barge", "carrier": carrier.organisation, **of_it}


def _until(lapses: int | None, day: date, ends: date) -> str:
    return f"{day + LONG if lapses is None else max(day, ends - timedelta(days=lapses))}"


def _filed(site: Site, day: date, ends: date) -> Said:
    stay = {"max_stay_days": site.stay_days} if site.stay_days else {}
    data = {
        "boundary": site.boundary,
        "capacity_t": site.capacity_t,
        "classes": list(site.classes),
        "daily_capacity_t": site.daily_t,
        "division": site.division,
        "hours": [{"from": "00:00", "until": "23:59"}],
        "kind": site.kind,
        "level": site.level,
        "name": site.name,
        "operator": f"organisation:{site.operator}",
        "valid_until": _until(site.lapses, day, ends),
    }
    return "site.filed", site.subject, data | stay


def _weighbridge(scale: str, day: date) -> Iterator[Said]:
    yield "scale.registered", scale, {"kind": "truck", "max_kg": 80_000, "division_kg": 20}
    passed = {"certificate": f"示检{day:%Y}-{scale[-7:]}", "result": "passed"}
    yield "scale.verified", scale, {**passed, "valid_until": f"{day + LONG}"}


def _equipped(operator: str, day: date) -> Iterator[Said]:
    yield from _weighbridge(f"scale:{operator}.09", day)
    for site in ALL_SITES:
        if site.operator == operator:
            yield "gate.registered", site.gate, {"place": {"address": f"上海市浦东新区{site.name}大门"}}


def _planned(project: Project, day: date, *, in_time: bool) -> Iterator[Said]:
    """处理方案, where it is filed in time; then the gate, with its weighbridge and camera where it has them."""
    if in_time:
        yield plan_of(project)
    point = dict(zip(("lon", "lat"), map(Decimal, project.point or ()), strict=False))
    yield "gate.registered", project.gate, {"place": {"address": project.address, **point}}
    if project.weighed:
        yield from _weighbridge(project.scale, day)


def plan_of(project: Project) -> Said:
    """处理方案, which balances."""
    arises_t = project.backfill_t + project.haul_out_t
    of_it: dict[str, Any] = {"waste_class": project.waste_class, "mass_t": arises_t}
    if project.waste_class == SLURRY:
        of_it = {"waste_class": SLURRY, "volume_m3": arises_t / DENSITY, "density": DENSITY}
    data = {
        "project": project.subject,
        "contractor": f"organisation:{project.contractor}",
        "owner": f"organisation:{project.owner}",
        "division": DIVISION,
        "classes": [of_it],
        "backfill": {"mass_t": project.backfill_t},
        "haul_out": {"mass_t": project.haul_out_t},
        "sites": [each.subject for each in (*project.sites, project.fallback)],
    }
    return "disposal_plan.filed", project.plan, data


def _permitted(project: Project, day: date, ends: date) -> Said:
    barges = [LIGHTERS] if WHARF in project.sites else []
    data = {
        "project": project.subject,
        "carriers": [each.organisation for each in (project.carrier, *barges)],
        "sites": [each.subject for each in project.sites],
        "fallback_sites": [project.fallback.subject],
        "waste_class": project.waste_class,
        "quota_t": project.haul_out_t,
        "hours": [NIGHT],
        "valid_from": f"{day}",
        "valid_until": _until(project.lapses, day, ends),
        **project.terms,
    }
    return "disposal_permit.granted", project.permit, data
