"""凭证无对应趟次: a receipt for a load that nobody sent, that another trip has too, or whose truck was elsewhere.

A receipt that is printed again is none of these. Where a truck was is told by what the stream of positions stated.
"""

from ledger.construction_waste.trip import Trip
from projections.rules.language import (
    Case,
    Entry,
    Finding,
    Iterator,
    Law,
    Limits,
    Parameter,
    Rule,
    Series,
    Text,
    day_of,
    shifted,
)
from projections.rules.places import metres_to, point_of
from projections.rules.trips import Taken, departure_of, taken

RULE = Rule(
    __name__,
    duty=(Text("沪府办发〔2024〕30号 三（一）"), Law(None, "518(1)")),
    parameters=(
        Parameter("m_from_site", 1000, "m", ("车辆距场所多远才报", "how far from the site the truck may be")),
        Parameter("minutes_around", 15, "minutes", ("与凭证的时间差", "how near in time to the receipt")),
    ),
    competent="greening",
)


@RULE.judges("trip")
def findings(case: Case, limits: Limits) -> Iterator[Finding]:
    """One for each receipt without a departure, or given while the truck unloaded elsewhere."""
    left = departure_of(case)
    for each in taken(case):
        metres = _metres_away(case, each, limits)
        if left is None or metres is not None:
            yield Finding(
                subject=each.site,
                cause=each.receipt,
                since=limits.settled(each.step.recorded_at),
                severity="serious",
                variant="elsewhere" if left else "",
                evidence=(each.step.position,),
                against=each.step.speaker,
                place=each.site,
                day=day_of(each.step.at),
                inputs={"receipt": each.receipt, "trip": case.subject} | ({"metres": metres} if metres else {}),
            )


@RULE.adds("trip")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """Each receipt, by its site and number."""
    for each in taken(case):
        step = each.step
        yield Entry(f"{each.site} {each.receipt}", step.at, day_of(step.at), 0, step.position, (step.recorded_at,))


@RULE.judges_series
def used_twice(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for the receipt, once a second trip has it."""
    found = series.entries()
    trips = sorted({each.about for each in found})
    if len(trips) < 2:
        return
    site, _, receipt = series.name.rpartition(" ")
    first = found[0]
    second = min(each.data[0] for each in found if each.about != first.about)
    yield Finding(
        subject=site,
        cause=receipt,
        since=limits.settled(max(second, first.data[0])),
        severity="serious",
        variant="twice",
        evidence=tuple(each.position for each in found),
        against=series.known.case(site, first.at).state_at(first.at).operator or "",
        place=site,
        day=first.day,
        inputs={"receipt": receipt, "trips": trips},
    )


def _metres_away(case: Case, each: Taken, limits: Limits) -> int | None:
    """How far from the site the truck was seen to unload at about that time, if that was too far."""
    at, day = each.step.at, day_of(each.step.at)
    boundary = case.known.case(each.site, at).state_at(at).boundary
    minutes = float(limits.value("minutes_around", day))
    for step in case.steps(Trip.UnloadingObserved) if boundary else ():
        about_then = shifted(step.says.from_, -minutes) <= at <= shifted(step.says.until, minutes)
        point = point_of(step.says.place) if about_then and step.says.grade != "unseen" else None
        if point and (away := metres_to(boundary, point)) > limits.value("m_from_site", day):
            return away
    return None
