"""How a suspect is built and enters the ledger: a place with little waste, its contracts and its plan."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from api.simulation.district import AREAS
from api.simulation.firms import contract_between
from api.simulation.founding_firms import organisation
from api.simulation.places import Place, Supervision, Trade, with_check_character
from api.simulation.waste import Waste

Said = tuple[str, str, dict[str, Any]]
Founded = tuple[str, list[Said]]
"""Who states what as the ledger begins."""


def suspect(
    serial: int,
    name: str,
    *wastes: Waste,
    class_: str = "registered",
    kind: str = "industrial",
    roles: tuple[str, ...] = ("generator",),
    storage: tuple[str, int] = ("storage_house", 60),
    product: tuple[str, str] | None = None,
) -> Place:
    """A place of 浦东 that plays no month: `serial` numbers it among the suspects."""
    trade = Trade(name, kind, wastes, product)
    kept = Supervision(class_, 1, 0.0, 9, storage, (trade,), class_)
    uscc = with_check_character(f"91310115MA1WK{serial:04d}")
    return Place(uscc, f"上海示范{name}有限公司", kept, trade, AREAS[0], 200 + serial, roles)


def registered(place: Place) -> Said:
    """The suspect as an organisation, by whom the log is run."""
    return organisation(place.uscc, place.name, list(place.roles), place.division)


def contract(generator: Place, contractor: Place, day: date, codes: Iterable[str]) -> Said:
    """A contract for this year and the next."""
    data = {
        "generator": generator.organisation,
        "contractor": contractor.organisation,
        "scope": ["recovery", "disposal"],
        "waste_codes": list(codes),
        "valid_from": f"{day.year}-01-01",
        "valid_until": f"{day.year + 1}-12-31",
    }
    return "contract.signed", contract_between(generator, contractor), data


def line(code: str, method: str, receiver: Place | None = None, mass_t: Decimal | int = 30) -> dict[str, Any]:
    """A line of a plan; without a receiver it is treated at home."""
    to = {} if receiver is None else {"receiver": receiver.organisation}
    return {"waste_code": code, "mass_t": mass_t, "method": method, **to}


def planned(place: Place, years: Iterable[int], lines: list[dict[str, Any]]) -> list[Said]:
    """管理计划 of each year."""
    return [
        ("management_plan.filed", f"management_plan:{place.number}.{year}", {"lines": lines})
        for year in sorted(years)
    ]


def licence(
    number: str,
    holder: Place,
    codes: Iterable[str],
    methods: Iterable[str],
    valid: tuple[date, date],
    capacity_t: int,
) -> Said:
    """A licence that the city granted."""
    data = {
        "kind": "comprehensive",
        "holder": holder.organisation,
        "establishment": holder.establishment,
        "waste_codes": list(codes),
        "methods": list(methods),
        "capacity_t_per_year": capacity_t,
        "valid_from": f"{valid[0]}",
        "valid_until": f"{valid[1]}",
        "decision": number,
    }
    return "licence.granted", f"licence:{number}", data
