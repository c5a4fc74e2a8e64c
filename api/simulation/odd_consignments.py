"""Industrial waste that is not received, goes without a contract, or is more than a plant meant to have in a year."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from api.simulation.consigning import consigned
from api.simulation.firms import contract_between
from api.simulation.happening import Happening
from api.simulation.incident import Incident
from api.simulation.industrial_suspects import (
    CAP_T,
    CASTER,
    FORGE,
    GLASS,
    MIXER,
    OWN_TRUCK,
    OWN_YARD,
    REMAKER,
)
from api.simulation.notice import NOTICE
from api.simulation.places import Place
from api.simulation.provinces import BRICKS, FOUNDRY, SLAG, signed
from api.simulation.shanghai import at, day_of, end_of, worked_day_after
from api.simulation.world import World
from ledger.regulation.cross_province import regime_of_recovery

IN_THE_CITY, BEYOND = timedelta(days=3), timedelta(days=7)
"""How long a receiver has to say what it took."""
POSTED_WITHIN = 5
"""Working days in which a contract is posted."""
TOLD_AFTER = timedelta(days=15)
"""How long after a month its output is judged."""


def _leaves(evening: datetime, hour: int = 9, minute: int = 30) -> datetime:
    return at(day_of(evening), time(hour, minute))


def never_received(world: World, evening: datetime) -> None:
    """A load stays in the city, and its receiver says nothing."""
    leaves = _leaves(evening)
    load = consigned(world, "unreceived", FORGE, MIXER, leaves, after=None)
    world.inject("consignment_unreceived", load, leaves + IN_THE_CITY, "市内三日未接收确认", severity="notice")


def never_received_beyond(world: World, evening: datetime) -> None:
    """One that went to the other province, of which nothing is heard."""
    leaves = _leaves(evening, 10)
    if regime_of_recovery(f"{leaves:%Y-%m-%d}") == "notice":
        load = consigned(world, "unheard-of", FOUNDRY, BRICKS, leaves, after=None, transfer=NOTICE)
        world.inject("consignment_unreceived", load, leaves + BEYOND, "出省七日未接收确认", severity="notice")


def received_late(world: World, evening: datetime) -> None:
    """On the third day in the city, and on the sixth beyond it."""
    leaves = _leaves(evening, 11)
    near = consigned(world, "third-day", FORGE, MIXER, leaves, after=timedelta(days=2, hours=12))
    world.lawful("consignment_unreceived", near, "市内三日内接收确认", leaves + IN_THE_CITY)
    if regime_of_recovery(f"{leaves:%Y-%m-%d}") == "notice":
        span = timedelta(days=5, hours=20)
        far = consigned(world, "sixth-day", FOUNDRY, BRICKS, leaves, after=span, transfer=NOTICE)
        world.lawful("consignment_unreceived", far, "出省七日内接收确认", leaves + BEYOND)


def without_contract(sender: Place, receiver: Place, world: World, evening: datetime) -> None:
    """Nobody ever wrote down what the one takes from the other."""
    leaves = _leaves(evening, 13)
    consigned(world, f"no-contract-{leaves:%d}", sender, receiver, leaves)
    due, what = end_of(worked_day_after(leaves, POSTED_WITHIN)), "委托利用，无书面合同"
    world.inject("no_contract", sender.organisation, due, what, key=receiver.organisation, severity="warning")


def contract_posted_late(world: World, evening: datetime) -> None:
    """It was signed the day before, and posted three working days after the load."""
    leaves = _leaves(evening, 14)
    signs, posted = leaves - timedelta(days=1), at(worked_day_after(leaves, 3), time(10))
    load = consigned(world, "signed", FORGE, REMAKER, leaves, contract=contract_between(FORGE, REMAKER))
    type_, subject, data = signed(day_of(signs), FORGE, REMAKER, SLAG)
    world.tell([Happening(signs, FORGE.uscc, "office", type_, subject, subject, data, told_at=posted)])
    world.lawful("no_contract", load, "合同在五个工作日内补传", leaves)


def to_its_own_yard(world: World, evening: datetime) -> None:
    """A plant drives its slag to its own landfill on its own truck: there is nobody to have a contract with."""
    leaves = _leaves(evening, 15)
    own: dict[str, Any] = {"carrier": CASTER.organisation, "conveyance": OWN_TRUCK}
    load = consigned(world, "own", CASTER, CASTER, leaves, method="D1", to_establishment=OWN_YARD, **own)
    world.lawful("no_contract", load, "自行运输至本单位填埋场", leaves)


def over_the_year(world: World) -> None:
    """As the calendar month ends in which this one begins, two plants have more than they meant to in a year.

    It is judged fifteen days after that month: where the days do not suffice, nothing is told of it.
    """
    over = at((day_of(world.opened_at).replace(day=1) + timedelta(days=32)).replace(day=1), time())
    evening = over - timedelta(days=3) - timedelta(hours=3)
    if evening < world.start + timedelta(hours=13) or over + TOLD_AFTER > world.until:
        return
    for place, tonnes in ((CASTER, CAP_T + 30), (GLASS, CAP_T + 45), (FORGE, CAP_T - 4)):
        _melted(world, place, tonnes, evening, over)
        if tonnes > CAP_T:
            what, due = "本年产废总量超过强度控制方案", over + TOLD_AFTER
            world.inject("intensity_over_plan", place.establishment, due, what, key="total", severity="notice")
        else:
            world.lawful("intensity_over_plan", place.establishment, "本年产废总量在方案之内", over + TOLD_AFTER)


def _melted(world: World, place: Place, tonnes: int, evening: datetime, over: datetime) -> None:
    """Two batches, both made into bricks at home; and what was cast in the month."""
    for number, mass_t in enumerate((60, tonnes - 60)):
        batch, arises = f"batch:{place.uscc}.N-{number}", _leaves(evening) + timedelta(days=number)
        kg = {"mass_kg": mass_t * 1_000}
        arisen = {"establishment": place.establishment, "facility": place.workshop, "waste_code": SLAG, **kg}
        said = Happening(arises, place.uscc, "office", "batch.generated", batch, f"N-{number}-arisen", arisen)
        made = {"method": "C2", **kg}
        ends = arises + timedelta(hours=7)
        world.tell([said, said._replace(at=ends, type="batch.recovered", id=f"N-{number}-made", data=made)])
    cast = {"product": "铸件", "unit": "吨", "quantity": 1_000, "month": f"{evening:%Y-%m}"}
    reported = over + timedelta(days=2, hours=10)
    world.tell([Happening(reported, place.uscc, "office", "output.reported", place.establishment, "N-output", cast)])


INCIDENTS = (
    Incident(9, never_received),
    Incident(12, never_received_beyond),
    Incident(13, received_late),
    Incident(14, partial(without_contract, GLASS, MIXER)),
    Incident(17, partial(without_contract, CASTER, MIXER)),
    Incident(10, contract_posted_late),
    Incident(11, to_its_own_yard),
)
"""On which day of the month what leaves."""
