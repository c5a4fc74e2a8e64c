"""超消纳能力: a site took more than it is filed for, in all or on one day.

What was taken away again counts off the whole, never off a day.
"""

from ledger.construction_waste.site import SiteState
from ledger.construction_waste.yard import Removal
from ledger.regulation.construction_waste import SITE_FILED
from projections.rules.language import Case, Entry, Finding, Iterator, Limits, Rule, Series, Text, day_of
from projections.rules.sums import crossing, total_g
from projections.rules.trips import taken

RULE = Rule(__name__, duty=tuple(Text(name, since="2025-03-15") for name in SITE_FILED), competent="greening")


@RULE.adds("trip", "site")
def entries(case: Case, limits: Limits) -> Iterator[Entry]:  # noqa: ARG001
    """What each receipt adds to its site, and to its site's day; what a removal takes away."""
    for each in taken(case):
        at, day = each.step.at, day_of(each.step.at)
        for series in (each.site, f"{each.site} {day}"):
            yield Entry(series, at, day, each.mass_g, each.step.position)
    for step in case.steps(Removal.Removed, own=True):
        yield Entry(case.subject, step.at, day_of(step.at), -step.says.told_g, step.position)


@RULE.judges_series
def findings(series: Series, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001
    """The day on which a sum crosses what is filed for it, then the receipt of that day with which it does."""
    site, _, one_day = series.name.partition(" ")
    filed: Case = series.known.case(site)
    receipt = crossing(series, lambda day: _capacity_g(filed, day, for_a_day=bool(one_day)))
    if receipt is None:
        return
    capacity = _capacity_g(filed, receipt.day, for_a_day=bool(one_day))
    yield Finding(
        subject=site,
        cause=one_day,
        since=receipt.at,
        severity="warning",
        variant="day" if one_day else "",
        evidence=(receipt.position,),
        against=filed.state.operator or "",
        place=site,
        day=receipt.day,
        inputs={"capacity_g": capacity, "held_g": total_g(series)},
    )


def _capacity_g(filed: Case, day: str, *, for_a_day: bool) -> int | None:
    """What a site was filed for by the end of a day."""
    state: SiteState = filed.initial
    for step in filed.steps(own=True):
        if day_of(step.at) <= day:
            state = step.after
    return state.daily_capacity_g if for_a_day else state.capacity_g
