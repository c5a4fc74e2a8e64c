"""Plants whose industrial waste goes wrong on some days, and who takes it: in the city, and in another province."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from api.simulation.district import DIVISION
from api.simulation.firms import CITY_BUREAU, contract_between
from api.simulation.founding_firms import organisation
from api.simulation.founding_places import established
from api.simulation.places import Area, Place, Trade
from api.simulation.provinces import (
    COPPER,
    ETCHANT,
    SLAG,
    TAIHU,
    licence_for_etchant,
    plan_for_etchant,
    plant,
    signed,
)

Said = tuple[str, str, dict[str, Any]]
_HEQING = Area(DIVISION, "浦东新区", "合庆", "庆达路", "121.731", "31.243")
_FURNACE = Trade("熔炼", "industrial", (), ("铸件", "吨"))


def _melts(number: int, name: str) -> Place:
    code = f"91310115MA1FD{number:04d}"
    return plant(code, f"上海示范{name}有限公司", _HEQING, _FURNACE, "registered", ("generator",), 40 + number)


def _takes(code: str, name: str, area: Area, house: int) -> Place:
    return plant(code, name, area, Trade("建材", "treatment", ()), "registered", ("receiver",), house)


CASTER, FORGE, GLASS = _melts(11, "铸件"), _melts(12, "锻造"), _melts(13, "玻璃")
PAVERS = _takes("91320500MA1BK0002", "苏州示范铺路材料有限公司", TAIHU, 11)
MIXER = _takes("91310115MA1BK0003", "上海示范再生建材有限公司", _HEQING, 12)
REMAKER = _takes("91310115MA1BK0004", "上海示范炉渣利用有限公司", _HEQING, 13)
_ETCHES = Trade("电路板", "industrial", (ETCHANT,))
BOARDS = plant("91310115MA1PC0002", "上海示范线路板二厂有限公司", _HEQING, _ETCHES, "simplified", ("generator",), 33)
"""It has a contract with the recoverer in Suzhou, and no approval."""
_RECOVERS = Trade("铜再生", "treatment", ())
RECLAIMER = plant("91310115MA1CR0002", "上海示范铜回收有限公司", _HEQING, _RECOVERS, "registered", ("receiver",), 14)
"""It takes etchant in the city, until its licence is suspended."""
RECLAIMS = "licence:沪环危许〔示范〕007"
PLANTS = (CASTER, FORGE, GLASS, PAVERS, MIXER, REMAKER, BOARDS, RECLAIMER)
CONTRACTS = ((CASTER, PAVERS), (FORGE, PAVERS), (GLASS, PAVERS), (FORGE, MIXER))

OWN_TRUCK = "vehicle:沪DL2201"
OWN_YARD = f"establishment:{CASTER.uscc}002P"
"""A second place of the caster, where it buries its own slag."""


def industrial_organisations() -> Iterator[Said]:
    """All of them, by whom the log is run."""
    for place in PLANTS:
        yield organisation(place.uscc, place.name, list(place.roles), place.division)


def industrial_founded(day: date, years: Sequence[int]) -> Iterator[tuple[str, list[Said]]]:
    """Their establishments and their contracts, and the own yard and truck of one."""
    for place in PLANTS:
        said = [_in_use_since(day.year - 1, *each) for each in established(place, day)]
        said += [signed(day, place, to, SLAG) for sender, to in CONTRACTS if sender is place]
        if place is CASTER:
            said += _own(day)
        if place is BOARDS:
            said += [signed(day, BOARDS, to, ETCHANT.code) for to in (COPPER, RECLAIMER)]
            said += [plan_for_etchant(BOARDS, year, COPPER, RECLAIMER) for year in years]
        yield place.uscc, said
    yield CITY_BUREAU, [licence_for_etchant(RECLAIMS, RECLAIMER, day)]


def _in_use_since(year: int, type_: str, subject: str, data: dict[str, Any]) -> Said:
    """They kept tables before the ledger began."""
    return type_, subject, data | {"go_live": f"{year}-01-01"} if "go_live" in data else data


def _own(day: date) -> Iterator[Said]:
    yield (
        "establishment.registered",
        OWN_YARD,
        {
            "organisation": CASTER.organisation,
            "name": "上海示范铸件有限公司自有填埋场",
            "division": DIVISION,
            "place": {"address": "上海市浦东新区合庆庆达路88号"},
            "kind": "industrial",
            "go_live": f"{day}",
        },
    )
    truck = {"kind": "dump_truck", "axles": 4, "tare_kg": 13_000, "gross_limit_kg": 31_000}
    owned = {"carrier": CASTER.organisation, "tare_weighed_on": f"{day - timedelta(days=30)}"}
    yield "conveyance.registered", OWN_TRUCK, truck | owned


def contract_of(sender: Place, receiver: Place) -> dict[str, str]:
    """Their contract as a consignment names it; nothing where they have none."""
    return {"contract": contract_between(sender, receiver)} if (sender, receiver) in CONTRACTS else {}
