"""The trace of a vessel: what left it, when and where to, between one moment at which it was empty and the next.

It is made of the vessel's own facts alone, so that it changes only when one of them does; a view may keep it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from ledger.fact import Statement
from ledger.hazardous_waste.masses import EMPTY, Masses
from ledger.hazardous_waste.repacking import Repacking
from ledger.hazardous_waste.treatment import Treatment

Moment = tuple[str, int]
"""When a fact happened, and its place in the log: the order in which facts count."""


class Told(NamedTuple):
    """A fact as it counts for a vessel, and the vessel's account after it."""

    at: Moment
    statement: Statement[Any]
    masses: Masses


Life = Sequence[Told]
"""Of a vessel, everything that is about it or acts on it, in the order in which it happened."""


class Flow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Mass that left a vessel, by which fact and how."""

    at: Moment
    how: Literal["poured", "treated", "lost", "unaccounted"]
    grams: int
    onward: tuple[str, ...] = ()
    """The vessels that it came to: poured into them, or into those that hold the residues of the run."""
    run: str | None = None


class Filling(msgspec.Struct, frozen=True, omit_defaults=True):
    """The contents of a vessel from the moment at which something came into the empty one until it is empty again."""

    began: Moment
    ended: Moment | None = None
    """None while it holds something."""
    arose: Moment | None = None
    """When something first arose in it, be it waste or a residue; None where all of it was poured in."""
    flows: tuple[Flow, ...] = ()
    held_g: int = 0

    def holds_at(self, moment: Moment) -> bool:
        """Whether what came in at a moment came into this filling."""
        return self.began <= moment and (self.ended is None or moment <= self.ended)


class Trace(msgspec.Struct, frozen=True, omit_defaults=True):
    """All fillings of a vessel, in their order."""

    fillings: tuple[Filling, ...] = ()

    @property
    def onward(self) -> frozenset[str]:
        """The vessels that anything ever went to from here: whose chain hangs on them has to be looked at again."""
        return frozenset(each for filling in self.fillings for flow in filling.flows for each in flow.onward)


def trace_of(vessel: str, life: Life) -> Trace:
    """The trace of a vessel, from all that counts of it."""
    fillings: list[Filling] = []
    before, now, changed = EMPTY, None, None
    for told in life:
        after = told.masses
        changed = told.at if after != before else changed
        arose = after.arisen_g > before.arisen_g or _surplus(vessel, told.statement.data)
        if now is None and (arose or after.received_g > before.received_g):
            now = Filling(told.at)
        if now is not None:
            first = told.at if arose and now.arose is None else now.arose
            now = replace(now, arose=first, flows=(*now.flows, *_flows(told, before)), held_g=after.held_g)
            if not after.held_g:
                fillings.append(replace(now, ended=told.at))
                now = None
        before = after
    if changed is not None and not before.told and before.estimate_g:  # declared and never weighed is there too
        now = now or Filling(changed)
        now = replace(now, arose=now.arose or changed, held_g=now.held_g + before.estimate_g)
    return Trace((*fillings, now) if now is not None else tuple(fillings))


def _surplus(vessel: str, says: Any) -> bool:
    """Whether more was poured into this vessel than came out of the others: the rest arose here."""
    if not isinstance(says, Repacking.Repacked) or _sum(says.into) <= _sum(says.from_):
        return False
    return any(each.container == vessel and each.mass_g for each in says.into)


def _flows(told: Told, before: Masses) -> Iterator[Flow]:
    says, after = told.statement.data, told.masses
    given, treated = after.given_g - before.given_g, after.treated_g - before.treated_g
    if given and isinstance(says, Repacking.Repacked):
        yield Flow(told.at, "poured", given, _filled(says.into))
        short = _sum(says.from_) - _sum(says.into)
        if short > 0:
            yield Flow(told.at, "unaccounted", short)
    if treated and isinstance(says, Treatment.Completed):
        yield Flow(told.at, "treated", treated, _filled(says.outputs or ()), told.statement.subject)
    if after.lost_g > before.lost_g:
        yield Flow(told.at, "lost", after.lost_g - before.lost_g)
    if after.unaccounted_g > before.unaccounted_g:
        yield Flow(told.at, "unaccounted", after.unaccounted_g - before.unaccounted_g)


def _filled(portions: Iterable[Any]) -> tuple[str, ...]:
    return tuple(each.container for each in portions if each.mass_g)


def _sum(portions: Iterable[Any]) -> int:
    return sum(each.mass_g for each in portions)
