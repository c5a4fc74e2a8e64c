"""Unloadings that the stream of positions saw where no filed site is (内部阈值 all of it)."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ledger.construction_waste.trip import Trip
from projections.rules.case import Case, Known, Step
from projections.rules.conventions import day_of, minutes_between
from projections.rules.limits import Limits, Parameter
from projections.rules.places import Point, metres_to, point_of
from projections.rules.trips import permit_of, taken

PARAMETERS: Final = (
    Parameter("percent_at_least", 30, "percent", ("载重下降至少", "by how much of it the load fell")),
    Parameter("kg_at_least", 3000, "kg", ("或载重下降至少", "or by how many kilograms")),
    Parameter("m_around_sites", 100, "m", ("场所边界外的容差", "how far beside a site counts as in it")),
    Parameter("minutes_to_receipt", 120, "minutes", ("与消纳凭证的时间差", "how far off a receipt may be told")),
)


class Unloading(NamedTuple):
    """One of them: where, and by how much the load fell; None where nothing weighed it."""

    step: Step
    point: Point
    fell_g: int | None

    @property
    def ended_at(self) -> str:
        """When it was over."""
        return str(self.step.says.until)


def off_site(case: Case, limits: Limits) -> Iterator[Unloading]:
    """The unloadings of a trip, or of a vehicle on no known trip, outside every filed site and without its receipt.

    Not looked at is what was told by a silent device (`unseen`), and what has no point.
    """
    for step in case.steps(Trip.UnloadingObserved):
        point, fell = point_of(step.says.place), _fall(step)
        if point is None or step.says.grade == "unseen" or not _is_enough(step, fell, limits):
            continue
        found = Unloading(step, point, fell)
        if not _is_received(case, found, limits) and not _is_filed(case, found, limits):
            yield found


def _fall(step: Step) -> int | None:
    before, after = step.says.mass_before_g, step.says.mass_after_g
    return None if before is None or after is None else before - after


def _is_enough(step: Step, fell: int | None, limits: Limits) -> bool:
    if fell is None:
        return True
    day = day_of(step.says.until)
    share = step.says.mass_before_g * limits.value("percent_at_least", day) / 100
    return bool(fell >= min(share, limits.value("kg_at_least", day) * 1000))


def _is_received(case: Case, unloading: Unloading, limits: Limits) -> bool:
    """Whether a filed site gave a receipt for it, or it was brought back, about then."""
    span = limits.value("minutes_to_receipt", day_of(unloading.ended_at))
    filed = (each.step for each in taken(case) if _boundary(case.known, each.site, each.step.at))
    about_then = (*filed, *case.steps(Trip.Returned))
    return any(abs(minutes_between(unloading.ended_at, step.at)) <= span for step in about_then)


def _is_filed(case: Case, unloading: Unloading, limits: Limits) -> bool:
    """Whether it is within a filed site, or close by: first looked for at the sites of the trip itself."""
    at, near = unloading.ended_at, limits.value("m_around_sites", day_of(unloading.ended_at))
    for site in _likely(case, at):
        boundary = _boundary(case.known, site, at)
        if boundary and metres_to(boundary, unloading.point) <= near:
            return True
    others = (each.state_at(at).boundary for each in case.known.all_of("site", "*", at))
    return any(boundary and metres_to(boundary, unloading.point) <= near for boundary in others)


def _likely(case: Case, at: str) -> list[str]:
    if not case.subject.startswith("trip:"):
        return []
    named = (case.state.site, case.state.to_site, *permit_of(case, at).sites)
    return list(dict.fromkeys(site for site in named if site))


def _boundary(known: Known, site: str, at: str) -> Any:
    return known.case(site, at).state_at(at).boundary
