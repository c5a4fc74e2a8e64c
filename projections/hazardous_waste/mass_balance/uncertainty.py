"""How far the figures of a balance may be off: Σu² over all masses that were read for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger.clock import shanghai_day
from ledger.correction import Effective
from ledger.parties.scale import Scale
from ledger.settled.in_force import Thresholds
from projections.hazardous_waste.mass_balance.entries import Entry
from projections.rules.weighing import METHODS, Numbers, numbers_on, uncertainty_g


class Reading(NamedTuple):
    """What a scale was at one time: its method, its 分度值, and whether its 检定 was valid."""

    method: str | None = None
    division_g: int | None = None
    verified: bool = False


ScaleAt = Callable[[str, str], Reading]
"""A scale, and an instant → what it was then."""


def scales(lives: Mapping[str, Sequence[Effective]]) -> ScaleAt:
    """What the facts about scales say of them at any instant."""

    def at(scale: str, instant: str) -> Reading:
        reading = Reading()
        for each in lives.get(scale, ()):
            if each.statement.occurred_at > instant:
                break
            match each.statement.data:
                case Scale.Registered() | Scale.Changed() as now:
                    reading = reading._replace(method=METHODS[now.kind], division_g=now.division_g)
                case Scale.Verified() as now:
                    valid = now.result == "passed" and (now.valid_until or "") >= str(shanghai_day(instant))
                    reading = reading._replace(verified=valid)
        return reading

    return at


def squares(entries: Iterable[Entry], scale_at: ScaleAt, thresholds: Thresholds) -> int:
    """Σu² of the masses that were read for these entries, each fact's once for each vessel, in square grams."""
    numbers: dict[date, Numbers] = {}
    total = 0
    for entry in {(each.vessel, each.fact): each for each in entries if each.read_g is not None}.values():
        day = shanghai_day(entry.at)
        if day not in numbers:
            numbers[day] = numbers_on(thresholds, day)
        reading = Reading() if entry.scale is None else scale_at(entry.scale, entry.at)
        uncertainty = uncertainty_g(
            entry.read_g or 0,
            reading.method or entry.method,
            division_g=reading.division_g,
            verified=reading.verified,
            numbers=numbers[day],
        )
        total += uncertainty * uncertainty
    return total
