"""What goes wrong in any honest month: a mass mistyped, a drum entered twice, a phone without network."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from api.simulation.drum import Drum
from api.simulation.happening import Happening
from api.simulation.shanghai import at, next_morning

MISTYPED = 0.025
ENTERED_TWICE = 0.012
OFFLINE = 0.07
"""Of drums, drums and phone-days."""


class Outage(NamedTuple):
    """A span in which a phone hears nothing; what it took in meanwhile is sent when it ends."""

    begin: datetime
    end: datetime


def outage(day: date, rng: Random) -> Outage | None:
    """When the phone of a place had no network on a day, if it had none."""
    if rng.random() >= OFFLINE:
        return None
    begin = at(day, time(8)) + timedelta(minutes=rng.randrange(300))
    return Outage(begin, begin + timedelta(minutes=rng.randrange(120, 480)))


def told(drum: Drum, rng: Random) -> Iterator[Happening]:
    """五即 of a drum as people and devices tell it, with their slips and what the office does about them."""
    mistyped = rng.random() < MISTYPED
    for each in drum.five_immediates():
        if mistyped and each.type == "container.weighed":
            yield from _mistyped(drum, each, rng)
        else:
            yield each
    if rng.random() < ENTERED_TWICE:
        yield from _entered_twice(drum, rng)


def _mistyped(drum: Drum, weighed: Happening, rng: Random) -> Iterator[Happening]:
    """Two digits change places or the point slips; the office sees it next morning."""
    right: Decimal = weighed.data["gross_kg"]
    digits = str(right)
    swapped = Decimal(digits[1] + digits[0] + digits[2:]) if digits[1].isdigit() else right
    wrong = swapped if swapped > drum.tare_kg and swapped != right else right * 10
    yield weighed._replace(data={**weighed.data, "gross_kg": wrong})
    data = {"position": weighed.id, "data": weighed.data, "reason": "毛重录入有误，按磅单更正"}
    yield _office(drum, weighed, "fact.corrected", data, rng)


def _entered_twice(drum: Drum, rng: Random) -> Iterator[Happening]:
    """A colleague enters the drum again under a number of their own."""
    again = Happening(
        drum.full_at + timedelta(seconds=rng.randrange(40, 300)),
        "phone",
        "container.generated",
        f"{drum.subject}-2",
        f"{drum.own}-2-generated",
        drum.generation,
    )
    yield again
    reason = f"与 {drum.own} 为同一容器，重复登记"
    yield _office(drum, again, "fact.withdrawn", {"position": again.id, "reason": reason}, rng)


def _office(drum: Drum, original: Happening, type_: str, data: dict[str, Any], rng: Random) -> Happening:
    stated = drum.happening(next_morning(original.at, rng), "office", type_, data)
    return stated._replace(subject=original.subject, id=f"{original.id}-{type_.partition('.')[2]}")
