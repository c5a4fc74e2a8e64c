"""What goes wrong in any honest month: a mass mistyped, a drum entered twice, a phone without network, vapour lost.

And what goes wrong in a month that is not quite honest: a drum sold off, and one gone at the count. Those stand in
the world's truth, as do the slips of `slipping.py` and the trips of `irregular.py`.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from api.simulation.drum import Drum
from api.simulation.happening import Happening
from api.simulation.outages import Outage
from api.simulation.parcel import Parcel
from api.simulation.places import Place
from api.simulation.shanghai import at, next_morning
from api.simulation.world import World

MISTYPED = 0.025
ENTERED_TWICE = 0.012
OFFLINE = 0.07
"""Of drums, drums and phone-days."""
SOLD_OFF = 0.25
"""Of visits to places of the third class."""
STOLEN_EVERY = 14
"""Of how many counts of some stock one finds a drum gone."""
EVAPORATES = 0.3
STANDING = timedelta(days=4)
SETTLE = timedelta(hours=24)


def outage(day: date, rng: Random) -> Outage | None:
    """When the phone of a place had no network on a day, if it had none."""
    if rng.random() >= OFFLINE:
        return None
    begin = at(day, time(8)) + timedelta(minutes=rng.randrange(300))
    return Outage(begin, begin + timedelta(minutes=rng.randrange(120, 480)))


def told(world: World, drum: Drum, rng: Random) -> Iterator[Happening]:
    """五即 of a drum as people and devices tell it, with their slips and what the office does about them."""
    # what leaves the same day is relied on before anybody could put it right
    mistyped = rng.random() < MISTYPED and drum.place.supervision.rhythm != "medical"
    for each in drum.five_immediates():
        if mistyped and each.type == "container.weighed":
            yield from _mistyped(drum, each, rng)
        else:
            yield each
    if drum.place.connected and drum.filling_started_at is not None:
        world.lawful("five_immediates_late", drum.subject, "多日装满，自封口起计时", drum.stored_at)
    if rng.random() < ENTERED_TWICE:
        yield from _entered_twice(world, drum, rng)


def evaporation(world: World, parcel: Parcel, when: datetime, rng: Random) -> Happening | None:
    """What a volatile solvent has lost when stock is taken, if it lost anything; lawful, for it is declared."""
    if not parcel.waste.volatile or parcel.ready_at + STANDING > when or rng.random() >= EVAPORATES:
        return None
    _, _, number = (parcel.container or "").partition(":")
    uscc, _, own = number.partition(".")
    data = {"cause": "evaporation", "mass_kg": Decimal(rng.randrange(1, 5)) / 5, "reason": "挥发，盘点时称量"}
    world.lawful("container_weight_drift", parcel.container or "", "挥发损耗已申报", when)
    return Happening(
        when, uscc, "office", "container.loss_declared", parcel.container or "", f"{own}-loss-{when:%y%m%d}", data
    )


def sold_off(world: World, place: Place, ready: list[Parcel], moment: datetime, rng: Random) -> Parcel | None:
    """A drum that goes to whoever pays for it, without a manifest."""
    if place.supervision.rhythm != "registered" or rng.random() >= SOLD_OFF or not ready:
        return None
    sold = ready[0]
    own = (sold.container or "").partition(".")[2]
    data = {"purpose": "transfer", "mass_kg": sold.kg}
    said = Happening(
        moment, place.uscc, "phone", "container.withdrawn", sold.container or "", f"{own}-withdrawn-sold", data
    )
    world.tell([said])
    due = moment + SETTLE
    world.inject("dispatched_without_manifest", sold.container or "", due, "出库转移，没有联单", severity="warning")
    return sold


def stolen(world: World, place: Place, standing: list[Parcel], when: datetime, rng: Random) -> Parcel | None:
    """A drum that is not there when stock is counted, and of which nobody said that it left."""
    there = [each for each in standing if each.ready_at <= when - SETTLE]
    if place.supervision.rhythm == "medical" or len(there) < 3 or next(world.counts) % STOLEN_EVERY:
        return None
    gone = rng.choice(there)
    world.inject("container_lost", gone.container or "", when, "盘点时不在", severity="serious")
    return gone


def _mistyped(drum: Drum, weighed: Happening, rng: Random) -> Iterator[Happening]:
    """Two digits change places or the point slips; the office sees it next morning."""
    right: Decimal = weighed.data["gross_kg"]
    digits = str(right)
    swapped = Decimal(digits[1] + digits[0] + digits[2:]) if digits[1].isdigit() else right
    wrong = swapped if swapped > drum.tare_kg and swapped != right else right * 10
    yield weighed._replace(data={**weighed.data, "gross_kg": wrong})
    data = {"position": weighed.said_by, "data": weighed.data, "reason": "毛重录入有误，按磅单更正"}
    yield _office(drum, weighed, "fact.corrected", data, rng)


def _entered_twice(world: World, drum: Drum, rng: Random) -> Iterator[Happening]:
    """A colleague enters the drum again under a number of their own."""
    again = Happening(
        drum.full_at + timedelta(seconds=rng.randrange(40, 300)),
        drum.place.uscc,
        "phone",
        "container.generated",
        f"{drum.subject}-2",
        f"{drum.own}-2-generated",
        drum.generation,
    )
    yield again
    if drum.place.connected:
        world.lawful("five_immediates_skipped", again.subject, "重复登记，次日撤回", again.at)
    reason = f"与 {drum.own} 为同一容器，重复登记"
    yield _office(drum, again, "fact.withdrawn", {"position": again.said_by, "reason": reason}, rng)


def _office(drum: Drum, original: Happening, type_: str, data: dict[str, Any], rng: Random) -> Happening:
    stated = drum.happening(next_morning(original.at, rng), "office", type_, data)
    return stated._replace(subject=original.subject, id=f"{original.id}-{type_.partition('.')[2]}")
