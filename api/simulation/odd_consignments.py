"""Industrial waste that is not received or goes without a contract, and what only looks so."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from api.simulation.consigning import consigned
from api.simulation.firms import contract_between
from api.simulation.happening import Happening
from api.simulation.incident import Incident
from api.simulation.industrial_suspects import (
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
