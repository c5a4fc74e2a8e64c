"""How the trade enters the ledger: organisations, fleets, licences, the exemption for ash, and delegations."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from api.simulation import waste
from api.simulation.district import DIVISION, OPERATOR
from api.simulation.firms import BURNER, COLLECTOR, LICENCES, Authority, Carrier
from api.simulation.places import Place
from api.simulation.receiver import EXEMPTION

Said = tuple[str, str, dict[str, Any]]
TRUCK = {"kind": "van", "axles": 2, "tare_kg": 8_200, "gross_limit_kg": 18_000}
MEDICAL_FLY_ASH_ITEM = 13
"""医疗废物焚烧飞灰 in 危险废物豁免管理清单（2021年版）: its burial in a landfill for household waste."""


def organisations(
    authorities: Sequence[Authority], carriers: Sequence[Carrier], places: Sequence[Place]
) -> Iterator[Said]:
    """Everybody, by whom the log is run."""
    name = "浦东新区固废闭环账本运营方（演示）"
    yield organisation(OPERATOR, name, ["administrator"], DIVISION)
    for bureau in authorities:
        more = {"competence": [bureau.competence], "level": bureau.level}
        yield organisation(bureau.uscc, bureau.name, ["authority"], bureau.division, **more)
    for carrier in carriers:
        yield organisation(carrier.uscc, carrier.name, ["carrier"], f"310{carrier.uscc[5:8]}")
    for place in places:
        yield organisation(place.uscc, place.name, list(place.roles), place.division)


def organisation(uscc: str, name: str, roles: list[str], division: str, **more: Any) -> Said:
    """An organisation as it is registered."""
    data = {"name": name, "roles": roles, "division": division, **more}
    return "organisation.registered", f"organisation:{uscc}", data


def fleet(carrier: Carrier, day: date) -> Iterator[Said]:
    """The trucks or vessels of a carrier, stated by itself."""
    for conveyance in carrier.conveyances:
        of_it: dict[str, Any] = {"kind": "barge"}
        if conveyance.startswith("vehicle:"):
            of_it = {**TRUCK, "tare_weighed_on": f"{day - timedelta(days=40)}"}
        yield "conveyance.registered", conveyance, {"carrier": carrier.organisation, **of_it}


def licence_terms(holder: Place, day: date) -> tuple[str, dict[str, Any]]:
    """The licence of a receiver as a subject, and what it allows since the beginning of last year."""
    licence = LICENCES[holder.uscc]
    years = 5 if licence.kind == "comprehensive" else 3
    return f"licence:{licence.number}", {
        "kind": licence.kind,
        "holder": holder.organisation,
        "establishment": holder.establishment,
        "waste_codes": list(licence.categories),
        "methods": list(licence.methods),
        "capacity_t_per_year": licence.capacity_t,
        "valid_from": f"{day.year - 1}-01-01",
        "valid_until": f"{day.year - 2 + years}-12-31",
        "decision": licence.number,
    }


def exemption(day: date) -> Said:
    """The incinerator claims that some of its ash may be buried as household waste is; the test is its evidence."""
    tested = {"sha256": sha256(b"leaching test of fly ash").hexdigest(), "media_type": "application/pdf"}
    data = {
        "establishment": BURNER.establishment,
        "item": MEDICAL_FLY_ASH_ITEM,
        "stage": "disposal",
        "waste_codes": [waste.FLY_ASH.code],
        "valid_until": f"{day + timedelta(days=365)}",
        "evidence": [tested],
    }
    return "exemption.claimed", EXEMPTION, data


def _grant_of(place: Place) -> str:
    return f"delegation:{place.uscc}.collector"


def delegated(place: Place) -> Said:
    """A small producer lets the collector state what becomes of its waste; its signed consent is the evidence."""
    consent = {"sha256": sha256(place.uscc.encode()).hexdigest(), "media_type": "application/pdf"}
    data = {
        "from": place.organisation,
        "to": COLLECTOR.organisation,
        "establishments": [place.establishment],
        "types": ["container.*", "manifest.*"],
        "basis": "小微企业危险废物收集委托书",
        "evidence": [consent],
    }
    return "delegation.granted", _grant_of(place), data


def accepted(place: Place) -> Said:
    """The collector takes it on."""
    return "delegation.accepted", _grant_of(place), {"basis": "已签收委托书"}
