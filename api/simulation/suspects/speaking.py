"""Who speaks without the right to: for another whose delegation is over, or under an exemption that nobody proves."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from api.simulation import waste
from api.simulation.collector import VAN_SCALE
from api.simulation.firms import BURNER, COLLECTOR
from api.simulation.founding_firms import accepted, delegated
from api.simulation.happening import Happening
from api.simulation.places import Place
from api.simulation.shanghai import day_of, end_of, worked_day_after
from api.simulation.suspects.cast import Founded, contract, line, planned, suspect
from api.simulation.suspects.stage import Stage

FREED = tuple(
    suspect(81 + n, f"{name}汽车维修", waste.ENGINE_OIL, kind="other") for n, name in enumerate(("孙桥", "合庆"))
)
CLAIMING = tuple(suspect(83 + n, f"{name}餐饮", waste.RAGS, kind="other") for n, name in enumerate(("凌桥", "高东")))
PLACES = (*FREED, *CLAIMING)
RAGS_ITEM = 22
"""An item of the list of exemptions, as a number; what it is about does not matter to the scene."""


def _exemption(place: Place) -> str:
    return f"exemption:{place.uscc}.E-1"


def founded(opened_at: datetime, until: datetime) -> Iterator[Founded]:
    """Delegations that are granted and accepted, exemptions claimed without any evidence, contracts and plans."""
    day, years = day_of(opened_at), {day_of(opened_at).year, day_of(until).year}
    for place in FREED:
        plan = planned(place, years, [line(waste.ENGINE_OIL.code, waste.ENGINE_OIL.method, COLLECTOR)])
        yield place.uscc, [contract(place, COLLECTOR, day, [waste.ENGINE_OIL.code]), *plan, delegated(place)]
    yield COLLECTOR.uscc, [accepted(place) for place in FREED]
    for place in CLAIMING:
        plan = planned(place, years, [line(waste.RAGS.code, waste.RAGS.method, BURNER)])
        claim = {
            "establishment": place.establishment,
            "item": RAGS_ITEM,
            "stage": "transport",
            "waste_codes": [waste.RAGS.code],
            "valid_until": f"{day + timedelta(days=365)}",
        }
        claimed = ("exemption.claimed", _exemption(place), claim)
        yield place.uscc, [contract(place, BURNER, day, [waste.RAGS.code]), *plan, claimed]


def began(until: datetime) -> dict[str, date]:  # noqa: ARG001
    """Nobody keeps tables from before the ledger."""
    return {}


def play(stage: Stage) -> None:
    """The garages end their delegation, and the collector states for them once more; the claims are used."""
    for number, place in enumerate(FREED):
        before = _stated_for(stage, place, stage.at(2 + number, 10))
        delegation = f"delegation:{place.uscc}.collector"
        stage.world.lawful("delegation_lapsed", before, "委托终止前代为陈述", stage.at(2 + number, 10))
        why = {"reason": "改由本单位自行申报"}
        ended = stage.at(4 + number, 9)
        stage.world.tell([Happening(ended, place.uscc, "office", "delegation.ended", delegation, "ended", why)])
        _stated_for(stage, place, when := stage.at(6 + number, 10))
        what = "委托终止后仍代为陈述"
        key = f"{day_of(when)}"
        stage.world.inject("delegation_lapsed", delegation, when, what, key=key, severity="notice")
    for number, place in enumerate(CLAIMING):
        bag = stage.filled(place, stage.at(2, 9), waste.RAGS)
        trip = stage.sent(place, BURNER, [bag], stage.at(4 + number, 10), exemption=_exemption(place))
        due = end_of(worked_day_after(trip.leaves_at, 5))
        what = "使用豁免而未提供条件证明"
        stage.world.inject("exemption_unproven", _exemption(place), due, what, severity="warning")


def _stated_for(stage: Stage, place: Place, when: datetime) -> str:
    """What the driver states of a drum in its producer's name."""
    drum = stage.drum(place, when, waste.ENGINE_OIL)
    for minute, each in enumerate(drum.five_immediates()):
        if each.type in {"container.packaged", "container.stored"}:
            continue
        more: dict[str, Any] = {"scale": VAN_SCALE} if each.type == "container.weighed" else {}
        said = each._replace(
            at=when + timedelta(minutes=minute),
            by=COLLECTOR.uscc,
            device="tablet-01",
            id=f"{place.uscc}-{each.id}",
            data={**each.data, **more},
            on_behalf_of=place.uscc,
        )
        stage.world.tell([said])
    return drum.subject
