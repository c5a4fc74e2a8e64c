"""黑卸点: within a short time several loads were put down at one spot where no site is filed."""

from ledger.regulation.law_of_the_day import CODE_IN_FORCE_SINCE
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
    day_of,
    minutes_between,
)
from projections.rules.places import Point, cell_of, cells_around, metres_between
from projections.rules.trips import carrier_of
from projections.rules.unloadings import PARAMETERS, off_site

GRID_M = 150
"""Neighbours are looked for in the field of the grid and the eight beside it, so never farther than this."""

RULE = Rule(
    __name__,
    duty=(Law("20", "475"), Law(None, "518(2)")),
    fine="dump_solid_waste",
    parameters=(
        Parameter("times", 5, "times", ("至少几次", "how many at least")),
        Parameter("m_across", GRID_M, "m", ("相距不超过（至多150米）", "how far apart at most (never beyond 150)")),
        Parameter("days_long", 30, "days", ("多少天内", "within how many days")),
        *PARAMETERS,
    ),
    competent="urban_management",
)


@RULE.adds("trip", "vehicle", "vessel")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:
    """Each unloading off site, in its field of the grid and those beside it."""
    on_a_trip = case.subject.startswith("trip:")
    truck = (case.state.conveyance if on_a_trip else None) or case.subject
    for each in off_site(case, limits):
        against = carrier_of(case) if on_a_trip else case.state.carrier or ""
        place = (case.state.gate if on_a_trip else None) or against
        data = (each.point.lon, each.point.lat, truck, against, place)
        for x, y in cells_around(cell_of(each.point, GRID_M)):
            yield Entry(f"{x},{y}", each.ended_at, day_of(each.ended_at), 0, each.step.position, data)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for the spot, from the unloading on with which there are enough."""
    found = series.entries()
    for last in found:
        here = Point(*last.data[:2])
        if series.name != "{},{}".format(*cell_of(here, GRID_M)):
            continue  # judged where it lies itself
        group = [each for each in found if _are_one_spot(each, last, here, limits)]
        trucks, days = {each.data[2] for each in group}, {each.day for each in group}
        if len(group) < limits.value("times", last.day) or len(trucks) + len(days) < 3:
            continue
        yield Finding(
            subject=group[0].about,
            cause="spot",
            since=last.at,
            severity="serious",
            evidence=tuple(each.position for each in group),
            against=last.data[3],
            place=last.data[4],
            day=last.day,
            fine=last.day >= CODE_IN_FORCE_SINCE,
            inputs={
                "times": len(group),
                "days": len(days),
                "vehicles": sorted(trucks),
                "metres": int(limits.value("m_across", last.day)),
                "lon_udeg": here.lon,
                "lat_udeg": here.lat,
            },
        )
        return


def _are_one_spot(each: Entry, last: Entry, here: Point, limits: Limits) -> bool:
    days = minutes_between(each.at, last.at) / (24 * 60)
    near = metres_between(Point(*each.data[:2]), here) <= limits.value("m_across", last.day)
    return near and 0 <= days <= limits.value("days_long", last.day)
