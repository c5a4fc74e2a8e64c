"""堆存点账实不符: less lies on a yard than its book says, or something lies there longer than was filed.

Found by each counting of all that lies there; of what came first it is held that it was taken away first.
"""

from ledger.construction_waste.site import SiteState
from ledger.regulation.construction_waste import SITE_FILED
from projections.rules.language import Case, Entry, Finding, Iterator, Law, Limits, Rule, Series, Text, day_of
from projections.rules.trips import taken
from projections.rules.yards import residuals, too_long

RULE = Rule(
    __name__,
    duty=(*(Text(name, since="2025-03-15") for name in SITE_FILED), Law(None, "518(2)")),
    competent="greening",
)


@RULE.adds("trip")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """What each receipt of a yard brings to it."""
    for each in taken(case):
        at = each.step.at
        if case.known.case(each.site, at).state_at(at).kind == "yard":
            yield Entry(each.site, at, day_of(at), each.mass_g, each.step.position)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:
    """One for the yard and month, and another for what stayed of a month's."""
    yard = series.known.case(series.name)
    filed: SiteState = yard.state
    months = set[str]()
    for each in residuals(series, yard, limits):
        at, day = each.counted.at, day_of(each.counted.at)
        if each.missing_g > each.allowed_g and day[:7] not in months:
            months.add(day[:7])
            yield Finding(
                cause=day[:7],
                since=limits.settled(at),
                severity="warning",
                evidence=(each.counted.position,),
                day=day,
                subject=series.name,
                against=filed.operator or "",
                place=series.name,
                inputs={"book_g": each.book_g, "missing_g": each.missing_g, "allowed_g": each.allowed_g},
            )
    months.clear()
    for stay in too_long(series, yard, filed.max_stay_days, limits) if filed.max_stay_days else ():
        if stay.day[:7] not in months:
            months.add(stay.day[:7])
            yield Finding(
                cause=f"stay {stay.day[:7]}",
                since=stay.due,
                ends=stay.until,
                severity="warning",
                variant="stay",
                evidence=(series.on(stay.day)[0].position,),
                day=day_of(stay.due),
                subject=series.name,
                against=filed.operator or "",
                place=series.name,
                inputs={"came_on": stay.day, "days": filed.max_stay_days},
            )
